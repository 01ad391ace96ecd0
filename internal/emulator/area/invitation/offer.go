package invitation

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// Offer is the Graph offer of invitations besides the related policies.
var Offer = operation.Offer{
	Area: Area,
	Rows: []operation.Row{
		{Method: operation.Post, Path: "/invitations", Permissions: []string{"User.Invite.All", "User.ReadWrite.All", "Directory.ReadWrite.All"}, Source: "graph-identity §1", Run: inviteUser, Refuse: refuseInvitation},
	},
	NotOffered: []string{"GET /invitations", "PATCH /invitations", "DELETE /invitations", "PUT /invitations"},
}

var readB2BManagement = []string{"Policy.Read.B2BManagementPolicy", "Policy.ReadWrite.B2BManagementPolicy"}

// b2bManagementNeeds are the permissions to read the B2B management policies.
func b2bManagementNeeds(s settings.Settings) []string {
	if s.PolicyReadAllCoversB2BManagement {
		return append(slices.Clone(readB2BManagement), "Policy.Read.All")
	}
	return readB2BManagement
}
