package crosstenant_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	emulated "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

const (
	fabrikamTemplate = "multitenant_organization_template.fabrikam"
	templatesPath    = "/policies/crossTenantAccessPolicy/templates/multiTenantOrganization"
)

// templateOf are the templates of a tenant.
func templateOf(tenant, arguments string) string {
	return fmt.Sprintf(`
resource "multitenant_organization_template" "fabrikam" {
  tenant = %q
  %s
}
`, tenant, arguments)
}

// template compares members of Fabrikam's templates.
func template(w *acctest.World, want map[string]any) resource.TestCheckFunc {
	return acctest.Then(func() error {
		partner, err := emulated.PartnerTemplate.Get(w.World, acctest.FabrikamID)
		if err != nil {
			return err
		}
		sync, err := emulated.SyncTemplate.Get(w.World, acctest.FabrikamID)
		if err != nil {
			return err
		}
		all := map[string]any{"sync": (*sync)["userSyncInbound"], "syncLevel": (*sync)["templateApplicationLevel"], "level": (*partner)["templateApplicationLevel"]}
		for name, value := range *partner {
			all[name] = value
		}
		for name, value := range want {
			if !reflect.DeepEqual(all[name], value) {
				return fmt.Errorf("%s is %v, want %v", name, all[name], value)
			}
		}
		return nil
	})
}

// The templates go through their states: what is not configured is read and not
// written, a block can be removed from the template again, and a destroy resets both.
func TestTemplateLifecycle(t *testing.T) {
	t.Parallel()
	w := start(t)
	const whole = `
  inbound_trust             = { is_mfa_accepted = true, is_compliant_device_accepted = false, is_hybrid_azure_ad_joined_device_accepted = false }
  b2b_collaboration_inbound = ` + open + `
  automatic_user_consent    = { inbound_allowed = true, outbound_allowed = false }
  applies_to                = ["newPartners"]
  user_sync_allowed         = true
  user_sync_applies_to      = []
`
	unset := map[string]any{
		"inboundTrust": nil, "b2bCollaborationInbound": nil, "level": "newPartners,existingPartners",
		"automaticUserConsentSettings": map[string]any{"inboundAllowed": nil, "outboundAllowed": nil},
		"sync":                         map[string]any{"isSyncAllowed": nil}, "syncLevel": "newPartners,existingPartners",
	}
	config := func(arguments string) string { return w.Config(templateOf("fabrikam", arguments)) }
	w.Test(
		resource.TestStep{
			PreConfig: w.ForgetRequests, Config: config(""),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Value(fabrikamTemplate, "id", knownvalue.StringExact(acctest.FabrikamID+"/template")),
				acctest.Value(fabrikamTemplate, "user_sync_allowed", knownvalue.Null()),
				acctest.Value(fabrikamTemplate, "applies_to", knownvalue.SetSizeExact(2)),
			},
			Check: resource.ComposeAggregateTestCheckFunc(w.Made(), template(w, unset)),
		},
		resource.TestStep{
			Config: config(whole),
			Check: resource.ComposeAggregateTestCheckFunc(w.Made("PATCH "+templatesPath+"PartnerConfiguration", "PATCH "+templatesPath+"IdentitySynchronization"),
				template(w, map[string]any{
					"automaticUserConsentSettings": map[string]any{"inboundAllowed": true, "outboundAllowed": false},
					"level":                        "newPartners", "sync": map[string]any{"isSyncAllowed": true}, "syncLevel": "none",
				})),
		},
		acctest.Unchanged(config(whole)),
		resource.TestStep{ResourceName: fabrikamTemplate, ImportState: true, ImportStateId: "fabrikam/template", ImportStateVerify: true},
		resource.TestStep{
			Config: w.Config(templateOf("northwind", "user_sync_allowed = true")), PlanOnly: true,
			ExpectError: acctest.Message("No multitenant organizations in this cloud", `in the cloud "usgovernment"`),
		},
		resource.TestStep{Config: config(`applies_to = ["everyone"]`), PlanOnly: true, ExpectError: acctest.Message("newPartners")},
		// A change by hand is put right, and a block leaves the template.
		resource.TestStep{
			PreConfig: func() {
				if err := emulated.SyncTemplate.Update(w.World, acctest.FabrikamID, kernel.Draft{Properties: map[string]any{
					"userSyncInbound": map[string]any{"isSyncAllowed": false},
				}}, kernel.Actor{}); err != nil {
					t.Fatal(err)
				}
			},
			Config:           config("user_sync_allowed = true\n  inbound_trust = { inherit = true }"),
			ConfigPlanChecks: acctest.Planned(fabrikamTemplate, plancheck.ResourceActionUpdate),
			Check:            template(w, map[string]any{"sync": map[string]any{"isSyncAllowed": true}, "inboundTrust": nil, "level": "newPartners"}),
		},
	)
	if err := template(w, unset)(nil); err != nil {
		t.Errorf("after the destroy: %v", err)
	}
}
