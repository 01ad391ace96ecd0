package application

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
)

// Offer is the Graph offer of applications.
var Offer = operation.Offer{
	Area: Area,
	Rows: []operation.Row{
		{Method: operation.Get, Path: assignmentsPath, Permissions: ReadApplications, Source: "graph-cross-tenant §4.6", Run: listAssignments},
		{Method: operation.Post, Path: assignmentsPath, Permissions: assignRoles, Source: "graph-cross-tenant §4.2", Run: addAssignment},
		{Method: operation.Get, Path: assignmentsPath + "/{assignment}", Permissions: ReadApplications, Source: "graph-cross-tenant §4.6", Run: getAssignment},
		{Method: operation.Delete, Path: assignmentsPath + "/{assignment}", Permissions: assignRoles, Source: "graph-cross-tenant §4.6", Run: removeAssignment},
	},
	NotOffered: []string{"PATCH " + assignmentsPath + "/{assignment}"},
}

const assignmentsPath = "/servicePrincipals/{id}/appRoleAssignedTo"

var assignRoles = []string{"AppRoleAssignment.ReadWrite.All"}
