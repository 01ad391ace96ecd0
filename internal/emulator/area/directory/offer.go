package directory

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Offer is the Graph offer of the directory.
var Offer = operation.Offer{
	Area: Area,
	Rows: slices.Concat(memberRows, unitRows, roleRows, []operation.Row{
		{Method: operation.Post, Path: "/users/{id}/revokeSignInSessions", Permissions: []string{"User.RevokeSessions.All"}, Delegated: []string{"User.ReadWrite.All", "Directory.ReadWrite.All"}, Source: "user-revokesigninsessions", Run: revokeSessions},
		{Method: operation.Post, Path: "/users/{id}/convertExternalToInternalMemberUser", Permissions: []string{"User-ConvertToInternal.ReadWrite.All", "User.ReadWrite.All"}, In: schema.Beta, Source: "graph-identity §10.1", Run: convertUser},
		{Method: operation.Post, Path: "/directoryObjects/getByIds", Permissions: []string{"Directory.Read.All", "Directory.ReadWrite.All"}, Source: "directoryobject-getbyids", Run: getByIDs},
	}),
	NotOffered: []string{"POST /contacts", "PATCH /contacts/{id}", "DELETE /contacts/{id}"},
}

// memberRows are the lists of the members and owners of groups, and those of the
// groups and administrative units above an object.
var memberRows = slices.Concat(
	groupMembers.rows(readMembers, "graph-identity §7.1"), transitiveGroupMembers.rows(readMembers, "graph-identity §7.1"),
	groupOwners.rows(readMembers, "graph-identity §7.1"),
	memberOfRows(Users), memberOfRows(Groups), containerRows(Users, readContainers, readOwnContainers), containerRows(Groups, readMembers, nil),
)

var (
	writeMembers = []string{"GroupMember.ReadWrite.All", "Group.ReadWrite.All", "Directory.ReadWrite.All"}
	readMembers  = []string{"GroupMember.Read.All", "GroupMember.ReadWrite.All", "Group.Read.All", "Group.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"}

	// The permissions to read the groups of a user: those for users, or those for
	// members; and the delegated ones for a user's own groups.
	readContainers    = slices.Concat(readProfiles, readMembers)
	readOwnContainers = slices.Concat(readOwn, readMembers)
)
