package inspect

import (
	"context"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/permission"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// MailUser is what Exchange Online says about a user.
type MailUser struct {
	// Found is nil when there is no mail user.
	Found *exchange.MailUser
	// Unavailable is set instead if the application cannot use Exchange Online in the
	// tenant: the values of Graph count then, and no check is skipped.
	Unavailable error
}

// PresentMailUser reads the current mail user.
var PresentMailUser = about("mail user", func(ctx context.Context, t *tenant.Tenant, id string) (MailUser, error) {
	found, err := orNone(t.Exchange.MailUser(ctx, id))
	if exchange.Unavailable(err) {
		return MailUser{Unavailable: err}, nil
	}
	return MailUser{Found: found}, err
}, permission.PresentMailUser)
