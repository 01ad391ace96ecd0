package permission

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// The needs of the checks of a guest sync, in the home tenant.
var (
	SyncConfigurations = Need{
		Permission: "Application.Read.All", In: Home, For: "configurations of cross-tenant synchronization",
		Calls:  []string{"GET /servicePrincipals", "GET /servicePrincipals/{id}/appRoleAssignedTo"},
		Checks: []rules.Code{rules.WrittenTwice},
	}
	SyncJobs = Need{
		Permission: "Synchronization.Read.All", Or: []string{"Synchronization.ReadWrite.All"}, In: Home, For: "jobs of these configurations",
		Calls:  []string{"GET /servicePrincipals/{id}/synchronization/jobs"},
		Checks: []rules.Code{rules.WrittenTwice},
	}
	guestSyncChecks = []Need{SyncConfigurations, SyncJobs}
)

// scopeOfGuestSync are the needs for the users in scope.
var scopeOfGuestSync = []Need{
	{
		Permission: "User.Read.All", Or: writeUsers, In: Home, For: "home tenant: users in scope, and their changes",
		Calls: []string{"GET /users/delta", "GET /users", "GET /users/{id}"},
	},
	{Permission: "GroupMember.Read.All", In: Home, For: "home tenant: `group_ids`, in addition", Calls: []string{groupMembers}},
	{Permission: HiddenMembers, In: Home, For: "home tenant: `group_ids` of a group that hides its members, in addition", Calls: []string{groupMembers}},
}

// guestSync are the needs of a guest sync in both tenants.
var guestSync = append(
	slices.Clone(scopeOfGuestSync),
	Invite.to("resource tenant: invite users"),
	Need{
		Permission: "User.ReadWrite.All", In: Resource, For: "resource tenant: read users and their changes, write attributes, restore, delete",
		Calls: []string{
			"GET /users/delta", "GET /users", "GET /users/{id}", "PATCH /users/{id}", "DELETE /users/{id}",
			"GET /directory/deletedItems/microsoft.graph.user", "GET /directory/deletedItems/{id}", "POST /directory/deletedItems/{id}/restore",
		},
	},
)

// guestSyncPreview are the needs of a preview, which only reads.
var guestSyncPreview = append(slices.Clone(scopeOfGuestSync), Need{
	Permission: "User.Read.All", Or: writeUsers, In: Resource, For: "resource tenant: users, also deleted ones",
	Calls: []string{"GET /users/delta", "GET /users", "GET /directory/deletedItems/microsoft.graph.user"},
})
