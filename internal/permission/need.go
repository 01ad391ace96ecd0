package permission

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// Place is a tenant as it is seen from what needs a permission there.
type Place string

// The places.
const (
	// Own is the tenant that the settings or the objects are in.
	Own Place = "tenant itself"

	Resource Place = "resource tenant"
	Home     Place = "home tenant"
	Both     Place = "both tenants"

	// Source and Target are the ends of an edge.
	Source Place = "source"
	Target Place = "target"
)

// Need is a permission that something needs in a tenant.
type Need struct {
	// Permission is the least that allows the calls.
	Permission string
	// Or are others among the permissions of this package that do as well.
	Or []string
	In Place
	// For says what it is for, as a row of a table does: "invite users".
	For string
	// Calls are the operations that it allows, by the names that package graph
	// has for them, or package exchange for a role.
	Calls []string
	// Role is set for an Entra role, by which Exchange Online allows its cmdlets; a
	// Permission of Microsoft Graph otherwise.
	Role bool
	// Checks are skipped without it.
	Checks []rules.Code
	// PublicOnly is set where no other cloud than the public one has the calls.
	PublicOnly bool
}

// Table is what a resource, a data source or a module needs.
type Table struct {
	// Name is that of the type, "multitenant_tenant", or of the module.
	Name string
	// Needs are needed: without one of them something fails.
	Needs []Need
	// Optional are those of checks. Without one of them checks are skipped, which
	// a warning or, for an edge, `unchecked` says. What the needed permissions
	// allow as well is not among them.
	Optional []Need
}

// tableOf leaves out the optional needs that the others cover.
func tableOf(name string, needs []Need, optional ...Need) Table {
	return Table{Name: name, Needs: needs, Optional: slices.DeleteFunc(slices.Clone(optional), func(o Need) bool {
		return slices.ContainsFunc(needs, func(n Need) bool { return n.covers(o) })
	})}
}

// covers reports whether the permission of a need does for another one. A need of
// the tenant itself is one of every tenant that is used.
func (n Need) covers(other Need) bool {
	return (n.In == other.In || n.In == Own) && (n.Permission == other.Permission || slices.Contains(other.Or, n.Permission))
}

// NeedsOf lists what a check needs. One that concerns plans and edges alike has
// the needs of plans.
func NeedsOf(code rules.Code) []Need {
	needs := about(code, planNeeds)
	if len(needs) == 0 {
		needs = about(code, edgeNeeds)
	}
	return needs
}

// PlanChecks and EdgeChecks list the checks that need a permission, in the order
// of their codes. One of them, about licenses, is among both.
func PlanChecks() []rules.Code { return checksOf(planNeeds) }

// EdgeChecks are those of multitenant_topology_check.
func EdgeChecks() []rules.Code { return checksOf(edgeNeeds) }

func checksOf(needs []Need) []rules.Code {
	var codes []rules.Code
	for _, n := range needs {
		codes = append(codes, n.Checks...)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

func about(code rules.Code, needs []Need) []Need {
	return slices.DeleteFunc(slices.Clone(needs), func(n Need) bool { return !slices.Contains(n.Checks, code) })
}

// Skipped lists the plan checks that a permission is needed for in a tenant, in
// the order of their codes. Those about people at home are among them where the
// provider has another tenant that could invite them.
func Skipped(permission string, others bool) []rules.Code {
	return checksOf(slices.DeleteFunc(slices.Clone(planNeeds), func(n Need) bool {
		return n.Permission != permission || n.In == Home && !others
	}))
}

// All lists every need there is.
func All() []Need {
	all := slices.Concat(planNeeds, edgeNeeds, exchangeNeeds)
	for _, t := range Tables() {
		all = append(all, t.Needs...)
	}
	return all
}
