package torture_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/entitlement"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

const connectedType = "multitenant_connected_organization"

// connected is a connected organization of Fabrikam, known by a domain of its own.
type connected struct {
	name, title, state, description string
	// domains and sponsors are sets.
	domains, sponsors map[string]bool
}

func newConnected(r *round) configured {
	c := &connected{name: r.name(), domains: map[string]bool{}, sponsors: map[string]bool{}}
	c.domains[c.object()] = true
	c.change(r)
	return c
}

func (c *connected) address() string { return connectedType + "." + c.name }
func (c *connected) object() string  { return strings.ReplaceAll(c.name, "_", "-") + ".example" }

func (c *connected) change(r *round) {
	c.title, c.state = oneOf(r, "Partner ", "Customer ")+c.name, oneOf(r, "configured", "proposed")
	c.description = oneOf(r, "", "Joint venture", "Supplier")
	for _, label := range []string{"a.", "b."} {
		c.domains[label+c.object()] = r.IntN(2) == 0
	}
	for _, id := range []string{acctest.AdministratorID, acctest.ManagerID} {
		c.sponsors[id] = r.IntN(2) == 0
	}
}

func (c *connected) arguments() []string {
	var sources, sponsors []string
	for _, domain := range chosen(c.domains) {
		sources = append(sources, fmt.Sprintf("{ domain_name = %q }", domain))
	}
	for _, id := range chosen(c.sponsors) {
		sponsors = append(sponsors, fmt.Sprintf("%q", id))
	}
	return []string{
		`tenant = "fabrikam"`, fmt.Sprintf("display_name = %q", c.title), fmt.Sprintf("description = %q", c.description), fmt.Sprintf("state = %q", c.state),
		"identity_sources = [" + strings.Join(sources, ", ") + "]", "internal_sponsors = [" + strings.Join(sponsors, ", ") + "]",
	}
}

// chosen are the members of a set, in order.
func chosen(set map[string]bool) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(set)), func(member string) bool { return !set[member] })
}

// check expects one connected organization of the domain, with its values.
func (c *connected) check(r *round) {
	r.t.Helper()
	var all []*entitlement.Organization
	err := r.world.Read(acctest.FabrikamID, func(d *kernel.Directory, _ kernel.Moment) error {
		all = entitlement.Organizations.All(d)
		return nil
	})
	if err != nil {
		r.t.Fatal(err)
	}
	all = slices.DeleteFunc(all, func(o *entitlement.Organization) bool { return !slices.Contains(domainsOf(o), c.object()) })
	if len(all) != 1 {
		r.t.Errorf("%d connected organizations have the domain %s", len(all), c.object())
		return
	}
	o := all[0]
	if o.DisplayName != c.title || o.Description != c.description || o.State != c.state ||
		!slices.Equal(domainsOf(o), chosen(c.domains)) || !slices.Equal(slices.Sorted(slices.Values(o.Internal)), chosen(c.sponsors)) {
		r.t.Errorf("connected organization %+v, want %+v", o, c)
	}
	if state := r.state(c); state["connected_organization_id"] != o.ID || state["on_destroy"] != "delete" {
		r.t.Errorf("%s is %s; the state has %v, on_destroy = %v", c.title, o.ID, state["connected_organization_id"], state["on_destroy"])
	}
}

func domainsOf(o *entitlement.Organization) []string {
	var domains []string
	for _, s := range o.Sources {
		domains = append(domains, s.Domain)
	}
	slices.Sort(domains)
	return domains
}
