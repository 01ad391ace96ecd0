package guest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// refusedAddresses are addresses that mail systems accept and Graph does not, with
// the reason in the plan (graph-identity §1.1).
var refusedAddresses = map[string]string{
	"accent":       "josé.núñez@contoso.example",
	"sub_address":  "ana+news@contoso.example",
	"ampersand":    "r&d@contoso.example",
	"first_dash":   "-ana@contoso.example",
	"last_dash":    "ana-@contoso.example",
	"first_dot":    ".ana@contoso.example",
	"last_dot":     "ana.@contoso.example",
	"very_long":    strings.Repeat("long", 60) + "@contoso.example",
	"accent_after": "ana@contóso.example",
}

var refusedBecause = map[string]string{
	"accent": "'é'", "sub_address": "no sub-addresses", "ampersand": "'&'",
	"first_dash": "starts or ends with", "last_dash": "starts or ends with", "first_dot": "starts or ends with", "last_dot": "starts or ends with",
}

// documentedCharacters selects the characters of the documentation.
func documentedCharacters(s *settings.Settings) {
	s.RefusedCharacters = settings.Default().RefusedCharacters
}

// TestAddressesThatGraphRefuses are refused in the plan, for Graph's reason, and
// Graph does refuse them.
func TestAddressesThatGraphRefuses(t *testing.T) {
	t.Parallel()
	w := acctest.StartWith(t, acctest.Standard(), kernel.Options{Settings: documentedCharacters})
	w.ForgetRequests()
	var config strings.Builder
	for name, email := range refusedAddresses {
		config.WriteString(person(name, "fabrikam", email, ""))
	}
	var ear ear
	listening(t, &ear, resource.TestStep{Config: w.Config(config.String()), PlanOnly: true, ExpectError: acctest.Message("MT007: The invitation service refuses the address")})
	said := map[string]remark{}
	for _, r := range ear.remarks() {
		said[r.email] = r
	}
	for name, email := range refusedAddresses {
		r := said[email]
		if r.severity != "ERROR" || r.path != "email" || r.summary != "MT007: The invitation service refuses the address" || !strings.Contains(r.detail, refusedBecause[name]) ||
			!strings.Contains(r.detail, `to tenant "fabrikam"`) {
			t.Errorf("%s: the plan said %+v", email, r)
		}
		_, err := invitation.Invite(w.World, acctest.FabrikamID, invitation.Invitation{EmailAddress: email, RedirectURL: "https://myapps.microsoft.com"},
			kernel.Actor{Permissions: []string{"User.Invite.All"}})
		if err == nil {
			t.Errorf("%s: the service accepts what the plan refuses", email)
		}
	}
	if asked := w.Requests(); len(asked) > 0 {
		t.Errorf("the plan asked %v", asked)
	}
}

// TestAddressesThatGraphAccepts invites users with unusual addresses and names.
func TestAddressesThatGraphAccepts(t *testing.T) {
	t.Parallel()
	w := acctest.StartWith(t, acctest.Standard(), kernel.Options{Settings: documentedCharacters})
	addresses := map[string]string{
		"upper":      "ANA.RUIZ@PARTNER.EXAMPLE",
		"dash":       "ben@con-toso.co-op.example",
		"marks":      "_carl.von-der_au_@partner.example",
		"long":       strings.Repeat("d", 64) + "@partner.example",
		"short":      "e@partner.example",
		"apostrophe": "sean.o'brien@partner.example",
		"digits":     "007@007.example",
		"sub_domain": "fay@mail.eu.partner.example",
	}
	const display = "José Ñandú-O'Neill, \\\"Pepe\\\" 李"
	var config strings.Builder
	var checks []resource.TestCheckFunc
	for name, email := range addresses {
		config.WriteString(person(name, "fabrikam", email, `display_name = "`+display+`"`))
		checks = append(checks,
			resource.TestCheckResourceAttr("multitenant_b2b_invitation."+name, "email", email),
			resource.TestCheckResourceAttr("multitenant_b2b_invitation."+name, "mail_enabled", "true"),
			acctest.Then(func() error {
				if u := w.Guest(acctest.FabrikamID, email); u.DisplayName != strings.ReplaceAll(display, `\`, "") {
					return fmt.Errorf("%s is called %q", email, u.DisplayName)
				}
				return nil
			}))
	}
	w.Test(
		resource.TestStep{Config: w.Config(config.String()), Check: resource.ComposeAggregateTestCheckFunc(checks...)},
		acctest.Unchanged(w.Config(strings.Replace(config.String(), "ANA.RUIZ@PARTNER.EXAMPLE", "ana.ruiz@partner.example", 1))),
	)
}
