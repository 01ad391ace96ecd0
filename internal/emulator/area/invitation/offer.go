package invitation

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
)

// Offer is the Graph offer of invitations besides the related policies.
var Offer = operation.Offer{
	Area: Area,
	Rows: []operation.Row{
		{Method: operation.Post, Path: "/invitations", Permissions: []string{"User.Invite.All", "User.ReadWrite.All", "Directory.ReadWrite.All"}, Source: "graph-identity §1", Run: inviteUser, Refuse: refuseInvitation},
	},
	NotOffered: []string{"GET /invitations", "PATCH /invitations", "DELETE /invitations", "PUT /invitations"},
}
