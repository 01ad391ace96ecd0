package crosstenant

import (
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var _ list.ListResourceWithConfigure = (*capabilitiesList)(nil)

// capabilitiesList lists the partners of a tenant that have Microsoft 365
// capabilities, and the default.
type capabilitiesList struct{ tfkit.ListResource }

func newCapabilitiesList() list.ListResource {
	return &capabilitiesList{tfkit.ListResource{
		Of:   newCapabilities(),
		Text: "Lists the partners of a tenant's cross-tenant access policy that have Microsoft 365 capabilities, and the default if it has any.",
	}}
}

func (l *capabilitiesList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	l.Stream(ctx, req, stream, "the Microsoft 365 capabilities", func(t *tenant.Tenant) iter.Seq2[[]tfkit.Listed, error] {
		return func(yield func([]tfkit.Listed, error) bool) {
			some, err := l.holders(ctx, t, []string{ofDefault})
			if !yield(some, err) || err != nil {
				return
			}
			for page, err := range t.Graph.PartnerPages(ctx) {
				for part := range slices.Chunk(page, batch) {
					some, readErr := l.holders(ctx, t, idsOfPartners(part))
					if !yield(some, readErr) || readErr != nil {
						return
					}
				}
				if err != nil {
					yield(nil, err)
					return
				}
			}
		}
	})
}

// batch is the number of partners whose capabilities are read at once, in one batch
// of Graph.
const batch = 20

func idsOfPartners(partners []graph.Partner) []string {
	ids := make([]string, len(partners))
	for i, p := range partners {
		ids[i] = p.TenantID
	}
	return ids
}

// holders are those of the partners that have capabilities.
func (l *capabilitiesList) holders(ctx context.Context, t *tenant.Tenant, ids []string) ([]tfkit.Listed, error) {
	found, err := share.Together(ctx, batch, ids, func(ctx context.Context, id string) (rules.M365Capabilities, error) {
		m := capabilitiesModel{PartnerTenantID: tfkit.FoldedValue(id)}
		return t.Graph.ReadM365Capabilities(ctx, m.partnerID())
	})
	if err != nil {
		return nil, err
	}
	var listed []tfkit.Listed
	for _, id := range ids {
		if found[id].NotRolledOut {
			return nil, errors.New(notRolledOut(t))
		}
		if len(found[id].All) > 0 {
			listed = append(listed, l.listedCapabilities(id, found[id]))
		}
	}
	return listed, nil
}

func (l *capabilitiesList) listedCapabilities(id string, found rules.M365Capabilities) tfkit.Listed {
	m, name := new(capabilitiesModel), id
	if id != ofDefault {
		name = partnerName(&l.Data, id)
	}
	return tfkit.Listed{
		ObjectID: id, Name: name, Model: m,
		Fill: func(ctx context.Context, diags *diag.Diagnostics) error {
			m.PartnerTenantID, m.Exclusive = tfkit.FoldedValue(id), types.BoolValue(false)
			m.Capabilities = refreshed(ctx, m.Capabilities, found, false)
			m.Former = capabilitiesRecord.Text(importedCapabilities(found), diags)
			return nil
		},
	}
}
