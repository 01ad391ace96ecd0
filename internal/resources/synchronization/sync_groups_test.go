package synchronization_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// groupsToo is an edge from Contoso to Fabrikam with its check, whose groups are
// synchronized, or not, on each side.
func groupsToo(w *acctest.World, inSource, inTarget string) string {
	return unguarded(w.Config(fmt.Sprintf(`
resource "multitenant_cross_tenant_access_partner" "fabrikam" {
  tenant                    = "contoso"
  partner_tenant_id         = %q
  b2b_collaboration_inbound = { inherit = true }
  automatic_user_consent    = { inbound_allowed = false, outbound_allowed = true }
}

resource "multitenant_cross_tenant_access_partner" "contoso" {
  tenant                   = "fabrikam"
  partner_tenant_id        = %q
  automatic_user_consent   = { inbound_allowed = true, outbound_allowed = false }
  identity_synchronization = { user_sync_allowed = true%s }
}

data "multitenant_topology_check" "edge" {
  edges      = [{ source = "contoso", target = "fabrikam", capabilities = ["sync"] }]
  depends_on = [multitenant_cross_tenant_access_partner.contoso, multitenant_sync_scope_group.it]
}

output "findings" {
  value = join(", ", [for f in data.multitenant_topology_check.edge.findings : "${f.code} ${join(" ", f.settings)}"])
}

output "unchecked" {
  value = join(", ", [for u in data.multitenant_topology_check.edge.unchecked : u.what])
}
`, acctest.FabrikamID, acctest.ContosoID, inTarget) + synced(`delete_threshold = 500`, inSource,
		`depends_on = [multitenant_cross_tenant_access_partner.fabrikam, multitenant_cross_tenant_access_partner.contoso]`) +
		group(set("members", members(0, 3)), "service_principal_ids = [multitenant_cross_tenant_sync.it.service_principal_id]")))
}

// arrivedGroup is the group of Fabrikam with the name of the scope group, nil without
// one, with the mail addresses of its members.
func arrivedGroup(t *testing.T, w *acctest.World) (*directory.Group, []string) {
	t.Helper()
	page, err := directory.Groups.List(w.World, acctest.FabrikamID, kernel.Listing{Limit: 100})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(page.Items, func(g *directory.Group) bool { return g.DisplayName == name })
	if i < 0 {
		return nil, nil
	}
	var mails []string
	for _, id := range page.Items[i].Members {
		mails = append(mails, strings.ToLower(w.User(acctest.FabrikamID, id).Mail))
	}
	slices.Sort(mails)
	return page.Items[i], mails
}

// TestGroupsAreSynchronized: with the mapping of the source and the permission of the
// target in one apply, the next cycle creates the group in the target with its members,
// and keeps it up to date. Each half alone is a finding, and nothing arrives.
func TestGroupsAreSynchronized(t *testing.T) {
	t.Parallel()
	e := reaching(6).Grant("Policy.ReadWrite.CrossTenantAccess", "Policy.Read.All", "Organization.Read.All")
	e.Tenant(acctest.Contoso).CrossTenantAccess, e.Tenant(acctest.Fabrikam).CrossTenantAccess = nil, nil
	w := acctest.Start(t, e)
	const refused = `Synchronization configuration "Synchronization to fabrikam" of tenant "contoso" synchronizes groups, and tenant "fabrikam" does not allow it`
	s := acctest.NewWorkspace(t, groupsToo(w, "groups = true", ", group_sync_allowed = true"))
	if out := s.MustRun("plan"); acctest.Message(refused).MatchString(out) {
		t.Errorf("with both sides, the plan warns\n%s", acctest.Tail(out))
	}
	s.Write(groupsToo(w, "groups = true", ""))
	warned(t, s, refused)
	if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, "MT076 identitySynchronization.groupSyncInbound.isSyncAllowed") {
		t.Errorf("without the permission of the target, the apply says\n%s", acctest.Tail(out))
	}
	runs(t, w)
	if g, _ := arrivedGroup(t, w); g != nil {
		t.Errorf("without the permission of the target, %+v arrived", g)
	}

	s.Write(groupsToo(w, "groups = true", ", group_sync_allowed = true"))
	if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, `findings = ""`) {
		t.Errorf("with both sides, the apply says\n%s", acctest.Tail(out))
	}
	s.Unchanged()
	runs(t, w)
	g, mails := arrivedGroup(t, w)
	if want := "e0@contoso.example e1@contoso.example e2@contoso.example"; g == nil || !g.SecurityEnabled || g.MembershipRule != "" || strings.Join(mails, " ") != want {
		t.Fatalf("arrived is %+v with %q, want %q", g, mails, want)
	}
	if got := arrived(t, w); got["Member"] != 3 {
		t.Errorf("arrived are %v", got)
	}
	s.Unchanged()

	// The group follows its members.
	link(t, w, "members", member(4))()
	unlink(t, w, "members", member(0))()
	runs(t, w)
	if again, mails := arrivedGroup(t, w); again.ID != g.ID || strings.Join(mails, " ") != "e1@contoso.example e2@contoso.example e4@contoso.example" {
		t.Errorf("after a change of its members, %s has %q", again.ID, mails)
	}

	s.Write(groupsToo(w, "groups = false", ", group_sync_allowed = true"))
	if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, "MT076 synchronization schema: mapping of groups") {
		t.Errorf("without the mapping of the source, the apply says\n%s", acctest.Tail(out))
	}
	s.MustRun("destroy", "-auto-approve")
	runs(t, w)
	if g, _ := arrivedGroup(t, w); g == nil {
		t.Error("the destroy has deleted the group of the target")
	}
}
