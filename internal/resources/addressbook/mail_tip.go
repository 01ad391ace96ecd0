package addressbook

import (
	"context"
	"fmt"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
)

// mailTipText accepts a MailTip that is displayed as it is written: the service adds
// HTML of its own, and supports no other (exchange §9.2).
type mailTipText struct{}

var _ validator.String = mailTipText{}

func (mailTipText) Description(context.Context) string {
	return fmt.Sprintf("value must be plain text of up to %d characters", exchange.MailTipLength)
}

func (t mailTipText) MarkdownDescription(ctx context.Context) string { return t.Description(ctx) }

func (mailTipText) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	tip := req.ConfigValue.ValueString()
	if n := utf8.RuneCountInString(tip); n > exchange.MailTipLength {
		resp.Diagnostics.AddAttributeError(req.Path, "MailTip is too long",
			fmt.Sprintf("Attribute %s has %d characters, and Exchange Online displays %d.", req.Path, n, exchange.MailTipLength))
	}
	if shown := exchange.MailTipText(tip); shown != tip {
		resp.Diagnostics.AddAttributeError(req.Path, "MailTip is not plain text",
			fmt.Sprintf("Attribute %s would be displayed as %q. Remove tags, entities such as &amp; and spaces at the ends.", req.Path, shown))
	}
}
