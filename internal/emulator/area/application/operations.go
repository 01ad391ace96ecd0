package application

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
)

// Offer is the Graph offer of applications.
var Offer = operation.Offer{
	Area: Area,
	Rows: []operation.Row{
		{Method: operation.Get, Path: assignmentsPath, Permissions: ReadApplications, Source: "graph-cross-tenant §4.6", Run: listAssignments},
		{Method: operation.Post, Path: assignmentsPath, Permissions: assignRoles, Source: "serviceprincipal-post-approleassignedto", Run: addAssignment},
		{Method: operation.Get, Path: assignmentsPath + "/{assignment}", Permissions: ReadApplications, Source: "graph-cross-tenant §4.6", Run: getAssignment},
		{Method: operation.Delete, Path: assignmentsPath + "/{assignment}", Permissions: []string{manageRoles}, Source: "serviceprincipal-delete-approleassignedto", Run: removeAssignment},
	},
	NotOffered: []string{"PATCH " + assignmentsPath + "/{assignment}"},
}

const assignmentsPath = "/servicePrincipals/{id}/appRoleAssignedTo"

// To assign an application its reading is required too, and not to take the
// assignment back.
const manageRoles = "AppRoleAssignment.ReadWrite.All"

var assignRoles = []string{
	manageRoles + " and Application.Read.All", manageRoles + " and Application.ReadWrite.All", manageRoles + " and Directory.Read.All",
}
