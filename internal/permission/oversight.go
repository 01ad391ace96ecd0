package permission

// The needs of data sources that watch several tenants.
var (
	readExternals = Need{Permission: "User.Read.All", Or: writeUsers, In: Own, For: "users", Calls: []string{"GET /users"}}
	initialDomain = Need{Permission: "Organization.Read.All", In: Own, For: "the initial domain", Calls: []string{"GET /organization"}}

	changesNeeds = []Need{
		{Permission: "AuditLog.Read.All", In: Own, For: "the audit log", Calls: []string{"GET /auditLogs/directoryAudits"}},
		{
			Permission: "Directory.Read.All", In: Own,
			For:   "the audit log, in addition; the home tenants of invited users, and the license that decides how long the log is",
			Calls: []string{"GET /auditLogs/directoryAudits", "GET /organization"},
		},
	}
	reviewNeeds = []Need{
		readExternals, initialDomain,
		{Permission: "AuditLog.Read.All", In: Own, For: "the last sign-ins, in addition; they need Microsoft Entra ID P1 too", Calls: []string{"GET /users with signInActivity"}},
		{
			Permission: "User.Read.All", Or: writeUsers, In: Own, For: "`deleted`, in addition",
			Calls: []string{"GET /directory/deletedItems/microsoft.graph.user"},
		},
		{Permission: "CrossTenantInformation.ReadBasic.All", In: Own, For: "`home_tenants`, in addition", Calls: []string{"GET /tenantRelationships/findTenantInformationByDomainName"}},
	}
	relatedNeeds = []Need{
		readExternals.to("`guests`"), initialDomain.to("`guests`, in addition"),
		{Permission: "Policy.Read.All", In: Own, For: "`partners`", Calls: []string{"GET /policies/crossTenantAccessPolicy/partners"}},
		{Permission: "Application.Read.All", In: Own, For: "`synchronization`", Calls: []string{"GET /servicePrincipals", "GET /servicePrincipals/{id}/appRoleAssignedTo"}},
		{
			Permission: "Synchronization.Read.All", In: Own, For: "`synchronization`, in addition",
			Calls: []string{"GET /servicePrincipals/{id}/synchronization/jobs"},
		},
	}
)
