package addressbook_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

const invited = `
resource "multitenant_b2b_invitation" "ana" {
  tenant = "fabrikam"
  email  = "` + anaEmail + `"
}
`

// TestRecommendedOrder invites a guest, shows it and makes it a member, in one apply:
// Exchange has a visible mail user of a member at its end.
func TestRecommendedOrder(t *testing.T) {
	t.Parallel()
	w := lagging(t, withExchange(), oneBackEnd, func(s *settings.Settings) {
		s.MailUserDelay, s.HiddenWriteBackDelay, s.MailUserTypeDelay = 6, 2, 3
	})
	config := w.Config(invited + shows("multitenant_b2b_invitation.ana.user_id", true) + `
resource "multitenant_guest_user_type" "ana" {
  tenant    = "fabrikam"
  user_id   = multitenant_gal_visibility.it.user_id
  user_type = "Member"
}
`)
	w.Test(
		resource.TestStep{
			Config: config,
			Check: acctest.Then(func() error {
				ana := w.Guest(acctest.FabrikamID, anaEmail)
				if ana.UserType != directory.TypeMember {
					t.Errorf("Ana is a %s", ana.UserType)
				}
				return inBoth(w, ana.ID, true)(nil)
			}),
		},
		resource.TestStep{
			PreConfig: func() { w.Advance(20 * acctest.Lag) },
			Config:    config,
			Check: acctest.Then(func() error {
				ana := w.Guest(acctest.FabrikamID, anaEmail)
				if got := recipient(w, ana.ID)["RecipientTypeDetails"]; got != "MailUser" {
					t.Errorf("Ana's recipient is a %v", got)
				}
				return inBoth(w, ana.ID, true)(nil)
			}),
		},
		acctest.Unchanged(config),
	)
}

// TestVisibilitySurvivesTheServices: lost answers and refusals for a time end with
// the value in both services.
func TestVisibilitySurvivesTheServices(t *testing.T) {
	t.Parallel()
	faults := map[string]wire.Fault{
		"lost answer":          {Service: wire.Exchange, Cmdlet: "Set-MailUser", Times: 1, DropResponse: true},
		"answer that is wrong": {Service: wire.Exchange, Cmdlet: "Set-MailUser", Times: 1, Act: true, Status: http.StatusGatewayTimeout},
		"throttled":            {Service: wire.Exchange, Cmdlet: "Set-MailUser", Times: 2, Status: http.StatusTooManyRequests, RetryAfter: json.RawMessage("0")},
		"busy":                 {Service: wire.Exchange, Cmdlet: "Get-MailUser", Times: 2, Status: http.StatusServiceUnavailable, RetryAfter: json.RawMessage("0")},
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, withExchange())
			id := hiddenGuest(w)
			w.Fault(fault)
			config := w.Config(shows(quoted(id), true))
			w.Test(
				resource.TestStep{Config: config, Check: inBoth(w, id, true)},
				acctest.Unchanged(config),
			)
		})
	}
}

// TestVisibilityWithoutMailUser: a member that is invited directly, and a guest whose
// address a contact holds, are explained instead of waited for.
func TestVisibilityWithoutMailUser(t *testing.T) {
	t.Parallel()
	people := map[string]struct {
		arguments string
		contacts  []acctest.Object
		says      string
	}{
		"member":  {`invited_user_type = "Member"`, nil, "invited as a member"},
		"contact": {"", []acctest.Object{{"displayName": "Ana", "mail": anaEmail}}, `the mail contact "Ana"`},
	}
	for name, who := range people {
		for _, mode := range []string{"auto", "required"} {
			t.Run(name+" "+mode, func(t *testing.T) {
				t.Parallel()
				e := withExchange()
				e.Tenant(acctest.Fabrikam).Contacts = who.contacts
				w := start(t, e)
				config := w.Config(`
resource "multitenant_b2b_invitation" "ana" {
  tenant = "fabrikam"
  email  = "` + anaEmail + `"
  ` + who.arguments + `
}
` + shows("multitenant_b2b_invitation.ana.user_id", true, `exchange = "`+mode+`"`))
				if mode == "required" {
					w.Test(resource.TestStep{Config: config, ExpectError: acctest.Message("Exchange Online has no mail user", who.says)})
					return
				}
				w.Test(
					resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{
						acctest.Value(address, "recipient_type", knownvalue.Null()), acctest.Value(address, "visible_in_graph", knownvalue.Bool(true)),
					}},
					acctest.Unchanged(config),
				)
			})
		}
	}
}
