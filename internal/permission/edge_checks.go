package permission

import "github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"

// What the check of an edge asks. Every check of multitenant_topology_check reads
// EdgeAccess, which also finds what is not declared.
var (
	EdgeAccess = Need{
		Permission: "Policy.Read.All", Or: writeAccess, In: Both, For: "cross-tenant access",
		Calls: []string{
			"GET /policies/crossTenantAccessPolicy/partners", "GET /policies/crossTenantAccessPolicy/default",
			"GET /beta/policies/crossTenantAccessPolicy/partners",
		},
		Checks: []topology.Code{topology.PartnerMissing, topology.CollaborationBlocked, topology.ConsentMissing, topology.ConnectBlocked},
	}
	EdgeClouds = Need{
		Permission: "Policy.Read.All", Or: writeAccess, In: Both, For: "other clouds that the tenant allows",
		Calls:  []string{"GET /policies/crossTenantAccessPolicy"},
		Checks: []topology.Code{topology.CloudsNotEnabled},
	}
	EdgeTrust = Need{
		Permission: "Policy.Read.All", Or: writeAccess, In: Target, For: "claims that are trusted, synchronization that is allowed",
		Calls:  []string{"GET /policies/crossTenantAccessPolicy/partners", "GET /policies/crossTenantAccessPolicy/default"},
		Checks: []topology.Code{topology.TrustMissing, topology.SyncMissing},
	}
	EdgeInvitations = Need{
		Permission: "Policy.Read.All", In: Target, For: "who may invite",
		Calls:  []string{"GET /policies/authorizationPolicy"},
		Checks: []topology.Code{topology.InvitationsRefused},
	}
	EdgePolicies = Need{
		Permission: "Policy.Read.All", In: Target, For: "Conditional Access, and claims that are trusted",
		Calls:  []string{"GET /beta/identity/conditionalAccess/policies"},
		Checks: []topology.Code{topology.PolicyKeepsOut, topology.PolicyHinders},
	}
	EdgeDomainLists = Need{
		Permission: "Policy.Read.B2BManagementPolicy", In: Target, For: "lists of allowed and blocked domains, which `Policy.Read.All` does not cover",
		Calls:  []string{"GET /beta/policies/b2bManagementPolicies"},
		Checks: []topology.Code{topology.InvitationsRefused}, PublicOnly: true,
	}
	EdgeDomains = Need{
		Permission: "Organization.Read.All", In: Source, For: "verified domains, where the target has a list of domains",
		Calls:  []string{"GET /organization"},
		Checks: []topology.Code{topology.InvitationsRefused},
	}
	EdgeLicense = Need{
		Permission: "Organization.Read.All", In: Both, For: "Entra ID P1, where `sync` or `direct_connect` takes it",
		Calls:  []string{"GET /organization"},
		Checks: []topology.Code{topology.LicenceMissing},
	}
	EdgeSyncs = Need{
		Permission: "Application.Read.All", In: Source, For: "synchronization configurations, and who is assigned to them",
		Calls:  []string{"GET /servicePrincipals", "GET /servicePrincipals/{id}/appRoleAssignedTo"},
		Checks: []topology.Code{topology.SyncMissing, topology.SyncUnguarded},
	}
	EdgeSyncJobs = Need{
		Permission: "Synchronization.Read.All", Or: []string{"Synchronization.ReadWrite.All"}, In: Source, For: "jobs and settings of these configurations",
		Calls:  []string{"GET /servicePrincipals/{id}/synchronization/jobs"},
		Checks: []topology.Code{topology.SyncMissing, topology.SyncUnguarded},
	}
	// Which permission shows the settings is not documented (graph-cross-tenant §4.4).
	EdgeSyncSecrets = Need{
		Permission: "Synchronization.ReadWrite.All", In: Source, For: "the settings, only if the service does not show them otherwise",
		Calls:  []string{"GET /servicePrincipals/{id}/synchronization/secrets"},
		Checks: []topology.Code{topology.SyncMissing, topology.SyncUnguarded},
	}
)

// edgeNeeds are those of the checks of edges.
var edgeNeeds = []Need{
	EdgeAccess, EdgeClouds, EdgeTrust, EdgeInvitations, EdgePolicies, EdgeDomainLists,
	EdgeDomains, EdgeLicense, EdgeSyncs, EdgeSyncJobs, EdgeSyncSecrets,
}
