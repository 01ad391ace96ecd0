package guest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// TestHomeIsFound finds users in their home tenant by any of their addresses, and
// the tenant by its domains or by name.
func TestHomeIsFound(t *testing.T) {
	t.Parallel()
	e := obstacles()
	home := e.Tenant(acctest.Contoso)
	home.Users = append(home.Users, acctest.Object{
		"displayName": "Lou", "userPrincipalName": "lou@contoso.example", "mail": "Lou@elsewhere.example",
	})
	for _, p := range []struct{ name, email, arguments, upn, finding string }{
		{"by name", "KIM@Contoso.example", "", "kim@contoso.example", ""},
		{"by mail", "kim.LEE@contoso.example", "", "kim@contoso.example", "MT001"},
		{"by alias", "K.lee@contoso.example", "", "kim@contoso.example", "MT001"},
		{"named", "lou@Elsewhere.example", `home_tenant = "contoso"`, "lou@contoso.example", "MT001"},
		{"unnamed", "LOU@partner.example", "", "", ""},
		{"unknown", "nobody@contoso.example", "", "", "MT002"},
	} {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			w := acctest.Start(t, e)
			check := resource.TestCheckNoResourceAttr(ana, "home_user_principal_name")
			if p.upn != "" {
				check = resource.TestCheckResourceAttr(ana, "home_user_principal_name", p.upn)
			}
			var want []string
			if p.finding != "" {
				want = []string{p.email + " " + p.finding + " WARNING email"}
			}
			var ear ear
			config := acctest.Checking(w.Config(person("ana", "fabrikam", p.email, p.arguments)), "warn", "MT001")
			listening(t, &ear, resource.TestStep{Config: config, Check: check})
			if got := ear.findings(); !slices.Equal(got, want) {
				t.Errorf("found %v, want %v", got, want)
			}
		})
	}
}

// TestOnePersonByTwoAddresses claims one user for two resources: in the plan, and
// in the apply, where the service answers both invitations with the same user.
func TestOnePersonByTwoAddresses(t *testing.T) {
	t.Parallel()
	w := acctest.StartWith(t, obstacles(), kernel.Options{Settings: func(s *settings.Settings) { s.HomeProxyAddressesCount = true }})
	config := w.Config(person("name", "fabrikam", "kim@contoso.example", "") + person("alias", "fabrikam", "k.lee@contoso.example", ""))
	s := acctest.NewWorkspace(t, acctest.Checking(config, "warn", "MT001"))
	if out, err := s.Run("apply", "-auto-approve"); err == nil || !acctest.Message("MT014", `tenant "fabrikam"`).MatchString(out) || len(w.Writes()) > 0 {
		t.Errorf("the apply says\n%s", out)
	}
	s.Write(acctest.Checking(config, "off", "MT001", "MT014"))
	if out, err := s.Run("apply", "-auto-approve"); err == nil || !acctest.Message("Cannot invite", `on_existing = "adopt"`).MatchString(out) {
		t.Errorf("the apply says\n%s", out)
	}
	if state := s.MustRun("state", "list"); strings.Count(state, "multitenant_b2b_invitation.") != 1 {
		t.Errorf("the state has\n%s", state)
	}
}

func TestHomeTenantThatCannotBe(t *testing.T) {
	t.Parallel()
	w := start(t)
	var ear ear
	all := []string{"MT001", "MT002", "MT019", "MT022", "MT023"}
	config := acctest.Checking(w.Config(
		person("missing", "fabrikam", "ana@partner.example", `home_tenant = "tailspin"`)+
			person("same", "fabrikam", "ben@partner.example", `home_tenant = "fabrikam"`)), "off", all...)
	listening(t, &ear, resource.TestStep{
		Config: config, PlanOnly: true,
		ExpectError: acctest.Message("Unknown tenant", `no tenant "tailspin"; its tenants are: contoso, fabrikam, northwind`),
	})
	for _, r := range ear.remarks() {
		if r.severity != "ERROR" || r.path != "home_tenant" {
			t.Errorf("the plan said %+v", r)
		}
	}
	if n := len(ear.remarks()); n != 2 {
		t.Errorf("the plan found %d mistakes, want 2", n)
	}
}

// TestChecksThatCannotLook removes permissions. Nothing fails, and the skipped
// checks are reported once per run.
func TestChecksThatCannotLook(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"OrgContact.Read.All":   "MT010, MT011, MT017",
		"Organization.Read.All": "MT001, MT003, MT008, MT014, MT018, MT019, MT022, MT023, MT024, MT031, MT032, MT035, MT036, MT037, MT038, MT042",
		"Policy.Read.All":       "MT020, MT022, MT023, MT025, MT032, MT035, MT071, MT073",

		"Policy.Read.B2BManagementPolicy": "MT021",
	}
	for permission, codes := range tests {
		t.Run(permission, func(t *testing.T) {
			t.Parallel()
			e := acctest.Standard()
			app := &e.Tenant(acctest.Fabrikam).Applications[0]
			app.Permissions = slices.DeleteFunc(acctest.Permissions(), func(p string) bool { return p == permission })
			w := acctest.StartWith(t, e, kernel.Options{Settings: func(s *settings.Settings) { s.PolicyReadAllCoversB2BManagement = false }})
			var ear ear
			listening(t, &ear, resource.TestStep{Config: acctest.Checking(w.Config(`
resource "multitenant_b2b_invitation" "each" {
  count  = 5
  tenant = "fabrikam"
  email  = "person${count.index}@contoso.example"
}
`), "off", "MT002")})
			if people := w.Guests(acctest.FabrikamID); len(people) > 0 {
				t.Errorf("%d people are left", len(people))
			}
			ear.expectOncePerRun(t, codes+` could not be checked in tenant "fabrikam".`, permission)
		})
	}
}

// expectOncePerRun expects one warning in each run with remarks, with the given
// beginning and the name of a permission.
func (e *ear) expectOncePerRun(t *testing.T, begins, permission string) {
	t.Helper()
	e.mu.Lock()
	defer e.mu.Unlock()
	counts := map[int]int{}
	for _, r := range e.said {
		if r.summary != "Plan check skipped" {
			continue
		}
		counts[r.run]++
		if r.severity != "WARNING" || r.path != "email" || !strings.HasPrefix(r.detail, begins) || !strings.Contains(r.detail, permission) {
			t.Errorf("the warning is %+v; want %q and %q", r, begins, permission)
		}
	}
	if len(counts) == 0 {
		t.Error("no warning reports the skipped check")
	}
	for run, n := range counts {
		if n != 1 {
			t.Errorf("run %d said it %d times", run, n)
		}
	}
}

// TestHomeThatCannotBeLookedFor has a home tenant whose domains cannot be read. It
// is reported only if no other tenant owns the domain.
func TestHomeThatCannotBeLookedFor(t *testing.T) {
	t.Parallel()
	e := acctest.Standard()
	app := &e.Tenant(acctest.Contoso).Applications[0]
	app.Permissions = slices.DeleteFunc(acctest.Permissions(), func(p string) bool { return p == "Organization.Read.All" })
	w := acctest.Start(t, e)
	var ear ear
	plan := func(email string) resource.TestStep {
		return resource.TestStep{
			Config:   acctest.Checking(w.Config(person("guest", "fabrikam", email, "")), "warn", "MT002", "MT022", "MT023"),
			PlanOnly: true, ExpectNonEmptyPlan: true,
		}
	}
	found, lost := plan("ada.admin@northwind.example"), plan("ada.admin@contoso.example")
	lost.PreConfig = func() {
		for _, r := range ear.remarks() {
			if strings.Contains(r.detail, "contoso") && r.summary == "Plan check skipped" {
				t.Errorf("the home tenant is found, and the plan said %+v", r)
			}
		}
		ear.forget()
	}
	listening(t, &ear, found, lost)
	ear.expectOncePerRun(t, `MT001, MT002, MT003, MT008, MT014, MT018, MT019, MT022, MT023, MT024, MT031, MT032, MT035, MT036, MT037, MT038, MT042 could not be checked in tenant "contoso".`, "Organization.Read.All")
}

// TestFactsAreShared plans twenty users. Facts about a tenant are read once.
func TestFactsAreShared(t *testing.T) {
	t.Parallel()
	const people = 20
	w := acctest.StartWith(t, acctest.Standard(), kernel.Options{Settings: acctest.WithoutEmptyPages})
	var ear ear
	listening(t, &ear, resource.TestStep{
		Config: w.Config(fmt.Sprintf(`
resource "multitenant_b2b_invitation" "each" {
  count  = %d
  tenant = "fabrikam"
  email  = "person${count.index}@contoso.example"
}
`, people)),
		PlanOnly: true, ExpectNonEmptyPlan: true,
	})
	counts := map[string]int{}
	for _, r := range w.Requests() {
		counts[r]++
	}
	// At most five questions about each user, and ten about tenants.
	if budget := (5*people + 10) * ear.runs; w.Questions() > budget {
		t.Errorf("%d questions in %d runs, the budget is %d: %v", w.Questions(), ear.runs, budget, counts)
	}
	// Both tenants are asked for the settings for the other.
	once := map[string]int{
		"GET /policies/authorizationPolicy":                                    1,
		"GET /policies/b2bManagementPolicies":                                  1,
		"GET /policies/crossTenantAccessPolicy/default":                        2,
		"GET /policies/crossTenantAccessPolicy/partners/" + acctest.ContosoID:  1,
		"GET /policies/crossTenantAccessPolicy/partners/" + acctest.FabrikamID: 1,
		"GET /organization": 3,
	}
	for request, times := range once {
		if got := counts[request]; got != times*ear.runs {
			t.Errorf("%s: %d requests in %d runs, want %d each", request, got, ear.runs, times)
		}
	}
}
