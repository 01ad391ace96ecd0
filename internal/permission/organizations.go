package permission

// The needs of multitenant organizations. The templates are part of the cross-tenant
// access policy.
var (
	multitenantOrganization = Need{
		Permission: "MultiTenantOrganization.ReadWrite.All", In: Own, For: "read and change the multitenant organization, its tenants and the join request", PublicOnly: true,
		Calls: []string{
			"GET /tenantRelationships/multiTenantOrganization", "PUT /tenantRelationships/multiTenantOrganization",
			"PATCH /tenantRelationships/multiTenantOrganization",
			"GET /tenantRelationships/multiTenantOrganization/tenants", "POST /tenantRelationships/multiTenantOrganization/tenants",
			"GET /tenantRelationships/multiTenantOrganization/tenants/{tenantId}", "PATCH /tenantRelationships/multiTenantOrganization/tenants/{tenantId}",
			"DELETE /tenantRelationships/multiTenantOrganization/tenants/{tenantId}",
			"GET /tenantRelationships/multiTenantOrganization/joinRequest", "PATCH /tenantRelationships/multiTenantOrganization/joinRequest",
		},
	}
	organizationTenants = Need{
		Permission: "MultiTenantOrganization.Read.All", Or: []string{"MultiTenantOrganization.ReadWrite.All"}, In: Own,
		For: "the multitenant organization and its tenants", PublicOnly: true,
		Calls: []string{"GET /tenantRelationships/multiTenantOrganization", "GET /tenantRelationships/multiTenantOrganization/tenants"},
	}
	organizationTemplate = Need{
		Permission: "Policy.ReadWrite.CrossTenantAccess", In: Own, For: "read and write the templates", PublicOnly: true,
		Calls: []string{
			"GET /policies/crossTenantAccessPolicy/templates/multiTenantOrganizationPartnerConfiguration",
			"PATCH /policies/crossTenantAccessPolicy/templates/multiTenantOrganizationPartnerConfiguration",
			"POST /policies/crossTenantAccessPolicy/templates/multiTenantOrganizationPartnerConfiguration/resetToDefaultSettings",
			"GET /policies/crossTenantAccessPolicy/templates/multiTenantOrganizationIdentitySynchronization",
			"PATCH /policies/crossTenantAccessPolicy/templates/multiTenantOrganizationIdentitySynchronization",
			"POST /policies/crossTenantAccessPolicy/templates/multiTenantOrganizationIdentitySynchronization/resetToDefaultSettings",
		},
	}
	connectedOrganization = Need{
		Permission: "EntitlementManagement.ReadWrite.All", In: Own, For: "read and write connected organizations and their sponsors",
		Calls: []string{
			"GET /identityGovernance/entitlementManagement/connectedOrganizations", "POST /identityGovernance/entitlementManagement/connectedOrganizations",
			"GET /identityGovernance/entitlementManagement/connectedOrganizations/{id}", "PATCH /identityGovernance/entitlementManagement/connectedOrganizations/{id}",
			"DELETE /identityGovernance/entitlementManagement/connectedOrganizations/{id}",
			"GET /identityGovernance/entitlementManagement/connectedOrganizations/{id}/externalSponsors",
			"POST /identityGovernance/entitlementManagement/connectedOrganizations/{id}/externalSponsors/$ref",
			"DELETE /identityGovernance/entitlementManagement/connectedOrganizations/{id}/externalSponsors/{id}/$ref",
			"GET /identityGovernance/entitlementManagement/connectedOrganizations/{id}/internalSponsors",
			"POST /identityGovernance/entitlementManagement/connectedOrganizations/{id}/internalSponsors/$ref",
			"DELETE /identityGovernance/entitlementManagement/connectedOrganizations/{id}/internalSponsors/{id}/$ref",
		},
	}
	connectedDomains = Need{
		Permission: "Organization.Read.All", In: Home, For: "a domain of a source with `tenant_id`",
		Calls: []string{"GET /organization"},
	}
)
