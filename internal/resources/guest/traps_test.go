package guest_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// TestTraps has one test for each known mistake of other tools about users:
// hashicorp/terraform-provider-azuread (T1 to T5; #496 for T18),
// deploymenttheory/terraform-provider-microsoft365 (T9, T10), Microsoft365DSC (its
// #6936 for T10), microsoft/terraform-provider-msgraph (its #133 for T14).
func TestTraps(t *testing.T) {
	t.Parallel()
	for name, trap := range map[string]func(*testing.T, *acctest.World){
		"T1 a 404 ends no wait":                       trapNotFoundEndsNoWait,
		"T2 nothing is written to see who exists":     trapProbeByWriting,
		"T3 the address does not follow the mail":     trapMailIsNoInput,
		"T4 who was removed is gone from the state":   trapRemovedOutside,
		"T5 every read says what it wants":            trapSelect,
		"T9 a delete ends when the user is gone":      trapDeleteIsChecked,
		"T10 a failing part fails the read":           trapSubReadFails,
		"T14 an answer that never comes is no panic":  trapNoResponse,
		"T18 sponsors of others stay":                 trapSponsorsOfOthers,
		"T18 other mails of others survive a reset":   trapOtherMails,
		"T18 what is not configured is not emptied":   trapUnconfiguredCollections,
		"T1 a change that is not seen yet is awaited": trapChangeIsAwaited,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			trap(t, start(t))
		})
	}
}

func trapNotFoundEndsNoWait(t *testing.T, w *acctest.World) {
	w.Fault(wire.Fault{Service: wire.Graph, Method: http.MethodGet, Path: "/users/*", Times: 3, Status: http.StatusNotFound})
	config := w.Config(invite(`job_title = "Controller"`))
	w.Test(
		resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{
			text("job_title", "Controller"), text("external_user_state", "PendingAcceptance"), attribute("mail_enabled", knownvalue.Bool(true)),
		}},
		acctest.Unchanged(config),
	)
}

func trapChangeIsAwaited(t *testing.T, w *acctest.World) {
	w.SetLag(acctest.Lag)
	w.Test(
		resource.TestStep{Config: w.Config(invite(`job_title = "Controller"`)), ConfigStateChecks: []statecheck.StateCheck{text("job_title", "Controller")}},
		resource.TestStep{Config: w.Config(invite(`job_title = "Director"`)), ConfigStateChecks: []statecheck.StateCheck{text("job_title", "Director")}},
	)
}

func trapProbeByWriting(t *testing.T, w *acctest.World) {
	w.Test(
		resource.TestStep{Config: w.Config(invite("")), Check: w.Made("POST /invitations")},
		resource.TestStep{
			PreConfig: w.ForgetRequests,
			Config:    w.Config(invite(`company_name = "Contoso"`)), Check: w.Made("PATCH /users/{id}"),
		},
	)
}

func trapMailIsNoInput(t *testing.T, w *acctest.World) {
	config := w.Config(invite(""))
	moved := acctest.Unchanged(config)
	moved.PreConfig = func() {
		w.Change(acctest.FabrikamID, w.Guest(acctest.FabrikamID, anaEmail).ID, map[string]any{"mail": "ana@newname.example"})
	}
	moved.ConfigStateChecks = []statecheck.StateCheck{text("email", anaEmail), text("mail", "ana@newname.example")}
	w.Test(resource.TestStep{Config: config}, moved)
}

func trapRemovedOutside(t *testing.T, w *acctest.World) {
	config := acctest.Checking(w.Config(invite("")), "warn", "MT006")
	w.Test(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig:    func() { w.Remove(acctest.FabrikamID, w.Guest(acctest.FabrikamID, anaEmail).ID) },
			RefreshState: true, ExpectNonEmptyPlan: true,
			RefreshPlanChecks: resource.RefreshPlanChecks{PostRefresh: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(ana, plancheck.ResourceActionCreate),
			}},
		},
	)
}

func trapSelect(t *testing.T, w *acctest.World) {
	w.Test(
		resource.TestStep{Config: w.Config(invite(""))},
		resource.TestStep{
			ResourceName: ana, ImportState: true, ImportStateId: "fabrikam/" + anaEmail, ImportStateVerify: true,
			ImportStateVerifyIgnore: []string{"on_destroy", "redeem_url"},
		},
	)
	reads := 0
	for _, e := range w.Entries(wire.Filter{Method: http.MethodGet}) {
		path, query, _ := strings.Cut(e.Path, "?")
		if !strings.Contains(path, "/users") && !strings.Contains(path, "microsoft.graph.user") {
			continue
		}
		reads++
		// Only the id of a manager or a sponsor is used.
		wanted := "externalUserState"
		if strings.HasSuffix(path, "/manager") || strings.HasSuffix(path, "/sponsors") {
			wanted = "id"
		}
		values, err := url.ParseQuery(query)
		if err != nil || !slices.Contains(strings.Split(values.Get("$select"), ","), wanted) {
			t.Errorf("%s does not say what it wants", e.Path)
		}
	}
	if reads == 0 {
		t.Error("no user was read")
	}
}

// trapDeleteIsChecked lets the service accept a deletion and return the user for a
// while.
func trapDeleteIsChecked(t *testing.T, w *acctest.World) {
	config := w.Config(invite(""))
	w.Test(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() {
				w.SetLag(acctest.Lag)
				w.ForgetRequests()
			},
			Config: config, Destroy: true,
		},
	)
	requests := w.Requests()
	deletion := slices.IndexFunc(requests, func(r string) bool { return strings.HasPrefix(r, "DELETE /users/") })
	if deletion < 0 {
		t.Fatalf("no user was deleted: %v", requests)
	}
	looks := slices.DeleteFunc(slices.Clone(requests[deletion:]), func(r string) bool { return !strings.HasPrefix(r, "GET /users/") })
	if len(looks) < 2 {
		t.Errorf("the deletion was not waited for: %v", requests[deletion:])
	}
	if bin := w.RecycleBin(acctest.FabrikamID); len(bin) != 1 {
		t.Errorf("the recycle bin has %d people", len(bin))
	}
}

func trapSubReadFails(t *testing.T, w *acctest.World) {
	config := w.Config(invite(`manager_id = "` + acctest.ManagerID + `"`))
	w.Test(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() {
				w.Fault(wire.Fault{Service: wire.Graph, Method: http.MethodGet, Path: "/users/*/manager", Times: 1, Status: http.StatusBadRequest})
			},
			Config: config, PlanOnly: true, ExpectError: acctest.Message("Cannot read manager and sponsors of "+anaEmail, `tenant "fabrikam"`),
		},
		acctest.Unchanged(config),
	)
}

// trapNoResponse drops responses of every kind. The following requests are the same
// as with them.
func trapNoResponse(t *testing.T, w *acctest.World) {
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPatch} {
		w.Fault(wire.Fault{Service: wire.Graph, Method: method, Times: 1, DropResponse: true})
	}
	config := w.Config(invite(`job_title = "Controller"`))
	w.Test(resource.TestStep{Config: config}, acctest.Unchanged(config))
	for _, f := range w.Server().Faults().List() {
		if f.Hits != 1 {
			t.Errorf("the fault of %s was met %d times", f.Method, f.Hits)
		}
	}
}

func trapSponsorsOfOthers(t *testing.T, w *acctest.World) {
	sponsored := w.Config(invite(`sponsors = ["` + acctest.ManagerID + `"]`))
	w.Test(
		resource.TestStep{Config: sponsored},
		// The managed set is complete: an unknown member is drift, which a plan
		// shows before it is removed.
		resource.TestStep{
			PreConfig: func() {
				id := w.Guest(acctest.FabrikamID, anaEmail).ID
				if err := directory.Users.Link(w.World, acctest.FabrikamID, id, "sponsors", acctest.AdministratorID); err != nil {
					t.Fatal(err)
				}
				w.ForgetRequests()
			},
			Config: sponsored, ConfigPlanChecks: planned(plancheck.ResourceActionUpdate), Check: w.Made("DELETE /users/{id}/sponsors/{id}/$ref"),
		},
	)
}

func trapUnconfiguredCollections(t *testing.T, w *acctest.World) {
	w.Test(
		resource.TestStep{Config: w.Config(invite(""))},
		resource.TestStep{
			PreConfig: func() {
				id := w.Guest(acctest.FabrikamID, anaEmail).ID
				w.Change(acctest.FabrikamID, id, map[string]any{"businessPhones": []any{"+34 910 000 001"}, "otherMails": []any{anaEmail, "ana@private.example"}})
				if err := directory.Users.Link(w.World, acctest.FabrikamID, id, "sponsors", acctest.AdministratorID); err != nil {
					t.Fatal(err)
				}
			},
			Config: w.Config(invite(`job_title = "Controller"`)),
			Check: is(w, func(u *directory.User) {
				u.BusinessPhones, u.OtherMails = []string{"+34 910 000 001"}, []string{anaEmail, "ana@private.example"}
				u.Sponsors = []string{acctest.AdministratorID}
			}),
		},
	)
}

func trapOtherMails(t *testing.T, w *acctest.World) {
	config := func(email, trigger string) string {
		return w.Config(strings.Replace(invite(`redemption_reset_trigger = "`+trigger+`"`), anaEmail, email, 1))
	}
	w.Test(
		resource.TestStep{Config: config(anaEmail, "1")},
		resource.TestStep{
			PreConfig: func() {
				id := w.Guest(acctest.FabrikamID, anaEmail).ID
				w.Change(acctest.FabrikamID, id, map[string]any{"otherMails": []any{anaEmail, "ana@private.example"}})
			},
			Config: config("ana@newname.example", "2"),
			Check: acctest.Then(func() error {
				mails := w.Guests(acctest.FabrikamID)[0].OtherMails
				for _, m := range []string{anaEmail, "ana@private.example", "ana@newname.example"} {
					if !slices.Contains(mails, m) {
						return fmt.Errorf("%s is lost: other mails are %v", m, mails)
					}
				}
				return nil
			}),
		},
	)
}
