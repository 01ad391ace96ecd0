package area_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

const lag = 10 * time.Second

// lagging is a world with lag and one changed setting.
func lagging(t *testing.T, change func(*settings.Settings)) *kernel.World {
	t.Helper()
	return newWorld(t, func(o *kernel.Options) { o.Lag, o.Settings = lag, settings.With(change) })
}

func indexed(t *testing.T, w *kernel.World, id string) bool {
	t.Helper()
	page, err := directory.Users.List(w, contosoID, kernel.Listing{Limit: 1000, Advanced: true})
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(page.Items, func(u *directory.User) bool { return u.ID == id })
}

func TestSearchIndexLags(t *testing.T) {
	t.Parallel()
	for lags, after := range map[bool]int{true: 4, false: 2} {
		t.Run(fmt.Sprint(lags), func(t *testing.T) {
			t.Parallel()
			w := lagging(t, func(s *settings.Settings) { s.SearchIndexLags = lags })
			u := invited(t, w, contosoID, "new@fabrikam.example")
			for passed := range 5 {
				if got, want := indexed(t, w, u.ID), passed >= after; got != want {
					t.Errorf("after %d lags: found %v", passed, got)
				}
				if got, want := listed(t, w, u.ID), passed >= 2; got != want {
					t.Errorf("after %d lags: listed %v", passed, got)
				}
				w.Advance(lag)
			}
			// A change is delayed like a new object.
			if err := directory.UpdateUser(w, contosoID, u.ID, map[string]any{"mail": "newer@fabrikam.example"}, inviter); err != nil {
				t.Fatal(err)
			}
			w.Advance(2 * lag)
			page, err := directory.Users.List(w, contosoID, kernel.Listing{Limit: 10, Advanced: true, Keys: []string{directory.MailKey("new@fabrikam.example")}})
			if err != nil || (page.Items[0].Mail == "new@fabrikam.example") != lags {
				t.Errorf("found %+v, %v", page.Items, err)
			}
		})
	}
}

func TestFlappingReplicas(t *testing.T) {
	t.Parallel()
	for flapping, want := range map[bool]string{true: "seen, missing, seen, seen", false: "seen, seen, seen, seen"} {
		t.Run(fmt.Sprint(flapping), func(t *testing.T) {
			t.Parallel()
			w := lagging(t, func(s *settings.Settings) { s.FlappingReplicas = flapping })
			u, late := invited(t, w, contosoID, "new@fabrikam.example"), invited(t, w, contosoID, "late@fabrikam.example")
			w.Advance(lag)
			look := func(key string) string {
				if _, err := directory.Users.Get(w, contosoID, key); err != nil {
					wantFault(t, err, 404, refusal.CodeNotFound, key)
					return "missing"
				}
				return "seen"
			}
			got := fmt.Sprintf("%s, %s, %s, %s", look(u.ID), look(u.UserPrincipalName), look(u.ID), look(u.ID))
			if got != want {
				t.Errorf("got %s, want %s", got, want)
			}
			// A view during a lag stays constant.
			w.Advance(lag)
			for range 2 {
				if look(late.ID) != "seen" {
					t.Error("an old object vanished")
				}
				if look(adminID) != "seen" {
					t.Error("an object of the seed vanished")
				}
			}
		})
	}
}

// A write may also reach a replica that is behind; policies are consistent.
func TestFlappingReplicasOfWrites(t *testing.T) {
	t.Parallel()
	w := lagging(t, func(*settings.Settings) {})
	u := invited(t, w, contosoID, "new@fabrikam.example")
	addPartner(t, w, contosoID, fabrikamID)
	w.Advance(lag)
	change := map[string]any{"jobTitle": "Controller"}
	patched(t, w, u.ID, change)
	wantFault(t, directory.UpdateUser(w, contosoID, u.ID, change, inviter), 404, refusal.CodeNotFound, u.ID)
	patched(t, w, u.ID, change)
	for range 3 {
		if _, err := crosstenant.Partners.Get(w, contosoID, fabrikamID); err != nil {
			t.Error(err)
		}
	}
}

func TestFreshReferencesAreInvalid(t *testing.T) {
	t.Parallel()
	for _, invalid := range []bool{true, false} {
		t.Run(fmt.Sprint(invalid), func(t *testing.T) {
			t.Parallel()
			w := lagging(t, func(s *settings.Settings) { s.FreshReferencesAreInvalid, s.FlappingReplicas = invalid, false })
			u := invited(t, w, contosoID, "new@fabrikam.example")
			additions := map[string]func() error{
				"manager of a new user": func() error { return directory.Users.Point(w, contosoID, u.ID, "manager", adminID) },
				"new user as manager":   func() error { return directory.Users.Point(w, contosoID, adminID, "manager", u.ID) },
				"sponsor of a new user": func() error { return directory.Users.Link(w, contosoID, u.ID, "sponsors", adminID) },
				"new user as sponsor":   func() error { return directory.Users.Link(w, contosoID, adminID, "sponsors", u.ID) },
			}
			for _, write := range additions {
				wantFault(t, write(), 404, refusal.CodeNotFound, u.ID)
			}
			w.Advance(lag)
			for name, write := range additions {
				if err := write(); invalid {
					wantFault(t, err, 400, refusal.CodeBadRequest, "Not a valid reference update")
				} else if err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
			w.Advance(lag)
			for name, write := range additions {
				if err := write(); err != nil && invalid {
					t.Errorf("%s, a lag later: %v", name, err)
				}
			}
		})
	}
}

// Removing a reference is a write to it too.
func TestFreshReferencesCannotBeTakenAway(t *testing.T) {
	t.Parallel()
	w := lagging(t, func(s *settings.Settings) { s.FlappingReplicas = false })
	i := to("new@fabrikam.example")
	i.Sponsors = []string{adminID}
	outcome, err := invitation.Invite(w, contosoID, i, inviter)
	if err != nil {
		t.Fatal(err)
	}
	w.Advance(lag)
	wantFault(t, directory.Users.Unlink(w, contosoID, outcome.UserID, "sponsors", adminID), 400, refusal.CodeBadRequest, "Not a valid reference update")
	w.Advance(lag)
	if err := directory.Users.Unlink(w, contosoID, outcome.UserID, "sponsors", adminID); err != nil {
		t.Error(err)
	}
}

// TestInvitePolicyLags blocks and allows invitations; reads of the policy show the
// change first (graph-identity §1.4).
func TestInvitePolicyLags(t *testing.T) {
	t.Parallel()
	for _, late := range []bool{true, false} {
		w := lagging(t, func(s *settings.Settings) { s.InvitePolicyLags = late })
		closed := kernel.Draft{Properties: map[string]any{"allowInvitesFrom": invitation.InvitesFromNobody}}
		if err := invitation.Authorization.Update(w, contosoID, closed, kernel.Actor{}); err != nil {
			t.Fatal(err)
		}
		w.Advance(lag)
		p, err := invitation.Authorization.Get(w, contosoID)
		if err != nil || (*p)["allowInvitesFrom"] != invitation.InvitesFromNobody {
			t.Errorf("the policy is %v, %v", p, err)
		}
		if _, err := invitation.Invite(w, contosoID, to("early@fabrikam.example"), inviter); (err == nil) != late {
			t.Errorf("late %t: %v", late, err)
		}
		w.Advance(3 * lag)
		_, err = invitation.Invite(w, contosoID, to("late@fabrikam.example"), inviter)
		wantFault(t, err, 403, refusal.CodeInvitationRefused, "not allowed")
	}
}

func TestInvitationReadsLate(t *testing.T) {
	t.Parallel()
	for _, late := range []bool{true, false} {
		t.Run(fmt.Sprint(late), func(t *testing.T) {
			t.Parallel()
			w := lagging(t, func(s *settings.Settings) { s.InvitationReadsLate, s.FlappingReplicas = late, false })
			guest := invited(t, w, contosoID, "guest@fabrikam.example")
			internal := named(t, w, "outside@contoso.example")
			w.Advance(2 * lag)
			patched(t, w, guest.ID, map[string]any{"otherMails": []any{"moved@fabrikam.example"}})
			patched(t, w, internal.ID, map[string]any{"mail": "moved.too@elsewhere.example"})
			w.Advance(lag)

			reset := to("moved@fabrikam.example")
			reset.ResetRedemption, reset.UserID = true, guest.ID
			conversion := to("moved.too@elsewhere.example")
			conversion.UserID = internal.ID
			for _, i := range []invitation.Invitation{reset, conversion} {
				_, err := invitation.Invite(w, contosoID, i, inviter)
				if !late {
					if err != nil {
						t.Errorf("%s: %v", i.EmailAddress, err)
					}
					continue
				}
				wantFault(t, err, 400, refusal.CodeInvitation, "match any emails")
			}
			w.Advance(lag)
			for _, i := range []invitation.Invitation{reset, conversion} {
				if _, err := invitation.Invite(w, contosoID, i, inviter); err != nil {
					t.Errorf("%s, a lag later: %v", i.EmailAddress, err)
				}
			}
		})
	}
}

func patched(t *testing.T, w *kernel.World, id string, patch map[string]any) {
	t.Helper()
	if err := directory.UpdateUser(w, contosoID, id, patch, inviter); err != nil {
		t.Fatal(err)
	}
}

func named(t *testing.T, w *kernel.World, upn string) *directory.User {
	t.Helper()
	u, err := directory.Users.Get(w, contosoID, upn)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// Without lag the settings about replication change nothing.
func TestSettingsWithoutLag(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	u := invited(t, w, contosoID, "new@fabrikam.example")
	for range 3 {
		if _, err := directory.Users.Get(w, contosoID, u.ID); err != nil || !indexed(t, w, u.ID) {
			t.Errorf("not seen at once: %v", err)
		}
	}
	if err := directory.Users.Point(w, contosoID, u.ID, "manager", adminID); err != nil {
		t.Error(err)
	}
	patched(t, w, u.ID, map[string]any{"otherMails": []any{"moved@fabrikam.example"}})
	reset := to("moved@fabrikam.example")
	reset.ResetRedemption, reset.UserID = true, u.ID
	if _, err := invitation.Invite(w, contosoID, reset, inviter); err != nil {
		t.Error(err)
	}
}

// The truth is independent of lag, and reading it does not advance replicas.
func TestTruth(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *kernel.Options) { o.Lag, o.RequestsMoveLag = lag, true })
	u := invited(t, w, contosoID, "new@fabrikam.example")
	truth := w.Truth()
	for range 5 {
		if _, err := directory.Users.Get(truth, contosoID, u.ID); err != nil || !listed(t, truth, u.ID) || !indexed(t, truth, u.ID) {
			t.Fatalf("the truth lags: %v", err)
		}
	}
	if err := directory.Users.Point(truth, contosoID, u.ID, "manager", adminID); err != nil {
		t.Error(err)
	}
	_, err := directory.Users.Get(w, contosoID, u.ID)
	wantFault(t, err, 404, refusal.CodeNotFound, u.ID)
	w.Advance(lag)
	found, err := directory.Users.Get(w, contosoID, u.ID)
	if err != nil || found.Manager != adminID {
		t.Errorf("what the truth has written is not seen: %+v, %v", found, err)
	}
}
