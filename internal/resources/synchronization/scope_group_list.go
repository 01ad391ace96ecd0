package synchronization

import (
	"context"
	"iter"
	"strings"

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

var _ list.ListResourceWithConfigure = (*scopeGroupList)(nil)

// scopeGroupList lists the groups that decide which users are synchronized.
type scopeGroupList struct{ tfkit.ListResource }

func newScopeGroupList() list.ListResource {
	return &scopeGroupList{tfkit.ListResource{
		Of:   newScopeGroup(),
		Text: "Lists the groups that are assigned to configurations of cross-tenant synchronization with the role `msiam_access`.",
		Filters: map[string]schema.Attribute{
			"service_principal_id": schema.StringAttribute{
				Optional: true, Validators: []validator.String{tfkit.GUID()},
				MarkdownDescription: "Object id of the service principal of one synchronization. By default the groups of all synchronizations of the tenant" +
					" are listed.",
			},
		},
	}}
}

// List reads the members of the groups only if the resources are asked for.
func (l *scopeGroupList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var application types.String
	diags := req.Config.GetAttribute(ctx, path.Root("service_principal_id"), &application)
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	l.Stream(ctx, req, stream, "the sync scope groups", func(t *tenant.Tenant) iter.Seq2[[]tfkit.Listed, error] {
		found := func(yield func([]graph.Group, error) bool) {
			yield(t.Graph.SyncScopeGroups(ctx, application.ValueString()))
		}
		return tfkit.Pages(found, func(g graph.Group) tfkit.Listed { return listedGroup(t, g) })
	})
}

// listedGroup is one group, with the state that an import of it has.
func listedGroup(t *tenant.Tenant, g graph.Group) tfkit.Listed {
	m := new(scopeGroupModel)
	return tfkit.Listed{
		ObjectID: strings.ToLower(g.ID), Name: g.DisplayName, Model: m,
		Fill: func(ctx context.Context, _ *diag.Diagnostics) error {
			m.OnDestroy = types.StringValue(destroyKeep)
			s, err := t.Graph.Scope(ctx, g.ID, m.parts())
			if err != nil {
				return err
			}
			s.Owners = m.others(s.Owners, principal(ctx, t))
			m.refresh(ctx, g, s)
			return nil
		},
	}
}
