package permission

import "slices"

var (
	// Invite is the need of an invitation under every invitation policy of the
	// tenant.
	Invite = Need{
		Permission: "User.Invite.All", In: Resource, For: "invite users",
		Calls: []string{"POST /invitations"},
	}
	ownUsers = Need{
		Permission: "User.ReadWrite.All", In: Resource, For: "find existing users, write profile, manager and sponsors, reset redemption, restore, delete",
		Calls: []string{
			"GET /users", "GET /users/{id}", "PATCH /users/{id}", "DELETE /users/{id}",
			"GET /users/{id}/manager", "PUT /users/{id}/manager/$ref", "DELETE /users/{id}/manager/$ref",
			"GET /users/{id}/sponsors", "POST /users/{id}/sponsors/$ref", "DELETE /users/{id}/sponsors/{id}/$ref",
			"GET /directory/deletedItems/microsoft.graph.user", "GET /directory/deletedItems/{id}",
			"POST /directory/deletedItems/{id}/restore", "POST /invitations with resetRedemption",
		},
	}
	// The capabilities have a permission of their own, which does not cover the trusts
	// that give them effect.
	capabilities = Need{
		Permission: "Policy.ReadWrite.CrossTenantCapability", In: Own, For: "read and write the capabilities",
		Calls: []string{
			"GET /policies/crossTenantAccessPolicy/partners/{id}/m365Capabilities", "POST /policies/crossTenantAccessPolicy/partners/{id}/m365Capabilities",
			"PATCH /policies/crossTenantAccessPolicy/partners/{id}/m365Capabilities/{name}",
			"DELETE /policies/crossTenantAccessPolicy/partners/{id}/m365Capabilities/{name}",
			"GET /policies/crossTenantAccessPolicy/default/m365Capabilities", "POST /policies/crossTenantAccessPolicy/default/m365Capabilities",
			"PATCH /policies/crossTenantAccessPolicy/default/m365Capabilities/{name}",
			"DELETE /policies/crossTenantAccessPolicy/default/m365Capabilities/{name}",
		},
	}
	accessSettings = Need{
		Permission: "Policy.ReadWrite.CrossTenantAccess", In: Own, For: "read and write the settings",
		Calls: []string{
			"GET /policies/crossTenantAccessPolicy", "PATCH /policies/crossTenantAccessPolicy",
			"GET /policies/crossTenantAccessPolicy/default", "PATCH /policies/crossTenantAccessPolicy/default",
			"POST /policies/crossTenantAccessPolicy/default/resetToSystemDefault",
			"GET /policies/crossTenantAccessPolicy/partners/{id}", "POST /policies/crossTenantAccessPolicy/partners",
			"PATCH /policies/crossTenantAccessPolicy/partners/{id}", "DELETE /policies/crossTenantAccessPolicy/partners/{id}",
			"PUT /policies/crossTenantAccessPolicy/partners/{id}/identitySynchronization",
			"PATCH /policies/crossTenantAccessPolicy/partners/{id}/identitySynchronization",
			"DELETE /policies/crossTenantAccessPolicy/partners/{id}/identitySynchronization",
			"GET /beta/policies/crossTenantAccessPolicy/partners/{id}/identitySynchronization",
			"PUT /beta/policies/crossTenantAccessPolicy/partners/{id}/identitySynchronization",
			"PATCH /beta/policies/crossTenantAccessPolicy/partners/{id}/identitySynchronization",
			"POST /beta/policies/deletedItems/crossTenantPartners/{id}/restore",
		},
	}
)

// visibilityNeeds are the needs of the visibility of a user.
var visibilityNeeds = []Need{
	{
		Permission: "User.ReadWrite.All", In: Resource, For: "read users and change showInAddressList",
		Calls: []string{"GET /users", "GET /users/{id}", "PATCH /users/{id}"},
	},
	CallExchange.to("call Exchange Online, unless `exchange` is `off`"),
	WriteMailUsers.to("read, show and hide mail users, unless `exchange` is `off`"),
}

// scopeGroupNeeds are the needs of every attribute of a scope group.
var scopeGroupNeeds = []Need{
	{
		Permission: "Group.ReadWrite.All", In: Own, For: "create, read, change and delete the group, its members and its owners",
		Calls: []string{
			"GET /groups", "GET /groups/{id}", "POST /groups", "PATCH /groups/{id}", "DELETE /groups/{id}",
			"GET /groups/{id}/members", "PATCH /groups/{id} with members", "POST /groups/{id}/members/$ref", "DELETE /groups/{id}/members/{id}/$ref",
			"GET /groups/{id}/owners", "POST /groups/{id}/owners/$ref", "DELETE /groups/{id}/owners/{id}/$ref",
		},
	},
	{
		Permission: "Application.Read.All", In: Own, For: "`service_principal_ids`, in addition",
		Calls: []string{"GET /servicePrincipals/{id}", "GET /servicePrincipals/{id}/appRoleAssignedTo"},
	},
	{
		Permission: "AppRoleAssignment.ReadWrite.All", In: Own, For: "`service_principal_ids`, in addition",
		Calls: []string{"POST /servicePrincipals/{id}/appRoleAssignedTo", "DELETE /servicePrincipals/{id}/appRoleAssignedTo/{id}"},
	},
	{
		Permission: "AdministrativeUnit.ReadWrite.All", In: Own, For: "`restricted_unit`, in addition",
		Calls: []string{
			"GET /groups/{id}/memberOf",
			"GET /directory/administrativeUnits", "GET /directory/administrativeUnits/{id}", "POST /directory/administrativeUnits",
			"POST /directory/administrativeUnits/{id}/members/$ref", "DELETE /directory/administrativeUnits/{id}/members/{id}/$ref",
		},
	},
	{
		Permission: "RoleManagement.ReadWrite.Directory", In: Own, For: "`restricted_unit` with `grant_role`, in addition",
		Calls: []string{"GET /roleManagement/directory/roleAssignments", "POST /roleManagement/directory/roleAssignments"},
	},
}

// syncNeeds are the needs of a synchronization, in its source.
var syncNeeds = []Need{
	{
		Permission: "Application.ReadWrite.All", In: Source, For: "create the application from its template, find, rename and delete it",
		Calls: []string{
			"GET /servicePrincipals", "GET /servicePrincipals/{id}", "GET /applications", "POST /applicationTemplates/{id}/instantiate",
			"PATCH /applications/{id}", "DELETE /applications/{id}", "DELETE /servicePrincipals/{id}",
		},
	},
	{
		Permission: "Synchronization.ReadWrite.All", In: Source, For: "read and write its jobs, secrets and schemas",
		Calls: []string{
			"GET /servicePrincipals/{id}/synchronization/jobs", "GET /servicePrincipals/{id}/synchronization/jobs/{id}",
			"POST /servicePrincipals/{id}/synchronization/jobs", "DELETE /servicePrincipals/{id}/synchronization/jobs/{id}",
			"POST /servicePrincipals/{id}/synchronization/jobs/{id}/start", "POST /servicePrincipals/{id}/synchronization/jobs/{id}/pause",
			"POST /servicePrincipals/{id}/synchronization/jobs/{id}/restart",
			"POST /servicePrincipals/{id}/synchronization/jobs/validateCredentials",
			"GET /servicePrincipals/{id}/synchronization/jobs/{id}/schema", "PUT /servicePrincipals/{id}/synchronization/jobs/{id}/schema",
			"POST /servicePrincipals/{id}/synchronization/jobs/{id}/schema/parseExpression",
			"GET /servicePrincipals/{id}/synchronization/secrets", "PUT /servicePrincipals/{id}/synchronization/secrets",
		},
	},
}

// topologyNeeds are the needs of the module topology: those for the settings in each
// tenant, and with synchronization those of its source.
func topologyNeeds() []Need {
	needs := []Need{accessSettings, capabilities}
	for _, n := range slices.Concat(syncNeeds, scopeGroupNeeds) {
		switch n.Permission {
		case "Application.Read.All", "AdministrativeUnit.ReadWrite.All", "RoleManagement.ReadWrite.Directory":
			continue // covered, or for restricted units alone
		}
		n.In, n.For = Source, "`mechanism = \"sync\"`: "+n.For
		needs = append(needs, n)
	}
	return needs
}

// Tables lists the tables of resources, data sources, the modules of this repository,
// actions and ephemeral resources.
func Tables() []Table {
	return slices.Concat(settingTables(), userTables(), actionTables())
}

// userTables lists the tables of resources and data sources for users and what several
// tenants have in common, and of the modules.
func userTables() []Table {
	return []Table{
		tableOf("multitenant_b2b_invitation", []Need{Invite, ownUsers}, slices.Concat(invitationNeeds, []Need{GuestHomes, TenantsOfDomains, GuestEntries})...),
		tableOf("multitenant_cross_tenant_changes", changesNeeds),
		tableOf("multitenant_explain", nil, explainNeeds()...),
		tableOf("multitenant_gal_visibility", visibilityNeeds, syncedNeeds...),
		tableOf("multitenant_guest_departure", []Need{{
			Permission: "User.ReadWrite.All", In: Resource, For: "read users, disable, hide, delete and restore them",
			Calls: []string{
				"GET /users", "GET /users/{id}", "PATCH /users/{id}", "DELETE /users/{id}", "GET /directory/deletedItems/{id}",
				"POST /directory/deletedItems/{id}/restore",
			},
		}}),
		tableOf("multitenant_guest_review", reviewNeeds),
		tableOf("multitenant_guest_sync", guestSync, append(slices.Clone(guestSyncChecks), EdgeAccess, EdgeClouds, EdgeInvitations, GuestEntries, SyncDomains)...),
		tableOf("multitenant_guest_sync_preview", guestSyncPreview),
		tableOf("multitenant_guest_user_type", []Need{{
			Permission: "User.ReadWrite.All", In: Resource, For: "read users and change their type",
			Calls: []string{"GET /users", "GET /users/{id}", "PATCH /users/{id}"},
		}}, syncedNeeds...),
		tableOf("multitenant_guests", []Need{readExternals, initialDomain}),
		tableOf("multitenant_mail_contact", []Need{CallExchange, WriteContacts}, contactNeeds...),
		tableOf("multitenant_mail_user", []Need{CallExchange, WriteMailUsers.to("read mail users, and change their addresses and MailTips")}),
		tableOf("multitenant_recipients", []Need{CallExchange, ReadRecipients.to("list recipients")}),
		tableOf("multitenant_related_tenants", relatedNeeds),
		tableOf("multitenant_sharing_leftovers", []Need{CallExchange, ReadSharing}),
		tableOf("multitenant_sync_scope_group", scopeGroupNeeds, scopeNeeds...),
		tableOf("multitenant_tenant", []Need{
			{Permission: "Organization.Read.All", In: Own, For: "name and domains", Calls: []string{"GET /organization"}},
		}),
		tableOf("multitenant_topology_check", nil, edgeNeeds...),
		tableOf("multitenant_users", []Need{
			{Permission: "User.Read.All", Or: writeUsers, In: Own, For: "users, in every case", Calls: []string{"GET /users", "GET /users/{id}"}},
			{Permission: "GroupMember.Read.All", In: Own, For: "`group_id`, in addition", Calls: []string{groupMembers}},
			{Permission: HiddenMembers, In: Own, For: "`group_id` of a group that hides its members, in addition", Calls: []string{groupMembers}},
		}),
		tableOf("guest_access", []Need{Invite, ownUsers}, slices.Concat(invitationNeeds, []Need{GuestHomes, TenantsOfDomains, GuestEntries})...),
		tableOf("topology", topologyNeeds(), slices.Concat(edgeNeeds, []Need{License, ExistingEntry})...),
	}
}

// settingTables lists the tables of resources for settings of a tenant.
func settingTables() []Table {
	return []Table{
		tableOf("multitenant_connected_organization", []Need{connectedOrganization, connectedDomains}, EntitlementLicense, ConnectedAccess),
		tableOf("multitenant_cross_tenant_access_default", []Need{accessSettings}, License, GuestHomes, TenantsOfDomains),
		tableOf("multitenant_cross_tenant_access_partner", []Need{accessSettings}, License, ExistingEntry, GuestHomes),
		tableOf("multitenant_cross_tenant_access_policy", []Need{accessSettings}),
		tableOf("multitenant_cross_tenant_sync", syncNeeds, License, EdgeAccess, EdgeClouds, EdgeTrust, EdgeInvitations),
		tableOf("multitenant_domain_list", []Need{domainList}, SyncDomains),
		tableOf("multitenant_email_otp", []Need{emailOTP}, GuestHomes, TenantsOfDomains),
		tableOf("multitenant_external_collaboration", []Need{collaboration}),
		tableOf("multitenant_m365_capabilities", []Need{capabilities}, CapabilityTrust),
		tableOf("multitenant_sharepoint_sharing", []Need{sharePoint}, SyncDomains),
		tableOf("multitenant_organization", []Need{multitenantOrganization}),
		tableOf("multitenant_organization_membership", []Need{multitenantOrganization}),
		tableOf("multitenant_organization_template", []Need{organizationTemplate}, License),
		tableOf("multitenant_organization_tenant", []Need{multitenantOrganization}),
		tableOf("multitenant_organization_tenants", []Need{organizationTenants}),
	}
}

// HiddenMembers is needed in addition to the permission that allows the call.
const HiddenMembers = "Member.Read.Hidden"

const groupMembers = "GET /groups/{id}/transitiveMembers/microsoft.graph.user"
