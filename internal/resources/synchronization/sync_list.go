package synchronization

import (
	"context"
	"iter"
	"slices"
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

var _ list.ListResourceWithConfigure = (*syncList)(nil)

// syncList lists the configurations of cross-tenant synchronization of a source.
type syncList struct{ tfkit.ListResource }

func newSyncList() list.ListResource {
	return &syncList{tfkit.ListResource{
		Of: newCrossTenantSync(), Text: "Lists the configurations of cross-tenant synchronization of a source tenant.",
		Argument: "source", ArgumentText: "Key of the source in the provider's `tenants`.",
		Filters: map[string]schema.Attribute{
			"target_tenant_id": schema.StringAttribute{
				Optional: true, Validators: []validator.String{tfkit.GUID()},
				MarkdownDescription: "Tenant id of one target. By default the configurations for all targets are listed, and those without one.",
			},
		},
	}}
}

// List reads the schemas of the jobs only if the resources are asked for.
func (l *syncList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var target types.String
	if diags := req.Config.GetAttribute(ctx, path.Root("target_tenant_id"), &target); diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	l.Stream(ctx, req, stream, "the synchronizations", func(t *tenant.Tenant) iter.Seq2[[]tfkit.Listed, error] {
		found := func(yield func([]graph.SyncConfiguration, error) bool) { yield(syncsFor(ctx, t, target.ValueString())) }
		return tfkit.Pages(found, func(c graph.SyncConfiguration) tfkit.Listed { return l.listedSync(t, c) })
	})
}

// syncsFor lists the configurations in the order of their names: all, or those for a
// target.
func syncsFor(ctx context.Context, t *tenant.Tenant, target string) ([]graph.SyncConfiguration, error) {
	all, err := t.Graph.ReadSyncConfigurations(ctx)
	if target != "" {
		all = slices.DeleteFunc(all, func(c graph.SyncConfiguration) bool {
			id, _ := c.Target.Get()
			return !strings.EqualFold(id, target)
		})
	}
	slices.SortStableFunc(all, func(a, b graph.SyncConfiguration) int { return strings.Compare(a.DisplayName, b.DisplayName) })
	return all, err
}

// listedSync is one configuration, with the state that an import of it has.
func (l *syncList) listedSync(t *tenant.Tenant, c graph.SyncConfiguration) tfkit.Listed {
	m := new(syncModel)
	return tfkit.Listed{
		ObjectID: strings.ToLower(c.PrincipalID), Name: c.DisplayName, Model: m,
		Fill: func(ctx context.Context, _ *diag.Diagnostics) error {
			m.Source, m.OnDestroy = types.StringValue(t.Key), types.StringValue(destroyKeep)
			r := crossTenantSync{l.Resource}
			return r.refresh(ctx, t, m, c.SyncApplication)
		},
	}
}
