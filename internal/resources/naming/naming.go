// Package naming is the provider's functions about the names and addresses of
// external people. They are computed offline: package topology has the rules, and
// package guest applies the same ones to real directories.
package naming

import "github.com/hashicorp/terraform-plugin-framework/function"

// Functions lists the functions of this noun.
func Functions() []func() function.Function {
	return []func() function.Function{newGuestUPN, newParseGuestUPN, newInvitationOutcome}
}
