// Package audit implements the directory's audit log: it watches the parts of other
// areas and records their changes with the names, categories and values of Entra
// (graph-identity §11). Changes that are refused are not recorded, nor are those of
// parts without a row here.
package audit

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
)

// Offer is the audit log. Its records are read-only.
var Offer = operation.Offer{Area: kernel.Area{
	Name: "audit", Parts: []kernel.Part{Records},
	Watches: slices.Concat(policyWatches, userWatches, objectWatches, applicationWatches, provisioningWatches,
		organizationWatches, entitlementWatches),
}}
