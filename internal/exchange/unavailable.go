package exchange

import (
	"errors"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
)

// noService are the refusals of a token for a service that the tenant does not have
// (exchange §3).
var noService = []string{"AADSTS500011", "AADSTS650052"}

// Unavailable reports whether an error means that the application cannot use
// Exchange Online in a tenant: it has no permission there, or the tenant has no
// Exchange Online. Outages and refusals of one call for other reasons are none.
func Unavailable(err error) bool {
	if errors.Is(err, service.ErrForbidden) {
		return true
	}
	// Package tenant, which this package does not know, reads the code.
	var signIn interface{ SignInCode() string }
	return errors.As(err, &signIn) && slices.Contains(noService, signIn.SignInCode())
}
