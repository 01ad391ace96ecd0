package area_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

const (
	contosoID   = "11111111-1111-4111-8111-111111111111"
	fabrikamID  = "22222222-2222-4222-8222-222222222222"
	northwindID = "33333333-3333-4333-8333-333333333333"
	anaID       = "a0000000-0000-4000-8000-000000000001"
	adminID     = "a0000000-0000-4000-8000-000000000002"
)

const estate = `{"tenants":[
 {"key":"contoso","tenant_id":"` + contosoID + `","domains":["contoso.example"],
  "users":[{"id":"` + adminID + `","userPrincipalName":"adele@contoso.example","mail":"adele@contoso.example"},
           {"userPrincipalName":"outside@contoso.example","mail":"outside@elsewhere.example"}],
  "contacts":[{"displayName":"Carla","mail":"carla@fabrikam.example"}],
  "groups":[{"displayName":"Team","mail":"team@partner.example","mailEnabled":true},
            {"displayName":"Admins","isAssignableToRole":true,"members":["adele@contoso.example"]}],
  "applications":[{"client_id":"c0000000-0000-4000-8000-000000000001","client_secret":"s3cret","permissions":["User.Invite.All"],"directory_roles":["User Administrator"]}]},
 {"key":"fabrikam","tenant_id":"` + fabrikamID + `","domains":["fabrikam.example"],
  "users":[{"id":"` + anaID + `","userPrincipalName":"ana@fabrikam.example","mail":"ana@fabrikam.example"}]},
 {"key":"northwind","tenant_id":"` + northwindID + `","cloud":"usgovernment","domains":["northwind.example"],
  "authorization_policy":{"allowInvitesFrom":"everyone"},
  "users":[{"userPrincipalName":"nora@northwind.example","mail":"nora@northwind.example"}]}
]}`

var start = time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)

var inviter = kernel.Actor{Permissions: []string{"User.Invite.All", "User.ReadWrite.All"}}

// newWorld is the estate with a stopped clock and sequential ids.
func newWorld(t *testing.T, change func(*kernel.Options)) *kernel.World {
	t.Helper()
	n := 0
	options := kernel.Options{
		Now:   func() time.Time { return start },
		NewID: func() string { n++; return fmt.Sprintf("e0000000-0000-4000-8000-%012d", n) },
	}
	if change != nil {
		change(&options)
	}
	w := area.NewWorld(options)
	load(t, w, estate)
	return w
}

func load(t *testing.T, w *kernel.World, text string) {
	t.Helper()
	seed, err := area.ParseSeed("estate.json", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Load(seed); err != nil {
		t.Fatal(err)
	}
}

func to(address string) invitation.Invitation {
	return invitation.Invitation{EmailAddress: address, RedirectURL: "https://myapps.microsoft.com"}
}

func invited(t *testing.T, w *kernel.World, tenantID, address string) *directory.User {
	t.Helper()
	outcome, err := invitation.Invite(w, tenantID, to(address), inviter)
	if err != nil {
		t.Fatal(err)
	}
	return truth(t, w, tenantID, outcome.UserID)
}

// look returns the state of a tenant.
func look(t *testing.T, w *kernel.World, tenantID string, f func(*kernel.Directory)) {
	t.Helper()
	if err := w.Write(tenantID, func(d *kernel.Directory, _ kernel.Moment) error { f(d); return nil }); err != nil {
		t.Fatal(err)
	}
}

// roleID is the template id of a directory role.
func roleID(name string) string {
	id, _ := directory.RoleTemplate(name)
	return id
}

// Parts of cross-tenant access settings.
const (
	allowed           = "allowed"
	blocked           = "blocked"
	allUsers          = "AllUsers"
	allApplications   = "AllApplications"
	targetUser        = "user"
	targetGroup       = "group"
	targetApplication = "application"
	trustsNetwork     = "isCompliantNetworkAccepted"

	groupID       = "90000000-0000-4000-8000-000000000001"
	applicationID = "90000000-0000-4000-8000-0000000000a1"
)

func everything(access string) map[string]any {
	return map[string]any{
		"usersAndGroups": target(access, allUsers, targetUser), "applications": target(access, allApplications, targetApplication),
	}
}

func target(access, name, kind string) map[string]any {
	return map[string]any{"accessType": access, "targets": []any{map[string]any{"target": name, "targetType": kind}}}
}

// truth ignores replication.
func truth(t *testing.T, w *kernel.World, tenantID, id string) *directory.User {
	t.Helper()
	var u *directory.User
	look(t, w, tenantID, func(d *kernel.Directory) { u = directory.Users.Truth(d, id) })
	if u == nil {
		u, _ = directory.Users.GetDeleted(w.Truth(), tenantID, id)
	}
	if u == nil {
		t.Fatalf("no user %s", id)
	}
	return u
}

// wantFault checks a refusal by status, code and part of the message.
func wantFault(t *testing.T, err error, status int, code, part string) {
	t.Helper()
	var fault *refusal.Error
	var exchange *command.Fault
	if errors.As(err, &exchange) {
		fault = refusal.New(exchange.Status, exchange.Name(), "%s", exchange.Text)
	} else if !errors.As(err, &fault) {
		t.Fatalf("got %v, want a fault %d", err, status)
	}
	if fault.Status != status || fault.Code != code || !strings.Contains(fault.Message, part) {
		t.Fatalf("got %v, want %d %s with %q", fault, status, code, part)
	}
}

func TestLagHidesWritesFromReaders(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *kernel.Options) { o.Lag = 10 * time.Second })
	u := invited(t, w, contosoID, "new@fabrikam.example")

	_, err := directory.Users.Get(w, contosoID, u.ID)
	wantFault(t, err, 404, refusal.CodeNotFound, u.ID)
	wantFault(t, directory.UpdateUser(w, contosoID, u.ID, map[string]any{"jobTitle": "x"}, inviter), 404, refusal.CodeNotFound, u.ID)
	again, err := invitation.Invite(w, contosoID, to("NEW@fabrikam.example"), inviter)
	if err != nil || again.UserID != u.ID {
		t.Fatalf("inviting again within the lag: %v, %v", again, err)
	}

	w.Advance(10 * time.Second)
	if _, err := directory.Users.Get(w, contosoID, u.ID); err != nil {
		t.Fatal(err)
	}
	if listed(t, w, u.ID) {
		t.Error("the list does not lag behind the read by id")
	}
	w.Advance(10 * time.Second)
	if !listed(t, w, u.ID) {
		t.Error("the user is not listed after twice the lag")
	}
}

func TestLagShowsOldVersions(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.SetLag(10 * time.Second)
	for _, title := range []string{"first", "second"} {
		if err := directory.UpdateUser(w, contosoID, adminID, map[string]any{"jobTitle": title}, inviter); err != nil {
			t.Fatal(err)
		}
	}
	if u, _ := directory.Users.Get(w, contosoID, adminID); u.JobTitle != "" {
		t.Errorf("stale read shows %q", u.JobTitle)
	}
	w.Advance(10 * time.Second)
	if u, _ := directory.Users.Get(w, contosoID, adminID); u.JobTitle != "second" {
		t.Errorf("after the lag: %q", u.JobTitle)
	}
	power := kernel.Actor{DirectoryRoles: []string{roleID("Global Administrator")}}
	if err := directory.Users.Delete(w, contosoID, adminID, power); err != nil {
		t.Fatal(err)
	}
	if _, err := directory.Users.Get(w, contosoID, adminID); err != nil {
		t.Errorf("a deleted user must stay readable within the lag: %v", err)
	}
	wantFault(t, directory.Users.Delete(w, contosoID, adminID, power), 404, refusal.CodeNotFound, adminID)
	w.Advance(10 * time.Second)
	if _, err := directory.Users.Get(w, contosoID, adminID); err == nil {
		t.Error("the user is readable after the lag")
	}
}

func listed(t *testing.T, w *kernel.World, id string) bool {
	t.Helper()
	page, err := directory.Users.List(w, contosoID, kernel.Listing{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range page.Items {
		if u.ID == id {
			return true
		}
	}
	return false
}

func TestStateSurvivesARestart(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	u := invited(t, w, contosoID, "kim@partner.example")
	w.Advance(time.Hour)
	if err := directory.Users.Delete(w, contosoID, u.ID, inviter); err != nil {
		t.Fatal(err)
	}
	data, err := w.SaveState()
	if err != nil {
		t.Fatal(err)
	}
	restarted := newWorld(t, nil)
	if err := restarted.LoadState(data); err != nil {
		t.Fatal(err)
	}
	if !restarted.Now().Equal(start.Add(time.Hour)) {
		t.Errorf("the clock stands at %v", restarted.Now())
	}
	if _, err := directory.Users.Restore(restarted, contosoID, u.ID, nil, inviter); err != nil {
		t.Error(err)
	}
	a, ok := application.Find(restarted, contosoID, "C0000000-0000-4000-8000-000000000001")
	if !ok || len(a.Secrets) != 1 {
		t.Errorf("application %+v", a)
	}
	if err := restarted.LoadState([]byte(`{"version":9}`)); err == nil {
		t.Error("a foreign version was loaded")
	}
}

func TestTenantsOfAnotherCloudDoNotExist(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	if _, ok := w.TenantIn(schema.CloudPublic, "northwind.example"); ok {
		t.Error("found by domain across clouds")
	}
	if _, ok := w.TenantIn(schema.CloudPublic, northwindID); ok {
		t.Error("found by id across clouds")
	}
	if got, ok := w.TenantIn(schema.CloudUSGov, "NORTHWIND.example"); !ok || got.InitialDomain != "northwind.onmicrosoft.us" {
		t.Errorf("got %+v", got)
	}
}
