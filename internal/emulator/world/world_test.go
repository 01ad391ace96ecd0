package world

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
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

var inviter = Actor{Permissions: []string{"User.Invite.All", "User.ReadWrite.All"}}

// newWorld is the estate with a still clock and counted ids.
func newWorld(t *testing.T, change func(*Options)) *World {
	t.Helper()
	n := 0
	options := Options{
		Now:   func() time.Time { return start },
		NewID: func() string { n++; return fmt.Sprintf("e0000000-0000-4000-8000-%012d", n) },
	}
	if change != nil {
		change(&options)
	}
	w := New(options)
	load(t, w, estate)
	return w
}

func load(t *testing.T, w *World, text string) {
	t.Helper()
	seed, err := ParseSeed("estate.json", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Load(seed); err != nil {
		t.Fatal(err)
	}
}

func invitation(address string) Invitation {
	return Invitation{EmailAddress: address, RedirectURL: "https://myapps.microsoft.com"}
}

func invited(t *testing.T, w *World, tenantID, address string) *User {
	t.Helper()
	outcome, err := w.Invite(tenantID, invitation(address), inviter)
	if err != nil {
		t.Fatal(err)
	}
	return truth(t, w, tenantID, outcome.UserID)
}

// truth looks past replication.
func truth(t *testing.T, w *World, tenantID, id string) *User {
	t.Helper()
	w.mu.RLock()
	defer w.mu.RUnlock()
	u := w.byID[tenantID].users.truth(id)
	if u == nil {
		t.Fatalf("no user %s", id)
	}
	return u
}

// wantFault checks a refusal by status, code and part of the message.
func wantFault(t *testing.T, err error, status int, code, part string) {
	t.Helper()
	var fault *Fault
	if !errors.As(err, &fault) {
		t.Fatalf("got %v, want a fault %d", err, status)
	}
	if fault.Status != status || fault.Code != code || !strings.Contains(fault.Message, part) {
		t.Fatalf("got %v, want %d %s with %q", fault, status, code, part)
	}
}

func TestLagHidesWritesFromReaders(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *Options) { o.Lag = 10 * time.Second })
	u := invited(t, w, contosoID, "new@fabrikam.example")

	_, err := w.User(contosoID, u.ID)
	wantFault(t, err, 404, CodeNotFound, u.ID)
	wantFault(t, w.UpdateUser(contosoID, u.ID, map[string]any{"jobTitle": "x"}, inviter), 404, CodeNotFound, u.ID)
	again, err := w.Invite(contosoID, invitation("NEW@fabrikam.example"), inviter)
	if err != nil || again.UserID != u.ID {
		t.Fatalf("inviting again within the lag: %v, %v", again, err)
	}

	w.Advance(10 * time.Second)
	if _, err := w.User(contosoID, u.ID); err != nil {
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
		if err := w.UpdateUser(contosoID, adminID, map[string]any{"jobTitle": title}, inviter); err != nil {
			t.Fatal(err)
		}
	}
	if u, _ := w.User(contosoID, adminID); u.JobTitle != "" {
		t.Errorf("stale read shows %q", u.JobTitle)
	}
	w.Advance(10 * time.Second)
	if u, _ := w.User(contosoID, adminID); u.JobTitle != "second" {
		t.Errorf("after the lag: %q", u.JobTitle)
	}
	power := Actor{DirectoryRoles: administratorsOfAdministrators}
	if err := w.DeleteUser(contosoID, adminID, power); err != nil {
		t.Fatal(err)
	}
	if _, err := w.User(contosoID, adminID); err != nil {
		t.Errorf("a deleted user must stay readable within the lag: %v", err)
	}
	wantFault(t, w.DeleteUser(contosoID, adminID, power), 404, CodeNotFound, adminID)
	w.Advance(10 * time.Second)
	if _, err := w.User(contosoID, adminID); err == nil {
		t.Error("the user is readable after the lag")
	}
}

func listed(t *testing.T, w *World, id string) bool {
	t.Helper()
	page, err := w.Users(contosoID, Listing[User]{Limit: 1000})
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
	if err := w.DeleteUser(contosoID, u.ID, inviter); err != nil {
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
	if _, err := restarted.RestoreUser(contosoID, u.ID, Restoration{}, inviter); err != nil {
		t.Error(err)
	}
	a, ok := restarted.Application(contosoID, "C0000000-0000-4000-8000-000000000001")
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
	if _, ok := w.TenantIn(CloudPublic, "northwind.example"); ok {
		t.Error("found by domain across clouds")
	}
	if _, ok := w.TenantIn(CloudPublic, northwindID); ok {
		t.Error("found by id across clouds")
	}
	if got, ok := w.TenantIn(CloudUSGov, "NORTHWIND.example"); !ok || got.InitialDomain != "northwind.onmicrosoft.us" {
		t.Errorf("got %+v", got)
	}
}
