package guest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
)

// unversionedState was written by the last provider whose private records had no
// version, after applying unversionedConfig: Ana was invited, Ben was adopted and
// became a member, Cara was imported.
const unversionedState = "testdata/unversioned_state.json"

const (
	unversionedAna  = "1f32032f-e6ef-4a5e-b974-a9f71bdbbea6"
	benEmail        = "ben@contoso.example"
	caraEmail       = "cara@contoso.example"
	managedProfile  = profile + links
	unversionedRest = `
resource "multitenant_b2b_invitation" "ben" {
  tenant      = "fabrikam"
  email       = "` + benEmail + `"
  on_existing = "adopt"
  job_title   = "Controller"
}
resource "multitenant_b2b_invitation" "cara" {
  tenant = "fabrikam"
  email  = "` + caraEmail + `"
}
resource "multitenant_guest_user_type" "ben" {
  tenant    = "fabrikam"
  user_id   = multitenant_b2b_invitation.ben.user_id
  user_type = "Member"
}
`
)

func unversionedConfig() string { return invite(managedProfile) + unversionedRest }

// unversioned is a workspace with the state, in a world as of the time of the
// state.
func unversioned(t *testing.T) (*acctest.World, *acctest.Workspace) {
	t.Helper()
	e := acctest.Standard()
	fabrikam := e.Tenant(acctest.Fabrikam)
	there := func(n int, email, userType, jobTitle string) acctest.Object {
		return acctest.Object{
			"id": personID(n), "mail": email, "userType": userType, "externalUserState": "Accepted", "accountEnabled": true,
			"showInAddressList": true, "jobTitle": jobTitle, "department": "Finance",
		}
	}
	fabrikam.Users = append(fabrikam.Users, acctest.Object{
		"id": unversionedAna, "mail": anaEmail, "userType": "Guest", "externalUserState": "PendingAcceptance", "accountEnabled": false,
		"displayName": "Ana Ruiz", "givenName": "Ana", "surname": "Ruiz", "jobTitle": "Controller", "department": "Finance",
		"companyName": "Contoso", "officeLocation": "B2", "mobilePhone": "+34 600 000 001", "businessPhones": []string{"+34 910 000 001"},
		"employeeId": "C-17", "usageLocation": "ES", "preferredLanguage": "es-ES",
		"manager": acctest.ManagerID, "sponsors": []string{acctest.AdministratorID},
	}, there(2, benEmail, "Member", "Controller"), there(3, caraEmail, "Guest", "Auditor"))
	w := acctest.Start(t, e)
	s := acctest.NewWorkspace(t, w.Config(unversionedConfig()))
	s.UseState(unversionedState)
	return w, s
}

func TestUnversionedState(t *testing.T) {
	t.Parallel()
	for name, update := range map[string]func(*testing.T, *acctest.World, *acctest.Workspace){
		"destroyed":             func(*testing.T, *acctest.World, *acctest.Workspace) {},
		"updated and destroyed": clearsManaged,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, s := unversioned(t)
			s.MustRun("apply", "-refresh-only", "-auto-approve")
			s.Unchanged()
			if err := w.Wrote(); err != nil {
				t.Error(err)
			}
			update(t, w, s)
			s.MustRun("destroy", "-auto-approve")
			// The invited user is deleted. The adopted and the imported one remain,
			// as guests.
			var left []string
			for _, u := range w.Guests(acctest.FabrikamID) {
				left = append(left, u.Mail+" "+u.UserType)
			}
			slices.Sort(left)
			if want := []string{benEmail + " Guest", caraEmail + " Guest"}; !slices.Equal(left, want) {
				t.Errorf("the destroy left %v, want %v", left, want)
			}
		})
	}
}

// clearsManaged removes attributes from the configuration: those that were
// configured when the state was written are cleared, and no others.
func clearsManaged(t *testing.T, w *acctest.World, s *acctest.Workspace) {
	t.Helper()
	s.Write(w.Config(strings.NewReplacer("  job_title ", "  # job_title ", "  manager_id", "  # manager_id").Replace(unversionedConfig())))
	s.MustRun("apply", "-auto-approve")
	profileOf := func(u *directory.User) string { return fmt.Sprintf("%q %q %q", u.JobTitle, u.Department, u.Manager) }
	for email, want := range map[string]string{
		anaEmail: `"" "Finance" ""`, benEmail: `"" "Finance" ""`, caraEmail: `"Auditor" "Finance" ""`,
	} {
		if got := profileOf(w.Guest(acctest.FabrikamID, email)); got != want {
			t.Errorf("%s has %s, want %s", email, got, want)
		}
	}
	if record := s.Private(ana, "origin"); !strings.HasPrefix(record, `{"version":1,"value":{"invited":true,`) {
		t.Errorf("an update keeps the record as %s", record)
	}
}

// TestStateOfANewerProvider: an unreadable record stops the plan, without writes.
func TestStateOfANewerProvider(t *testing.T) {
	t.Parallel()
	w, s := unversioned(t)
	s.SetPrivate(ana, "origin", `{"version":2,"value":{"more":true}}`)
	for _, command := range [][]string{{"plan"}, {"apply", "-auto-approve"}, {"destroy", "-auto-approve"}, {"destroy", "-auto-approve", "-refresh=false"}} {
		out, err := s.Run(command...)
		want := acctest.Message("Cannot read the private state", `a record "origin"`, "has version 2", "reads versions up to 1", "Nothing was changed",
			"Use the version of the provider that wrote the state")
		if err == nil || !want.MatchString(out) {
			t.Errorf("%v: %v\n%s", command, err, out)
		}
	}
	if err := w.Wrote(); err != nil {
		t.Error(err)
	}
}
