package guest

import (
	"cmp"
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

type messageModel struct {
	Body        types.String `tfsdk:"body"`
	BodyWO      types.String `tfsdk:"body_wo"`
	Language    types.String `tfsdk:"language"`
	CcRecipient types.String `tfsdk:"cc_recipient"`
}

// message is the mail for the model.
func (m *model) message(ctx context.Context) (graph.Message, error) {
	var message messageModel
	if tfkit.Known(m.Message) {
		if diags := m.Message.As(ctx, &message, basetypes.ObjectAsOptions{}); diags.HasError() {
			return graph.Message{}, fmt.Errorf("read the message: %s", diags[0].Detail())
		}
	}
	return graph.Message{
		Body: cmp.Or(m.secretBody.ValueString(), message.Body.ValueString()), Language: message.Language.ValueString(), Cc: message.CcRecipient.ValueString(),
	}, nil
}

// readConfig takes what the configuration alone has: message.body_wo, and on_existing
// without its default, which it returns.
func (m *model) readConfig(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) (onExisting types.String) {
	diags.Append(config.GetAttribute(ctx, path.Root("message").AtName("body_wo"), &m.secretBody)...)
	diags.Append(config.GetAttribute(ctx, path.Root("on_existing"), &onExisting)...)
	return onExisting
}

// hasBody reports whether the message has custom text.
func (m *model) hasBody() bool {
	if !m.secretBody.IsNull() {
		return true
	}
	if !tfkit.Known(m.Message) {
		return false
	}
	body, ok := m.Message.Attributes()["body"]
	return ok && !body.IsNull()
}
