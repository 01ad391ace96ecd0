package msgraph

import "net/http"

// Permissions that several routes share (graph-identity §2.7, §6, §7.3, §8, §10;
// graph-cross-tenant §1.2). Least first.
var (
	readUsers    = []string{"User.ReadBasic.All", "User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"}
	readProfiles = []string{"User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"}
	writeUsers   = []string{"User.ReadWrite.All", "Directory.ReadWrite.All"}
	// patchUsers opens the door; which property each of them may change is
	// decided per property.
	patchUsers = []string{
		"User.ReadWrite.All", "Directory.ReadWrite.All", "User.EnableDisableAccount.All",
		"User-Phone.ReadWrite.All", "User-Mail.ReadWrite.All", "User.ManageIdentities.All",
	}
	deleteUsers       = []string{"User.DeleteRestore.All", "User.ReadWrite.All"}
	readContacts      = []string{"OrgContact.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"}
	readGroups        = []string{"Group.ReadBasic.All", "GroupMember.Read.All", "Group.Read.All", "Group.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"}
	readMembers       = []string{"GroupMember.Read.All", "GroupMember.ReadWrite.All", "Group.Read.All", "Group.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"}
	readOrganization  = []string{"Organization.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"}
	readDomains       = []string{"Domain.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"}
	readAuthorization = []string{"Policy.Read.All", "Policy.ReadWrite.Authorization"}
	readAccess        = []string{"Policy.Read.All", "Policy.ReadWrite.CrossTenantAccess"}
	writeAccess       = []string{"Policy.ReadWrite.CrossTenantAccess"}
	readB2BManagement = []string{"Policy.Read.B2BManagementPolicy", "Policy.ReadWrite.B2BManagementPolicy"}
	readPolicies      = []string{"Policy.Read.All"}
	// Application.ReadWrite.OwnedBy reads all applications. That it changes only
	// those of its owner is not modelled: what is instantiated has no owners.
	readApplications     = []string{"Application.Read.All", "Application.ReadWrite.OwnedBy", "Application.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"}
	writeApplications    = []string{"Application.ReadWrite.OwnedBy", "Application.ReadWrite.All"}
	readSynchronization  = []string{"Synchronization.Read.All", "Synchronization.ReadWrite.All", "Application.ReadWrite.OwnedBy", "Application.ReadWrite.All", "Directory.ReadWrite.All"}
	writeSynchronization = readSynchronization[1:]
	assignRoles          = []string{"AppRoleAssignment.ReadWrite.All"}
	lookUpTenants        = []string{"CrossTenantInformation.ReadBasic.All"}
)

const (
	get    = http.MethodGet
	post   = http.MethodPost
	put    = http.MethodPut
	patch  = http.MethodPatch
	remove = http.MethodDelete
)

var (
	v1Only   = []string{versionOne}
	betaOnly = []string{versionBeta}
)

// routes is all of Graph that the emulator models. A literal comes before a
// parameter that would take its place. It is filled at start because a batch
// looks its items up in the table that lists it.
var routes []route

func init() {
	routes = []route{
		{post, "/$batch", nil, nil, "graph-identity §4", serveBatch, nil},
		{post, "/invitations", nil, []string{"User.Invite.All", "User.ReadWrite.All", "Directory.ReadWrite.All"}, "graph-identity §1", invite, refuseInvitation},

		{get, "/users", nil, readUsers, "graph-identity §2.1", listUsers, nil},
		{get, "/users/$count", nil, readUsers, "graph-identity §2.1", countUsers, nil},
		{get, "/users/delta", nil, readProfiles, "graph-identity §3", userDelta, nil},
		{get, "/users/{user}", nil, readUsers, "graph-identity §2.1", getUser, nil},
		{patch, "/users/{user}", nil, patchUsers, "graph-identity §2.2", updateUser, nil},
		{remove, "/users/{user}", nil, deleteUsers, "graph-identity §2.6", deleteUser, nil},
		{get, "/users/{user}/manager", nil, readProfiles, "graph-identity §2.1", getManager, nil},
		{put, "/users/{user}/manager/$ref", nil, writeUsers, "graph-identity §2.1", setManager, nil},
		{remove, "/users/{user}/manager/$ref", nil, writeUsers, "graph-identity §2.1", clearManager, nil},
		{get, "/users/{user}/sponsors", nil, readProfiles, "graph-identity §2.1", listSponsors, nil},
		{post, "/users/{user}/sponsors/$ref", nil, writeUsers, "graph-identity §2.1", addSponsor, nil},
		{remove, "/users/{user}/sponsors/{sponsor}/$ref", nil, writeUsers, "graph-identity §2.1", removeSponsor, nil},
		{post, "/users/{user}/revokeSignInSessions", nil, []string{"User.RevokeSessions.All", "User.ReadWrite.All", "Directory.ReadWrite.All"}, "graph-identity §2.1", revokeSessions, nil},
		{post, "/users/{user}/convertExternalToInternalMemberUser", betaOnly, []string{"User-ConvertToInternal.ReadWrite.All", "User.ReadWrite.All"}, "graph-identity §10.1", convertUser, nil},

		{get, "/directory/deletedItems/graph.user", nil, readProfiles, "graph-identity §2.6", listDeletedUsers, nil},
		{get, "/directory/deletedItems/{item}", nil, readProfiles, "graph-identity §2.6", getDeletedUser, nil},
		{post, "/directory/deletedItems/{item}/restore", nil, deleteUsers, "graph-identity §2.6", restoreUser, nil},
		{remove, "/directory/deletedItems/{item}", nil, deleteUsers, "graph-identity §2.6", purgeUser, nil},

		{get, "/contacts", nil, readContacts, "graph-identity §6", listContacts, nil},
		{get, "/contacts/$count", nil, readContacts, "graph-identity §6", countContacts, nil},
		{get, "/contacts/{contact}", nil, readContacts, "graph-identity §6", getContact, nil},

		{get, "/groups", nil, readGroups, "graph-identity §7.1", listGroups, nil},
		{get, "/groups/$count", nil, readGroups, "graph-identity §7.1", countGroups, nil},
		{get, "/groups/{group}", nil, readGroups, "graph-identity §7.1", getGroup, nil},
		{get, "/groups/{group}/members", nil, readMembers, "graph-identity §7.1", listMembers, nil},
		{get, "/groups/{group}/members/graph.user", nil, readMembers, "graph-identity §7.1", listMemberUsers, nil},
		{get, "/groups/{group}/transitiveMembers", nil, readMembers, "graph-identity §7.1", listTransitiveMembers, nil},
		{get, "/groups/{group}/transitiveMembers/graph.user", nil, readMembers, "graph-identity §7.1", listTransitiveUsers, nil},

		{get, "/organization", nil, readOrganization, "graph-identity §10.3", listOrganization, nil},
		{get, "/organization/{organization}", nil, readOrganization, "graph-identity §10.3", getOrganization, nil},
		{get, "/domains", nil, readDomains, "graph-identity §10.4", listDomains, nil},
		{get, "/domains/{domain}", nil, readDomains, "graph-identity §10.4", getDomain, nil},

		{get, "/tenantRelationships/findTenantInformationByTenantId(tenantId={tenantId})", nil, lookUpTenants, "graph-identity §10.2", findTenantByID, nil},
		{get, "/tenantRelationships/findTenantInformationByDomainName(domainName={domainName})", nil, lookUpTenants, "graph-identity §10.2", findTenantByDomain, nil},

		{get, "/policies/authorizationPolicy", nil, readAuthorization, "graph-identity §8", getAuthorizationPolicy, nil},
		{patch, "/policies/authorizationPolicy", v1Only, []string{"Policy.ReadWrite.Authorization"}, "graph-identity §8", updateAuthorizationPolicy, nil},
		{get, "/policies/authorizationPolicy/authorizationPolicy", betaOnly, readAuthorization, "graph-identity §8", getBetaAuthorizationPolicy, nil},
		{patch, "/policies/authorizationPolicy/authorizationPolicy", betaOnly, []string{"Policy.ReadWrite.Authorization"}, "graph-identity §8", updateAuthorizationPolicy, nil},

		{get, "/policies/b2bManagementPolicies", betaOnly, readB2BManagement, "graph-identity §9.1", listB2BManagement, nil},
		{get, "/policies/b2bManagementPolicies/{policy}", betaOnly, readB2BManagement, "graph-identity §9.1", getB2BManagement, nil},

		{get, "/policies/crossTenantAccessPolicy", nil, readAccess, "graph-cross-tenant §1.3", getAccessPolicy, nil},
		{patch, "/policies/crossTenantAccessPolicy", nil, writeAccess, "graph-cross-tenant §1.3", updateAccessPolicy, nil},
		{get, "/policies/crossTenantAccessPolicy/default", nil, readAccess, "graph-cross-tenant §1.4", getDefaultAccess, nil},
		{patch, "/policies/crossTenantAccessPolicy/default", nil, writeAccess, "graph-cross-tenant §1.4", updateDefaultAccess, nil},
		{post, "/policies/crossTenantAccessPolicy/default/resetToSystemDefault", nil, writeAccess, "graph-cross-tenant §1.1", resetDefaultAccess, nil},
		{get, "/policies/crossTenantAccessPolicy/partners", nil, readAccess, "graph-cross-tenant §1.5", listPartners, nil},
		{post, "/policies/crossTenantAccessPolicy/partners", nil, writeAccess, "graph-cross-tenant §1.5", addPartner, nil},
		{get, "/policies/crossTenantAccessPolicy/partners/$count", nil, readAccess, "graph-cross-tenant §1.1", countPartners, nil},
		{get, "/policies/crossTenantAccessPolicy/partners/{partner}", nil, readAccess, "graph-cross-tenant §1.5", getPartner, nil},
		{patch, "/policies/crossTenantAccessPolicy/partners/{partner}", nil, writeAccess, "graph-cross-tenant §1.5", updatePartner, nil},
		{remove, "/policies/crossTenantAccessPolicy/partners/{partner}", nil, writeAccess, "graph-cross-tenant §1.5", deletePartner, nil},
		{get, "/policies/crossTenantAccessPolicy/partners/{partner}/identitySynchronization", nil, readAccess, "graph-cross-tenant §2", getSyncPolicy, nil},
		{put, "/policies/crossTenantAccessPolicy/partners/{partner}/identitySynchronization", nil, writeAccess, "graph-cross-tenant §2", createSyncPolicy, nil},
		{patch, "/policies/crossTenantAccessPolicy/partners/{partner}/identitySynchronization", nil, writeAccess, "graph-cross-tenant §2", updateSyncPolicy, nil},
		{remove, "/policies/crossTenantAccessPolicy/partners/{partner}/identitySynchronization", nil, writeAccess, "graph-cross-tenant §2", deleteSyncPolicy, nil},

		{get, "/policies/deletedItems/crossTenantPartners", betaOnly, writeAccess, "graph-cross-tenant §1.9", deletedPartners.list, nil},
		{get, "/policies/deletedItems/crossTenantPartners/{partner}", betaOnly, writeAccess, "graph-cross-tenant §1.9", deletedPartners.get, nil},
		{post, "/policies/deletedItems/crossTenantPartners/{partner}/restore", betaOnly, writeAccess, "graph-cross-tenant §1.9", deletedPartners.restore, nil},
		{remove, "/policies/deletedItems/crossTenantPartners/{partner}", betaOnly, writeAccess, "graph-cross-tenant §1.9", deletedPartners.purge, nil},
		{get, "/policies/deletedItems/crossTenantSyncPolicyPartners", betaOnly, writeAccess, "graph-cross-tenant §1.9", deletedSyncs.list, nil},
		{get, "/policies/deletedItems/crossTenantSyncPolicyPartners/{partner}", betaOnly, writeAccess, "graph-cross-tenant §1.9", deletedSyncs.get, nil},
		{post, "/policies/deletedItems/crossTenantSyncPolicyPartners/{partner}/restore", betaOnly, writeAccess, "graph-cross-tenant §1.9", deletedSyncs.restore, nil},
		{remove, "/policies/deletedItems/crossTenantSyncPolicyPartners/{partner}", betaOnly, writeAccess, "graph-cross-tenant §1.9", deletedSyncs.purge, nil},

		{get, "/identity/conditionalAccess/policies", nil, readPolicies, "graph-identity §12", listConditionalAccess, nil},
		{get, "/identity/conditionalAccess/policies/{policy}", nil, readPolicies, "graph-identity §12", getConditionalAccess, nil},
		{get, "/identity/conditionalAccess/namedLocations", nil, readPolicies, "graph-identity §12", listNamedLocations, nil},
		{get, "/identity/conditionalAccess/namedLocations/{policy}", nil, readPolicies, "graph-identity §12", getNamedLocation, nil},

		{get, "/servicePrincipals", nil, readApplications, "graph-identity §12", listServicePrincipals, nil},
		{get, "/servicePrincipals/{principal}", nil, readApplications, "graph-identity §12", getServicePrincipal, nil},
		{remove, "/servicePrincipals/{principal}", nil, writeApplications, "graph-cross-tenant §4.6", deleteServicePrincipal, nil},
		{get, "/servicePrincipals/{principal}/appRoleAssignedTo", nil, readApplications, "graph-cross-tenant §4.6", listAssignments, nil},
		{post, "/servicePrincipals/{principal}/appRoleAssignedTo", nil, assignRoles, "graph-cross-tenant §4.2", addAssignment, nil},
		{get, "/servicePrincipals/{principal}/appRoleAssignedTo/{assignment}", nil, readApplications, "graph-cross-tenant §4.6", getAssignment, nil},
		{remove, "/servicePrincipals/{principal}/appRoleAssignedTo/{assignment}", nil, assignRoles, "graph-cross-tenant §4.6", removeAssignment, nil},

		{post, "/applicationTemplates/{template}/instantiate", nil, writeApplications, "graph-cross-tenant §4.2", instantiate, nil},
		{get, "/applications/{application}", nil, readApplications, "graph-cross-tenant §4.2", getApplication, nil},
		{remove, "/applications/{application}", nil, writeApplications, "graph-cross-tenant §4.6", deleteApplication, nil},

		{get, "/servicePrincipals/{principal}/synchronization/secrets", nil, readSynchronization, "graph-cross-tenant §4.4", listSecrets, refuseSecrets},
		{put, "/servicePrincipals/{principal}/synchronization/secrets", nil, writeSynchronization, "graph-cross-tenant §4.4", saveSecrets, nil},
		{get, "/servicePrincipals/{principal}/synchronization/jobs", nil, readSynchronization, "graph-cross-tenant §4.2", listJobs, nil},
		{post, "/servicePrincipals/{principal}/synchronization/jobs", nil, writeSynchronization, "graph-cross-tenant §4.2", createJob, nil},
		{post, "/servicePrincipals/{principal}/synchronization/jobs/validateCredentials", nil, writeSynchronization, "graph-cross-tenant §4.4", validateCredentials, nil},
		{get, "/servicePrincipals/{principal}/synchronization/jobs/{job}", nil, readSynchronization, "graph-cross-tenant §4.2", getJob, nil},
		{remove, "/servicePrincipals/{principal}/synchronization/jobs/{job}", nil, writeSynchronization, "graph-cross-tenant §4.2", deleteJob, nil},
		{post, "/servicePrincipals/{principal}/synchronization/jobs/{job}/validateCredentials", nil, writeSynchronization, "graph-cross-tenant §4.4", validateCredentials, nil},
		{post, "/servicePrincipals/{principal}/synchronization/jobs/{job}/start", nil, writeSynchronization, "graph-cross-tenant §4.2", startJob, nil},
		{post, "/servicePrincipals/{principal}/synchronization/jobs/{job}/pause", nil, writeSynchronization, "graph-cross-tenant §4.2", pauseJob, nil},
		{post, "/servicePrincipals/{principal}/synchronization/jobs/{job}/restart", nil, writeSynchronization, "graph-cross-tenant §4.2", restartJob, nil},
	}
}

// worldwideOnly begin the routes that the other clouds lack. A deleted partner
// can be purged in all of them, by their documentation at least
// (graph-identity §15, graph-cross-tenant §1.9).
var worldwideOnly = []string{"GET /policies/b2bManagementPolicies", "GET /policies/deletedItems", "POST /policies/deletedItems"}

// notOffered are the methods that Graph itself refuses on a known path. Any
// other method that is missing above is one that the emulator leaves out.
var notOffered = []string{
	"GET /invitations", "PATCH /invitations", "DELETE /invitations", "PUT /invitations", "GET /$batch",
	"POST /contacts", "PATCH /contacts/{contact}", "DELETE /contacts/{contact}", "POST /organization",
	"DELETE /policies/authorizationPolicy", "POST /policies/authorizationPolicy",
	"DELETE /policies/crossTenantAccessPolicy", "POST /policies/crossTenantAccessPolicy",
	"PATCH /servicePrincipals/{principal}/appRoleAssignedTo/{assignment}",
	"DELETE /policies/crossTenantAccessPolicy/default", "POST /policies/crossTenantAccessPolicy/default",
}
