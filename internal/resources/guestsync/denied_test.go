package guestsync_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// TestProtectedUser: a guest is an administrator, whose phone number an application may not
// write. The other attributes are written, the refusal is named in each plan, which is
// empty otherwise, and the change is tried again after a day.
func TestProtectedUser(t *testing.T) {
	t.Parallel()
	const administratorID = "dddddddd-0000-4000-8000-000000000001"
	e := populated(3)
	for _, u := range e.Tenant(acctest.Contoso).Users {
		u["mobilePhone"] = "+1 555 0100"
	}
	fabrikam := e.Tenant(acctest.Fabrikam)
	fabrikam.Users = append(fabrikam.Users, acctest.Object{"id": administratorID, "mail": upn(1), "userType": "Guest", "externalUserState": "Accepted"})
	fabrikam.RoleAssignments = []directory.RoleSeed{{Role: "Global Administrator", Members: []string{administratorID}}}
	w := acctest.Start(t, e)
	s := acctest.NewWorkspace(t, w.Config(guestSync(`attributes = {
    company_name = { value = "Contoso" }
    mobile_phone = { from = "mobilePhone" }
  }`)))
	out := s.MustRun("apply", "-auto-approve")
	if !strings.Contains(out, "1 users were refused") || !acctest.Message(upn(1), "Insufficient privileges").MatchString(out) {
		t.Errorf("no refusal:\n%s", acctest.Tail(out))
	}
	if one, two := guest(w, 1), guest(w, 2); one.CompanyName != "Contoso" || one.MobilePhone != "" || two.MobilePhone == "" {
		t.Errorf("users are %+v and %+v", one, two)
	}
	w.ForgetRequests()
	if out := s.MustRun("plan"); !strings.Contains(out, "No changes.") || !acctest.Message("1 users are refused", upn(1), "Insufficient").MatchString(out) {
		t.Errorf("the refusal is not said, or there are changes:\n%s", acctest.Tail(out))
	}
	s.MustRun("apply", "-auto-approve")
	wrote(t, w)
	w.Advance(25 * time.Hour)
	if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, "1 update") {
		t.Errorf("the change is not tried again:\n%s", acctest.Tail(out))
	}
	s.Unchanged()
}

// TestUnreachableTenant: a plan fails and names the tenant, and a destroy that leaves
// the users needs neither tenant.
func TestUnreachableTenant(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, populated(2))
	s := acctest.NewWorkspace(t, w.Config(guestSync()))
	s.MustRun("apply", "-auto-approve")
	w.Fault(wire.Fault{
		Service: wire.Graph, Tenant: acctest.Contoso, Times: 1000, Status: http.StatusServiceUnavailable, RetryAfter: []byte("0.1"),
	})
	out, err := s.Run("plan")
	if err == nil || !acctest.Message("Error:", `Cannot sync guests of tenant "contoso" to tenant "fabrikam"`, `Tenant "contoso" could not be read`, "503", "-refresh=false").MatchString(out) {
		t.Errorf("%v:\n%s", err, acctest.Tail(out))
	}
	s.Write(w.Config(""))
	s.MustRun("apply", "-auto-approve")
	if n := len(w.Guests(acctest.FabrikamID)); n != 2 {
		t.Errorf("after the destroy there are %d guests", n)
	}
}

// TestMaxCreations stops a plan that would create more users than allowed.
func TestMaxCreations(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, populated(3))
	w.Test(
		resource.TestStep{
			Config:      w.Config(guestSync("max_creations = 2")),
			ExpectError: regexp.MustCompile(`Too many new users[\s\S]*3 users of tenant "contoso"[\s\S]*allows\s+2`),
		},
		resource.TestStep{
			PreConfig: func() { wrote(t, w) },
			Config:    w.Config(guestSync("max_creations = 3")), ConfigStateChecks: []statecheck.StateCheck{number("people", 3)},
		},
		acctest.Unchanged(w.Config(guestSync("max_creations = 3"))),
	)
}

// TestInterrupted interrupts the first apply: the resource is not tainted, and no user
// is invited again.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	const n = 100
	w := acctest.Start(t, populated(n))
	s := acctest.NewWorkspace(t, w.Config(guestSync()))
	process := make(chan *acctest.Process, 1)
	w.When(acctest.Moment{Method: http.MethodPatch, Path: "/users", Number: 2}, func() {
		if err := (<-process).Interrupt(); err != nil {
			t.Error(err)
		}
	})
	apply := s.Start("apply", "-auto-approve")
	process <- apply
	if out, err := apply.Wait(); err == nil && !strings.Contains(out, "Interrupt received") {
		t.Fatalf("not interrupted:\n%s", acctest.Tail(out))
	}
	if shown := s.MustRun("show"); strings.Contains(shown, "tainted") {
		t.Errorf("tainted:\n%s", shown)
	}
	if out := s.MustRun("apply", "-auto-approve"); strings.Contains(out, " adopt") && !strings.Contains(out, "adopt   = 0") {
		t.Errorf("the ledger of the interrupted run is lost:\n%s", acctest.Tail(out))
	}
	s.Unchanged()
	if guests := len(w.Guests(acctest.FabrikamID)); guests != n {
		t.Errorf("there are %d guests", guests)
	}
}
