package crosstenant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// defaultsModel is the resource in Terraform's types.
type defaultsModel struct {
	tfkit.Model
	sharedModel

	Redemption       types.Object `tfsdk:"invitation_redemption_identity_provider_configuration"`
	OnDestroy        types.String `tfsdk:"on_destroy"`
	IsServiceDefault types.Bool   `tfsdk:"is_service_default"`
}

func (m *defaultsModel) blocks() []block {
	return append(m.sharedModel.blocks(),
		blockOf("invitation_redemption_identity_provider_configuration", rules.Redemption, &m.Redemption, redemptionShape))
}

// refresh reads the values of the directory.
func (m *defaultsModel) refresh(ctx context.Context, t *tenant.Tenant, d graph.AccessDefaults) {
	m.IsServiceDefault = types.BoolValue(d.ServiceDefault)
	refresh(ctx, m.blocks(), d.AccessSettings, t.Cloud.HasTenantRestrictions)
}
