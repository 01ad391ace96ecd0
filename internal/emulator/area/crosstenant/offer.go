package crosstenant

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
)

// Offer is what Graph offers of the cross-tenant access policy.
var Offer = operation.Offer{
	Area: Area,
	Rows: slices.Concat([]operation.Row{
		{Method: operation.Get, Path: accessPath, Permissions: readAccess, Source: "graph-cross-tenant §1.3", Run: getAccessPolicy},
		{Method: operation.Patch, Path: accessPath, Permissions: writeAccess, Source: "graph-cross-tenant §1.3", Run: updateAccessPolicy},
		{Method: operation.Get, Path: accessPath + "/default", Permissions: readAccess, Source: "graph-cross-tenant §1.4", Run: getDefaultAccess},
		{Method: operation.Patch, Path: accessPath + "/default", Permissions: writeAccess, Source: "graph-cross-tenant §1.4", Run: updateDefaultAccess},
		{Method: operation.Post, Path: accessPath + "/default/resetToSystemDefault", Permissions: writeAccess, Source: "graph-cross-tenant §1.1", Run: resetDefaultAccess},

		{Method: operation.Get, Path: partnersPath, Permissions: readAccess, Source: "graph-cross-tenant §1.5", Run: listPartners},
		{Method: operation.Post, Path: partnersPath, Permissions: writeAccess, Source: "graph-cross-tenant §1.5", Run: addPartnerEntry},
		{Method: operation.Get, Path: partnersPath + "/$count", Permissions: readAccess, Source: "graph-cross-tenant §1.1", Run: countPartners},
		{Method: operation.Get, Path: partnerPath, Permissions: readAccess, Source: "graph-cross-tenant §1.5", Run: getPartner},
		{Method: operation.Patch, Path: partnerPath, Permissions: writeAccess, Source: "graph-cross-tenant §1.5", Run: updatePartner},
		{Method: operation.Delete, Path: partnerPath, Permissions: writeAccess, Source: "graph-cross-tenant §1.5", Run: deletePartner},

		{Method: operation.Get, Path: syncPath, Permissions: readAccess, Source: "graph-cross-tenant §2", Run: getSyncPolicy},
		{Method: operation.Put, Path: syncPath, Permissions: writeAccess, Source: "graph-cross-tenant §2", Run: putSyncPolicy},
		{Method: operation.Patch, Path: syncPath, Permissions: writeAccess, Source: "graph-cross-tenant §2", Run: patchSyncPolicy},
		{Method: operation.Delete, Path: syncPath, Permissions: writeAccess, Source: "graph-cross-tenant §2", Run: deleteSyncPolicy},
	}, deletedPartners.rows(), deletedSyncs.rows()),
	NotOffered: []string{
		"DELETE " + accessPath, "POST " + accessPath, "DELETE " + accessPath + "/default", "POST " + accessPath + "/default",
	},
}

const (
	accessPath   = "/policies/crossTenantAccessPolicy"
	partnersPath = accessPath + "/partners"
	partnerPath  = partnersPath + "/{partner}"
	syncPath     = partnerPath + "/identitySynchronization"
)

var (
	readAccess  = []string{"Policy.Read.All", "Policy.ReadWrite.CrossTenantAccess"}
	writeAccess = []string{"Policy.ReadWrite.CrossTenantAccess"}
)
