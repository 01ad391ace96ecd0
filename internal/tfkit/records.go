package tfkit

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// Records are what the objects of one plan tell each other.
type Records struct {
	// Claims records the addresses and entries that the objects of this plan
	// reserve.
	Claims *rules.Claims
	// Renames records the users that this plan deletes and invites.
	Renames *rules.Renames
	// Writers records what writes external users in this plan.
	Writers *rules.Writers
	// ScopeGroups records the scope groups that this plan deletes and creates.
	ScopeGroups *rules.ScopeGroups
	// ScopeLosses records the users that this plan takes out of the scope of
	// synchronizations.
	ScopeLosses *rules.ScopeLosses
	// OrganizationTenants records the tenants that this plan has in multitenant
	// organizations.
	OrganizationTenants *rules.OrganizationTenants
	// Closures records the guests of this plan, and the settings that may keep them
	// out.
	Closures *rules.Closures
}

// NewRecords returns empty records.
func NewRecords() Records {
	return Records{
		Claims: rules.NewClaims(), Renames: rules.NewRenames(), Writers: &rules.Writers{}, ScopeGroups: &rules.ScopeGroups{},
		ScopeLosses: &rules.ScopeLosses{}, OrganizationTenants: &rules.OrganizationTenants{}, Closures: &rules.Closures{},
	}
}
