package settings

// Organizations are the settings about multitenant organizations.
type Organizations struct {
	// OrganizationPartnersStay refuses to delete the entry about a tenant of the same
	// multitenant organization. Each active tenant must have one about each other;
	// that a deletion is refused is not documented (graph-cross-tenant §3.4).
	OrganizationPartnersStay bool `json:"organization_partners_stay"`
	// OrganizationDelay is the time from a request to a multitenant organization until it
	// is carried out: a creation, a join, a removal, a new role. Minutes to hours are
	// documented (graph-cross-tenant §3.4).
	OrganizationDelay Lags `json:"organization_delay"`
	// OwnersCannotBeRemoved refuses to remove an owner from a multitenant organization, and
	// the tenant that created it. A tutorial says so, the page of the operation does not
	// (graph-cross-tenant §3.4).
	OwnersCannotBeRemoved bool `json:"owners_cannot_be_removed"`
	// RemovedTenantIsReturned answers a removal from a multitenant organization with 200
	// and the tenant, as reported from live tenants, instead of the documented 204
	// (graph-cross-tenant §3.1).
	RemovedTenantIsReturned bool `json:"removed_tenant_is_returned"`
	// ResetInOrganizationIsRefused refuses to reset the redemption of a user of another
	// tenant of the multitenant organization. That it is disabled is documented, what the
	// API answers is not (graph-cross-tenant §3.4).
	ResetInOrganizationIsRefused bool `json:"reset_in_organization_is_refused"`
	// ExternalTenantsAreLimited refuses multitenant organizations and connected
	// organizations in external tenants, and the former in tenants of Azure AD B2C. That
	// they lack Microsoft 365 and entitlement management is documented, what the API answers
	// is not (graph-identity §10.3).
	ExternalTenantsAreLimited bool `json:"external_tenants_are_limited"`
}

func defaultOrganizations() Organizations {
	return Organizations{OrganizationPartnersStay: true, OrganizationDelay: 3, ResetInOrganizationIsRefused: true, ExternalTenantsAreLimited: true}
}
