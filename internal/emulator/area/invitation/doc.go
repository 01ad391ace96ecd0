// Package invitation implements invitations of external users: who may invite
// (authorization policy), allowed domains (B2B management policy), the user
// created, the mail and the redemption.
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
