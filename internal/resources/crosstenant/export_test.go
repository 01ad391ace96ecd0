package crosstenant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// CheckTrustLicense checks an attribute that trusts claims.
func CheckTrustLicense(ctx context.Context, data *tfkit.Data, t *tenant.Tenant, diags *diag.Diagnostics) {
	checkLicense(ctx, data, t, []licensed{{path.Root("inbound_trust"), rules.TrustsClaims}}, diags)
}

// LicensedAttributes lists what takes the license in an entry that says want,
// where before says what the state has; nil for no state.
func LicensedAttributes(ctx context.Context, want graph.Partner, before *graph.Partner) []string {
	plan, state := modelOf(ctx, want), emptyPartner(ctx)
	if before != nil {
		state = modelOf(ctx, *before)
	}
	var paths []string
	for _, a := range licensedBlocks(ctx, plan.blocks(), state.blocks()) {
		paths = append(paths, a.at.String())
	}
	return paths
}

// modelOf leaves out the blocks that the entry inherits.
func modelOf(ctx context.Context, p graph.Partner) *partnerModel {
	m := emptyPartner(ctx)
	for _, b := range m.blocks() {
		if !b.Same(p.AccessSettings, rules.AccessSettings{}) {
			*b.value = b.encode(ctx, p.AccessSettings)
		}
	}
	if p.IdentitySync != nil {
		m.setSync(ctx, p.IdentitySync)
	}
	return m
}

func emptyPartner(ctx context.Context) *partnerModel {
	var m partnerModel
	readEmpty(ctx, newPartner(), &m)
	return &m
}

// readEmpty reads a state in which everything is null into a model.
func readEmpty(ctx context.Context, r resource.Resource, model any) {
	var resp resource.SchemaResponse
	r.Schema(ctx, resource.SchemaRequest{}, &resp)
	state := tfsdk.State{Schema: resp.Schema}
	values := map[string]tftypes.Value{}
	for name, a := range resp.Schema.Attributes {
		values[name] = tftypes.NewValue(a.GetType().TerraformType(ctx), nil)
	}
	state.Raw = tftypes.NewValue(resp.Schema.Type().TerraformType(ctx), values)
	must(state.Get(ctx, model))
}

// ExplainExisting is what an apply says when it cannot make the entry about a
// partner.
func ExplainExisting(t *tenant.Tenant, partnerID string, err error) string {
	return explainExisting(t, partnerModel{PartnerTenantID: tfkit.FoldedValue(partnerID)}, err)
}

// ExplainDeletion is what an apply says when it cannot delete the entry about a
// partner, which may be in the same multitenant organization.
func ExplainDeletion(t *tenant.Tenant, inOrganization bool, err error) string {
	return explainDeletion(t, partnerModel{InOrganization: types.BoolValue(inOrganization)}, err)
}
