package crosstenant_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	emulated "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
)

const standard = "multitenant_cross_tenant_access_default.this"

func standards(tenant, arguments string) string {
	return fmt.Sprintf(`
resource "multitenant_cross_tenant_access_default" "this" {
  tenant = %q
  %s
}
`, tenant, arguments)
}

// says compares blocks of a tenant's default.
func says(w *acctest.World, tenantID string, want map[string]any) resource.TestCheckFunc {
	return acctest.Then(func() error {
		p, err := emulated.Defaults.Get(w.World, tenantID)
		if err != nil {
			return err
		}
		return acctest.Members(*p, want)
	})
}

const everyDefault = `
  b2b_collaboration_inbound   = ` + closed + `
  b2b_collaboration_outbound  = ` + closed + `
  b2b_direct_connect_inbound  = ` + open + `
  b2b_direct_connect_outbound = ` + open + `
  inbound_trust               = { is_hybrid_azure_ad_joined_device_accepted = true }
  invitation_redemption_identity_provider_configuration = {
    primary_identity_provider_precedence_order = ["externalFederation", "azureActiveDirectory"]
    fallback_identity_provider                 = "emailOneTimePasscode"
  }
`

var everyDefaultThere = map[string]any{
	"b2bCollaborationInbound": acctest.Everything("blocked"), "b2bCollaborationOutbound": acctest.Everything("blocked"),
	"b2bDirectConnectInbound": acctest.Everything("allowed"), "b2bDirectConnectOutbound": acctest.Everything("allowed"),
	"inboundTrust": map[string]any{"isMfaAccepted": false, "isCompliantDeviceAccepted": false, "isHybridAzureADJoinedDeviceAccepted": true},
	"invitationRedemptionIdentityProviderConfiguration": map[string]any{
		"primaryIdentityProviderPrecedenceOrder": []any{"externalFederation", "azureActiveDirectory"},
		"fallbackIdentityProvider":               "emailOneTimePasscode",
	},
}

func TestDefaultLifecycle(t *testing.T) {
	t.Parallel()
	const path = policyPath + "/default"
	w := start(t)
	all := w.Config(standards("fabrikam", everyDefault+"\n tenant_restrictions = "+open))
	w.Test(
		resource.TestStep{
			PreConfig: w.ForgetRequests,
			Config:    w.Config(standards("fabrikam", "")),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Value(standard, "is_service_default", knownvalue.Bool(true)), acctest.Value(standard, "id", knownvalue.StringExact(acctest.FabrikamID+"/default")),
			},
			Check: w.Made(),
		},
		resource.TestStep{
			Config:            all,
			ConfigStateChecks: []statecheck.StateCheck{acctest.Value(standard, "is_service_default", knownvalue.Bool(false))},
			Check:             resource.ComposeAggregateTestCheckFunc(w.Made("PATCH "+path), says(w, acctest.FabrikamID, everyDefaultThere)),
		},
		acctest.Unchanged(all),
		// A block that is removed from the configuration keeps its values; an
		// external change of a configured one is reverted.
		acctest.Unchanged(w.Config(standards("fabrikam", "inbound_trust = { is_hybrid_azure_ad_joined_device_accepted = true }"))),
		resource.TestStep{
			PreConfig: func() {
				if err := w.ChangeDefault(acctest.FabrikamID, map[string]any{
					"inboundTrust": map[string]any{"isMfaAccepted": true}, "b2bCollaborationInbound": acctest.Everything("allowed"),
				}); err != nil {
					t.Fatal(err)
				}
			},
			Config:           w.Config(standards("fabrikam", "inbound_trust = { is_hybrid_azure_ad_joined_device_accepted = true }")),
			ConfigPlanChecks: acctest.Planned(standard, plancheck.ResourceActionUpdate),
			Check:            says(w, acctest.FabrikamID, map[string]any{"b2bCollaborationInbound": acctest.Everything("allowed")}),
		},
		resource.TestStep{
			ResourceName: standard, ImportState: true, ImportStateId: "fabrikam/default", ImportStateVerify: true,
			// Absent in the configuration, and false.
			ImportStateVerifyIgnore: []string{"former", "inbound_trust.is_mfa_accepted", "inbound_trust.is_compliant_device_accepted"},
		},
	)
	// The destroy has restored the blocks that this resource changed.
	if err := says(w, acctest.FabrikamID, map[string]any{
		"b2bCollaborationOutbound": acctest.Everything("allowed"), "b2bDirectConnectInbound": acctest.Everything("blocked"),
		"inboundTrust": map[string]any{"isMfaAccepted": false, "isCompliantDeviceAccepted": false, "isHybridAzureADJoinedDeviceAccepted": false},
	})(nil); err != nil {
		t.Error(err)
	}
}

func TestDefaultOnDestroy(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		tenant, id, mode string
		inbound          string
	}{
		"reset":   {acctest.Fabrikam, acctest.FabrikamID, "reset", "allowed"},
		"keep":    {acctest.Northwind, acctest.NorthwindID, "keep", "blocked"},
		"restore": {"tailspin", tailspinID, "restore", "allowed"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			// An external restriction, which only a reset removes.
			if err := w.ChangeDefault(test.id, map[string]any{"b2bCollaborationOutbound": acctest.Everything("blocked")}); err != nil {
				t.Fatal(err)
			}
			config := w.Config(standards(test.tenant, fmt.Sprintf("on_destroy = %q\n b2b_collaboration_inbound = %s", test.mode, closed)))
			w.Test(
				resource.TestStep{Config: config, Check: says(w, test.id, map[string]any{"b2bCollaborationInbound": acctest.Everything("blocked")})},
				acctest.Unchanged(config),
			)
			outbound := "blocked"
			if test.mode == "reset" {
				outbound = "allowed"
			}
			if err := says(w, test.id, map[string]any{
				"b2bCollaborationInbound": acctest.Everything(test.inbound), "b2bCollaborationOutbound": acctest.Everything(outbound),
			})(nil); err != nil {
				t.Error(err)
			}
		})
	}
}
