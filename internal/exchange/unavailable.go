package exchange

import (
	"errors"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
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
	var signIn *transport.SignInError
	if !errors.As(err, &signIn) {
		return false
	}
	for _, code := range noService {
		// The code is in the text only.
		if strings.Contains(signIn.Error(), code) {
			return true
		}
	}
	return false
}
