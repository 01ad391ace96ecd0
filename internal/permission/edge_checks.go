package permission

import "github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"

// The needs of the checks of an edge. Every check of multitenant_topology_check
// reads EdgeAccess, which also finds undeclared grants.
var (
	EdgeAccess = Need{
		Permission: "Policy.Read.All", Or: writeAccess, In: Both, For: "cross-tenant access",
		Calls: []string{
			"GET /policies/crossTenantAccessPolicy/partners", "GET /policies/crossTenantAccessPolicy/default",
			"GET /beta/policies/crossTenantAccessPolicy/partners",
		},
		Checks: []rules.Code{
			rules.PartnerMissing, rules.CollaborationBlocked, rules.ConsentMissing, rules.ConnectBlocked,
			rules.LayersDiffer, rules.CapabilityMissing, rules.CapabilityLimited,
		},
	}
	EdgeClouds = Need{
		Permission: "Policy.Read.All", Or: writeAccess, In: Both, For: "the tenant's allowed clouds",
		Calls:  []string{"GET /policies/crossTenantAccessPolicy"},
		Checks: []rules.Code{rules.CloudsNotEnabled},
	}
	EdgeTrust = Need{
		Permission: "Policy.Read.All", Or: writeAccess, In: Target, For: "inbound trust and inbound synchronization",
		Calls:  []string{"GET /policies/crossTenantAccessPolicy/partners", "GET /policies/crossTenantAccessPolicy/default"},
		Checks: []rules.Code{rules.TrustMissing, rules.SyncMissing, rules.DefaultShowsAll},
	}
	EdgeM365 = Need{
		Permission: "Policy.Read.All", Or: writeCapability, In: Target, For: "Microsoft 365 capabilities",
		Calls:  []string{"GET /policies/crossTenantAccessPolicy/partners/{id}/m365Capabilities"},
		Checks: []rules.Code{rules.LayersDiffer, rules.DefaultShowsAll, rules.CapabilityMissing, rules.CapabilityLimited},
	}
	EdgeSharing = Need{
		Permission: globalReader, Or: []string{exchangeAdmin}, In: Both, Role: true,
		For:    "organization relationships, sharing policies and availability address spaces",
		Calls:  []string{"Get-OrganizationRelationship", "Get-SharingPolicy", "Get-AvailabilityAddressSpace"},
		Checks: []rules.Code{rules.LegacyDecides},
	}
	EdgeExchange = Need{
		Permission: ManageAsApp, In: Both, For: CallExchange.For,
		Checks: []rules.Code{rules.LegacyDecides},
	}
	EdgeSharingDomains = Need{
		Permission: "Organization.Read.All", In: Both, For: "domains by which Exchange Online names an organization",
		Calls:  []string{"GET /organization"},
		Checks: []rules.Code{rules.LegacyDecides},
	}
	EdgeInvitations = Need{
		Permission: "Policy.Read.All", In: Target, For: "the invitation policy",
		Calls:  []string{"GET /policies/authorizationPolicy"},
		Checks: []rules.Code{rules.InvitationsRefused},
	}
	EdgePolicies = Need{
		Permission: "Policy.Read.All", In: Target, For: "Conditional Access and inbound trust",
		Calls:  []string{"GET /beta/identity/conditionalAccess/policies"},
		Checks: []rules.Code{rules.PolicyKeepsOut, rules.PolicyHinders},
	}
	EdgeDomainLists = Need{
		Permission: "Policy.Read.B2BManagementPolicy", Or: writeDomains, In: Target, For: "allowed and blocked domains, which `Policy.Read.All` does not cover",
		Calls:  []string{"GET /beta/policies/b2bManagementPolicies"},
		Checks: []rules.Code{rules.InvitationsRefused}, PublicOnly: true,
	}
	EdgeDomains = Need{
		Permission: "Organization.Read.All", In: Source, For: "verified domains, if the target restricts domains",
		Calls:  []string{"GET /organization"},
		Checks: []rules.Code{rules.InvitationsRefused},
	}
	EdgeLicense = Need{
		Permission: "Organization.Read.All", In: Both, For: "Entra ID P1, if `sync` or `direct_connect` requires it",
		Calls:  []string{"GET /organization"},
		Checks: []rules.Code{rules.LicenseMissing},
	}
	EdgeSyncs = Need{
		Permission: "Application.Read.All", In: Source, For: "synchronization configurations and their assignments",
		Calls:  []string{"GET /servicePrincipals", "GET /servicePrincipals/{id}/appRoleAssignedTo"},
		Checks: []rules.Code{rules.SyncMissing, rules.SyncUnguarded},
	}
	EdgeSyncJobs = Need{
		Permission: "Synchronization.Read.All", Or: []string{"Synchronization.ReadWrite.All"}, In: Source, For: "jobs and settings of these configurations",
		Calls:  []string{"GET /servicePrincipals/{id}/synchronization/jobs"},
		Checks: []rules.Code{rules.SyncMissing, rules.SyncUnguarded},
	}
	// The permission that returns the settings is not documented
	// (graph-cross-tenant §4.4).
	EdgeSyncSecrets = Need{
		Permission: "Synchronization.ReadWrite.All", In: Source, For: "the settings, if the service requires it",
		Calls:  []string{"GET /servicePrincipals/{id}/synchronization/secrets"},
		Checks: []rules.Code{rules.SyncMissing, rules.SyncUnguarded},
	}
)

// edgeNeeds are the needs of all checks of edges.
var edgeNeeds = []Need{
	EdgeAccess, EdgeClouds, EdgeTrust, EdgeInvitations, EdgePolicies, EdgeDomainLists,
	EdgeDomains, EdgeLicense, EdgeSyncs, EdgeSyncJobs, EdgeSyncSecrets,
	EdgeM365, EdgeSharing, EdgeExchange, EdgeSharingDomains,
}
