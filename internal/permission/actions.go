package permission

import "slices"

// readTheUser is the need of an action to look at its user first.
var readTheUser = Need{
	Permission: "User.Read.All", Or: writeUsers, In: Own, For: "read the user",
	Calls: []string{"GET /users/{id}"},
}

// actionTables lists the tables of actions and ephemeral resources.
func actionTables() []Table {
	return slices.Concat(syncActionTables(), restoreTables(), []Table{
		tableOf("multitenant_await_address_book", []Need{CallExchange, ReadRecipients.to("read the recipient")}),
		tableOf("multitenant_redeem_link", []Need{readTheUser, Invite.to("request the link")}),
		tableOf("multitenant_resend_invitation", []Need{readTheUser, Invite.to("send the invitation")}),
		tableOf("multitenant_reset_redemption", []Need{{
			Permission: "User.ReadWrite.All", In: Own, For: "read the user, add the invited address to it, and reset the redemption",
			Calls: []string{"GET /users/{id}", "PATCH /users/{id}", "POST /invitations with resetRedemption"},
		}}),
		tableOf("multitenant_revoke_sessions", []Need{readTheUser, {
			Permission: "User.RevokeSessions.All", In: Own, For: "revoke the sessions",
			Calls: []string{"POST /users/{id}/revokeSignInSessions"},
		}}),
	})
}

// syncActionTables lists the tables of actions on synchronization jobs.
func syncActionTables() []Table {
	return []Table{
		tableOf("multitenant_control_sync", []Need{{
			Permission: "Synchronization.ReadWrite.All", In: Own, For: "read, start, pause and restart the jobs",
			Calls: []string{
				"GET /servicePrincipals/{id}/synchronization/jobs", "GET /servicePrincipals/{id}/synchronization/jobs/{id}",
				"POST /servicePrincipals/{id}/synchronization/jobs/{id}/start", "POST /servicePrincipals/{id}/synchronization/jobs/{id}/pause",
				"POST /servicePrincipals/{id}/synchronization/jobs/{id}/restart",
			},
		}}),
		tableOf("multitenant_provision_on_demand", []Need{{
			Permission: "Synchronization.ReadWrite.All", In: Own, For: "read the jobs and their schemas, and provision the user",
			Calls: []string{
				"GET /servicePrincipals/{id}/synchronization/jobs", "GET /servicePrincipals/{id}/synchronization/jobs/{id}/schema",
				"POST /servicePrincipals/{id}/synchronization/jobs/{id}/provisionOnDemand",
			},
		}}),
	}
}

// restoreTables lists the tables of actions that restore what was deleted.
func restoreTables() []Table {
	return []Table{
		tableOf("multitenant_restore_guest", []Need{{
			Permission: "User.Read.All", Or: writeUsers, In: Own, For: "find the user, also in the recycle bin",
			Calls: []string{
				"GET /users", "GET /users/{id}", "GET /directory/deletedItems/microsoft.graph.user", "GET /directory/deletedItems/{id}",
			},
		}, {
			Permission: "User.DeleteRestore.All", Or: writeUsers, In: Own, For: "restore the user",
			Calls: []string{"POST /directory/deletedItems/{id}/restore"},
		}}),
		tableOf("multitenant_restore_partner", []Need{{
			Permission: "Policy.ReadWrite.CrossTenantAccess", In: Own, For: "read and restore the partner configuration and its synchronization policy", PublicOnly: true,
			Calls: []string{
				"GET /policies/crossTenantAccessPolicy/partners/{id}",
				"GET /beta/policies/deletedItems/crossTenantPartners", "POST /beta/policies/deletedItems/crossTenantPartners/{id}/restore",
				"GET /beta/policies/deletedItems/crossTenantSyncPolicyPartners", "POST /beta/policies/deletedItems/crossTenantSyncPolicyPartners/{id}/restore",
			},
		}}),
	}
}
