package torture_test

import (
	"fmt"
	"maps"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
)

const organizationType = "multitenant_organization"

// organization is the multitenant organization of Woodgrove, the only one of the estate.
type organization struct{ name, title, description string }

func newOrganization(r *round) configured {
	o := &organization{name: r.name()}
	if r.taken(organizationType, o.object()) {
		return nil
	}
	o.change(r)
	return o
}

func (o *organization) address() string { return organizationType + "." + o.name }
func (o *organization) object() string  { return woodgrove.id }

func (o *organization) change(r *round) {
	o.title, o.description = oneOf(r, "Group", "Holding"), oneOf(r, "", "All companies")
}

func (o *organization) arguments() []string {
	return []string{fmt.Sprintf("tenant = %q", woodgrove.key), fmt.Sprintf("display_name = %q", o.title), fmt.Sprintf("description = %q", o.description)}
}

// check compares the tenants of both sides.
func (o *organization) check(r *round) {
	r.t.Helper()
	want := map[string]string{woodgrove.id: "owner active"}
	m, added := the[*addedTenant](r)
	_, joins := the[*membership](r)
	switch {
	case joins:
		want[acctest.FabrikamID] = m.role + " active"
		if got := r.world.OrganizationTenants(acctest.FabrikamID); !maps.Equal(got, want) {
			r.t.Errorf("Fabrikam sees the tenants %v, want %v", got, want)
		}
	case added:
		want[acctest.FabrikamID] = m.role + " pending"
	}
	if got := r.world.OrganizationTenants(woodgrove.id); !maps.Equal(got, want) {
		r.t.Errorf("the organization has the tenants %v, want %v", got, want)
	}
}

// the returns the only resource of a type, if there is one.
func the[T configured](r *round) (only T, is bool) {
	for _, c := range r.configured {
		if only, is = c.(T); is {
			return only, true
		}
	}
	return only, false
}

// sweep removes the entries that a join has created in both tenants, and that a
// destroy leaves.
func (*organization) sweep(r *round) {
	for _, side := range [][2]string{{woodgrove.id, acctest.FabrikamID}, {acctest.FabrikamID, woodgrove.id}} {
		if _, err := crosstenant.SyncPolicies.Get(r.world.World, side[0], side[1]); err == nil {
			r.world.RemoveSynchronization(side[0], side[1])
		}
		if _, err := crosstenant.Partners.Get(r.world.World, side[0], side[1]); err == nil {
			r.world.RemovePartner(side[0], side[1])
		}
	}
}

const addedTenantType = "multitenant_organization_tenant"

// addedTenant is Fabrikam as the organization lists it.
type addedTenant struct {
	name, role string
	of         *organization
}

func newAddedTenant(r *round) configured {
	o, is := the[*organization](r)
	m := &addedTenant{name: r.name(), of: o}
	if !is || r.taken(addedTenantType, m.object()) {
		return nil
	}
	m.change(r)
	return m
}

func (m *addedTenant) address() string    { return addedTenantType + "." + m.name }
func (m *addedTenant) object() string     { return acctest.FabrikamID }
func (m *addedTenant) parent() configured { return m.of }
func (m *addedTenant) change(r *round)    { m.role = oneOf(r, "member", "owner") }

func (m *addedTenant) arguments() []string {
	return []string{
		"tenant = " + m.of.address() + ".tenant", fmt.Sprintf("member_tenant_id = %q", acctest.FabrikamID),
		`display_name = "Fabrikam"`, fmt.Sprintf("role = %q", m.role),
	}
}

// check leaves the comparison to the organization.
func (m *addedTenant) check(*round) {}

const membershipType = "multitenant_organization_membership"

// membership is Fabrikam's side. It is removed with the owner's: a tenant that left
// alone would be added again by the next plan.
type membership struct {
	name string
	of   *addedTenant
}

func newMembership(r *round) configured {
	of, is := the[*addedTenant](r)
	m := &membership{r.name(), of}
	if !is || r.taken(membershipType, m.object()) {
		return nil
	}
	return m
}

func (m *membership) address() string    { return membershipType + "." + m.name }
func (m *membership) object() string     { return acctest.FabrikamID }
func (m *membership) parent() configured { return m.of }
func (m *membership) whole() configured  { return m.of }
func (m *membership) change(*round)      {}

func (m *membership) arguments() []string {
	return []string{`tenant = "fabrikam"`, "owner_tenant_id = " + m.of.address() + ".tenant_id"}
}

// check leaves the comparison to the organization.
func (m *membership) check(*round) {}

const organizationTemplateType = "multitenant_organization_template"

// organizationTemplate is what a join writes into the entries of a tenant.
type organizationTemplate struct {
	access
	entries string
	sync    bool
}

func newOrganizationTemplate(r *round) configured {
	o := &organizationTemplate{access: access{organizationTemplateType, r.name(), oneOf(r, woodgrove, resourceTenants[0]), map[string]string{}}}
	if r.taken(organizationTemplateType, o.object()) {
		return nil
	}
	o.configure(r, "inbound_trust", "automatic_user_consent", "b2b_direct_connect_inbound")
	o.change(r)
	return o
}

func (o *organizationTemplate) change(r *round) {
	o.access.change(r)
	o.entries, o.sync = oneOf(r, `[]`, `["newPartners"]`, `["newPartners", "existingPartners"]`), r.IntN(2) == 0
}

func (o *organizationTemplate) arguments() []string {
	return append(o.access.arguments(), "applies_to = "+o.entries, "user_sync_applies_to = "+o.entries, fmt.Sprintf("user_sync_allowed = %t", o.sync))
}

// check leaves the comparison to the empty plan.
func (o *organizationTemplate) check(*round) {}
