package guest_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
)

func TestSomebodyWhoIsThereIsNotInvited(t *testing.T) {
	t.Parallel()
	w := start(t)
	there := w.Welcome(acctest.FabrikamID, anaEmail)
	// Only a recent invitation can be that of an interrupted apply.
	accepted(t, w, there.ID)
	w.Test(resource.TestStep{
		Config:      w.Config(invite("")),
		ExpectError: acctest.Message("An external user with the address exists", "email", anaEmail, there.ID, "import {", `id = "fabrikam/`+there.ID+`"`, `on_existing = "adopt"`),
	})
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("a refused creation wrote: %v", writes)
	}
}

func TestAdoption(t *testing.T) {
	t.Parallel()
	w := start(t)
	there := w.Welcome(acctest.FabrikamID, anaEmail)
	accepted(t, w, there.ID)
	ticket := there.Account().Ticket
	w.Test(
		resource.TestStep{
			Config: w.Config(invite(`
  on_existing  = "adopt"
  send_message = true
  job_title    = "Controller"
`)),
			ConfigStateChecks: []statecheck.StateCheck{
				text("user_id", there.ID), text("on_destroy", "keep"), attribute("redeem_url", knownvalue.Null()),
			},
			// No user is invited, so only the adopted one is changed.
			Check: w.Made("PATCH /users/{id}"),
		},
	)
	people := w.Guests(acctest.FabrikamID)
	if len(people) != 1 || people[0].ID != there.ID || !people[0].AccountEnabled {
		t.Fatal("an adopted person has to outlive the resource")
	}
	if people[0].Account().Ticket != ticket && people[0].Account().Ticket != "" {
		t.Error("the person was invited again")
	}
}

func accepted(t *testing.T, w *acctest.World, id string) {
	t.Helper()
	if err := invitation.Redeem(w.World, acctest.Fabrikam, id, "", ""); err != nil {
		t.Fatal(err)
	}
}

// TestUnfinishedInvitation continues the user that an interrupted apply left, and
// no other.
func TestUnfinishedInvitation(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change    map[string]any
		continues bool
	}{
		"as invited":              {continues: true},
		"with the wanted profile": {change: map[string]any{"jobTitle": "Controller"}, continues: true},
		"with another profile":    {change: map[string]any{"jobTitle": "Director"}},
		"with something unwanted": {change: map[string]any{"department": "Finance"}},
		"by now a member":         {change: map[string]any{"userType": "Member"}},
		"by now blocked":          {change: map[string]any{"accountEnabled": false}},
		"with a name of its own":  {change: map[string]any{"displayName": "Ana Ruiz"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			there := w.Welcome(acctest.FabrikamID, anaEmail)
			if test.change != nil {
				w.Change(acctest.FabrikamID, there.ID, test.change)
			}
			step := resource.TestStep{
				Config:      w.Config(invite(`job_title = "Controller"`)),
				ExpectError: acctest.Message("An external user with the address exists", there.ID),
			}
			if test.continues {
				step.ExpectError = nil
				step.ConfigStateChecks = []statecheck.StateCheck{text("user_id", there.ID), text("on_destroy", "delete")}
				step.Check = acctest.Then(func() error {
					for _, write := range w.Writes() {
						if write == "POST /invitations" {
							return errors.New("the person was invited twice")
						}
					}
					return nil
				})
			}
			w.Test(step)
		})
	}
}

// TestContinuationIsSaid names the user that a plan continues, and the effect of a
// destroy.
func TestContinuationIsSaid(t *testing.T) {
	t.Parallel()
	w := start(t)
	there := w.Welcome(acctest.FabrikamID, anaEmail)
	var ear ear
	listening(t, &ear, resource.TestStep{Config: acctest.Checking(w.Config(invite("")), "off", "MT002")})
	if !slices.ContainsFunc(ear.remarks(), func(r remark) bool {
		return r.severity == "WARNING" && r.summary == "User of an interrupted apply will be continued" &&
			acctest.Message(there.ID, "a destroy deletes the user").MatchString(r.detail)
	}) {
		t.Errorf("the plan said %+v", ear.remarks())
	}
}
