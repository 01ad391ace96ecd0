// Package conditionalaccess serves Conditional Access policies and named
// locations. They are read-only: the content of the seed, completed to the shape
// that Graph serves (graph-identity §12).
package conditionalaccess

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
)

// Offer is the Graph offer of Conditional Access: only its sets.
var Offer = operation.Offer{Area: kernel.Area{Name: "conditionalaccess", Parts: []kernel.Part{Policies, Locations}}}
