package organization_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// tailspinID is a third tenant of the public cloud.
const tailspinID = "44444444-0000-4000-8000-000000000001"

// threeTenants adds Tailspin to the estate.
func threeTenants() *acctest.Estate {
	e := organizations()
	third := *e.Tenant(acctest.Fabrikam)
	third.Key, third.TenantID, third.DisplayName = "tailspin", tailspinID, "Tailspin"
	third.InitialDomain, third.Domains, third.Users = "tailspin.onmicrosoft.com", []any{"tailspin.example"}, nil
	third.Applications = []acctest.Application{{
		ClientID: "c4444444-0000-4000-8000-000000000000", ClientSecret: acctest.Secret("tailspin"), Permissions: third.Applications[0].Permissions,
	}}
	e.Tenants = append(e.Tenants, third)
	return e
}

// TestOrganizationLists: the organization is listed in the tenant that has created it,
// its other tenants in every owner, and the membership in every tenant that has joined.
// What a list generates imports by identity without a change.
func TestOrganizationLists(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, threeTenants())
	w.Unite("Group", acctest.ContosoID, acctest.FabrikamID, tailspinID)
	w.SetOrganizationRole(acctest.ContosoID, acctest.FabrikamID, "owner")
	w.ForgetRequests()
	p := w.Protocol(t, nil)
	check := func(kind, tenant, want string, limit int64) {
		t.Helper()
		var names []string
		for _, r := range p.List(t, kind, limit, map[string]any{"tenant": tenant}) {
			state := p.Adopt(t, kind, r)
			text, _ := state["id"].(string)
			if names = append(names, r.DisplayName+":"+text[strings.LastIndex(text, "/")+1:]); state["tenant"] != tenant {
				t.Errorf("%s of %s lists the state %v", kind, tenant, state)
			}
		}
		if slices.Sort(names); strings.Join(names, " ") != want {
			t.Errorf("%s of %s lists %q, want %q", kind, tenant, names, want)
		}
	}
	const group, member, membership = "multitenant_organization", "multitenant_organization_tenant", "multitenant_organization_membership"
	check(group, "contoso", "Group:organization", 0)
	check(group, "fabrikam", "", 0)
	check(group, "northwind", "", 0)
	check(membership, "contoso", "", 0)
	check(membership, "fabrikam", "Group:membership", 0)
	check(membership, "tailspin", "Group:membership", 0)
	check(membership, "northwind", "", 0)
	check(member, "contoso", "Fabrikam:"+acctest.FabrikamID+" Tailspin:"+tailspinID, 0)
	check(member, "fabrikam", "Contoso:"+acctest.ContosoID+" Tailspin:"+tailspinID, 0)
	check(member, "tailspin", "", 0)
	check(member, "northwind", "", 0)
	if some := p.List(t, member, 1, map[string]any{"tenant": "contoso"}); len(some) != 1 {
		t.Errorf("with a limit of one there are %d tenants", len(some))
	}
	w.LeaveOrganization(tailspinID)
	check(membership, "tailspin", "", 0)
	check(member, "contoso", "Fabrikam:"+acctest.FabrikamID, 0)
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("lists wrote %v", writes)
	}
}
