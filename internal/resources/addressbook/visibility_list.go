package addressbook

import (
	"context"
	"iter"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var _ list.ListResourceWithConfigure = (*visibilityList)(nil)

// visibilityList lists the external users of a tenant with their visibility.
type visibilityList struct{ tfkit.ListResource }

func newVisibilityList() list.ListResource {
	return &visibilityList{tfkit.ListResource{
		Of:   newVisibility(),
		Text: "Lists the external users of a resource tenant with their visibility in the address book.",
		Filters: map[string]schema.Attribute{
			"user_type": schema.StringAttribute{
				Optional: true, Validators: []validator.String{stringvalidator.OneOf("Guest", "Member")},
				MarkdownDescription: "Only external users of this type: `Guest` or `Member`.",
			},
		},
	}}
}

func (l *visibilityList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var userType types.String
	if diags := req.Config.GetAttribute(ctx, path.Root("user_type"), &userType); diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	l.Stream(ctx, req, stream, "the external users", func(t *tenant.Tenant) iter.Seq2[[]tfkit.Listed, error] {
		found := t.Graph.ExternalUserPages(ctx, graph.ExternalSearch{UserType: userType.ValueString()})
		return tfkit.Pages(found, func(u graph.User) tfkit.Listed { return l.listedVisibility(t, u) })
	})
}

// listedVisibility reads the mail user, which many users share a list of.
func (l *visibilityList) listedVisibility(t *tenant.Tenant, u graph.User) tfkit.Listed {
	m := new(visibilityModel)
	return tfkit.Listed{
		ObjectID: u.ID, Name: u.DisplayName, Model: m,
		Fill: func(ctx context.Context, diags *diag.Diagnostics) error {
			m.UserID = tfkit.FoldedValue(u.ID)
			m.Exchange, m.OnDestroy = types.StringValue(exchangeAuto), types.StringValue(destroyRestore)
			r := visibility{l.Resource}
			found, answered, err := r.readExchange(ctx, t, m, diags)
			m.observe(u, found)
			m.refresh(nil, answered)
			return err
		},
	}
}

// without leaves elements out of the pages of a list.
func without[E any](pages iter.Seq2[[]E, error], excluded func(E) bool) iter.Seq2[[]E, error] {
	return func(yield func([]E, error) bool) {
		for page, err := range pages {
			if !yield(slices.DeleteFunc(page, excluded), err) {
				return
			}
		}
	}
}
