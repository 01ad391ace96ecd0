package scenarios_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// meshFolder is the example of four companies with one directory.
const meshFolder = top + "examples/modules/topology/examples/mesh-of-four"

// fourTenants are its tenants, with an application that may read recipients.
func fourTenants(t *testing.T) *acctest.Estate {
	t.Helper()
	return acctest.ReadEstate(t, meshFolder+"/tenants.json").WithExchange("Global Reader")
}

// meshOf is a call of the module for a mesh of all tenants. Its variables for
// synchronization are given.
func meshOf(w *acctest.World, e *acctest.Estate, sync string) string {
	var tenants, scopes strings.Builder
	for _, t := range e.Tenants {
		fmt.Fprintf(&tenants, "    %s = { tenant_id = %q }\n", t.Key, t.TenantID)
		fmt.Fprintf(&scopes, "      %s = { membership_rule = %q }\n", t.Key, `(user.userType -eq "Member") and (user.userPrincipalName -notContains "#EXT#")`)
	}
	return w.Config(fmt.Sprintf(`
module "topology" {
  source = "./modules/topology"

  tenants = {
%s  }
  kind         = "mesh"
  capabilities = ["b2b_collaboration", "trust_mfa", "auto_redeem"]
  mechanism    = "sync"
  sync = {
    scopes = {
%s    }
    %s
  }
}

output "ok" { value = module.topology.ok && length(module.topology.findings) == 0 }
`, tenants.String(), scopes.String(), sync))
}

// directories lists the users of each tenant by mail address, with the user type and the
// visibility of external ones.
func directories(w *acctest.World, e *acctest.Estate) map[string][]string {
	all := map[string][]string{}
	for _, t := range e.Tenants {
		for _, u := range w.People(t.TenantID) {
			text := strings.ToLower(u.Mail)
			if u.External() && (u.UserType != directory.TypeMember || u.ShowInAddressList == nil || !*u.ShowInAddressList) {
				text += " is no visible member"
			}
			all[t.Key] = append(all[t.Key], text)
		}
		slices.Sort(all[t.Key])
	}
	return all
}

// TestOneDirectory: after one apply and a run of the jobs the directory of each of four
// tenants is the union of all, of visible members, and nothing is left to do. A user that
// leaves its home tenant leaves the other three. No user is synchronized any further.
func TestOneDirectory(t *testing.T) {
	t.Parallel()
	for _, enabled := range []bool{false, true} {
		t.Run(fmt.Sprintf("mail-enabled %t", enabled), func(t *testing.T) {
			t.Parallel()
			e := fourTenants(t)
			w := acctest.StartWith(t, e, kernel.Options{Settings: settings.With(func(s *settings.Settings) { s.SyncedMembersAreMailEnabled = enabled })})
			s := workspace(t, meshOf(w, e, ""))
			s.MustRun("init")
			if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, "ok = true") {
				t.Errorf("the apply says\n%s", acctest.Tail(out))
			}
			var union []string
			for _, people := range directories(w, e) {
				union = append(union, people...)
			}
			slices.Sort(union)
			if len(union) != 8 {
				t.Fatalf("the tenants have %v before the jobs run", union)
			}
			// The second run finds nothing to do: users that arrived are not sent on.
			w.Synchronize()
			for _, r := range w.Synchronize() {
				if r.State != "Succeeded" || r.Created+r.Updated+r.Deleted+r.Disabled+r.Restored > 0 {
					t.Errorf("the second run reports %+v", r)
				}
			}
			everywhere(t, w, e, union)
			inAddressBook(t, w, e, enabled)
			s.Unchanged()

			contoso := e.Tenant(acctest.Contoso)
			leaver := contoso.Users[0]["mail"]
			for _, u := range w.People(contoso.TenantID) {
				if u.Mail == leaver {
					w.Remove(contoso.TenantID, u.ID)
				}
			}
			w.Synchronize()
			everywhere(t, w, e, slices.DeleteFunc(union, func(mail string) bool { return mail == leaver }))
			if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, "ok = true") {
				t.Errorf("after a user has left, the apply says\n%s", acctest.Tail(out))
			}
		})
	}
}

// everywhere expects each tenant to have exactly these users.
func everywhere(t *testing.T, w *acctest.World, e *acctest.Estate, union []string) {
	t.Helper()
	for key, people := range directories(w, e) {
		if !slices.Equal(people, union) {
			t.Errorf("the directory of %s is %v, and all are %v", key, people, union)
		}
	}
}

// inAddressBook expects the address book of each tenant to show the users of the others,
// if the service makes recipients of synchronized members.
func inAddressBook(t *testing.T, w *acctest.World, e *acctest.Estate, enabled bool) {
	t.Helper()
	for _, tenant := range e.Tenants {
		for _, u := range w.Guests(tenant.TenantID) {
			answer, err := w.Cmdlet(tenant.TenantID, "Get-Recipient", acctest.Object{"Identity": u.ID})
			if shown := err == nil && len(answer.Records) == 1 && answer.Records[0].Get("HiddenFromAddressListsEnabled") == false; shown != enabled {
				t.Errorf("the address book of %s shows %s: %t, want %t", tenant.Key, u.Mail, shown, enabled)
			}
		}
	}
}

// TestOneDirectoryAdopts finds guests that were invited before. They become members if
// the mapping says always, and remain guests otherwise.
func TestOneDirectoryAdopts(t *testing.T) {
	t.Parallel()
	for apply, want := range map[string]string{"always": directory.TypeMember, "creation": directory.TypeGuest} {
		t.Run(apply, func(t *testing.T) {
			t.Parallel()
			e := fourTenants(t)
			e.Tenants = e.Tenants[:2]
			w := acctest.Start(t, e)
			s := workspace(t, meshOf(w, e, fmt.Sprintf("user_type = { apply = %q }", apply)))
			s.MustRun("init")
			s.MustRun("apply", "-auto-approve")
			contoso, fabrikam := e.Tenant(acctest.Contoso), e.Tenant(acctest.Fabrikam)
			mail := fmt.Sprint(contoso.Users[0]["mail"])
			guest := w.Welcome(fabrikam.TenantID, mail)
			if guest.UserType != directory.TypeGuest || guest.ExternalUserState != "Accepted" {
				t.Fatalf("the guest is %+v", guest)
			}
			w.Synchronize()
			if now := w.Guest(fabrikam.TenantID, mail); now.ID != guest.ID || now.UserType != want {
				t.Errorf("%s is %s as a %s, and was %s", mail, now.ID, now.UserType, guest.ID)
			}
			s.Unchanged()
		})
	}
}

// TestOneDirectoryRefusesScopes refuses an edge whose users no scope names, and
// scopes that say two things.
func TestOneDirectoryRefusesScopes(t *testing.T) {
	t.Parallel()
	e := fourTenants(t)
	e.Tenants = e.Tenants[:2]
	w := acctest.Start(t, e)
	config := meshOf(w, e, "")
	s := workspace(t, config)
	for change, want := range map[string]string{
		"fabrikam = { membership_rule -> other = { membership_rule":                "No scope for fabrikam->contoso: name the users in sync.scopes",
		"fabrikam = { membership_rule -> fabrikam = { all = true, membership_rule": "A scope has exactly one of all, members and membership_rule.",
		"mechanism    = \"sync\" -> mechanism    = \"mail\"":                       "The mechanism is sync, or null.",
	} {
		before, after, _ := strings.Cut(change, " -> ")
		if !strings.Contains(config, before) {
			t.Fatalf("%q is not in\n%s", before, config)
		}
		s.Write(strings.Replace(config, before, after, 1))
		s.MustRun("init")
		if out, err := s.Run("plan"); err == nil || !acctest.Message(want).MatchString(out) {
			t.Errorf("%s: %v\n%s", change, err, acctest.Tail(out))
		}
	}
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("the plans wrote %v", writes)
	}
}
