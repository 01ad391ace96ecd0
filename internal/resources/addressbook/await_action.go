package addressbook

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var _ action.ActionWithConfigure = (*tfkit.Action[awaitModel])(nil)

// awaitTimeout limits a wait for which the configuration has no timeout: a new guest
// becomes a recipient after minutes, in bad cases after hours (exchange §12).
const awaitTimeout = 30 * time.Minute

type awaitModel struct {
	Tenant  types.String         `tfsdk:"tenant"`
	Email   types.String         `tfsdk:"email"`
	Timeout timetypes.GoDuration `tfsdk:"timeout"`
}

// newAwaitAddressBook waits until a recipient can be found.
func newAwaitAddressBook() action.Action {
	return &tfkit.Action[awaitModel]{
		Name: "await_address_book",
		Text: "Waits until the address book of a tenant shows a recipient: Exchange Online has a recipient with the address that is not hidden from address lists. It reads only.",
		Arguments: map[string]schema.Attribute{
			"email": schema.StringAttribute{
				Required: true, Validators: []validator.String{tfkit.Email()}, MarkdownDescription: "An address of the recipient, the primary one or another.",
			},
			"timeout": schema.StringAttribute{
				Optional: true, CustomType: timetypes.GoDurationType{}, MarkdownDescription: "How long to wait, such as `90s` or `2h`. Default `30m`.",
			},
		},
		Subject: func(m awaitModel) string { return "recipient " + m.Email.ValueString() },
		Act: func(ctx context.Context, t *tenant.Tenant, m awaitModel, say func(string)) error {
			limit := awaitTimeout
			if !m.Timeout.IsNull() {
				configured, diags := m.Timeout.ValueGoDuration()
				if diags.HasError() {
					return tfkit.Refusal(diags[0].Detail())
				}
				limit = configured
			}
			ctx, cancel := context.WithTimeout(ctx, limit)
			defer cancel()
			r, err := t.Exchange.AwaitListed(ctx, m.Email.ValueString())
			if errors.Is(err, context.DeadlineExceeded) {
				return &unlistedError{err}
			}
			if err == nil {
				say(fmt.Sprintf("the address book shows the %s %q with the address %s.", r.TypeDetails, r.DisplayName, m.Email.ValueString()))
			}
			return err
		},
	}
}

// unlistedError is a wait that has ended without the recipient.
type unlistedError struct{ err error }

func (e *unlistedError) Error() string { return e.err.Error() }

// Unwrap returns the timeout.
func (e *unlistedError) Unwrap() error { return e.err }

// Advice says what shows a recipient.
func (e *unlistedError) Advice(string) string {
	return "Exchange Online takes minutes, at times hours, to make a recipient of a new external user: raise timeout, or invoke the action again." +
		" A hidden recipient stays hidden: show it with multitenant_gal_visibility, or hidden_from_address_lists = false of multitenant_mail_contact."
}
