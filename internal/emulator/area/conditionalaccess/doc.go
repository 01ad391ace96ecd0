// Package conditionalaccess is Conditional Access policies and named locations.
// They are read only here: what the seed says, completed to the shape that Graph
// serves (graph-identity §12).
package conditionalaccess

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// Area is what tenants keep about Conditional Access.
var Area = kernel.Area{
	Name:  "conditionalaccess",
	Parts: []kernel.Part{Policies, Locations},
	Seeds: []kernel.Member{
		member("conditional_access_policies", policyType, Policies, conditionalPolicy),
		member("named_locations", locationType, Locations, namedLocation),
	},
}
