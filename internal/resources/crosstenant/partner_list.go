package crosstenant

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var _ list.ListResourceWithConfigure = (*partnerList)(nil)

// partnerList lists the entries of a tenant's cross-tenant access policy.
type partnerList struct{ tfkit.ListResource }

func newPartnerList() list.ListResource {
	return &partnerList{tfkit.ListResource{Of: newPartner(), Text: "Lists the partners of a tenant's cross-tenant access policy."}}
}

func (l *partnerList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	l.Stream(ctx, req, stream, "the cross-tenant access partners", func(t *tenant.Tenant) iter.Seq2[[]tfkit.Listed, error] {
		return tfkit.Pages(t.Graph.PartnerPages(ctx), func(p graph.Partner) tfkit.Listed { return listedPartner(&l.Data, t, p) })
	})
}

func listedPartner(data *tfkit.Data, t *tenant.Tenant, p graph.Partner) tfkit.Listed {
	m := new(partnerModel)
	return tfkit.Listed{
		ObjectID: p.TenantID, Name: partnerName(data, p.TenantID), Model: m,
		Fill: func(ctx context.Context, _ *diag.Diagnostics) error {
			m.PartnerTenantID, m.OnDestroy = tfkit.FoldedValue(p.TenantID), types.StringValue(destroyKeep)
			m.refresh(ctx, t, p)
			return nil
		},
	}
}

// partnerName is the key of a tenant of the provider, or else the id.
func partnerName(data *tfkit.Data, tenantID string) string {
	if t, err := data.Tenants.ByID(tenantID); err == nil {
		return t.Key
	}
	return tenantID
}
