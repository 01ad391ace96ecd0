// Package invitation is how external users come into a tenant: who may invite
// (authorization policy), which domains (B2B management policy), what an
// invitation makes, its mail and its redemption.
package invitation

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// Area is what invitations depend on and leave behind.
var Area = kernel.Area{
	Name:  "invitation",
	Parts: []kernel.Part{Authorization, Management, managementPolicies, Sent},
	Seeds: []kernel.Member{
		{Name: "authorization_policy", Parse: parseAuthorization},
		{Name: "b2b_management_policy", Parse: parseB2BManagement},
	},
}
