package crosstenant_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const salesGroup = "aaaaaaaa-9999-4999-8999-999999999999"

// TestDefaultCollaboration takes the trusts of a default through their states: the
// destroy restores what was there before the first change.
func TestDefaultCollaboration(t *testing.T) {
	t.Parallel()
	const path = policyPath + "/default"
	w := start(t)
	before := map[string]any{
		"m365CollaborationInbound": oneHalf("users", "allowed", salesGroup, "group"), "m365CollaborationOutbound": oneHalf("usersAndGroups", "blocked", "AllUsers", "user"),
		"appServiceConnectInbound": oneHalf("applications", "blocked", "AllApplications", "application"),
	}
	if err := w.ChangeDefault(acctest.FabrikamID, before); err != nil {
		t.Fatal(err)
	}
	all := w.Config(standards("fabrikam", `
  m365_collaboration_inbound  = { users = `+allUsers+` }
  m365_collaboration_outbound = { users_and_groups = `+allUsers+` }
  app_service_connect_inbound = { applications = `+allApplications+` }`))
	inbound := w.Config(standards("fabrikam", "m365_collaboration_inbound = { users = "+allUsers+" }"))
	w.Test(
		// What is not configured is read, and not written.
		resource.TestStep{
			PreConfig: w.ForgetRequests,
			Config:    w.Config(standards("fabrikam", "")),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Value(standard, "m365_collaboration_inbound", knownvalue.ObjectExact(map[string]knownvalue.Check{"users": knownvalue.ObjectPartial(
					map[string]knownvalue.Check{"access_type": knownvalue.StringExact("allowed")})})),
			},
			Check: resource.ComposeAggregateTestCheckFunc(w.Made(), says(w, acctest.FabrikamID, before)),
		},
		resource.TestStep{
			PreConfig:        w.ForgetRequests,
			Config:           all,
			ConfigPlanChecks: acctest.Planned(standard, plancheck.ResourceActionUpdate),
			Check: resource.ComposeAggregateTestCheckFunc(w.Made("PATCH "+path), says(w, acctest.FabrikamID, map[string]any{
				"m365CollaborationInbound": oneHalf("users", "allowed", "AllUsers", "user"), "m365CollaborationOutbound": oneHalf("usersAndGroups", "allowed", "AllUsers", "user"),
				"appServiceConnectInbound": oneHalf("applications", "allowed", "AllApplications", "application"),
			})),
		},
		acctest.Unchanged(all),
		// A trust that was narrowed by hand is shown as a change, and widened again.
		resource.TestStep{
			PreConfig: func() {
				if err := w.ChangeDefault(acctest.FabrikamID, map[string]any{
					"m365CollaborationInbound": before["m365CollaborationInbound"], "appServiceConnectInbound": before["appServiceConnectInbound"],
				}); err != nil {
					t.Fatal(err)
				}
				w.ForgetRequests()
			},
			Config:           inbound,
			ConfigPlanChecks: acctest.Planned(standard, plancheck.ResourceActionUpdate),
			Check: resource.ComposeAggregateTestCheckFunc(w.Made("PATCH "+path), says(w, acctest.FabrikamID, map[string]any{
				"m365CollaborationInbound": oneHalf("users", "allowed", "AllUsers", "user"), "appServiceConnectInbound": before["appServiceConnectInbound"],
			})),
		},
		acctest.Unchanged(inbound),
	)
	if err := says(w, acctest.FabrikamID, before)(nil); err != nil {
		t.Error(err)
	}
}

// TestPartnerCollaboration sends one block when one changes, and shows one that was
// narrowed by hand.
func TestPartnerCollaboration(t *testing.T) {
	t.Parallel()
	w := start(t)
	trust := func(access, target, kind string) string {
		return w.Config(about(fmt.Sprintf(
			"m365_collaboration_inbound = { users = { access_type = %q, targets = [{ target = %q, target_type = %q }] } }", access, target, kind)))
	}
	patched := w.Made("PATCH " + partners + "/" + acctest.ContosoID)
	narrowed := map[string]any{"m365CollaborationInbound": oneHalf("users", "allowed", salesGroup, "group")}
	w.Test(
		resource.TestStep{
			Config: trust("allowed", "AllUsers", "user"),
			Check: entry(w, map[string]any{
				"m365CollaborationInbound": oneHalf("users", "allowed", "AllUsers", "user"), "m365CollaborationOutbound": nil, "appServiceConnectInbound": nil,
			}),
		},
		resource.TestStep{
			PreConfig: func() {
				if err := w.ChangePartner(acctest.FabrikamID, acctest.ContosoID, narrowed); err != nil {
					t.Fatal(err)
				}
				w.ForgetRequests()
			},
			Config:           trust("allowed", "AllUsers", "user"),
			ConfigPlanChecks: acctest.Planned(contoso, plancheck.ResourceActionUpdate),
			Check:            resource.ComposeAggregateTestCheckFunc(patched, entry(w, map[string]any{"m365CollaborationInbound": oneHalf("users", "allowed", "AllUsers", "user")})),
		},
		resource.TestStep{
			PreConfig: w.ForgetRequests, Config: trust("allowed", salesGroup, "group"),
			Check: resource.ComposeAggregateTestCheckFunc(patched, entry(w, narrowed)),
		},
		// Another case is no change.
		acctest.Unchanged(trust("allowed", strings.ToUpper(salesGroup), "group")),
		// A block that is removed from the configuration stays.
		acctest.Unchanged(w.Config(about(""))),
		resource.TestStep{
			PreConfig: w.ForgetRequests, Config: w.Config(about("m365_collaboration_inbound = { inherit = true }")),
			Check: resource.ComposeAggregateTestCheckFunc(patched, entry(w, map[string]any{"m365CollaborationInbound": nil})),
		},
		resource.TestStep{ResourceName: contoso, ImportState: true, ImportStateId: "fabrikam/" + acctest.ContosoID, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"on_destroy"}},
	)
}
