package directory

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Offer is the Graph offer of the directory.
var Offer = operation.Offer{
	Area: Area,
	Rows: slices.Concat(memberOfRows(Users), memberOfRows(Groups), containerRows(Users, readContainers, readOwnContainers), containerRows(Groups, readMembers, nil), []operation.Row{
		{Method: operation.Post, Path: "/users/{id}/revokeSignInSessions", Permissions: []string{"User.RevokeSessions.All", "User.ReadWrite.All", "Directory.ReadWrite.All"}, Source: "graph-identity §2.1", Run: revokeSessions},
		{Method: operation.Post, Path: "/users/{id}/convertExternalToInternalMemberUser", Permissions: []string{"User-ConvertToInternal.ReadWrite.All", "User.ReadWrite.All"}, In: schema.Beta, Source: "graph-identity §10.1", Run: convertUser},

		{Method: operation.Get, Path: "/groups/{id}/members", Permissions: readMembers, Source: "graph-identity §7.1", Run: direct.list},
		{Method: operation.Get, Path: "/groups/{id}/members/graph.user", Permissions: readMembers, Source: "graph-identity §7.1", Run: direct.users},
		{Method: operation.Get, Path: "/groups/{id}/transitiveMembers", Permissions: readMembers, Source: "graph-identity §7.1", Run: transitive.list},
		{Method: operation.Get, Path: "/groups/{id}/transitiveMembers/graph.user", Permissions: readMembers, Source: "graph-identity §7.1", Run: transitive.users},
		{Method: operation.Post, Path: "/directoryObjects/getByIds", Permissions: []string{"Directory.Read.All", "Directory.ReadWrite.All"}, Source: "directoryobject-getbyids", Run: getByIDs},
	}),
	NotOffered: []string{"POST /contacts", "PATCH /contacts/{id}", "DELETE /contacts/{id}"},
}

var (
	writeMembers = []string{"GroupMember.ReadWrite.All", "Group.ReadWrite.All", "Directory.ReadWrite.All"}
	readMembers  = []string{"GroupMember.Read.All", "GroupMember.ReadWrite.All", "Group.Read.All", "Group.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"}

	// The permissions to read the groups of a user: those for users, or those for
	// members; and the delegated ones for a user's own groups.
	readContainers    = slices.Concat(readProfiles, readMembers)
	readOwnContainers = slices.Concat(readOwn, readMembers)
)
