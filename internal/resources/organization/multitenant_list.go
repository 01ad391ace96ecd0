package organization

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var _ list.ListResourceWithConfigure = (*multitenantList)(nil)

// multitenantList lists the organization that a tenant has created, which is one at
// most. A tenant that has joined one has a membership instead.
type multitenantList struct{ tfkit.ListResource }

func newMultitenantList() list.ListResource {
	return &multitenantList{tfkit.ListResource{
		Of: newMultitenant(), Text: "Lists the multitenant organization that a tenant has created: one object, or none.",
	}}
}

func (l *multitenantList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	l.Stream(ctx, req, stream, "the multitenant organization", func(t *tenant.Tenant) iter.Seq2[[]tfkit.Listed, error] {
		return oneOf(ctx, t, func(now standing) bool { return !now.hasJoined(t) }, listedOrganization)
	})
}

// oneOf lists the organization of a tenant, or the tenant in it, if the condition
// holds.
func oneOf(ctx context.Context, t *tenant.Tenant, is func(standing) bool, listed func(standing) tfkit.Listed) iter.Seq2[[]tfkit.Listed, error] {
	return func(yield func([]tfkit.Listed, error) bool) {
		now, err := standsInCloud(ctx, t)
		if err != nil || now.Active && is(now) {
			yield([]tfkit.Listed{listed(now)}, err)
		}
	}
}

// standsInCloud is stands, without a request in a cloud that has no multitenant
// organizations.
func standsInCloud(ctx context.Context, t *tenant.Tenant) (standing, error) {
	if !t.Cloud.HasMultitenantOrganizations {
		return standing{}, nil
	}
	return stands(ctx, t)
}

func listedOrganization(now standing) tfkit.Listed {
	m := new(multitenantModel)
	return tfkit.Listed{
		ObjectID: tfkit.OrganizationName, Name: now.DisplayName, Model: m,
		Fill: func(context.Context, *diag.Diagnostics) error {
			m.OnDestroy = types.StringValue(destroyDelete)
			m.refresh(now.MultitenantOrganization)
			return nil
		},
	}
}
