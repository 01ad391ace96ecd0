package scenarios_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
)

// mergingEstate is two companies whose applications may do what the guides do.
func mergingEstate() *acctest.Estate {
	e := unconnectedEstate().Grant("MultiTenantOrganization.ReadWrite.All", "Application.ReadWrite.All", "Synchronization.ReadWrite.All",
		"Group.ReadWrite.All", "AppRoleAssignment.ReadWrite.All")
	e.Tenants = e.Tenants[:2]
	return e
}

// members counts the external users of a tenant, and the members among them.
func members(w *acctest.World, tenantID string) (external, member int) {
	for _, u := range w.Guests(tenantID) {
		if external++; u.UserType == directory.TypeMember {
			member++
		}
	}
	return external, member
}

// TestMergeAndSeparateGuides follows both guides: after the first, the users of each
// company are members of the other, also one that was a guest before; after the second,
// no synchronized user, entry, synchronization or organization is left.
func TestMergeAndSeparateGuides(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, mergingEstate())
	w.Welcome(acctest.FabrikamID, "mona.manager@contoso.example")
	s := workspace(t, w.Config(""))
	if g := follow(t, w, s, "merge"); g.files != 1 || g.commands != 3 {
		t.Errorf("the first guide has %d files and %d commands", g.files, g.commands)
	}
	for _, id := range []string{acctest.ContosoID, acctest.FabrikamID} {
		if external, member := members(w, id); external != 2 || member != 2 {
			t.Errorf("%s has %d external users, %d of them members", id, external, member)
		}
	}
	if g := follow(t, w, s, "separate"); g.files != 2 || g.commands != 3 || strings.Contains(g.printed, "MT054") {
		t.Errorf("the second guide has %d files and %d commands, and prints\n%s", g.files, g.commands, acctest.Tail(g.printed))
	}
	for _, id := range []string{acctest.ContosoID, acctest.FabrikamID} {
		if external, _ := members(w, id); external != 0 {
			t.Errorf("%s has %d external users", id, external)
		}
	}
	for key, tenant := range tenantState(t, w) {
		holds, _ := tenant.(map[string]any)
		access, _ := holds["cross_tenant_access_policy"].(map[string]any)
		partners, _ := access["partners"].([]any)
		if len(partners) > 0 || holds["multi_tenant_organization"] != nil {
			t.Errorf("%s still has %v and %v", key, partners, holds["multi_tenant_organization"])
		}
	}
}

// TestGovernmentSubsidiaryGuide follows the guide: the users of each tenant are members
// of the other.
func TestGovernmentSubsidiaryGuide(t *testing.T) {
	t.Parallel()
	e := acctest.ReadEstate(t, top+"examples/modules/topology/examples/government-subsidiary/tenants.json")
	w := acctest.Start(t, e)
	s := workspace(t, w.Config(""))
	if g := follow(t, w, s, "government-subsidiary"); g.files != 1 || g.commands != 3 {
		t.Errorf("the guide has %d files and %d commands", g.files, g.commands)
	}
	for _, tenant := range e.Tenants {
		types := []string{}
		for _, u := range w.People(tenant.TenantID) {
			types = append(types, u.UserType)
		}
		if len(types) != 3 || slices.ContainsFunc(types, func(userType string) bool { return userType != directory.TypeMember }) {
			t.Errorf("%s has users of the types %v", tenant.Key, types)
		}
	}
}
