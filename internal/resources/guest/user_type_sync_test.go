package guest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

const monaEmail = "mona.manager@contoso.example"

// synced is the standard estate, in which a job of Contoso synchronizes users to
// Fabrikam, and Mona is a guest of Fabrikam already.
func synced(configuration acctest.Object) *acctest.Estate {
	e := acctest.Standard().Synchronizing(configuration)
	contoso := e.Tenant(acctest.Contoso)
	contoso.Groups = []acctest.Object{{"id": travellers, "displayName": "Travellers", "members": []any{acctest.ManagerID}}}
	return e
}

const travellers = "eeeeeeee-0000-4000-8000-000000000007"

// typed is a schema that maps userType.
func typed(flow, kind, expression string) acctest.Object {
	return acctest.SyncSchema(nil, nil, acctest.SyncMapping("userType", flow, kind, expression))
}

// changedBy changes the members of an object.
func changedBy(o acctest.Object, change func(acctest.Object)) acctest.Object {
	change(o)
	return o
}

// TestSyncedUserTypeIsPredicted plans a type, applies it, changes the user at home and
// runs the jobs: the type lasts exactly if the plan has no MT031.
func TestSyncedUserTypeIsPredicted(t *testing.T) {
	t.Parallel()
	always := func(value string) acctest.Object { return typed("Always", "Constant", `"`+value+`"`) }
	switching := typed("Always", "Function", `Switch([department], "Guest", "Moved", "Member")`)
	stopped := func(o acctest.Object) {
		job, _ := o["job"].(acctest.Object)
		job["schedule"], job["status"] = acctest.Object{"state": "Paused"}, acctest.Object{"code": "Paused"}
	}
	all := func(o acctest.Object) {
		secrets, _ := o["secrets"].(acctest.Object)
		secrets["SyncAll"] = "true"
	}
	elsewhere := func(o acctest.Object) {
		secrets, _ := o["secrets"].(acctest.Object)
		secrets["CompanyId"] = acctest.NorthwindID
	}
	userType := acctest.SyncMapping("userType", "Always", "Constant", `"Member"`)
	for name, test := range map[string]struct {
		configuration acctest.Object
		planned       string
		found         bool
	}{
		"always a member, planned a guest":  {acctest.SyncToFabrikam(always("Member"), acctest.ManagerID), "Guest", true},
		"always a guest, planned a member":  {acctest.SyncToFabrikam(always("Guest"), acctest.ManagerID), "Member", true},
		"the same type":                     {acctest.SyncToFabrikam(always("Member"), acctest.ManagerID), "Member", false},
		"at creation only":                  {acctest.SyncToFabrikam(typed("ObjectAddOnly", "Constant", `"Member"`), acctest.ManagerID), "Guest", false},
		"default schema":                    {changedBy(acctest.SyncToFabrikam(nil, acctest.ManagerID), func(o acctest.Object) { delete(o, "job") }), "Guest", false},
		"not mapped":                        {acctest.SyncToFabrikam(acctest.SyncSchema(nil, nil, nil), acctest.ManagerID), "Guest", false},
		"expression":                        {acctest.SyncToFabrikam(switching, acctest.ManagerID), "Guest", true},
		"in scope by group":                 {acctest.SyncToFabrikam(always("Member"), travellers), "Guest", true},
		"in scope with all":                 {changedBy(acctest.SyncToFabrikam(always("Member")), all), "Guest", true},
		"another user in scope":             {acctest.SyncToFabrikam(always("Member"), acctest.AdministratorID), "Guest", false},
		"no user in scope":                  {acctest.SyncToFabrikam(always("Member")), "Guest", false},
		"mapping of users that is disabled": {acctest.SyncToFabrikam(acctest.SyncSchema(acctest.Object{"enabled": false}, nil, userType), acctest.ManagerID), "Guest", false},
		"job that creates users only":       {acctest.SyncToFabrikam(acctest.SyncSchema(acctest.Object{"flowTypes": "Add"}, nil, userType), acctest.ManagerID), "Guest", false},
		"paused job":                        {changedBy(acctest.SyncToFabrikam(always("Member"), acctest.ManagerID), stopped), "Guest", false},
		"job for another tenant":            {changedBy(acctest.SyncToFabrikam(always("Member"), acctest.ManagerID), elsewhere), "Guest", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.Start(t, synced(test.configuration))
			mona := w.Welcome(acctest.FabrikamID, monaEmail)
			w.Synchronize()
			var said ear
			config := acctest.Checking(w.Config(becomes(quoted(mona.ID), test.planned)), "off", "MT030")
			listening(t, &said, resource.TestStep{Config: config, Check: typeOf(w, mona.ID, test.planned)})
			if found := slices.Equal(said.findings(), []string{" MT031 WARNING user_type"}); found != test.found {
				t.Errorf("the plan said %v", said.remarks())
			}
			w.Change(acctest.FabrikamID, mona.ID, map[string]any{"userType": test.planned}) // the end of the test step destroys the resource
			w.Change(acctest.ContosoID, acctest.ManagerID, map[string]any{"department": "Moved"})
			w.Synchronize()
			if now := w.User(acctest.FabrikamID, mona.ID).UserType; (now != test.planned) != test.found {
				t.Errorf("after the run of the jobs the user is a %s, and the finding is %t", now, test.found)
			}
		})
	}
}

// TestSyncedUserTypeSays names configuration, tenants and user.
func TestSyncedUserTypeSays(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, synced(acctest.SyncToFabrikam(typed("Always", "Constant", `"Member"`), acctest.ManagerID)))
	mona := w.Welcome(acctest.FabrikamID, monaEmail)
	s := acctest.NewWorkspace(t, w.Config(becomes(quoted(mona.ID), "Guest")))
	tells(t, s.MustRun("plan"), "Warning: MT031", mona.ID, `tenant "contoso"`, `("To Fabrikam")`)
	s.Write(acctest.Checking(w.Config(becomes(quoted(mona.ID), "Guest")), "error", "MT031"))
	out, err := s.Run("apply", "-auto-approve")
	if err == nil {
		t.Error("the apply ignores the error")
	}
	tells(t, out, "Error: MT031")
}

// tells expects texts in this order, whatever the line breaks of the CLI.
func tells(t *testing.T, out string, texts ...string) {
	t.Helper()
	if !acctest.Message(texts...).MatchString(out) {
		t.Errorf("%q are not in\n%s", texts, out)
	}
}

// aboutSync are the requests to Contoso, without those for tokens.
func aboutSync(w *acctest.World) []string {
	return slices.DeleteFunc(w.Requests(), func(r string) bool {
		return !strings.Contains(r, "servicePrincipals") && !strings.Contains(r, "/organization")
	})
}

// TestSyncedUserTypeCosts reads nothing without the home tenant or with the check off,
// and the facts about tenants once for many users.
func TestSyncedUserTypeCosts(t *testing.T) {
	t.Parallel()
	e := synced(acctest.SyncToFabrikam(typed("Always", "Constant", `"Member"`), acctest.ManagerID, acctest.AdministratorID))
	w := acctest.StartWith(t, e, kernel.Options{Settings: settings.With(acctest.WithoutEmptyPages)})
	users := []string{w.Welcome(acctest.FabrikamID, monaEmail).ID, w.Welcome(acctest.FabrikamID, "ada.admin@contoso.example").ID}
	body := strings.ReplaceAll(becomes("each.key", "Guest"), `"it" {`, `"it" {
  for_each = toset(["`+strings.Join(users, `", "`)+`"])`)
	plan := func(config string) []string {
		s := acctest.NewWorkspace(t, config)
		w.ForgetRequests()
		s.MustRun("plan")
		return aboutSync(w)
	}
	if sent := plan(w.ConfigFor([]string{acctest.Fabrikam}, body)); len(sent) > 0 {
		t.Errorf("without the home tenant the plan sends %v", sent)
	}
	if sent := plan(acctest.Checking(w.Config(body), "off", "MT031")); len(sent) > 0 {
		t.Errorf("with the check off the plan sends %v", sent)
	}
	if sent := plan(w.ConfigFor([]string{acctest.Fabrikam, acctest.Northwind}, body)); len(sent) != 1 {
		t.Errorf("with another tenant the plan sends %v", sent)
	}
	counts := map[string]int{}
	for _, r := range plan(w.Config(body)) {
		for _, part := range []string{"/organization", "/schema", "/secrets", "/servicePrincipals"} {
			if strings.Contains(r, part) {
				counts[part]++
				break
			}
		}
	}
	// Both other tenants are asked for their domains. Of the service principal the list,
	// its jobs, the assignments (twice: to see whether there is one, and which) and roles.
	want := map[string]int{"/organization": 2, "/schema": 1, "/secrets": 1, "/servicePrincipals": 5}
	for part, n := range want {
		if counts[part] != n {
			t.Errorf("%s: %d requests, want %d; all are %v", part, counts[part], n, counts)
		}
	}
}

// TestSyncedUserTypeThatCannotBeChecked warns with the missing permission, or with the
// masked secret that may belong to the resource tenant.
func TestSyncedUserTypeThatCannotBeChecked(t *testing.T) {
	t.Parallel()
	for missing, want := range map[string]string{
		"Application.Read.All":     `MT031, MT042, MT054, MT081 could not be checked in tenant "contoso". Graph refused`,
		"Synchronization.Read.All": `MT031, MT042, MT054, MT081 could not be checked in tenant "contoso". Graph refused`,
		"masked":                   `MT031, MT042 could not be checked in tenant "contoso". Graph masks secrets`,
	} {
		t.Run(missing, func(t *testing.T) {
			t.Parallel()
			e := synced(acctest.SyncToFabrikam(typed("Always", "Constant", `"Member"`), acctest.ManagerID))
			app := &e.Tenant(acctest.Contoso).Applications[0]
			app.Permissions = slices.DeleteFunc(acctest.Permissions(), func(p string) bool { return p == missing })
			w := acctest.StartWith(t, e, kernel.Options{Settings: settings.With(func(s *settings.Settings) { s.SecretsAreMasked = missing == "masked" })})
			mona := w.Welcome(acctest.FabrikamID, monaEmail)
			s := acctest.NewWorkspace(t, w.Config(becomes(quoted(mona.ID), "Guest")))
			tells(t, s.MustRun("plan"), "Warning: Plan check skipped", want)
		})
	}
}
