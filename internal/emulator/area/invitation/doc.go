// Package invitation implements invitations of external users: the right to invite
// (authorization policy), allowed domains (B2B management policy), the created
// user, the mail and the redemption.
package invitation

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// Area is the invitation state of tenants.
var Area = kernel.Area{
	Name:  "invitation",
	Parts: []kernel.Part{Authorization, EmailOTP, ManagementPolicies, Sent},
	Seeds: []kernel.Member{
		{Name: "authorization_policy", Parse: parseAuthorization},
		{Name: "b2b_management_policy", Parse: parseB2BManagement},
	},
	Snapshot: snapshot,
}
