package guest

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var _ ephemeral.EphemeralResourceWithConfigure = (*redeemLink)(nil)

// redeemLink is a new redeem link of a pending external user.
type redeemLink struct{ tfkit.Ephemeral }

func newRedeemLink() ephemeral.EphemeralResource { return &redeemLink{} }

type redeemLinkModel struct {
	Tenant    types.String `tfsdk:"tenant"`
	UserID    types.String `tfsdk:"user_id"`
	Enabled   types.Bool   `tfsdk:"enabled"`
	Email     types.String `tfsdk:"email"`
	RedeemURL types.String `tfsdk:"redeem_url"`
}

// Metadata names the ephemeral resource.
func (r *redeemLink) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_redeem_link"
}

// Schema has the user and the link.
func (r *redeemLink) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A new link at which a pending external user redeems the invitation, for delivery by a channel of your own. It is never stored" +
			" in a state or a plan. No mail is sent. Each new link invalidates the earlier ones of the user.",
		Attributes: map[string]schema.Attribute{
			"tenant": schema.StringAttribute{
				Optional: true, MarkdownDescription: "Key of the tenant in the provider's `tenants`. Optional if the provider has exactly one tenant.",
			},
			"user_id": schema.StringAttribute{
				Required: true, Validators: []validator.String{tfkit.GUID()},
				MarkdownDescription: "Object id of the user in the tenant. A user who has redeemed already, or who is internal, is refused.",
			},
			"enabled": schema.BoolAttribute{
				Optional: true,
				MarkdownDescription: "Whether a link is requested. With `terraform.applying` it is, but not in a plan, which would invalidate" +
					" earlier links. Default `true`.",
			},
			"email": schema.StringAttribute{Computed: true, MarkdownDescription: "Address of the invitation. Null if `enabled` is `false`."},
			"redeem_url": schema.StringAttribute{
				Computed: true, Sensitive: true,
				MarkdownDescription: "URL at which the invitation is redeemed. It is sufficient to redeem: treat it like a password. Null if `enabled` is `false`.",
			},
		},
	}
}

// Open requests the link.
func (r *redeemLink) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var m redeemLinkModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if m.Enabled.IsNull() || m.Enabled.ValueBool() {
		t := r.OpenIn(m.Tenant, &resp.Diagnostics)
		if t == nil {
			return
		}
		invited, err := requestLink(ctx, t, strings.ToLower(m.UserID.ValueString()))
		if err != nil {
			resp.Diagnostics.AddAttributeError(path.Root("user_id"),
				fmt.Sprintf("Cannot get a redeem link for user %s of tenant %q", m.UserID.ValueString(), t.Key), tfkit.Explain(t, err))
			return
		}
		m.Email, m.RedeemURL = types.StringValue(invited.Address), types.StringValue(invited.RedeemURL)
	}
	resp.Diagnostics.Append(resp.Result.Set(ctx, m)...)
}

// requestLink returns a new link of a pending external user.
func requestLink(ctx context.Context, t *tenant.Tenant, userID string) (graph.Invited, error) {
	u, err := t.Graph.User(ctx, userID)
	if err != nil {
		return graph.Invited{}, err
	}
	if why := pendingOnly(u); why != "" {
		return graph.Invited{}, refuse(u, why)
	}
	return t.Graph.RedeemLink(ctx, invitationOf(t, u))
}
