package crosstenant_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	emulated "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// TestCapabilitiesLifecycle changes each attribute of a capability, and clears it.
func TestCapabilitiesLifecycle(t *testing.T) {
	t.Parallel()
	w := withTrust(t)
	every := access(true, "user", "All")
	mail := func(arguments string) string {
		return w.Config(sees(`capabilities = { crossTenantMailTipsAll = { ` + arguments + ` } }`))
	}
	becomes := func(arguments string, want map[string]any) resource.TestStep {
		return resource.TestStep{
			PreConfig: w.ForgetRequests, Config: mail(arguments), ConfigPlanChecks: acctest.Planned(visible, plancheck.ResourceActionUpdate),
			Check: resource.ComposeAggregateTestCheckFunc(w.Made("PATCH "+ofContoso+"/"+mailTips),
				shows(w, acctest.ContosoID, map[string]map[string]any{mailTips: want})),
		}
	}
	w.Test(
		resource.TestStep{
			PreConfig: w.ForgetRequests, Config: mail("allowed = true"),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Value(visible, "id", knownvalue.StringExact(acctest.FabrikamID+"/"+acctest.ContosoID)),
				acctest.Value(visible, "exclusive", knownvalue.Bool(false)),
			},
			Check: resource.ComposeAggregateTestCheckFunc(w.Made("POST "+ofContoso), shows(w, acctest.ContosoID, map[string]map[string]any{mailTips: every})),
		},
		acctest.Unchanged(mail("allowed = true")),
		becomes(`allowed = true, groups = ["`+salesGroup+`"]`, access(true, "group", salesGroup)),
		// Case has no meaning.
		acctest.Unchanged(mail(`allowed = true, groups = ["`+strings.ToUpper(salesGroup)+`"]`)),
		acctest.Unchanged(mail(`allowed = true, groups = ["`+salesGroup+`"], users = []`)),
		becomes(`allowed = true, users = ["`+someUser+`"]`, access(true, "user", someUser)),
		becomes(`allowed = true, users = ["`+someUser+`"], groups = ["`+otherGroup+`"]`, access(true, "user", someUser, "group", otherGroup)),
		becomes(`allowed = true, excluded_groups = ["`+otherGroup+`"]`, access(true, "user", "All", "-group", otherGroup)),
		becomes(`allowed = true, excluded_users = ["`+someUser+`"]`, access(true, "user", "All", "-user", someUser)),
		becomes("allowed = true", every),
		becomes("allowed = false", access(false, "user", "All")),
		acctest.Unchanged(mail("allowed = false")),
		resource.TestStep{ResourceName: visible, ImportState: true, ImportStateId: "fabrikam/contoso", ImportStateVerify: true, ImportStateVerifyIgnore: []string{"former"}},
		resource.TestStep{ResourceName: visible, ImportState: true, ImportStateId: acctest.FabrikamID + "/" + acctest.ContosoID, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"former"}},
	)
	if err := shows(w, acctest.ContosoID, nil)(nil); err != nil {
		t.Error(err)
	}
}

// TestCapabilitiesOneByOne adds, changes and removes capabilities of a map, and
// leaves the others alone.
func TestCapabilitiesOneByOne(t *testing.T) {
	t.Parallel()
	const sharing = "crossTenantCalendarSharingFreeBusyDetail"
	byOthers := held("crossTenantPlacesRoomBooking", true, "user", "All")
	w := withTrust(t, byOthers)
	every, room := access(true, "user", "All"), access(true, "user", "All")
	tips := "crossTenantMailTipsAll = { allowed = true }\n"
	config := func(capabilities string) string { return w.Config(sees("capabilities = {\n" + capabilities + "}")) }
	w.Test(
		resource.TestStep{
			Config: config(tips),
			Check:  shows(w, acctest.ContosoID, map[string]map[string]any{mailTips: every, "crossTenantPlacesRoomBooking": room}),
		},
		resource.TestStep{
			PreConfig: w.ForgetRequests, Config: config(tips + sharing + " = { allowed = true }\n" + profileCard + " = { allowed = false }\n"),
			Check: resource.ComposeAggregateTestCheckFunc(
				w.Made("POST "+ofContoso, "POST "+ofContoso),
				shows(w, acctest.ContosoID, map[string]map[string]any{
					// Guides write all users as a group for shared calendars.
					mailTips: every, sharing: access(true, "group", "All"), profileCard: access(false, "user", "All"), "crossTenantPlacesRoomBooking": room,
				})),
		},
		resource.TestStep{
			PreConfig: w.ForgetRequests, Config: config(profileCard + " = { allowed = true }\n"),
			ConfigPlanChecks: acctest.Planned(visible, plancheck.ResourceActionUpdate),
			Check: resource.ComposeAggregateTestCheckFunc(
				w.Made("PATCH "+ofContoso+"/"+profileCard, "DELETE "+ofContoso+"/"+sharing, "DELETE "+ofContoso+"/"+mailTips),
				shows(w, acctest.ContosoID, map[string]map[string]any{profileCard: every, "crossTenantPlacesRoomBooking": room})),
		},
		acctest.Unchanged(config(profileCard+" = { allowed = true }\n")),
		resource.TestStep{Config: config(""), Check: shows(w, acctest.ContosoID, map[string]map[string]any{"crossTenantPlacesRoomBooking": room})},
	)
	if err := shows(w, acctest.ContosoID, map[string]map[string]any{"crossTenantPlacesRoomBooking": room})(nil); err != nil {
		t.Error(err)
	}
}

// TestDefaultCapabilities are those for all other organizations.
func TestDefaultCapabilities(t *testing.T) {
	t.Parallel()
	const anonymous = "anonymousCalendarSharingFreeBusySimple"
	w := withTrust(t)
	config := w.Config(seesOf("default", "capabilities = {\n crossTenantMailTipsAll = { allowed = false }\n "+anonymous+" = { allowed = true }\n}"))
	w.Test(
		resource.TestStep{
			PreConfig: w.ForgetRequests, Config: config,
			Check: resource.ComposeAggregateTestCheckFunc(w.Made("POST "+ofDefaultPath, "POST "+ofDefaultPath),
				shows(w, "default", map[string]map[string]any{mailTips: access(false, "user", "All"), anonymous: access(true, "user", "All")}),
				shows(w, acctest.ContosoID, nil)),
		},
		acctest.Unchanged(config),
		resource.TestStep{ResourceName: visible, ImportState: true, ImportStateId: "fabrikam/default", ImportStateVerify: true, ImportStateVerifyIgnore: []string{"former"}},
		// Another partner is another resource.
		resource.TestStep{
			Config:           w.Config(sees("capabilities = { crossTenantMailTipsAll = { allowed = true } }")),
			ConfigPlanChecks: acctest.Planned(visible, plancheck.ResourceActionReplace),
			Check: resource.ComposeAggregateTestCheckFunc(shows(w, "default", nil),
				shows(w, acctest.ContosoID, map[string]map[string]any{mailTips: access(true, "user", "All")})),
		},
	)
}

// TestExclusiveCapabilities deletes all capabilities that the map does not name, and
// shows those that appear.
func TestExclusiveCapabilities(t *testing.T) {
	t.Parallel()
	w := withTrust(t, held("crossTenantPlacesRoomBooking", true, "user", "All"), held(profileCard, false, "user", "All"))
	config := func(exclusive string) string {
		return w.Config(sees("exclusive = " + exclusive + "\n capabilities = { crossTenantMailTipsAll = { allowed = true } }"))
	}
	every := access(true, "user", "All")
	only := shows(w, acctest.ContosoID, map[string]map[string]any{mailTips: every})
	w.Test(
		resource.TestStep{Config: config("false")},
		resource.TestStep{
			PreConfig: w.ForgetRequests, Config: config("true"), ConfigPlanChecks: acctest.Planned(visible, plancheck.ResourceActionUpdate),
			Check: resource.ComposeAggregateTestCheckFunc(
				w.Made("DELETE "+ofContoso+"/"+profileCard, "DELETE "+ofContoso+"/crossTenantPlacesRoomBooking"), only),
		},
		acctest.Unchanged(config("true")),
		resource.TestStep{
			PreConfig: func() { addedByHand(t, w, profileCard, every) },
			Config:    config("true"), ConfigPlanChecks: acctest.Planned(visible, plancheck.ResourceActionUpdate), Check: only,
		},
	)
	if err := shows(w, acctest.ContosoID, nil)(nil); err != nil {
		t.Error(err)
	}
}

// TestCapabilitiesDrift reverts changes by hand, and notices deletions of a
// capability and of the partner.
func TestCapabilitiesDrift(t *testing.T) {
	t.Parallel()
	// The partner is deleted by hand.
	w := acctest.StartWith(t, trusting(), kernel.Options{Settings: settings.With(func(s *settings.Settings) { s.PartnerWithCapabilitiesStays = false })})
	config := w.Config(sees("capabilities = { crossTenantMailTipsAll = { allowed = true } }"))
	every := shows(w, acctest.ContosoID, map[string]map[string]any{mailTips: access(true, "user", "All")})
	again := func(before func(), action plancheck.ResourceActionType) resource.TestStep {
		return resource.TestStep{PreConfig: before, Config: config, ConfigPlanChecks: acctest.Planned(visible, action), Check: every}
	}
	w.Test(
		resource.TestStep{Config: config, Check: every},
		again(func() { byHand(t, w, mailTips, access(true, "group", salesGroup)) }, plancheck.ResourceActionUpdate),
		again(func() { byHand(t, w, mailTips, map[string]any{"isAllowed": false}) }, plancheck.ResourceActionUpdate),
		again(func() { removedByHand(t, w, mailTips) }, plancheck.ResourceActionUpdate),
		resource.TestStep{
			PreConfig: func() {
				if err := emulated.Partners.Delete(w.World, acctest.FabrikamID, acctest.ContosoID, kernel.Actor{}); err != nil {
					t.Fatal(err)
				}
			},
			Config: config, PlanOnly: true, ExpectNonEmptyPlan: true,
		},
		resource.TestStep{Config: config, ExpectError: acctest.Message("Cannot set the Microsoft 365 capabilities of partner "+acctest.ContosoID,
			"has no partner configuration", "multitenant_cross_tenant_access_partner")},
	)
}
