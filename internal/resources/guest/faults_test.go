package guest_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

func onInvite(f wire.Fault) wire.Fault {
	f.Service, f.Method, f.Path, f.Times = wire.Graph, http.MethodPost, "/invitations", 1
	return f
}

func onUser(method string, f wire.Fault) wire.Fault {
	f.Service, f.Method, f.Path, f.Times = wire.Graph, method, "/users/*", 1
	return f
}

// TestFaults creates one user with a profile under each fault: the result is one
// user, and the expected requests.
func TestFaults(t *testing.T) {
	t.Parallel()
	// The invitation comes first, and its mail after the created user has been
	// verified.
	const post, mail, patch = "POST /invitations", "POST /invitations", "PATCH /users/{id}"
	tests := map[string]struct {
		fault wire.Fault
		want  []string
	}{
		"throttled, come back at once":         {onInvite(wire.Fault{Status: 429, RetryAfter: json.RawMessage(`0`)}), []string{post, post, mail, patch}},
		"throttled for a fraction of a second": {onInvite(wire.Fault{Status: 429, RetryAfter: json.RawMessage(`"0.128"`)}), []string{post, post, mail, patch}},
		"throttled without a time":             {onInvite(wire.Fault{Status: 429}), []string{post, post, mail, patch}},
		"change throttled":                     {onUser("PATCH", wire.Fault{Status: 429, RetryAfter: json.RawMessage(`0`)}), []string{post, mail, patch, patch}},
		"invitation fails, perhaps":            {onInvite(wire.Fault{Status: 503}), []string{post, post, mail, patch}},
		"invitation is made, its answer lost":  {onInvite(wire.Fault{DropResponse: true}), []string{post, mail, patch}},
		"change fails":                         {onUser("PATCH", wire.Fault{Status: 503}), []string{post, mail, patch, patch}},
		"change is made, its answer lost":      {onUser("PATCH", wire.Fault{DropResponse: true}), []string{post, mail, patch, patch}},
		"confirming read fails":                {onUser("GET", wire.Fault{Status: 504}), []string{post, mail, patch}},
		"confirming read is lost":              {onUser("GET", wire.Fault{DropResponse: true}), []string{post, mail, patch}},
		"confirming read is throttled":         {onUser("GET", wire.Fault{Status: 429, RetryAfter: json.RawMessage(`"0.2"`)}), []string{post, mail, patch}},
		"sign-in fails for a moment":           {wire.Fault{Service: wire.Login, Path: "/oauth2/v2.0/token", Times: 1, Status: 503}, []string{post, mail, patch}},
		"the look before the invitation fails": {wire.Fault{Service: wire.Graph, Method: http.MethodGet, Path: "/users", Times: 1, Status: 500}, []string{post, mail, patch}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			w.Fault(test.fault)
			w.Test(resource.TestStep{
				Config: w.Config(invite(`
  send_message = true
  job_title    = "Controller"
`)),
				Check: resource.ComposeAggregateTestCheckFunc(w.Made(test.want...), mailed(w, 1), is(w, func(u *directory.User) { u.JobTitle = "Controller" })),
			})
			if hits := w.Server().Faults().List()[0].Hits; hits != 1 {
				t.Errorf("the fault was met %d times", hits)
			}
		})
	}
}

// TestAmbiguousInvitationLooksBeforeItRepeats checks one invitation with a lost
// response.
func TestAmbiguousInvitationLooksBeforeItRepeats(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.Fault(onInvite(wire.Fault{DropResponse: true}))
	w.Test(resource.TestStep{
		Config: w.Config(invite(`send_message = true`)),
		Check: acctest.Then(func() error {
			// The look-ups are concurrent, and share a batch or not: both have to stand
			// between the lost invitation and the request for its mail.
			requests := w.Requests()
			after := requests[slices.Index(requests, "POST /invitations")+1:]
			looked := after[:max(slices.Index(after, "POST /invitations"), 0)]
			for _, lookUp := range []string{"GET /users", "GET /users/Ana.Ruiz_contoso.example%23EXT%23@fabrikam.onmicrosoft.com"} {
				if !slices.Contains(looked, lookUp) {
					return fmt.Errorf("%s has to follow the lost invitation: %v", lookUp, requests)
				}
			}
			return w.Wrote("POST /invitations", "POST /invitations")
		}),
	})
}

// TestRefusedProfileIsContinued removes the permission to write between the
// invitation and the profile: the next apply finds the user and continues.
func TestRefusedProfileIsContinued(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.Fault(onUser("PATCH", wire.Fault{Status: 403}))
	config := w.Config(invite(profile + `send_message = true`))
	var id string
	w.Test(
		resource.TestStep{
			Config: config,
			ExpectError: acctest.Message("Cannot finish the invitation of "+anaEmail, `tenant "fabrikam"`, "403",
				"User.ReadWrite.All in tenant", "Apply again to continue"),
		},
		resource.TestStep{
			PreConfig: func() {
				id = w.Guest(acctest.FabrikamID, anaEmail).ID
				w.ForgetRequests()
			},
			Config:           config,
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				text("on_destroy", "delete"), text("job_title", "Controller"),
			},
			Check: resource.ComposeAggregateTestCheckFunc(w.Made("PATCH /users/{id}"), is(w, func(u *directory.User) { u.ID, u.JobTitle = id, "Controller" })),
		},
	)
	if left := w.Guests(acctest.FabrikamID); len(left) > 0 {
		t.Error("a user that this resource invited is deleted with it, even after an interruption")
	}
}

// TestReplicationLag reads, changes and deletes while replicas are behind.
func TestReplicationLag(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.SetLag(acctest.Lag)
	w.Test(
		resource.TestStep{
			Config: w.Config(invite(profile + links)),
			Check:  acctest.Then(func() error { return acceptedOnce(w, "POST", "PATCH", "PUT") }),
		},
		resource.TestStep{
			Config: w.Config(invite(`job_title = "Director"`)),
			Check:  is(w, func(u *directory.User) { u.JobTitle, u.Manager = "Director", "" }),
		},
	)
}

// acceptedOnce expects the methods of the writes that Graph accepted; Graph refuses
// some until a new user is replicated.
func acceptedOnce(w *acctest.World, want ...string) error {
	var got []string
	for _, e := range w.Entries(wire.Filter{}) {
		if e.Method != http.MethodGet && e.Status < http.StatusBadRequest && !strings.HasSuffix(e.Path, "/$batch") {
			got = append(got, e.Method)
		}
	}
	if !slices.Equal(got, want) {
		return fmt.Errorf("accepted writes are %v, want %v", got, want)
	}
	return nil
}

// TestRealNotFoundIsNotWaitedFor reads a deleted user once, not for minutes.
func TestRealNotFoundIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	w := start(t)
	config := w.Config(invite(`on_soft_deleted = "ignore"`))
	w.Test(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() {
				w.Remove(acctest.FabrikamID, w.Guest(acctest.FabrikamID, anaEmail).ID)
				w.ForgetRequests()
			},
			RefreshState: true, ExpectNonEmptyPlan: true,
			Check: acctest.Then(func() error {
				reads := 0
				for _, e := range w.Entries(wire.Filter{Method: http.MethodGet, Path: "/users/*"}) {
					if e.Status == http.StatusNotFound {
						reads++
					}
				}
				// One refresh, and one more for the plan that follows it.
				if reads == 0 || reads > 2 {
					return fmt.Errorf("a deleted user was read %d times", reads)
				}
				return nil
			}),
		},
	)
}

// TestWaitLongerThanTheTimeout reports the wait instead of waiting: the test would
// end before such a wait.
func TestWaitLongerThanTheTimeout(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.Fault(onInvite(wire.Fault{Status: 429, RetryAfter: json.RawMessage(`7200`)}))
	w.Test(resource.TestStep{
		Config:      w.Config(invite(`timeouts = { create = "1h" }`)),
		ExpectError: acctest.Message("Cannot invite "+anaEmail, "429", "asks to wait for 2h0m0s", "Raise the operation's value"),
	})
	if len(w.Guests(acctest.FabrikamID)) > 0 {
		t.Error("no user may be invited")
	}
}
