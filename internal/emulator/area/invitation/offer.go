package invitation

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// Offer is what Graph offers of invitations and the policies about them.
var Offer = operation.Offer{
	Area: Area,
	Rows: []operation.Row{
		{Method: operation.Post, Path: "/invitations", Permissions: []string{"User.Invite.All", "User.ReadWrite.All", "Directory.ReadWrite.All"}, Source: "graph-identity §1", Run: inviteUser, Refuse: refuseInvitation},

		{Method: operation.Get, Path: authorizationPath, Permissions: readAuthorization, Source: "graph-identity §8", Run: getAuthorizationPolicy},
		{Method: operation.Patch, Path: authorizationPath, Permissions: writeAuthorization, In: schema.V1, Source: "graph-identity §8", Run: updateAuthorizationPolicy},
		{Method: operation.Get, Path: authorizationPath + "/authorizationPolicy", Permissions: readAuthorization, In: schema.Beta, Source: "graph-identity §8", Run: getBetaAuthorizationPolicy},
		{Method: operation.Patch, Path: authorizationPath + "/authorizationPolicy", Permissions: writeAuthorization, In: schema.Beta, Source: "graph-identity §8", Run: updateAuthorizationPolicy},

		{Method: operation.Get, Path: "/" + b2bManagementSet, Permissions: readB2BManagement, In: schema.BetaWorldwide, Source: "graph-identity §9.1", Run: listB2BManagement, Needs: b2bManagementNeeds},
		{Method: operation.Get, Path: "/" + b2bManagementSet + "/{policy}", Permissions: readB2BManagement, In: schema.BetaWorldwide, Source: "graph-identity §9.1", Run: getB2BManagement, Needs: b2bManagementNeeds},
	},
	NotOffered: []string{
		"GET /invitations", "PATCH /invitations", "DELETE /invitations", "PUT /invitations",
		"DELETE " + authorizationPath, "POST " + authorizationPath,
	},
}

const authorizationPath = "/policies/authorizationPolicy"

var (
	readAuthorization  = []string{"Policy.Read.All", "Policy.ReadWrite.Authorization"}
	writeAuthorization = []string{"Policy.ReadWrite.Authorization"}
	readB2BManagement  = []string{"Policy.Read.B2BManagementPolicy", "Policy.ReadWrite.B2BManagementPolicy"}
)

// b2bManagementNeeds is what reading the B2B management policies needs.
func b2bManagementNeeds(s settings.Settings) []string {
	if s.PolicyReadAllCoversB2BManagement {
		return append(slices.Clone(readB2BManagement), "Policy.Read.All")
	}
	return readB2BManagement
}
