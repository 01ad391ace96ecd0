package guestsync_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// lists counts the lists of users and of their changes in the requests to a tenant.
func lists(w *acctest.World, tenant string) map[string]int {
	counts := map[string]int{}
	for _, e := range w.Entries(wire.Filter{Tenant: tenant}) {
		path, _, _ := strings.Cut(e.Path, "?")
		for _, list := range []string{"/users", "/users/delta", "/directory/deletedItems/microsoft.graph.user", "/transitiveMembers/microsoft.graph.user"} {
			if e.Method == "GET" && strings.HasSuffix(path, list) {
				counts[list]++
			}
		}
	}
	return counts
}

// TestSyncsShareLists: three guest syncs of two home tenants, with other attributes, list
// their resource tenant once, and later read its changes once. Two with the same scope
// list that once.
func TestSyncsShareLists(t *testing.T) {
	t.Parallel()
	e := populated(3)
	northwind := e.Tenant(acctest.Northwind).CrossTenantAccess
	northwind["partners"] = []acctest.Object{{"tenantId": acctest.ContosoID}, {"tenantId": acctest.FabrikamID}}
	w := acctest.StartWith(t, e, kernel.Options{Settings: settings.With(acctest.WithoutEmptyPages)})
	named := func(name, config string) string {
		return strings.Replace(config, `"multitenant_guest_sync" "contoso"`, `"multitenant_guest_sync" "`+name+`"`, 1)
	}
	config := guestSync() +
		named("managers", guestSync(`scope = { filter = "startsWith(userPrincipalName,'Mona')" }`, `attributes = { surname = { from = "surname" } }`,
			`source_anchor = "extensionAttribute14"`)) +
		strings.Replace(named("northwind", guestSync(`scope = { all_users = true }`, `attributes = { job_title = { value = "Partner" } }`,
			`source_anchor = "extensionAttribute13"`)), `source = "contoso"`, `source = "northwind"`, 1) +
		strings.Replace(named("onward", guestSync()), `tenant = "fabrikam"`, `tenant = "northwind"`, 1)
	s := acctest.NewWorkspace(t, acctest.PlanChecks(w.Config(config), `MT081 = "off"`))
	run := func(tenant string, want map[string]int, args ...string) {
		t.Helper()
		w.ForgetRequests()
		s.MustRun(args...)
		if got := lists(w, tenant); !maps.Equal(got, want) {
			t.Errorf("%v has lists %v, want %v", args, got, want)
		}
	}
	everything := map[string]int{"/users": 1, "/users/delta": 1, "/directory/deletedItems/microsoft.graph.user": 1}
	run(acctest.Contoso, map[string]int{"/users": 1, "/transitiveMembers/microsoft.graph.user": 1}, "plan")
	run(acctest.Fabrikam, everything, "plan", "-out", "saved")
	run(acctest.Fabrikam, everything, "apply", "saved")
	if n := len(w.Guests(acctest.FabrikamID)); n != 6 {
		t.Errorf("there are %d guests", n)
	}
	// The run's own writes are read, and then nothing is left.
	s.MustRun("apply", "-auto-approve")
	run(acctest.Fabrikam, map[string]int{"/users/delta": 1}, "plan", "-detailed-exitcode")
}
