package guestsync_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// edges are guest syncs with for_each over pairs of tenants.
func edges(pairs ...string) string {
	var all []string
	for _, p := range pairs {
		key, edge, _ := strings.Cut(p, "=")
		source, tenant, _ := strings.Cut(edge, ">")
		all = append(all, fmt.Sprintf("%q = { source = %q, tenant = %q }", key, source, tenant))
	}
	config := guestSync("scope = { filter = \"displayName eq 'Olga'\" }",
		"for_each = {\n"+strings.Join(all, "\n")+"\n}", "tenant = each.value.tenant", "source = each.value.source")
	return strings.NewReplacer("\n  tenant = \"fabrikam\"", "", "\n  source = \"contoso\"", "").Replace(config)
}

// TestManyEdges has one block for several home tenants and several resource tenants. Renamed
// keys of instances and of tenants, and moved state, write nothing; a state that is lost is
// found again.
func TestManyEdges(t *testing.T) {
	t.Parallel()
	e := acctest.Standard()
	for i, key := range []string{acctest.Contoso, acctest.Fabrikam, acctest.Northwind} {
		own := e.Tenant(key)
		own.Users = append(own.Users, acctest.Object{
			"id": userID(i + 1), "userPrincipalName": "olga@" + key + ".example", "mail": "olga@" + key + ".example", "displayName": "Olga", "userType": "Member",
		})
	}
	w := acctest.Start(t, e)
	w.Welcome(acctest.FabrikamID, "stranger@partner.example")
	s := acctest.NewWorkspace(t, w.Config(edges("a=contoso>fabrikam", "b=contoso>northwind", "c=northwind>contoso", "d=fabrikam>contoso")))
	s.MustRun("apply", "-auto-approve")
	for tenant, n := range map[string]int{acctest.FabrikamID: 2, acctest.NorthwindID: 1, acctest.ContosoID: 2} {
		if got := len(w.Guests(tenant)); got != n {
			t.Errorf("%s has %d guests, want %d", tenant, got, n)
		}
	}
	s.Unchanged()
	w.ForgetRequests()

	// Another key by a moved block, and by the command.
	renamed := edges("one=contoso>fabrikam", "two=contoso>northwind", "c=northwind>contoso", "d=fabrikam>contoso")
	s.Write(w.Config(renamed + "\nmoved {\n  from = multitenant_guest_sync.contoso[\"a\"]\n  to = multitenant_guest_sync.contoso[\"one\"]\n}\n"))
	s.MustRun("state", "mv", `multitenant_guest_sync.contoso["b"]`, `multitenant_guest_sync.contoso["two"]`)
	s.MustRun("apply", "-auto-approve")
	s.Unchanged()

	// Other keys of the tenants.
	kontoso := strings.NewReplacer("contoso = {", "kontoso = {", `"contoso"`, `"kontoso"`, `.contoso`, `.contoso`).Replace(w.Config(renamed))
	kontoso = strings.ReplaceAll(kontoso, `"multitenant_guest_sync" "kontoso"`, `"multitenant_guest_sync" "contoso"`)
	s.Write(kontoso)
	s.MustRun("apply", "-auto-approve")
	s.Unchanged()
	if err := w.Wrote(); err != nil {
		t.Error(err)
	}

	// The state file is lost.
	s.MustRun("state", "rm", "multitenant_guest_sync.contoso")
	if out, err := s.Run("import", `multitenant_guest_sync.contoso["one"]`, "fabrikam/contoso"); err == nil || !acctest.Message("Guest syncs are not imported").MatchString(out) {
		t.Errorf("%v:\n%s", err, acctest.Tail(out))
	}
	if out := s.MustRun("apply", "-auto-approve"); strings.Count(out, "1 adopt") != 4 {
		t.Errorf("the users are not found:\n%s", acctest.Tail(out))
	}
	s.Unchanged()
	if err := w.Wrote(); err != nil {
		t.Error(err)
	}
	// One edge is removed with its users, the others stay.
	s.Write(strings.Replace(kontoso, "source = each.value.source", "source = each.value.source\n  on_destroy = \"remove\"", 1))
	s.MustRun("apply", "-auto-approve")
	s.Write(strings.Replace(kontoso, `"d" = { source = "fabrikam", tenant = "kontoso" }`, "", 1))
	s.MustRun("apply", "-auto-approve")
	if got := names(w, acctest.ContosoID); !slices.Equal(got, []string{"olga@northwind.example"}) {
		t.Errorf("contoso has the guests %v", got)
	}
}

// names are the addresses of the guests of a tenant.
func names(w *acctest.World, tenantID string) []string {
	var all []string
	for _, u := range w.Guests(tenantID) {
		all = append(all, strings.ToLower(u.Mail))
	}
	slices.Sort(all)
	return all
}

// TestTwoScopes: a user moves from the group of one guest sync to that of another one with
// the same tenants. The plan stops while both write the user, and goes on when the first has
// let it go.
func TestTwoScopes(t *testing.T) {
	t.Parallel()
	e := populated(4)
	contoso := e.Tenant(acctest.Contoso)
	contoso.Groups[0]["members"] = []string{userID(1), userID(2)}
	const second = "eeeeeeee-0000-4000-8000-000000000021"
	contoso.Groups = append(contoso.Groups, acctest.Object{"id": second, "displayName": "Second", "members": []string{userID(3)}})
	w := acctest.Start(t, e)
	hides := `on_leave = { action = "hide", max_percent = -1 }`
	config := w.Config(guestSync(hides) + strings.Replace(guestSync(groups(second), `attributes = { company_name = { value = "Second" }, show_in_address_list = { value = true } }`,
		`source_anchor = "extensionAttribute14"`, hides), `"contoso"`, `"second"`, 1))
	s := acctest.NewWorkspace(t, config)
	s.MustRun("apply", "-auto-approve")
	join(t, w, second, 2)
	expel(t, w, 2, 2)
	w.ForgetRequests()
	out, err := s.Run("apply", "-auto-approve")
	if err == nil || !acctest.Message("MT081", "the same 1 external users", "one after the other").MatchString(out) {
		t.Errorf("%v\n%s", err, acctest.Tail(out))
	}
	wrote(t, w)
	// One after the other.
	leave(t, w, second, 2)
	s.MustRun("apply", "-auto-approve")
	if err := visible(w, guest(w, 2).ID, false); err != nil {
		t.Error(err)
	}
	join(t, w, second, 2)
	s.MustRun("apply", "-auto-approve")
	s.Unchanged()
	if u := guest(w, 2); u.CompanyName != "Second" {
		t.Errorf("the user is %+v", u)
	}
	if err := visible(w, guest(w, 2).ID, true); err != nil {
		t.Error(err)
	}
}

// TestClosedEdge: the first plan says what keeps the users out between two clouds, and the
// apply fails without a state. Settings of the same configuration count as they are planned.
func TestClosedEdge(t *testing.T) {
	t.Parallel()
	e := populated(1).Grant("Policy.ReadWrite.CrossTenantAccess")
	e.Tenant(acctest.Northwind).CrossTenantAccess = nil
	w := acctest.Start(t, e)
	sync := between("contoso", "northwind", guestSync())
	s := acctest.NewWorkspace(t, w.Config(sync))
	out := s.MustRun("plan")
	if !acctest.Message("MT060", `Tenant "northwind" has not enabled the cloud of "contoso"`).MatchString(out) || !strings.Contains(out, "MT061") {
		t.Errorf("the plan does not say it:\n%s", out)
	}
	if out, err := s.Run("apply", "-auto-approve"); err == nil || !acctest.Message("Cannot sync guests", "cross-tenant access settings").MatchString(out) {
		t.Errorf("%v:\n%s", err, acctest.Tail(out))
	}
	if state := s.MustRun("state", "list"); strings.TrimSpace(state) != "" {
		t.Errorf("the state has %s", state)
	}
	s.Write(w.Config(`
resource "multitenant_cross_tenant_access_policy" "it" {
  tenant                  = "northwind"
  allowed_cloud_endpoints = ["microsoftonline.com"]
}

resource "multitenant_cross_tenant_access_partner" "it" {
  tenant            = "northwind"
  partner_tenant_id = "` + acctest.ContosoID + `"
}
` + strings.Replace(sync, "\n}\n", "\n  depends_on = [multitenant_cross_tenant_access_policy.it, multitenant_cross_tenant_access_partner.it]\n}\n", 1)))
	if out := s.MustRun("apply", "-auto-approve"); strings.Contains(out, "MT06") {
		t.Errorf("settings of the plan do not count:\n%s", out)
	}
	s.Unchanged()
	if n := len(w.Guests(acctest.NorthwindID)); n != 1 {
		t.Errorf("there are %d guests", n)
	}
}
