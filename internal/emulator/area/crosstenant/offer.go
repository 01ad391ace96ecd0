package crosstenant

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
)

// Offer is the Graph offer of the cross-tenant access policy besides its sets.
var Offer = operation.Offer{
	Area: Area,
	Rows: append(
		slices.Concat(capabilityRows(), templateRows()),
		operation.Row{Method: operation.Post, Path: accessPath + "/default/resetToSystemDefault", Permissions: writeAccess, Source: "graph-cross-tenant §1.1", Run: resetDefault},
	),
}

const (
	accessPath   = "/policies/crossTenantAccessPolicy"
	partnersPath = accessPath + "/partners"
	deletedPath  = "/policies/deletedItems"
)

var (
	readAccess  = []string{"Policy.Read.All", "Policy.ReadWrite.CrossTenantAccess"}
	writeAccess = []string{"Policy.ReadWrite.CrossTenantAccess"}
)
