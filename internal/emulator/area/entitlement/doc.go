// Package entitlement implements the part of entitlement management that is about
// other organizations: connected organizations, with their identity sources and
// sponsors. Catalogs, access packages and policies are not modeled.
package entitlement

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
)

const path = "/identityGovernance/entitlementManagement/connectedOrganizations"

// The permissions (graph-cross-tenant §6).
var (
	read  = []string{"EntitlementManagement.Read.All", "EntitlementManagement.ReadWrite.All"}
	write = read[1:]
)

// Offer is the Graph offer of connected organizations besides their set.
var Offer = operation.Offer{
	Area: kernel.Area{Name: "entitlement", Parts: []kernel.Part{Organizations}},
	Rows: []operation.Row{
		{Method: operation.Post, Path: path, Permissions: write, Source: "graph-cross-tenant §6", Run: create},
		{Method: operation.Patch, Path: path + "/{id}", Permissions: write, Source: "graph-cross-tenant §6", Run: change},
	},
}
