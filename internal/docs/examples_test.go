package docs_test

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// estate is the standard estate; with what the examples import if one does: Ana as a
// guest of Fabrikam, which is leaving, a mail contact, a list of blocked domains, a scope group and a
// synchronization of Contoso, a connected organization of Fabrikam, and a capability of its
// partner Northwind.
func estate(imports bool) *acctest.Estate {
	e := acctest.Standard().Grant("Policy.ReadWrite.CrossTenantAccess", "Policy.ReadWrite.CrossTenantCapability", "Policy.ReadWrite.Authorization",
		"Policy.ReadWrite.B2BManagementPolicy", "Application.ReadWrite.All", "Synchronization.ReadWrite.All", "Group.ReadWrite.All",
		"AppRoleAssignment.ReadWrite.All", "AdministrativeUnit.ReadWrite.All", "RoleManagement.ReadWrite.Directory", "MultiTenantOrganization.ReadWrite.All",
		"AuditLog.Read.All", "Directory.Read.All", "Policy.ReadWrite.AuthenticationMethod", "SharePointTenantSettings.ReadWrite.All", "EntitlementManagement.ReadWrite.All").
		WithExchange("Exchange Administrator")
	contoso := e.Tenant(acctest.Contoso)
	// An example creates the synchronization to Fabrikam, and another one imports it.
	target := acctest.NorthwindID
	if imports {
		target = acctest.FabrikamID
	}
	contoso.Synchronizations = []acctest.Object{{
		"id": "50000000-0000-4000-8000-000000000001", "displayName": "Synchronization to Fabrikam", "secrets": acctest.Object{"CompanyId": target},
	}}
	if imports {
		contoso.Groups = []acctest.Object{{
			"id": "eeeeeeee-0000-4000-8000-000000000010", "displayName": "sync-scope-to-fabrikam", "mailNickname": "sync-scope-to-fabrikam",
			"mailEnabled": false, "securityEnabled": true, "members": []string{acctest.AdministratorID},
		}}
		fabrikam := e.Tenant(acctest.Fabrikam)
		fabrikam.CrossTenantAccess["partners"] = []acctest.Object{{"tenantId": acctest.NorthwindID, "m365Capabilities": []acctest.Object{{
			"@odata.type": "#microsoft.graph.crossTenantCalendarAvailabilityBasic",
			"inboundAccess": acctest.Object{"isAllowed": true, "resourceScopes": acctest.Object{
				"included": []acctest.Object{{"resourceId": "All", "resourceType": "user"}}, "excluded": []acctest.Object{},
			}},
		}}}}
		fabrikam.Connected = []acctest.Object{{
			"id": "70000000-0000-4000-8000-000000000001", "displayName": "Partner",
			"identitySources": []acctest.Object{{"@odata.type": "#microsoft.graph.domainIdentitySource", "domainName": "partner.example"}},
		}}
		fabrikam.B2BManagement = acctest.Object{"blocked_domains": []string{"outlook.example"}}
		fabrikam.Users = append(fabrikam.Users, acctest.Object{
			"id": "aaaaaaaa-0000-4000-8000-000000000099", "displayName": "Ana Ruiz", "userType": "Guest",
			"creationType": "Invitation", "externalUserState": "Accepted", "mail": "ana.ruiz@contoso.example", "showInAddressList": false,
			"userPrincipalName": "ana.ruiz_contoso.example#EXT#@fabrikam.onmicrosoft.com", "accountEnabled": false,
			"proxyAddresses": []string{"SMTP:ana.ruiz@contoso.example"},
		})
		// The emulator derives the Guid in Exchange Online, which the examples have, from
		// the object id.
		fabrikam.Contacts = []acctest.Object{{
			"id": "e1872db4-c369-4a5c-8595-3aa569c3962d", "displayName": "Partner", "mail": "info@partner.example",
		}}
	}
	return e
}

// start starts the estate of an example. Contoso and Fabrikam are an organization if
// it imports one; Contoso alone if it removes the organization at its end.
func start(t *testing.T, file string, imports bool) *acctest.World {
	t.Helper()
	w := acctest.Start(t, estate(imports))
	switch {
	case !imports:
	case strings.HasPrefix(file, "resources/multitenant_organization/"):
		w.Unite("Contoso Group", acctest.ContosoID)
	default:
		w.Unite("Contoso Group", acctest.ContosoID, acctest.FabrikamID)
	}
	return w
}

// run applies configurations with the real CLI.
func run(t *testing.T, steps []resource.TestStep, checks ...tfversion.TerraformVersionCheck) {
	t.Helper()
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){"multitenant": acctest.NewProvider},
		TerraformVersionChecks:   checks,
		Steps:                    steps,
	})
}

// life applies an example, expects an empty plan, and destroys it by removing it:
// the test framework's own destroy does not support for_each.
func life(w *acctest.World, example string) []resource.TestStep {
	return []resource.TestStep{
		{Config: w.Config(example)},
		acctest.Unchanged(w.Config(example)),
		{Config: w.Config("")},
	}
}

// TestExamplesApply applies every example of the documentation. Afterwards the
// objects that it created are gone, and those that existed before remain.
func TestExamplesApply(t *testing.T) {
	t.Parallel()
	for _, file := range examples(t, "resources/*/*.tf", "data-sources/*/*.tf", "functions/*/*.tf") {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			name := filepath.Base(file)
			var checks []tfversion.TerraformVersionCheck
			if name == "import-by-identity.tf" {
				// Terraform and OpenTofu support it from the same version on.
				checks = append(checks, tfversion.SkipBelow(tfversion.Version1_12_0))
			}
			w := start(t, file, strings.HasPrefix(name, "import-"))
			before := guests(w)
			run(t, life(w, text(t, "examples", file)), checks...)
			if after := guests(w); !slices.Equal(before, after) {
				t.Errorf("the tenants had the guests %v before, and have %v after the example", before, after)
			}
		})
	}
}

// importCommand is a command of an import.sh: an address and an id, which may
// be quoted.
var importCommand = regexp.MustCompile(`(?m)^terraform import (\S+) '?([^'\s]+)'?$`)

func TestImportCommandsFindTheirObject(t *testing.T) {
	t.Parallel()
	for _, file := range examples(t, "resources/*/import.sh") {
		commands := importCommand.FindAllStringSubmatch(text(t, "examples", file), -1)
		if len(commands) == 0 {
			t.Errorf("examples/%s has no line terraform import ADDRESS ID", file)
		}
		for _, command := range commands {
			address, id := command[1], command[2]
			t.Run(id, func(t *testing.T) {
				t.Parallel()
				w := start(t, file, true)
				config := w.Config(text(t, "examples", filepath.Dir(file), "import-by-string-id.tf"))
				config = importBlock.ReplaceAllString(config, "")
				run(t, []resource.TestStep{
					{Config: config, ResourceName: address, ImportState: true, ImportStateId: id, ImportStatePersist: true},
					acctest.Unchanged(config),
				})
			})
		}
	}
}

var importBlock = regexp.MustCompile(`(?s)\nimport \{.*?\n\}\n`)

// examples lists files below examples/ by patterns.
func examples(t *testing.T, patterns ...string) []string {
	t.Helper()
	var files []string
	for _, pattern := range patterns {
		found, err := filepath.Glob(filepath.Join(top, "examples", filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range found {
			file, err := filepath.Rel(filepath.Join(top, "examples"), file)
			if err != nil {
				t.Fatal(err)
			}
			files = append(files, filepath.ToSlash(file))
		}
	}
	if len(files) == 0 {
		t.Fatalf("no example matches %v", patterns)
	}
	return files
}

// guests lists the external users of all tenants.
func guests(w *acctest.World) []string {
	var names []string
	for _, id := range []string{acctest.ContosoID, acctest.FabrikamID, acctest.NorthwindID} {
		for _, u := range w.Guests(id) {
			names = append(names, u.UserPrincipalName)
		}
	}
	slices.Sort(names)
	return names
}
