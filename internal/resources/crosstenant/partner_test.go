package crosstenant_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	emulated "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
)

const everyBlock = `
  b2b_collaboration_inbound   = ` + open + `
  b2b_collaboration_outbound  = ` + closed + `
  b2b_direct_connect_inbound  = ` + open + `
  b2b_direct_connect_outbound = ` + open + `
  tenant_restrictions         = ` + closed + `
  inbound_trust               = { is_mfa_accepted = true, is_compliant_device_accepted = true }
  automatic_user_consent      = { inbound_allowed = true, outbound_allowed = false }
  identity_synchronization    = { user_sync_allowed = true, display_name = "Contoso" }
  m365_collaboration_inbound  = { users = ` + allUsers + ` }
  m365_collaboration_outbound = { users_and_groups = ` + allUsers + ` }
  app_service_connect_inbound = { applications = ` + allApplications + ` }
`

const (
	allUsers        = `{ access_type = "allowed", targets = [{ target = "AllUsers", target_type = "user" }] }`
	allApplications = `{ access_type = "allowed", targets = [{ target = "AllApplications", target_type = "application" }] }`
)

// oneHalf is a block with one half, in the service's format.
func oneHalf(member, access, target, kind string) map[string]any {
	return map[string]any{member: map[string]any{"accessType": access, "targets": []any{map[string]any{"target": target, "targetType": kind}}}}
}

const inheritEverything = `
  b2b_collaboration_inbound   = { inherit = true }
  b2b_collaboration_outbound  = { inherit = true }
  b2b_direct_connect_inbound  = { inherit = true }
  b2b_direct_connect_outbound = { inherit = true }
  tenant_restrictions         = { inherit = true }
  inbound_trust               = { inherit = true }
  automatic_user_consent      = { inbound_allowed = false, outbound_allowed = false }
  identity_synchronization    = { absent = true }
  m365_collaboration_inbound  = { inherit = true }
  m365_collaboration_outbound = { inherit = true }
  app_service_connect_inbound = { inherit = true }
`

// TestPartnerLifecycle takes every block through its states: unchanged, set,
// updated, unchanged again, inherited.
func TestPartnerLifecycle(t *testing.T) {
	t.Parallel()
	w := start(t)
	inherited := knownvalue.ObjectPartial(map[string]knownvalue.Check{"inherit": knownvalue.Bool(true)})
	w.Test(
		resource.TestStep{
			PreConfig: w.ForgetRequests,
			Config:    w.Config(about("")),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Value(contoso, "id", knownvalue.StringExact(acctest.FabrikamID+"/"+acctest.ContosoID)),
				acctest.Value(contoso, "b2b_collaboration_inbound", inherited), acctest.Value(contoso, "inbound_trust", inherited),
				acctest.Value(contoso, "m365_collaboration_inbound", inherited), acctest.Value(contoso, "app_service_connect_inbound", inherited),
				acctest.Value(contoso, "tenant_restrictions", inherited), acctest.Value(contoso, "on_destroy", knownvalue.StringExact("delete")),
				acctest.Value(contoso, "identity_synchronization", knownvalue.ObjectPartial(map[string]knownvalue.Check{"absent": knownvalue.Bool(true)})),
				acctest.Value(contoso, "is_in_multi_tenant_organization", knownvalue.Bool(false)),
			},
			Check: w.Made("POST " + partners),
		},
		acctest.Unchanged(w.Config(about(""))),
		resource.TestStep{
			PreConfig:        w.ForgetRequests,
			Config:           w.Config(about(everyBlock)),
			ConfigPlanChecks: acctest.Planned(contoso, plancheck.ResourceActionUpdate),
			Check: resource.ComposeAggregateTestCheckFunc(
				w.Made("PATCH "+partners+"/"+acctest.ContosoID, "PUT "+partners+"/"+acctest.ContosoID+"/identitySynchronization"),
				entry(w, map[string]any{
					"b2bCollaborationInbound": acctest.Everything("allowed"), "b2bCollaborationOutbound": acctest.Everything("blocked"),
					"b2bDirectConnectInbound": acctest.Everything("allowed"), "b2bDirectConnectOutbound": acctest.Everything("allowed"),
					"inboundTrust": map[string]any{
						"isMfaAccepted": true, "isCompliantDeviceAccepted": true, "isHybridAzureADJoinedDeviceAccepted": false,
					},
					"automaticUserConsentSettings": map[string]any{"inboundAllowed": true, "outboundAllowed": false},
					"m365CollaborationInbound":     oneHalf("users", "allowed", "AllUsers", "user"),
					"m365CollaborationOutbound":    oneHalf("usersAndGroups", "allowed", "AllUsers", "user"),
					"appServiceConnectInbound":     oneHalf("applications", "allowed", "AllApplications", "application"),
					"isServiceProvider":            nil,
				}),
				synchronizes(w, true, "Contoso"),
			),
		},
		acctest.Unchanged(w.Config(about(everyBlock))),
		// A block that is removed from the configuration keeps its values.
		acctest.Unchanged(w.Config(about(""))),
		// One block is one member of the body; the others are not sent.
		resource.TestStep{
			PreConfig: w.ForgetRequests,
			Config: w.Config(about(`
  b2b_collaboration_outbound = ` + open + `
  identity_synchronization   = { user_sync_allowed = false }`)),
			Check: resource.ComposeAggregateTestCheckFunc(
				w.Made("PATCH "+partners+"/"+acctest.ContosoID,
					"PATCH "+partners+"/"+acctest.ContosoID+"/identitySynchronization"),
				entry(w, map[string]any{
					"b2bCollaborationInbound": acctest.Everything("allowed"), "b2bCollaborationOutbound": acctest.Everything("allowed"),
				}),
				synchronizes(w, false, "Contoso"),
			),
		},
		resource.TestStep{
			PreConfig: w.ForgetRequests,
			Config:    w.Config(about(inheritEverything)),
			Check: resource.ComposeAggregateTestCheckFunc(
				w.Made("PATCH "+partners+"/"+acctest.ContosoID, "DELETE "+partners+"/"+acctest.ContosoID+"/identitySynchronization"),
				entry(w, map[string]any{
					"b2bCollaborationInbound": nil, "b2bCollaborationOutbound": nil, "b2bDirectConnectInbound": nil,
					"b2bDirectConnectOutbound": nil, "inboundTrust": nil, "tenantRestrictions": nil,
					"m365CollaborationInbound": nil, "m365CollaborationOutbound": nil, "appServiceConnectInbound": nil,
				}),
			),
		},
		acctest.Unchanged(w.Config(about(inheritEverything))),
	)
	if _, err := emulated.Partners.Get(w.World, acctest.FabrikamID, acctest.ContosoID); err == nil {
		t.Error("destroying the resource has left the entry behind")
	}
}
