package settings

// Entitlement are the settings about entitlement management.
type Entitlement struct {
	// ConnectedTenantsAreAccepted takes a tenant id as the identity source of a connected
	// organization. The page of the operation in beta asks for a domain, whose tenant the
	// service finds; that of v1.0 does not say (graph-cross-tenant §6).
	ConnectedTenantsAreAccepted bool `json:"connected_tenants_are_accepted"`
	// ConnectedDomainsStay keeps a domain as it is although a tenant of Entra has verified
	// it, instead of the documented change to that tenant (graph-cross-tenant §6).
	ConnectedDomainsStay bool `json:"connected_domains_stay"`
	// ConnectedOrganizationChangeIsEmpty answers a change with 204 instead of the documented
	// 202 and the object (graph-cross-tenant §6).
	ConnectedOrganizationChangeIsEmpty bool `json:"connected_organization_change_is_empty"`
	// CreatedOrganizationShowsSources shows the identity sources in the answer to a
	// creation, in which the documented one has none (graph-cross-tenant §6).
	CreatedOrganizationShowsSources bool `json:"created_organization_shows_sources"`
	// EntitlementNeedsLicense refuses to create connected organizations in a tenant without
	// Entra ID Governance. That a license is required is documented, what the API answers
	// without one is not (graph-cross-tenant §6).
	EntitlementNeedsLicense bool `json:"entitlement_needs_license"`
}

func defaultEntitlement() Entitlement {
	return Entitlement{EntitlementNeedsLicense: true}
}
