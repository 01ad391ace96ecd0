package scenarios_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// guestsOfEachClass is an estate whose tenant Fabrikam has guests that are inactive,
// have never signed in, have not redeemed, and are active.
func guestsOfEachClass() *acctest.Estate {
	e := acctest.Standard().Grant("AuditLog.Read.All")
	ago := func(days int) string { return time.Now().UTC().AddDate(0, 0, -days).Format(time.RFC3339) }
	guest := func(name, domain string, redeemed, signedIn int) acctest.Object {
		u := acctest.Object{
			"userPrincipalName": name + "_" + domain + "#EXT#@fabrikam.onmicrosoft.com", "mail": name + "@" + domain, "displayName": name,
			"userType": "Guest", "accountEnabled": true, "creationType": "Invitation", "externalUserState": "Accepted", "showInAddressList": true,
			"createdDateTime": ago(400), "externalUserStateChangeDateTime": ago(redeemed),
		}
		if signedIn != never {
			u["signInActivity"] = acctest.Object{"lastSignInDateTime": ago(signedIn), "lastSuccessfulSignInDateTime": ago(signedIn)}
		}
		return u
	}
	pending := func(u acctest.Object) acctest.Object {
		u["externalUserState"] = "PendingAcceptance"
		return u
	}
	fabrikam := e.Tenant(acctest.Fabrikam)
	fabrikam.Users = append(fabrikam.Users,
		guest("idle", "contoso.example", 390, 120), guest("never", "contoso.example", 390, never), pending(guest("invited", "contoso.example", 70, never)),
		// This guest goes on to sign in while the test moves the clock.
		guest("active", "contoso.example", 390, -400), guest("vip", "partner.example", 390, 300), pending(guest("fresh", "contoso.example", 20, never)),
	)
	return e
}

// never is a number of days for a guest without a sign-in.
const never = 1 << 20

// lifecycle is a root module with the module.
func lifecycle(arguments string) string {
	return fmt.Sprintf(`
module "lifecycle" {
  source         = "./modules/guest_lifecycle"
  tenant         = "fabrikam"
  dry_run        = false
  max_percent    = 100
  pending_days   = 60
  exempt_domains = ["partner.example"]
  %s
}

output "departures" {
  value = module.lifecycle.departures
}
`, arguments)
}

// TestGuestLifecycle runs the module for half a year. Each step is in one plan, the
// plan of the next day is empty, and a guest that is exempt returns.
func TestGuestLifecycle(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, guestsOfEachClass())
	s := workspace(t, w.Config(lifecycle("")))
	s.MustRun("init")
	are := func(when, want string) {
		t.Helper()
		var all []string
		for _, u := range w.Guests(acctest.FabrikamID) {
			name, _, _ := strings.Cut(u.Mail, "@")
			if u.AccountEnabled {
				name += "+"
			}
			if u.ShowInAddressList == nil || !*u.ShowInAddressList {
				name += "?"
			}
			all = append(all, name)
		}
		slices.Sort(all)
		if got := strings.Join(all, " "); got != want {
			t.Errorf("%s: %s, want %s", when, got, want)
		}
		w.Advance(24 * time.Hour)
		s.Unchanged()
	}
	days := func(n int) { w.Advance(time.Duration(n) * 24 * time.Hour) }
	s.MustRun("apply", "-auto-approve")
	s.Unchanged()
	are("day 0", "active+ fresh+ idle invited never vip+")

	days(29)
	if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, "0 added, 3 changed, 0 destroyed") {
		t.Errorf("day 30 says\n%s", acctest.Tail(out))
	}
	are("day 30", "active+ fresh+ idle? invited? never? vip+")

	s.Write(w.Config(lifecycle("exempt_addresses = [\"Never@contoso.example\", \"fresh@contoso.example\"]")))
	if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, "Departure of user never_contoso.example#EXT#@fabrikam.onmicrosoft.com will end") {
		t.Errorf("an exemption says\n%s", acctest.Tail(out))
	}
	are("an exemption", "active+ fresh+ idle? invited? never+ vip+")

	days(60)
	const exempt = "exempt_addresses = [\"Never@contoso.example\", \"fresh@contoso.example\"]\n"
	for limit, want := range map[string]string{
		"max_deletions = 1":          "2 guests of fabrikam would be deleted; max_deletions allows 1.",
		"max_deletions_percent = 33": "2 of 6 guests of fabrikam would be deleted; max_deletions_percent allows 33 percent.",
	} {
		s.Write(w.Config(lifecycle(exempt + limit)))
		if out, err := s.Run("apply", "-auto-approve"); err == nil || !acctest.Message(want).MatchString(out) {
			t.Errorf("with %s the apply says %v\n%s", limit, err, acctest.Tail(out))
		}
	}
	if n := len(w.RecycleBin(acctest.FabrikamID)); n != 0 {
		t.Errorf("beyond the limits %d users are deleted", n)
	}
	s.Write(w.Config(lifecycle(exempt + "max_deletions = 2\nmax_deletions_percent = 34")))
	if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, "User idle_contoso.example#EXT#@fabrikam.onmicrosoft.com will be deleted") ||
		!strings.Contains(out, "0 added, 2 changed, 0 destroyed") {
		t.Errorf("day 90 says\n%s", acctest.Tail(out))
	}
	are("day 90", "active+ fresh+ never+ vip+")
	if n := len(w.RecycleBin(acctest.FabrikamID)); n != 2 {
		t.Errorf("the recycle bin has %d users", n)
	}

	days(31)
	if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, "0 added, 0 changed, 0 destroyed") {
		t.Errorf("the end of the recycle bin says\n%s", acctest.Tail(out))
	}
	are("the recycle bin is empty", "active+ fresh+ never+ vip+")
	s.MustRun("destroy", "-auto-approve")
}

// TestEndUserInvitationsGuide follows the guide: the limits are set, and the guests that
// are not used cannot sign in any more.
func TestEndUserInvitationsGuide(t *testing.T) {
	t.Parallel()
	e := guestsOfEachClass().Grant("Policy.ReadWrite.Authorization", "Policy.ReadWrite.B2BManagementPolicy", "Policy.ReadWrite.AuthenticationMethod",
		"SharePointTenantSettings.ReadWrite.All")
	w := acctest.Start(t, e)
	s := workspace(t, w.Config(""))
	if g := follow(t, w, s, "end-user-invitations"); g.files != 2 || g.commands != 4 {
		t.Errorf("the guide has %d files and %d commands", g.files, g.commands)
	}
	s.Unchanged()
	if idle := w.Guest(acctest.FabrikamID, "idle@contoso.example"); idle.AccountEnabled {
		t.Error("a guest that is not used can sign in")
	}
}
