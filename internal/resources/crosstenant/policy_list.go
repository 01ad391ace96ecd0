package crosstenant

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var _ list.ListResourceWithConfigure = (*policyList)(nil)

// policyList lists the list of other clouds of a tenant, which is one object.
type policyList struct{ tfkit.ListResource }

func newPolicyList() list.ListResource {
	return &policyList{tfkit.ListResource{Of: newPolicy(), Text: "Lists the list of other clouds that a tenant works with: one object."}}
}

func (l *policyList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	l.Stream(ctx, req, stream, "the allowed cloud endpoints", func(t *tenant.Tenant) iter.Seq2[[]tfkit.Listed, error] {
		return func(yield func([]tfkit.Listed, error) bool) {
			now, err := t.Graph.ReadCloudEndpoints(ctx)
			yield([]tfkit.Listed{listedPolicy(t, now)}, err)
		}
	})
}

func listedPolicy(t *tenant.Tenant, endpoints []string) tfkit.Listed {
	m := new(policyModel)
	return tfkit.Listed{
		ObjectID: tfkit.AccessPolicyName, Name: t.Key, Model: m,
		Fill: func(context.Context, *diag.Diagnostics) error {
			m.AllowedCloudEndpoints, m.OnDestroy = tfkit.Set(endpoints), types.StringValue(destroyRestore)
			return nil
		},
	}
}
