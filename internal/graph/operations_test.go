package graph

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/permission"
)

// operations are the operations of this package that need a permission, by
// variable name.
var operations = map[string]operation{
	"opAccessPolicy": opAccessPolicy, "opUpdateAccessPolicy": opUpdateAccessPolicy,
	"opDefaultAccess": opDefaultAccess, "opUpdateDefaultAccess": opUpdateDefaultAccess, "opResetDefaultAccess": opResetDefaultAccess,
	"opPartners": opPartners, "opPartner": opPartner, "opAddPartner": opAddPartner, "opUpdatePartner": opUpdatePartner,
	"opDeletePartner": opDeletePartner, "opAddSync": opAddSync, "opUpdateSync": opUpdateSync, "opRemoveSync": opRemoveSync,
	"opAddGroupSync": opAddGroupSync, "opUpdateGroupSync": opUpdateGroupSync,
	"opRestorePartner": opRestorePartner, "opDeletedPartners": opDeletedPartners, "opDeletedSyncs": opDeletedSyncs, "opRestoreSync": opRestoreSync,
	"opProvision":    opProvision,
	"opDomainPolicy": opDomainPolicy, "opAddDomainPolicy": opAddDomainPolicy, "opUpdateDomainPolicy": opUpdateDomainPolicy,
	"opDeleteDomainPolicy": opDeleteDomainPolicy,
	"opDomainLists":        opDomainLists, "opGroupSync": opGroupSync, "opGroupSyncs": opGroupSyncs, "opAuthorizationPolicy": opAuthorizationPolicy,
	"opUpdateAuthorizationPolicy": opUpdateAuthorizationPolicy,
	"opConditionalAccess":         opConditionalAccess, "opM365Capabilities": opM365Capabilities, "opDefaultM365Capabilities": opDefaultM365Capabilities,
	"opAddM365": opAddM365, "opUpdateM365": opUpdateM365, "opRemoveM365": opRemoveM365,
	"opDefaultAddM365": opDefaultAddM365, "opDefaultUpdateM365": opDefaultUpdateM365, "opDefaultRemoveM365": opDefaultRemoveM365,
	"opInvite": opInvite, "opReset": opReset,
	"opReadUser": opReadUser, "opListUsers": opListUsers, "opUserDelta": opUserDelta, "opUpdateUser": opUpdateUser, "opDeleteUser": opDeleteUser, "opRevoke": opRevoke,
	"opReadManager": opReadManager, "opSetManager": opSetManager, "opRemoveManager": opRemoveManager,
	"opReadSponsors": opReadSponsors, "opAddSponsor": opAddSponsor, "opRemoveSponsor": opRemoveSponsor,
	"opReadDeleted": opReadDeleted, "opListDeleted": opListDeleted, "opRestore": opRestore,
	"opGroupUsers": opGroupUsers, "opReadGroup": opReadGroup, "opReadContact": opReadContact, "opListContacts": opListContacts,
	"opOrganization": opOrganization,
	"opListGroups":   opListGroups, "opCreateGroup": opCreateGroup, "opUpdateGroup": opUpdateGroup, "opDeleteGroup": opDeleteGroup,
	"opMembers": opMembers, "opBindMembers": opBindMembers, "opAddMember": opAddMember, "opRemoveMember": opRemoveMember,
	"opOwners": opOwners, "opAddOwner": opAddOwner, "opRemoveOwner": opRemoveOwner,
	"opGroupUnits": opGroupUnits, "opReadUnit": opReadUnit, "opListUnits": opListUnits, "opCreateUnit": opCreateUnit,
	"opAddToUnit": opAddToUnit, "opRemoveFromUnit": opRemoveFromUnit,
	"opRoleAssignments": opRoleAssignments, "opAssignRole": opAssignRole,
	"opInstantiate": opInstantiate, "opListApplications": opListApplications, "opUpdateApplication": opUpdateApplication,
	"opDeleteApplication": opDeleteApplication, "opDeletePrincipal": opDeletePrincipal,
	"opSyncJob": opSyncJob, "opAddSyncJob": opAddSyncJob, "opStartSyncJob": opStartSyncJob, "opPauseSyncJob": opPauseSyncJob,
	"opRestartSync": opRestartSync, "opDeleteSyncJob": opDeleteSyncJob, "opSaveSecrets": opSaveSecrets, "opValidateSync": opValidateSync,
	"opSyncSchema": opSyncSchema, "opSaveSchema": opSaveSchema, "opParseExpression": opParseExpression,
	"opServicePrincipal": opServicePrincipal, "opAssign": opAssign, "opUnassign": opUnassign,
	"opSyncApplications": opSyncApplications, "opSyncJobs": opSyncJobs, "opSyncSecrets": opSyncSecrets, "opAssigned": opAssigned,
	"opEmailOTP": opEmailOTP, "opUpdateEmailOTP": opUpdateEmailOTP, "opSharePoint": opSharePoint, "opUpdateSharePoint": opUpdateSharePoint,
	"opMultitenant": opMultitenant, "opCreateMultitenant": opCreateMultitenant, "opUpdateMultitenant": opUpdateMultitenant,
	"opOrganizationTenants": opOrganizationTenants, "opOrganizationTenant": opOrganizationTenant, "opAddTenant": opAddTenant,
	"opUpdateTenant": opUpdateTenant, "opRemoveTenant": opRemoveTenant, "opJoinRequest": opJoinRequest, "opJoin": opJoin,
	"opPartnerTemplate": opPartnerTemplate, "opUpdatePartnerTemplate": opUpdatePartnerTemplate, "opResetPartnerTemplate": opResetPartnerTemplate,
	"opSyncTemplate": opSyncTemplate, "opUpdateSyncTemplate": opUpdateSyncTemplate, "opResetSyncTemplate": opResetSyncTemplate,
	"opAllUserGroups": opAllUserGroups,
	"opUserGroups":    opUserGroups,
	"opAudits":        opAudits, "opSignIns": opSignIns, "opTenantByDomain": opTenantByDomain,
	"opListConnected": opListConnected, "opAddConnected": opAddConnected, "opReadConnected": opReadConnected,
	"opUpdateConnected": opUpdateConnected, "opDeleteConnected": opDeleteConnected,
	"opExternalSponsors": opExternalSponsors, "opAddExternalSponsor": opAddExternalSponsor, "opRemoveExternalSponsor": opRemoveExternalSponsor,
	"opInternalSponsors": opInternalSponsors, "opAddInternalSponsor": opAddInternalSponsor, "opRemoveInternalSponsor": opRemoveInternalSponsor,
}

// carriers transport other calls and need no permission of their own.
var carriers = []string{"opBatch", "opRead"}

// declaredOperations returns the names of this package's variables of type
// operation.
func declaredOperations(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			for i, value := range spec.Values {
				literal, ok := value.(*ast.CompositeLit)
				if !ok {
					continue
				}
				if kind, ok := literal.Type.(*ast.Ident); ok && kind.Name == "operation" {
					names = append(names, spec.Names[i].Name)
				}
			}
			return true
		})
	}
	slices.Sort(names)
	return names
}

// TestDocumentedPermissionsAreThoseOfOperations compares the documented tables
// with the permissions in errors: each need has the least permission that allows
// all of its calls, and every call belongs to a need.
func TestDocumentedPermissionsAreThoseOfOperations(t *testing.T) {
	t.Parallel()
	byName := map[string]operation{}
	for _, op := range operations {
		byName[op.name] = op
	}
	needed := map[string]bool{}
	for _, n := range permission.All() {
		if n.Kind() != permission.OfGraph {
			continue
		}
		common := commonPermissions(t, n, byName)
		if n.Permission != permission.HiddenMembers && (len(common) == 0 || common[0] != n.Permission) {
			t.Errorf("%s is documented for %q, and %v is the order in which permissions allow %v", n.Permission, n.For, common, n.Calls)
		}
		for _, other := range n.Or {
			if !slices.Contains(common, other) {
				t.Errorf("%s is documented to do for %q, and only %v allow %v", other, n.For, common, n.Calls)
			}
		}
		for _, c := range n.Calls {
			needed[c] = true
		}
	}
	for variable, op := range operations {
		if !needed[op.name] {
			t.Errorf("no need of package permission has the call %q of %s", op.name, variable)
		}
	}
	known := slices.Sorted(maps.Keys(operations))
	declared := slices.DeleteFunc(declaredOperations(t), func(name string) bool { return slices.Contains(carriers, name) })
	if !slices.Equal(declared, known) {
		t.Errorf("the package declares the operations %v, and this test knows %v", declared, known)
	}
}

// commonPermissions returns the permissions that allow every call of a need,
// least privileged first.
func commonPermissions(t *testing.T, n permission.Need, operations map[string]operation) []string {
	t.Helper()
	var common []string
	for i, c := range n.Calls {
		op, known := operations[c]
		if !known {
			t.Errorf("the need %q has the call %q, which is no operation", n.For, c)
		}
		var allowed []string
		for _, p := range op.permissions {
			// A permission required in addition to another one is a separate need.
			parts := strings.Split(p, " and ")
			if slices.Contains(parts, n.Permission) {
				parts[0] = n.Permission
			}
			allowed = append(allowed, parts[0])
		}
		if i == 0 {
			common = allowed
			continue
		}
		common = slices.DeleteFunc(slices.Clone(common), func(p string) bool { return !slices.Contains(allowed, p) })
	}
	return common
}
