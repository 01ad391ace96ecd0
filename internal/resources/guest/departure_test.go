package guest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

const (
	leaverID = "dddddddd-0000-4000-8000-000000000077"
	leaver   = "multitenant_guest_departure.kim"
)

// withLeaver has a guest that can sign in and is in the address book.
func withLeaver() *acctest.Estate {
	e := acctest.Standard()
	fabrikam := e.Tenant(acctest.Fabrikam)
	fabrikam.Users = append(fabrikam.Users, acctest.Object{
		"id": leaverID, "displayName": "Kim", "userPrincipalName": "kim_contoso.example#EXT#@fabrikam.onmicrosoft.com", "mail": "kim@contoso.example",
		"userType": "Guest", "creationType": "Invitation", "externalUserState": "Accepted", "accountEnabled": true, "showInAddressList": true,
	})
	return e
}

func departing(userID, arguments string) string {
	return fmt.Sprintf("\nresource \"multitenant_guest_departure\" \"kim\" {\n  tenant  = \"fabrikam\"\n  user_id = %q\n%s\n}\n", userID, arguments)
}

// kim compares the user with "enabled", "disabled", "hidden" or "deleted".
func kim(w *acctest.World, want string) error {
	got := "deleted"
	if len(w.RecycleBin(acctest.FabrikamID)) == 0 {
		switch u := w.User(acctest.FabrikamID, leaverID); {
		case u.AccountEnabled && u.ShowInAddressList != nil && *u.ShowInAddressList:
			got = "enabled"
		case u.AccountEnabled:
			got = "enabled and hidden"
		case u.ShowInAddressList != nil && *u.ShowInAddressList:
			got = "disabled"
		default:
			got = "hidden"
		}
	}
	if got != want {
		return fmt.Errorf("the user is %s, want %s", got, want)
	}
	return nil
}

// TestDepartureLifecycle takes a guest through all stages, with changes outside of
// Terraform in each, and back.
func TestDepartureLifecycle(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, withLeaver())
	w.SetLag(acctest.Lag)
	is := func(stage string) resource.TestCheckFunc {
		return resource.ComposeAggregateTestCheckFunc(
			resource.TestCheckResourceAttr(leaver, "stage", stage), acctest.Then(func() error { return kim(w, stage) }))
	}
	others := func(change map[string]any) func() {
		return func() {
			w.Change(acctest.FabrikamID, leaverID, change)
			w.Advance(20 * acctest.Lag)
		}
	}
	after := func(days int) func() { return func() { w.Advance(time.Duration(days) * 24 * time.Hour) } }
	steps := departing(leaverID, "hide_after_days = 7\ndelete_after_days = 30")
	config := w.Config(steps)
	refused := func(userID, arguments string, message ...string) resource.TestStep {
		return resource.TestStep{Config: w.Config(departing(userID, arguments)), ExpectError: acctest.Message(message...)}
	}
	w.Test(
		refused(leaverID, "hide_after_days = 30\ndelete_after_days = 30", "Conflicting configuration", "deleted after 30 days"),
		refused("dddddddd-0000-4000-8000-000000000078", "", "Cannot find user dddddddd-0000-4000-8000-000000000078"),
		refused(acctest.ManagerID, "", "internal user"),
		resource.TestStep{Config: config, Check: resource.ComposeAggregateTestCheckFunc(is("disabled"),
			resource.TestCheckResourceAttr(leaver, "former_account_enabled", "true"), resource.TestCheckResourceAttr(leaver, "former_show_in_address_list", "true"))},
		acctest.Unchanged(config),
		resource.TestStep{
			ResourceName: leaver, ImportState: true, ImportStateId: "fabrikam/kim@contoso.example", ImportStateVerify: true,
			ImportStateVerifyIgnore: []string{"since", "former_account_enabled", "hide_after_days", "delete_after_days"},
		},
		resource.TestStep{
			PreConfig: others(map[string]any{"accountEnabled": true}),
			Config:    config, Check: is("disabled"),
		},
		resource.TestStep{PreConfig: after(6), Config: config, PlanOnly: true},
		resource.TestStep{PreConfig: after(1), Config: config, Check: is("hidden")},
		resource.TestStep{
			PreConfig: others(map[string]any{"showInAddressList": true}),
			Config:    config, Check: is("hidden"),
		},
		// A later date, and the first one again.
		resource.TestStep{Config: w.Config(departing(leaverID, "delete_after_days = 30")), Check: is("disabled")},
		resource.TestStep{Config: config, Check: is("hidden")},
		resource.TestStep{
			PreConfig: after(23), Config: config, Check: is("deleted"),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(leaver, plancheck.ResourceActionUpdate)}},
		},
		acctest.Unchanged(config),
		resource.TestStep{Config: w.Config(""), Check: acctest.Then(func() error { return kim(w, "enabled") })},
	)
}

// TestDepartureOfOthers: a user that others have deleted is not written; one that they
// enable after the plan is not deleted; and with keep nothing is restored.
func TestDepartureOfOthers(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, withLeaver())
	steps := departing(leaverID, "delete_after_days = 1\non_destroy = \"keep\"")
	s := acctest.NewWorkspace(t, w.Config(steps))
	s.MustRun("apply", "-auto-approve")
	w.Advance(25 * time.Hour)
	if out := s.MustRun("plan", "-out=late"); !strings.Contains(out, "User kim_contoso.example#EXT#@fabrikam.onmicrosoft.com will be deleted") {
		t.Errorf("the plan says\n%s", out)
	}
	w.Change(acctest.FabrikamID, leaverID, map[string]any{"accountEnabled": true})
	if out, err := s.Run("apply", "late"); err == nil || !strings.Contains(strings.Join(strings.Fields(out), " "), "enabled since the plan") {
		t.Errorf("the apply says %v\n%s", err, out)
	}
	if err := kim(w, "enabled"); err != nil {
		t.Error(err)
	}
	w.Remove(acctest.FabrikamID, leaverID)
	w.Advance(10 * acctest.Lag)
	s.Unchanged()
	s.MustRun("destroy", "-auto-approve")
	if err := kim(w, "deleted"); err != nil {
		t.Error(err)
	}
	if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, `"deleted"`) {
		t.Errorf("the departure of a deleted user says\n%s", out)
	}
	s.Unchanged()
	w.Advance(31 * 24 * time.Hour)
	if out, err := s.Run("plan"); err == nil || !strings.Contains(out, "Cannot find user") {
		t.Errorf("without the user the plan says\n%s", out)
	}
}

// TestDepartureIsKilled: what a killed apply has done is not in the state, and Terraform
// destroys a resource that has left the configuration without reading it first.
func TestDepartureIsKilled(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, withLeaver())
	s := acctest.NewWorkspace(t, w.Config(departing(leaverID, "delete_after_days = 1")))
	s.MustRun("apply", "-auto-approve")
	w.Advance(25 * time.Hour)
	if _, killed := w.Kill(s, acctest.Moment{Method: http.MethodDelete, CarriedOut: true}, "apply", "-auto-approve"); !killed {
		t.Error("nothing is deleted")
	}
	s.Write(w.Config(""))
	if _, killed := w.Kill(s, acctest.Moment{Method: http.MethodPatch}, "apply", "-auto-approve"); !killed {
		t.Error("nothing is restored")
	}
	s.MustRun("apply", "-auto-approve")
	if err := kim(w, "enabled"); err != nil {
		t.Error(err)
	}
}

// TestDepartureAfterALostAnswer: a write whose answer is lost, and whose repetition is
// refused, loses no former value.
func TestDepartureAfterALostAnswer(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, withLeaver())
	s := acctest.NewWorkspace(t, w.Config(departing(leaverID, "")))
	path := "/users/" + leaverID
	w.Fault(wire.Fault{Method: http.MethodPatch, Path: path, DropResponse: true, Times: 1})
	w.Fault(wire.Fault{Method: http.MethodPatch, Path: path, Status: http.StatusNotFound, Times: 20})
	if out, err := s.Run("apply", "-auto-approve"); err == nil {
		t.Fatalf("the apply succeeds:\n%s", out)
	}
	w.Server().Faults().Clear()
	s.MustRun("apply", "-auto-approve")
	if err := kim(w, "disabled"); err != nil {
		t.Error(err)
	}
	s.MustRun("destroy", "-auto-approve")
	if err := kim(w, "enabled"); err != nil {
		t.Error(err)
	}
}
