package guest_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

const (
	aliasEmail = "ana.alias@contoso.example"
	anaAtHome  = "bbbbbbbb-0000-4000-8000-0000000000aa"
)

// anaByAlias is the standard estate with Ana in Contoso, her home tenant, where she
// has an alias, and in Fabrikam by her user principal name.
func anaByAlias() *acctest.Estate {
	return anaAtContoso(anaIsThere())
}

// anaAtContoso adds Ana's account in Contoso.
func anaAtContoso(e *acctest.Estate) *acctest.Estate {
	contoso := e.Tenant(acctest.Contoso)
	contoso.Users = append(contoso.Users, acctest.Object{
		"id": anaAtHome, "displayName": "Ana Ruiz", "userPrincipalName": strings.ToLower(anaEmail), "mail": anaEmail,
		"proxyAddresses": []string{"SMTP:" + anaEmail, "smtp:" + aliasEmail},
	})
	return e
}

// TestAlias invites a guest of Fabrikam by another address of the same user: no
// user is invited, mailed, or deleted at the end.
func TestAlias(t *testing.T) {
	t.Parallel()
	alias := func(arguments string) string { return strings.Replace(invite(arguments), anaEmail, aliasEmail, 1) }
	start := func(t *testing.T, counts bool) *acctest.World {
		w := acctest.StartWith(t, anaByAlias(), kernel.Options{Settings: func(s *settings.Settings) { s.HomeProxyAddressesCount = counts }})
		t.Cleanup(func() {
			if bin := w.RecycleBin(acctest.FabrikamID); slices.ContainsFunc(bin, func(u *directory.User) bool { return u.ID == anaID }) {
				t.Error("a user was deleted who was there before the configuration")
			}
			if err := mailed(w, 0)(nil); err != nil {
				t.Error(err)
			}
		})
		return w
	}
	t.Run("found at plan", func(t *testing.T) {
		t.Parallel()
		w := start(t, true)
		w.Test(resource.TestStep{
			Config: w.Config(alias("send_message = true")), PlanOnly: true,
			ExpectError: acctest.Message("MT008", aliasEmail, anaID, `id = "fabrikam/`+anaID+`"`, `on_existing = "adopt"`),
		})
		if writes := w.Writes(); len(writes) > 0 {
			t.Errorf("a refused creation wrote: %v", writes)
		}
	})
	t.Run("found at apply", func(t *testing.T) {
		t.Parallel()
		w := start(t, true)
		w.Test(resource.TestStep{
			Config:      acctest.Checking(w.Config(alias("send_message = true")), "off", "MT008", "MT001"),
			ExpectError: acctest.Message("Cannot invite "+aliasEmail, anaID, `on_existing = "adopt"`),
		})
		if writes := w.Writes(); len(writes) > 0 {
			t.Errorf("the apply wrote: %v", writes)
		}
	})
	// Without the home tenant only the service's response shows it.
	for _, choice := range []string{"error", "adopt"} {
		t.Run("answered, "+choice, func(t *testing.T) {
			t.Parallel()
			w := start(t, true)
			step := resource.TestStep{
				Config: w.ConfigFor([]string{acctest.Fabrikam}, alias(`on_existing = "`+choice+`"`+"\nsend_message = true")),
				ExpectError: acctest.Message("Cannot invite "+aliasEmail, "Graph answered the invitation", anaID, "No mail was sent",
					`id = "fabrikam/`+anaID+`"`),
			}
			if choice == "adopt" {
				step.ExpectError = nil
				step.ConfigStateChecks = []statecheck.StateCheck{
					text("user_id", anaID), text("on_destroy", "keep"), attribute("redeem_url", knownvalue.NotNull()),
				}
			}
			w.Test(step)
		})
	}
	t.Run("adopted", func(t *testing.T) {
		t.Parallel()
		w := start(t, true)
		config := w.Config(alias(`on_existing = "adopt"`))
		w.Test(
			resource.TestStep{
				Config: config, Check: w.Made(),
				ConfigStateChecks: []statecheck.StateCheck{text("user_id", anaID), text("on_destroy", "keep"), text("email", aliasEmail)},
			},
			acctest.Unchanged(config),
		)
	})
	// If the service compares only the invited address, it creates a second user.
	t.Run("not counted", func(t *testing.T) {
		t.Parallel()
		w := start(t, false)
		config := acctest.Checking(w.ConfigFor([]string{acctest.Fabrikam}, alias("")), "off", "MT008")
		w.Test(
			resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{text("on_destroy", "delete")}},
			acctest.Unchanged(config),
		)
	})
}

// renamedAtHome renames Ana: her user principal name and mail change, and the
// previous address remains a proxy address.
func renamedAtHome(w *acctest.World, email string) {
	w.Change(acctest.ContosoID, anaAtHome, map[string]any{"userPrincipalName": email, "mail": email})
}

// unharmed expects that Ana is the same external user as before, with the same
// redemption state, and that nothing was written.
func unharmed(t *testing.T, w *acctest.World, before *directory.User) {
	t.Helper()
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("the writes are %v", writes)
	}
	if now := w.Guests(acctest.FabrikamID); len(now) != 1 || now[0].ID != before.ID || now[0].ExternalUserState != before.ExternalUserState {
		t.Errorf("the users are %+v, want %+v", now, before)
	}
}

const married = "ana.married@contoso.example"

// TestRenamedAtHome uses the pattern of the documentation: users of a home tenant
// by object id. A rename changes the address of the resource, and the user is not
// changed.
func TestRenamedAtHome(t *testing.T) {
	t.Parallel()
	for _, redeems := range []bool{true, false} {
		t.Run(fmt.Sprintf("redeemed %t", redeems), func(t *testing.T) {
			t.Parallel()
			w := acctest.Start(t, anaAtContoso(acctest.Standard()))
			s := acctest.NewWorkspace(t, w.Config(`
data "multitenant_users" "contoso" {
  tenant = "contoso"
  filter = "displayName eq 'Ana Ruiz'"
}

resource "multitenant_b2b_invitation" "each" {
  for_each = data.multitenant_users.contoso.users
  tenant   = "fabrikam"
  email    = each.value.user_principal_name
}
`))
			s.MustRun("apply", "-auto-approve")
			if redeems {
				accepted(t, w, w.Guest(acctest.FabrikamID, anaEmail).ID)
			}
			before := w.Guest(acctest.FabrikamID, anaEmail)
			renamedAtHome(w, married)
			w.ForgetRequests()
			if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, "0 added, 1 changed, 0 destroyed") {
				t.Errorf("the apply says\n%s", out)
			}
			unharmed(t, w, before)
			state := s.MustRun("state", "show", `multitenant_b2b_invitation.each["`+anaAtHome+`"]`)
			for _, name := range []string{"email ", "home_user_principal_name "} {
				if !regexp.MustCompile(`(?m)^ *` + name + `+= "` + married + `"`).MatchString(state) {
					t.Errorf("%s is not the new address:\n%s", name, state)
				}
			}
			s.Unchanged()
		})
	}
}

// TestKeyedByAddress is the pattern of earlier versions: a rename would delete the
// user and invite another one. The plan is stopped, and a moved block fixes it.
func TestKeyedByAddress(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, anaAtContoso(acctest.Standard()))
	config := func(key, email, rest string) string {
		return w.Config(fmt.Sprintf(`
resource "multitenant_b2b_invitation" "each" {
  for_each = { %q = %q }
  tenant   = "fabrikam"
  email    = each.value
}
%s
`, key, email, rest))
	}
	old := strings.ToLower(anaEmail)
	s := acctest.NewWorkspace(t, config(old, old, ""))
	s.MustRun("apply", "-auto-approve")
	accepted(t, w, w.Guest(acctest.FabrikamID, anaEmail).ID)
	before := w.Guest(acctest.FabrikamID, anaEmail)
	renamedAtHome(w, married)
	w.ForgetRequests()

	s.Write(config(married, married, ""))
	if out, err := s.Run("apply", "-auto-approve"); err == nil || !acctest.Message("MT018", old, married, "moved block").MatchString(out) {
		t.Errorf("the apply says\n%s", out)
	}
	// A new key alone is the same mistake.
	s.Write(config(anaAtHome, old, ""))
	if out, err := s.Run("apply", "-auto-approve"); err == nil || !acctest.Message("MT018", old, "moved block").MatchString(out) {
		t.Errorf("the apply says\n%s", out)
	}
	s.Write(config(anaAtHome, married, fmt.Sprintf(`
moved {
  from = multitenant_b2b_invitation.each[%q]
  to   = multitenant_b2b_invitation.each[%q]
}
`, old, anaAtHome)))
	s.MustRun("apply", "-auto-approve")
	unharmed(t, w, before)
}
