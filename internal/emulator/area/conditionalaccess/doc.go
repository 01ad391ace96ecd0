// Package conditionalaccess is Conditional Access policies and named locations.
// They are read only here: what the seed says, completed to the shape that Graph
// serves (graph-identity §12).
package conditionalaccess

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
)

// Offer is what Graph offers of Conditional Access: nothing besides its sets.
var Offer = operation.Offer{Area: kernel.Area{Name: "conditionalaccess", Parts: []kernel.Part{Policies, Locations}}}
