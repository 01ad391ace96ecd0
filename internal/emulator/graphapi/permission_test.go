package graphapi

import (
	"net/http"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// TestPermissionsThatSettingsDecide covers both values of the settings for
// permissions that the documentation leaves open.
func TestPermissionsThatSettingsDecide(t *testing.T) {
	t.Parallel()
	const lists, secrets = "/beta/policies/b2bManagementPolicies", "/v1.0/servicePrincipals/" + principalID + "/synchronization/secrets"
	asIs := func(*settings.Settings) error { return nil }
	covers := func(s *settings.Settings) error { s.PolicyReadAllCoversB2BManagement = true; return nil }
	write := func(s *settings.Settings) error { s.SecretsNeedWrite = true; return nil }
	for _, tt := range []struct {
		name, path, permission string
		change                 func(*settings.Settings) error
		status                 int
		code                   string
	}{
		{"domain lists", lists, "Policy.Read.B2BManagementPolicy", asIs, 200, ""},
		{"domain lists by writing", lists, "Policy.ReadWrite.B2BManagementPolicy", asIs, 200, ""},
		{"domain lists among all policies", lists, "Policy.Read.All", asIs, 403, refusal.CodeDenied},
		{"domain lists among all policies, covered", lists, "Policy.Read.All", covers, 200, ""},
		{"secrets", secrets, "Synchronization.Read.All", asIs, 200, ""},
		{"secrets by writing", secrets, "Synchronization.ReadWrite.All", write, 200, ""},
		{"secrets by reading", secrets, "Synchronization.Read.All", write, 401, "UnknownError"},
		{"secrets of no concern", secrets, "User.Read.All", write, 403, refusal.CodeDenied},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.seed(syncEstate)
			b.caller.Roles = []string{tt.permission}
			if err := b.world.ChangeSettings(tt.change); err != nil {
				t.Fatal(err)
			}
			if tt.code == "" {
				b.do(http.MethodGet, tt.path, "").want(tt.status)
				return
			}
			b.do(http.MethodGet, tt.path, "").wantError(tt.status, tt.code, "")
		})
	}
}

// Permissions that are near to those of a page are not sufficient.
func TestPermissionsOfPages(t *testing.T) {
	t.Parallel()
	const sponsors, unit = "/v1.0/users/" + adeleID + "/sponsors", "/v1.0/directory/administrativeUnits"
	const tenants = "/v1.0/tenantRelationships/multiTenantOrganization/tenants"
	for _, tt := range []struct {
		permission, method, path, body string
		status                         int
	}{
		{"User.Read.All", get, sponsors, "", 200},
		{"Directory.Read.All", get, sponsors, "", 403},
		{"AdministrativeUnit.ReadWrite.All", post, unit, `{"displayName":"Unit"}`, 201},
		{"Directory.ReadWrite.All", post, unit, `{"displayName":"Unit"}`, 403},
		{"RoleManagement.Read.Directory", get, "/v1.0/roleManagement/directory/roleAssignments", "", 200},
		{"RoleManagement.Read.All", get, "/v1.0/roleManagement/directory/roleAssignments", "", 403},
		{"MultiTenantOrganization.Read.All", get, tenants, "", 200},
		{"MultiTenantOrganization.Read.All", get, tenants + "/" + contosoID, "", 403},
		{"MultiTenantOrganization.ReadWrite.All", get, tenants + "/" + contosoID, "", 404},
	} {
		t.Run(tt.permission+" "+tt.path, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.caller.Roles = []string{tt.permission}
			if r := b.do(tt.method, tt.path, tt.body); r.Code != tt.status {
				t.Errorf("%d, want %d: %s", r.Code, tt.status, r.Body)
			}
		})
	}
}
