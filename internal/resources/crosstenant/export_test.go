package crosstenant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

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
	plan, state := modelOf(want), partnerModel{}
	if before != nil {
		state = modelOf(*before)
	}
	var paths []string
	for _, a := range licensedBlocks(ctx, &plan, &state) {
		paths = append(paths, a.at.String())
	}
	return paths
}

// modelOf leaves out the blocks that the entry inherits.
func modelOf(p graph.Partner) partnerModel {
	var m partnerModel
	for _, b := range m.blocks() {
		if !p.Same(b.graph, graph.AccessSettings{}) {
			*m.at(b.graph) = encode(b.graph, p.AccessSettings, true)
		}
	}
	if p.Sync != nil {
		m.Sync = encodeSync(p.Sync)
	}
	return m
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
