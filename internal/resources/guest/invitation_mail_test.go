package guest_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// mailed expects the number of sent invitation mails in Fabrikam.
func mailed(w *acctest.World, want int) resource.TestCheckFunc {
	return acctest.Then(func() error {
		if mails := w.Mails(acctest.FabrikamID); len(mails) != want {
			return fmt.Errorf("%d mails went out, want %d: %+v", len(mails), want, mails)
		}
		return nil
	})
}

// onMail adds a fault to the second invitation, which requests the mail.
func onMail(w *acctest.World, f wire.Fault) {
	w.Fault(wire.Fault{Service: wire.Graph, Method: http.MethodPost, Path: "/invitations", Times: 1, LatencyMS: 1})
	w.Fault(onInvite(f))
}

func TestMail(t *testing.T) {
	t.Parallel()
	mails, silent := invite("send_message = true"), invite("")
	tests := map[string]struct {
		config string
		fault  *wire.Fault
		mails  int
		warns  string
		writes int
		// linkLost reports whether the redeem URL cannot be known.
		linkLost bool
	}{
		"none asked for":        {config: silent, writes: 1},
		"sent":                  {config: mails, mails: 1, writes: 2},
		"throttled":             {config: mails, fault: &wire.Fault{Status: 429}, mails: 1, writes: 3},
		"sent, the answer lost": {config: mails, fault: &wire.Fault{DropResponse: true}, mails: 1, writes: 2, warns: "may not have been sent", linkLost: true},
		"fails, perhaps":        {config: mails, fault: &wire.Fault{Status: 503}, writes: 2, warns: "may not have been sent", linkLost: true},
		"sent, and a gateway answers": {
			config: mails, fault: &wire.Fault{Act: true, Status: 201, Body: new("<html>"), ContentType: "text/html"}, mails: 1, writes: 2,
			warns: "may not have been sent", linkLost: true,
		},
		"refused": {config: mails, fault: &wire.Fault{Status: 403}, writes: 2, warns: "was not sent"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			if test.fault != nil {
				onMail(w, *test.fault)
			}
			s := acctest.NewWorkspace(t, w.Config(test.config))
			out := s.MustRun("apply", "-auto-approve")
			if err := mailed(w, test.mails)(nil); err != nil {
				t.Error(err)
			}
			if writes := w.Writes(); len(writes) != test.writes {
				t.Errorf("the writes are %v, want %d", writes, test.writes)
			}
			if warned := strings.Contains(out, "Warning: Invitation mail to "+anaEmail); warned != (test.warns != "") || !strings.Contains(out, test.warns) {
				t.Errorf("the apply says\n%s", out)
			}
			if strings.Contains(out, "ticket") {
				t.Error("the output has a redeem URL")
			}
			if state := s.MustRun("show", "-json"); strings.Contains(state, `"redeem_url":"https:`) == test.linkLost {
				t.Errorf("the redeem URL in the state is not what was to be expected:\n%s", state)
			}
			if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, "No changes.") {
				t.Errorf("the next apply says\n%s", out)
			}
			if err := mailed(w, test.mails)(nil); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestMailOfAnInterruptedApply continues an invitation without a second mail, and
// warns.
func TestMailOfAnInterruptedApply(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		at    acctest.Moment
		lag   time.Duration
		mails int
	}{
		"before the invitation":            {acctest.Moment{Path: "/invitations"}, time.Minute, 1},
		"after the invitation":             {acctest.Moment{Path: "/invitations", CarriedOut: true}, time.Minute, 0},
		"after the invitation, seen":       {acctest.Moment{Path: "/invitations", CarriedOut: true}, 0, 0},
		"before the mail":                  {acctest.Moment{Path: "/invitations", Number: 2}, time.Second, 0},
		"after the mail":                   {acctest.Moment{Path: "/invitations", Number: 2, CarriedOut: true}, time.Second, 1},
		"before the profile, with the CLI": {acctest.Moment{Method: http.MethodPatch, Path: "/users/*", CLI: true}, time.Second, 1},
		"after the profile":                {acctest.Moment{Method: http.MethodPatch, Path: "/users/*", CarriedOut: true}, time.Minute, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			w.SetLag(test.lag)
			s := acctest.NewWorkspace(t, w.Config(invite("send_message = true\njob_title = \"Controller\"")))
			if out, killed := w.Kill(s, test.at, "apply", "-auto-approve"); !killed {
				t.Fatalf("the apply was not killed:\n%s", out)
			}
			was := w.Guests(acctest.FabrikamID)
			out := s.MustRun("apply", "-auto-approve")
			if err := mailed(w, test.mails)(nil); err != nil {
				t.Error(err)
			}
			if continued := strings.Contains(out, "may not have been sent"); continued != (len(was) > 0) {
				t.Errorf("the second apply says\n%s", out)
			}
			now := w.Guests(acctest.FabrikamID)
			if len(now) != 1 || len(was) > 0 && now[0].ID != was[0].ID || now[0].JobTitle != "Controller" {
				t.Errorf("the users are %+v, were %+v", now, was)
			}
			s.Unchanged()
		})
	}
}

// TestTextOfTheMail checks whether the mail contains message.body.
func TestTextOfTheMail(t *testing.T) {
	t.Parallel()
	for dropped, text := range map[bool]string{true: "", false: "Welcome to Fabrikam."} {
		t.Run(fmt.Sprintf("dropped %t", dropped), func(t *testing.T) {
			t.Parallel()
			w := acctest.StartWith(t, acctest.Standard(), kernel.Options{Settings: func(s *settings.Settings) {
				s.CustomMessagesOfApplicationsAreDropped = dropped
			}})
			var ear ear
			listening(t, &ear, resource.TestStep{Config: acctest.Checking(w.Config(invite(letter)), "off", "MT002"), Check: acctest.Then(func() error {
				mails := w.Mails(acctest.FabrikamID)
				if len(mails) != 1 || mails[0].CustomText != text || !strings.EqualFold(mails[0].CC, "mona.manager@fabrikam.example") {
					return fmt.Errorf("the mails are %+v", mails)
				}
				return nil
			})})
			if found := ear.findings(); !slices.Equal(found, []string{anaEmail + " MT015 WARNING message.body"}) {
				t.Errorf("the plan said %v", found)
			}
		})
	}
	t.Run("no text", func(t *testing.T) {
		t.Parallel()
		w := start(t)
		var ear ear
		listening(t, &ear, resource.TestStep{Config: acctest.Checking(w.Config(invite(`
  send_message = true
  message      = { language = "es-ES" }
`)), "off", "MT002")})
		if found := ear.findings(); len(found) > 0 {
			t.Errorf("the plan said %v", found)
		}
	})
}

// TestMailByAnApplicationThatCannotRead is refused before any write: it could not
// distinguish a new user from one that was mailed before.
func TestMailByAnApplicationThatCannotRead(t *testing.T) {
	t.Parallel()
	w := with(t, "User.Invite.All")
	w.Test(
		resource.TestStep{
			Config: w.Config(invite("send_message = true")), PlanOnly: true,
			ExpectError: acctest.Message("Cannot invite "+anaEmail, "send_message", "User.Read.All in tenant \"fabrikam\""),
		},
		// The apply checks too, for configurations with the checks off.
		resource.TestStep{
			Config:      acctest.Checking(w.Config(invite("send_message = true")), "off", creationCodes...),
			ExpectError: acctest.Message("Cannot invite "+anaEmail, "send_message", "User.Read.All in tenant \"fabrikam\""),
		},
		resource.TestStep{
			Config:            w.Config(invite("")),
			ConfigStateChecks: []statecheck.StateCheck{text("on_destroy", "keep"), attribute("redeem_url", knownvalue.NotNull())},
			Check:             w.Made("POST /invitations"),
		},
	)
	if err := mailed(w, 0)(nil); err != nil {
		t.Error(err)
	}
}

// TestResetIsNotRepeated changes trigger and profile in one apply, in which the
// profile is refused: the next apply changes the profile only.
func TestResetIsNotRepeated(t *testing.T) {
	t.Parallel()
	w := start(t)
	config := func(trigger, title string) string {
		return w.Config(invite(fmt.Sprintf("send_message = true\nredemption_reset_trigger = %q\njob_title = %q", trigger, title)))
	}
	w.Test(
		resource.TestStep{Config: config("1", "Controller"), Check: mailed(w, 1)},
		resource.TestStep{
			PreConfig: func() {
				accepted(t, w, w.Guest(acctest.FabrikamID, anaEmail).ID)
				w.ForgetRequests()
				w.Fault(onUser("PATCH", wire.Fault{Status: 400}))
			},
			Config: config("2", "Director"), ExpectError: acctest.Message("Cannot update " + anaEmail),
		},
		resource.TestStep{
			PreConfig: func() {
				if err := mailed(w, 2)(nil); err != nil {
					t.Error(err)
				}
				accepted(t, w, w.Guest(acctest.FabrikamID, anaEmail).ID)
				w.ForgetRequests()
			},
			Config: config("2", "Director"),
			Check:  resource.ComposeAggregateTestCheckFunc(w.Made("PATCH /users/{id}"), mailed(w, 2), is(w, func(u *directory.User) { u.ExternalUserState, u.JobTitle = "Accepted", "Director" })),
		},
		acctest.Unchanged(config("2", "Director")),
	)
}
