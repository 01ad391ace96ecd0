package guestsync_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestLostFile: the state file of a sync between two clouds is deleted. Meanwhile users are
// renamed, deleted, withheld and hired. All are found by their marks, none is invited
// twice, and the evidence of the lost state goes on.
func TestLostFile(t *testing.T) {
	t.Parallel()
	e := populated(6)
	contoso := e.Tenant(acctest.Contoso)
	contoso.Users = slices.DeleteFunc(contoso.Users, func(u acctest.Object) bool { return u["department"] == nil })
	w := acctest.Start(t, e)
	s := acctest.NewWorkspace(t, w.Config(between("contoso", "northwind", guestSync("scope = { all_users = true }", with("evidence.jsonl", "plain"),
		`withhold_if = { attribute = "extensionAttribute7", equals = "ITAR" }`))))
	s.MustRun("apply", "-auto-approve")
	id := map[int]string{}
	for n := 1; n <= 6; n++ {
		id[n] = w.Guest(acctest.NorthwindID, upn(n)).ID
	}
	rename := func(n int) {
		renamed := fmt.Sprintf("renamed%d@contoso.example", n)
		w.Change(acctest.ContosoID, userID(n), acctest.Object{"userPrincipalName": renamed, "mail": renamed})
	}
	rename(1)
	s.MustRun("apply", "-auto-approve")
	for _, name := range []string{"terraform.tfstate", "terraform.tfstate.backup"} {
		if err := os.Remove(s.Path(name)); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	rename(2)
	w.Remove(acctest.ContosoID, userID(3))
	w.Change(acctest.ContosoID, userID(4), acctest.Object{
		"department": "CANARY", "onPremisesExtensionAttributes": acctest.Object{"extensionAttribute7": "itar"},
	})
	hire(t, w, 7, "Sales")
	w.ForgetRequests()
	if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, "1 create, 4 adopt") {
		t.Errorf("the users are not found:\n%s", acctest.Tail(out))
	}
	if err := w.Wrote("POST /invitations", "PATCH /users/{id}"); err != nil {
		t.Error(err)
	}
	if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, "2 hide") {
		t.Errorf("the users who left are not hidden:\n%s", acctest.Tail(out))
	}
	s.Unchanged()
	back(t, w, userID(3))
	if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, "1 restore") {
		t.Errorf("the user who returned is not shown:\n%s", acctest.Tail(out))
	}
	s.Unchanged()

	if n := len(w.Guests(acctest.NorthwindID)); n != 7 {
		t.Errorf("there are %d guests", n)
	}
	for n, want := range map[int]bool{1: true, 2: true, 3: true, 4: false} {
		u := w.User(acctest.NorthwindID, id[n])
		if shown := u.ShowInAddressList; shown == nil || *shown != want || u.Department != "Sales" {
			t.Errorf("user %d is %+v", n, u)
		}
	}
	all := evidenceOf(t, s.Path("evidence.jsonl"))
	if last := all[len(all)-1]; last.Kind != "end" || strings.Contains(string(content(t, s.Path("evidence.jsonl"))), "CANARY") {
		t.Errorf("the evidence ends with %+v", last)
	}
}
