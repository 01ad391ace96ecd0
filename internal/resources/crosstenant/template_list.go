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

var _ list.ListResourceWithConfigure = (*templateList)(nil)

// templateList lists the templates of a tenant, which are one object.
type templateList struct{ tfkit.ListResource }

func newTemplateList() list.ListResource {
	return &templateList{tfkit.ListResource{
		Of:   newTemplate(),
		Text: "Lists the two templates of a tenant for multitenant organizations: one object, or none in a cloud without such organizations.",
	}}
}

func (l *templateList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	l.Stream(ctx, req, stream, "the multitenant organization templates", func(t *tenant.Tenant) iter.Seq2[[]tfkit.Listed, error] {
		return func(yield func([]tfkit.Listed, error) bool) {
			if !t.Cloud.HasMultitenantOrganizations {
				return
			}
			now, err := t.Graph.OrganizationTemplate(ctx)
			yield([]tfkit.Listed{listedTemplate(t, now)}, err)
		}
	})
}

func listedTemplate(t *tenant.Tenant, now graph.OrganizationTemplate) tfkit.Listed {
	m := new(templateModel)
	return tfkit.Listed{
		ObjectID: tfkit.OrganizationTemplate, Name: t.Key, Model: m,
		Fill: func(ctx context.Context, _ *diag.Diagnostics) error {
			m.OnDestroy = types.StringValue(destroyReset)
			m.refresh(ctx, now)
			return nil
		},
	}
}
