package guest_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

const (
	anaID     = "bbbbbbbb-0000-4000-8000-00000000000a"
	financeID = "bbbbbbbb-0000-4000-8000-00000000000b"
)

// anaIsThere is the standard estate with Ana in Fabrikam, redeemed and in a group.
func anaIsThere() *acctest.Estate {
	e := acctest.Standard()
	fabrikam := e.Tenant(acctest.Fabrikam)
	fabrikam.Users = append(fabrikam.Users, acctest.Object{
		"id": anaID, "displayName": "Ana Ruiz", "mail": anaEmail, "creationType": "Invitation", "externalUserState": "Accepted",
		"otherMails": []string{anaEmail, "ana@private.example"},
	})
	fabrikam.Groups = append(fabrikam.Groups, acctest.Object{"id": financeID, "displayName": "Finance", "members": []string{anaID}})
	return e
}

// belongs expects that a user is a member of the group Finance.
func belongs(w *acctest.World, id string) error {
	finance, err := directory.Groups.Get(w.World, acctest.FabrikamID, financeID)
	if err != nil {
		return err
	}
	if !slices.Contains(finance.Members, id) {
		return fmt.Errorf("user %s has lost the membership", id)
	}
	return nil
}

// TestRedemptionReset lets a user redeem again, with the same and with another
// address, under lag: the new address has to be visible before the invitation.
func TestRedemptionReset(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, anaIsThere())
	w.SetLag(acctest.Lag)
	const newEmail = "ana@newname.example"
	config := func(email, trigger string) string {
		return w.Config(strings.Replace(invite(`on_existing = "adopt"`+trigger), anaEmail, email, 1))
	}
	moved := config(newEmail, "\nredemption_reset_trigger = \"3\"")
	urls := statecheck.CompareValue(compare.ValuesDiffer())
	state := func(email, redemption string) []statecheck.StateCheck {
		return []statecheck.StateCheck{
			text("user_id", anaID), text("email", email), text("external_user_state", redemption),
			urls.AddStateValue(ana, tfjsonpath.New("redeem_url")),
		}
	}
	w.Test(
		resource.TestStep{Config: config(anaEmail, ""), ConfigStateChecks: []statecheck.StateCheck{attribute("redeem_url", knownvalue.Null())}},
		// A new trigger has no effect.
		resource.TestStep{
			PreConfig: w.ForgetRequests, Config: config(anaEmail, "\nredemption_reset_trigger = \"1\""),
			ConfigStateChecks: []statecheck.StateCheck{text("external_user_state", "Accepted")}, Check: w.Made(),
		},
		resource.TestStep{
			PreConfig: w.ForgetRequests, Config: config(anaEmail, "\nredemption_reset_trigger = \"2\""),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate), ConfigStateChecks: state(anaEmail, "PendingAcceptance"),
			Check: w.Made("POST /invitations"),
		},
		resource.TestStep{
			PreConfig: func() {
				w.SetLag(0)
				accepted(t, w, anaID)
				w.SetLag(acctest.Lag)
				w.ForgetRequests()
			},
			Config: moved, ConfigStateChecks: state(newEmail, "PendingAcceptance"),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(ana, plancheck.ResourceActionUpdate),
				plancheck.ExpectSensitiveValue(ana, tfjsonpath.New("redeem_url")),
			}},
			Check: resource.ComposeAggregateTestCheckFunc(
				acctest.Then(func() error { return acceptedOnce(w, "PATCH", "POST") }),
				acctest.Then(func() error { return belongs(w, anaID) }),
				acctest.Then(func() error {
					want := []string{anaEmail, newEmail, "ana@private.example"}
					if mails := slices.Sorted(slices.Values(w.User(acctest.FabrikamID, anaID).OtherMails)); !slices.Equal(mails, want) {
						return fmt.Errorf("other mails are %v, want %v", mails, want)
					}
					return nil
				}),
				acctest.Then(func() error { return seenBefore(w, "POST /invitations", "GET /users/"+anaID) }),
			),
		},
		acctest.Unchanged(moved),
		// Removing a trigger has no effect either.
		resource.TestStep{PreConfig: w.ForgetRequests, Config: config(newEmail, ""), Check: w.Made()},
	)
	if len(w.Guests(acctest.FabrikamID)) != 1 {
		t.Error("a reset has to leave one person")
	}
}

// seenBefore expects a read directly before a write: the client has checked that
// the address is replicated.
func seenBefore(w *acctest.World, write, read string) error {
	requests := w.Requests()
	patch := slices.IndexFunc(requests, func(r string) bool { return strings.HasPrefix(r, "PATCH ") })
	post := slices.Index(requests, write)
	if patch < 0 || post < patch || !slices.Contains(requests[patch:post], read) {
		return fmt.Errorf("the requests are %v; want the address, a look, the invitation", requests)
	}
	return nil
}

// TestSoftDeleted invites a user that is in the recycle bin.
func TestSoftDeleted(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]struct {
		choice     string
		refusesAny bool
		writes     []string
		restored   bool
	}{
		"restore":                   {"restore", false, []string{"POST /directory/deletedItems/{id}/restore"}, true},
		"restore, any() is refused": {"restore", true, []string{"POST /directory/deletedItems/{id}/restore"}, true},
		"ignore":                    {"ignore", false, []string{"POST /invitations"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			choice := want.choice
			w := acctest.StartWith(t, anaIsThere(), kernel.Options{
				Settings: settings.With(func(s *settings.Settings) { s.DeletedUsersRefuseAny = want.refusesAny }),
			})
			w.Remove(acctest.FabrikamID, anaID)
			w.ForgetRequests()
			config := w.Config(invite(`on_soft_deleted = "` + choice + `"`))
			w.Test(
				resource.TestStep{
					Config: w.Config(invite("")), PlanOnly: true,
					ExpectError: acctest.Message("MT006", anaID, `on_soft_deleted = "restore"`),
				},
				// The apply checks too, for configurations with the check off.
				resource.TestStep{
					Config:      acctest.Checking(w.Config(invite("")), "off", "MT006"),
					ExpectError: acctest.Message("recycle bin of tenant", anaID, `on_soft_deleted to "restore"`),
				},
				resource.TestStep{Config: config, Check: resource.ComposeAggregateTestCheckFunc(w.Made(want.writes...), acctest.Then(func() error {
					u := w.Guest(acctest.FabrikamID, anaEmail)
					if (u.ID == anaID) != want.restored {
						return fmt.Errorf("the person is user %s", u.ID)
					}
					if want.restored {
						return belongs(w, anaID)
					}
					return nil
				}))},
				acctest.Unchanged(config),
			)
			// No user that existed before is deleted.
			if left := len(w.Guests(acctest.FabrikamID)); (left == 1) != want.restored {
				t.Errorf("%d people are left", left)
			}
		})
	}
}

// TestWhatOthersDo has external redemption, change, deletion and restore of one
// user: each plan is correct.
func TestWhatOthersDo(t *testing.T) {
	t.Parallel()
	w := start(t)
	config := w.Config(invite(`job_title = "Controller"`))
	var id string
	redeemed := acctest.Unchanged(config)
	redeemed.PreConfig = func() {
		id = w.Guest(acctest.FabrikamID, anaEmail).ID
		accepted(t, w, id)
		w.ForgetRequests()
	}
	redeemed.ConfigStateChecks = []statecheck.StateCheck{text("external_user_state", "Accepted"), text("identity_issuer", "mail")}
	redeemed.Check = w.Made()
	restored := acctest.Unchanged(config)
	restored.PreConfig = func() {
		if _, err := directory.Users.Restore(w.World, acctest.FabrikamID, id, nil, kernel.Actor{Permissions: []string{"User.ReadWrite.All"}}); err != nil {
			t.Fatal(err)
		}
	}
	restored.ConfigStateChecks = []statecheck.StateCheck{text("external_user_state", "Accepted")}
	w.Test(
		resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{text("external_user_state", "PendingAcceptance")}},
		redeemed,
		resource.TestStep{
			PreConfig: func() { w.Change(acctest.FabrikamID, id, map[string]any{"jobTitle": "Director"}) },
			Config:    config, ConfigPlanChecks: planned(plancheck.ResourceActionUpdate), Check: w.Made("PATCH /users/{id}"),
		},
		resource.TestStep{
			PreConfig: func() { w.Remove(acctest.FabrikamID, id) },
			Config:    config, PlanOnly: true, ExpectError: acctest.Message("MT006", id, `on_soft_deleted = "restore"`),
		},
		restored,
		resource.TestStep{
			PreConfig:        func() { w.Remove(acctest.FabrikamID, id) },
			Config:           w.Config(invite("job_title = \"Controller\"\non_soft_deleted = \"restore\"")),
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate), ConfigStateChecks: []statecheck.StateCheck{text("external_user_state", "Accepted")},
			Check: acctest.Then(func() error {
				if w.Guest(acctest.FabrikamID, anaEmail).ID != id {
					return errors.New("another person came back")
				}
				return nil
			}),
		},
	)
}
