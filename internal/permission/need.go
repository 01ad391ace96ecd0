package permission

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// Place is the role of a tenant for a resource, data source or check.
type Place string

// The places.
const (
	// Own is the tenant that contains the settings or the objects.
	Own Place = "tenant itself"

	Resource Place = "resource tenant"
	Home     Place = "home tenant"
	Both     Place = "both tenants"

	// Source and Target are the ends of an edge.
	Source Place = "source"
	Target Place = "target"
)

// Need is a permission that is needed in a tenant.
type Need struct {
	// Permission is the least privileged one that allows the calls.
	Permission string
	// Or are other permissions of this package that allow them too.
	Or []string
	In Place
	// For is the purpose, as a row of a table: "invite users".
	For string
	// Calls are the operations that it allows, by their names in package graph, or in
	// package exchange for a role. ManageAsApp has none: all of Exchange need it.
	Calls []string
	// Role is set if the permission is an Entra role for Exchange Online, and not one
	// of Microsoft Graph.
	Role bool
	// Checks are skipped without it.
	Checks []rules.Code
	// PublicOnly is set if only the public cloud has the calls.
	PublicOnly bool
}

// Kind is the kind of a permission.
type Kind string

// The kinds.
const (
	OfGraph    Kind = "application permission of Microsoft Graph"
	OfExchange Kind = "application permission of Office 365 Exchange Online"
	OfEntra    Kind = "Entra role"
)

// Kind returns the kind of the permission.
func (n Need) Kind() Kind {
	switch {
	case n.Role:
		return OfEntra
	case n.Permission == ManageAsApp:
		return OfExchange
	}
	return OfGraph
}

// to returns the need with the purpose that it has for one table.
func (n Need) to(purpose string) Need {
	n.For = purpose
	return n
}

// Table lists the needs of a resource, a data source or a module.
type Table struct {
	// Name is the name of the type, such as "multitenant_tenant", or of the module.
	Name string
	// Needs are required: without one of them an operation fails.
	Needs []Need
	// Optional are the needs of checks. Without one of them checks are skipped; a
	// warning or, for an edge, `unchecked` reports it. Permissions that the
	// required ones cover are not among them.
	Optional []Need
}

// tableOf omits the optional needs that the others cover.
func tableOf(name string, needs []Need, optional ...Need) Table {
	return Table{Name: name, Needs: needs, Optional: slices.DeleteFunc(slices.Clone(optional), func(o Need) bool {
		return slices.ContainsFunc(needs, func(n Need) bool { return n.covers(o) })
	})}
}

// covers reports whether the permission of a need satisfies another need. A need in
// the tenant itself applies to every tenant that is used.
func (n Need) covers(other Need) bool {
	return (n.In == other.In || n.In == Own) && (n.Permission == other.Permission || slices.Contains(other.Or, n.Permission))
}

// NeedsOf lists the needs of a check. A check of both plans and edges has the needs
// of plans.
func NeedsOf(code rules.Code) []Need {
	needs := about(code, planNeeds)
	if len(needs) == 0 {
		needs = about(code, edgeNeeds)
	}
	return needs
}

// PlanChecks lists the checks of plans that need a permission, in the order of
// their codes. The check of licenses is also in EdgeChecks.
func PlanChecks() []rules.Code { return checksOf(planNeeds) }

// EdgeChecks lists the checks of multitenant_topology_check.
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

// Skipped lists the plan checks that need a permission in a tenant, in the order of
// their codes. It includes those about users in their home tenant if the provider
// has another tenant that could invite them.
func Skipped(permission string, others bool) []rules.Code {
	return checksOf(slices.DeleteFunc(slices.Clone(planNeeds), func(n Need) bool {
		return n.Permission != permission || n.In == Home && !others
	}))
}

// All lists every need.
func All() []Need {
	all := slices.Concat(planNeeds, edgeNeeds, exchangeNeeds, []Need{ExplainHome, ExplainGuest})
	for _, t := range Tables() {
		all = append(all, t.Needs...)
	}
	return all
}
