package torture_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

const scopeGroupType = "multitenant_sync_scope_group"

// scopeGroup is a group of Contoso with some employees.
type scopeGroup struct {
	name, description string
	members           map[string]bool
}

func newScopeGroup(r *round) configured {
	g := &scopeGroup{name: r.name(), members: map[string]bool{}}
	g.change(r)
	return g
}

func (g *scopeGroup) address() string     { return scopeGroupType + "." + g.name }
func (g *scopeGroup) object() string      { return g.displayName() }
func (g *scopeGroup) displayName() string { return "sync-scope-" + g.name }

func (g *scopeGroup) arguments() []string {
	list := []string{
		`tenant = "contoso"`, fmt.Sprintf("display_name = %q", g.displayName()), "owners = []",
		`members = ["` + strings.Join(slices.Sorted(maps.Keys(g.members)), `", "`) + `"]`,
	}
	if g.description != "" {
		list = append(list, fmt.Sprintf("description = %q", g.description))
	}
	return list
}

func (g *scopeGroup) change(r *round) {
	if g.description != "" || r.IntN(2) == 0 {
		g.description = oneOf(r, "Users of the mesh", "Users of the hub") // one that is removed stays
	}
	for range 1 + r.IntN(4) {
		id := employeeID(r.IntN(employees))
		if g.members[id] = !g.members[id]; !g.members[id] {
			delete(g.members, id)
		}
	}
	if len(g.members) == 0 {
		g.members[employeeID(0)] = true
	}
}

// check expects one group of the name, with the members, recorded in the state as
// created.
func (g *scopeGroup) check(r *round) {
	r.t.Helper()
	page, err := directory.Groups.List(r.world.World, acctest.ContosoID, kernel.Listing{Limit: 1000})
	if err != nil {
		r.t.Fatal(err)
	}
	named := slices.DeleteFunc(page.Items, func(other *directory.Group) bool { return other.DisplayName != g.displayName() })
	if len(named) != 1 {
		r.t.Errorf("there are %d groups %s", len(named), g.displayName())
		return
	}
	got, want := slices.Sorted(slices.Values(named[0].Members)), slices.Sorted(maps.Keys(g.members))
	if !slices.Equal(got, want) {
		r.t.Errorf("the members of %s are %v, want %v", g.displayName(), got, want)
	}
	if state := r.state(g); state["group_id"] != named[0].ID || state["on_destroy"] != "delete" {
		r.t.Errorf("%s is %s; the state has %v, on_destroy = %v", g.displayName(), named[0].ID, state["group_id"], state["on_destroy"])
	}
}
