package crosstenant_test

import (
	"cmp"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	emulated "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

const (
	visible          = "multitenant_m365_capabilities.contoso"
	mailTips         = "crossTenantMailTipsAll"
	profileCard      = "crossTenantOpenProfileCard"
	ofContoso        = partners + "/" + acctest.ContosoID + "/m365Capabilities"
	ofDefaultPath    = policyPath + "/default/m365Capabilities"
	otherGroup       = "bbbbbbbb-9999-4999-8999-999999999999"
	someUser         = "cccccccc-9999-4999-8999-999999999999"
	capabilityWriter = "Policy.ReadWrite.CrossTenantCapability"
)

// withTrust is a world in which Fabrikam has an entry for Contoso that trusts its
// users, with these capabilities.
func withTrust(t *testing.T, held ...acctest.Object) *acctest.World {
	t.Helper()
	return acctest.Start(t, trusting(held...))
}

func trusting(held ...acctest.Object) *acctest.Estate {
	e := estateWithEntry(acctest.Object{
		"m365CollaborationInbound": oneHalf("users", "allowed", "AllUsers", "user"), "m365Capabilities": append([]acctest.Object{}, held...),
	})
	for i := range e.Tenants {
		e.Tenants[i].Applications[0].Permissions = []string{"Policy.ReadWrite.CrossTenantAccess", capabilityWriter}
	}
	// The default trusts as well, for capabilities that need it.
	e.Tenant(acctest.Fabrikam).CrossTenantAccess["default"] = acctest.Object{
		"m365CollaborationInbound": oneHalf("users", "allowed", "AllUsers", "user"),
	}
	return e
}

// held is a capability in the service's format, for the scopes.
func held(name string, allowed bool, scopes ...string) acctest.Object {
	return acctest.Object{"@odata.type": "#microsoft.graph." + name, "inboundAccess": access(allowed, scopes...)}
}

// access is inboundAccess: each scope is a type and an id, or "-" with those of an
// excluded one.
func access(allowed bool, scopes ...string) map[string]any {
	included, excluded := []any{}, []any{}
	for i := 0; i < len(scopes); i += 2 {
		kind := scopes[i]
		scope := map[string]any{"resourceType": kind, "resourceId": scopes[i+1]}
		if kind[0] == '-' {
			scope["resourceType"] = kind[1:]
			excluded = append(excluded, scope)
			continue
		}
		included = append(included, scope)
	}
	return map[string]any{"isAllowed": allowed, "resourceScopes": map[string]any{"included": included, "excluded": excluded}}
}

// sees is Fabrikam's resource about Contoso.
func sees(arguments string) string { return seesOf(acctest.ContosoID, arguments) }

func seesOf(partner, arguments string) string {
	return fmt.Sprintf(`
resource "multitenant_m365_capabilities" "contoso" {
  tenant            = "fabrikam"
  partner_tenant_id = %q
  %s
}
`, partner, arguments)
}

// shows compares all capabilities of Fabrikam for a partner, or of its default.
func shows(w *acctest.World, holder string, want map[string]map[string]any) resource.TestCheckFunc {
	return acctest.Then(func() error {
		found, wanted := map[string]any{}, map[string]any{}
		for name, value := range want {
			wanted[name] = value
		}
		err := w.Read(acctest.FabrikamID, func(d *kernel.Directory, _ kernel.Moment) error {
			for _, c := range emulated.Capabilities.All(d) {
				if name, is := strings.CutPrefix(c.Key, holder+"/"); is {
					found[name] = c.Settings["inboundAccess"]
				}
			}
			return nil
		})
		return cmp.Or(err, acctest.Differences(found, wanted))
	})
}

// byHand changes Fabrikam's capability for Contoso without Terraform.
func byHand(t *testing.T, w *acctest.World, name string, to map[string]any) {
	t.Helper()
	draft := kernel.Draft{Properties: map[string]any{"inboundAccess": to}}
	if err := emulated.Capabilities.Update(w.World, acctest.FabrikamID, acctest.ContosoID+"/"+name, draft, kernel.Actor{}); err != nil {
		t.Fatal(err)
	}
}

func removedByHand(t *testing.T, w *acctest.World, name string) {
	t.Helper()
	if err := emulated.Capabilities.Delete(w.World, acctest.FabrikamID, acctest.ContosoID+"/"+name, kernel.Actor{}); err != nil {
		t.Fatal(err)
	}
}

func addedByHand(t *testing.T, w *acctest.World, name string, to map[string]any) {
	t.Helper()
	draft := kernel.Draft{Properties: map[string]any{"inboundAccess": to}}
	err := w.Write(acctest.FabrikamID, func(d *kernel.Directory, at kernel.Moment) error {
		_, err := emulated.Capabilities.MakeKeyed(d, acctest.ContosoID+"/"+name, draft, kernel.Actor{}, at)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
