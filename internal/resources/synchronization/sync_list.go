package synchronization

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var _ list.ListResourceWithConfigure = (*syncList)(nil)

// syncList lists the configurations of cross-tenant synchronization of a source, for
// the command terraform query.
type syncList struct{ tfkit.Resource }

func newSyncList() list.ListResource { return &syncList{} }

func (l *syncList) Metadata(ctx context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	new(crossTenantSync).Metadata(ctx, req, resp)
}

func (l *syncList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the configurations of cross-tenant synchronization of a source tenant.",
		Attributes: map[string]schema.Attribute{
			"source": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Key of the source in the provider's `tenants`. Optional if the provider has exactly one tenant.",
			},
			"target_tenant_id": schema.StringAttribute{
				Optional: true, Validators: []validator.String{tfkit.GUID()},
				MarkdownDescription: "Tenant id of one target. By default the configurations for all targets are listed, and those without one.",
			},
		},
	}
}

// syncListModel is the configuration of a list.
type syncListModel struct {
	Source         types.String `tfsdk:"source"`
	TargetTenantID types.String `tfsdk:"target_tenant_id"`
}

// List reads the schemas of the jobs only if the resources are asked for.
func (l *syncList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var config syncListModel
	diags := req.Config.Get(ctx, &config)
	t, all := l.find(ctx, config, &diags)
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		for i, c := range all {
			if req.Limit > 0 && int64(i) == req.Limit || !push(l.result(ctx, req, t, c)) {
				return
			}
		}
	}
}

// find lists the configurations in the order of their names.
func (l *syncList) find(ctx context.Context, config syncListModel, diags *diag.Diagnostics) (*tenant.Tenant, []graph.SyncConfiguration) {
	if diags.HasError() {
		return nil, nil
	}
	t, err := l.Tenants.Get(config.Source.ValueString())
	if err != nil {
		diags.AddAttributeError(path.Root("source"), "Unknown tenant", "Cannot list: "+err.Error()+".")
		return nil, nil
	}
	all, err := t.Graph.ReadSyncConfigurations(ctx)
	if err != nil {
		diags.AddError(fmt.Sprintf("Cannot list the synchronizations of tenant %q", t.Key), tfkit.Explain(t, err))
	}
	if target := config.TargetTenantID.ValueString(); target != "" {
		all = slices.DeleteFunc(all, func(c graph.SyncConfiguration) bool {
			id, _ := c.Target.Get()
			return !strings.EqualFold(id, target)
		})
	}
	slices.SortStableFunc(all, func(a, b graph.SyncConfiguration) int { return strings.Compare(a.DisplayName, b.DisplayName) })
	return t, all
}

// result is one configuration, with the state that an import of it has.
func (l *syncList) result(ctx context.Context, req list.ListRequest, t *tenant.Tenant, c graph.SyncConfiguration) list.ListResult {
	result := req.NewListResult(ctx)
	result.DisplayName = c.DisplayName
	result.Diagnostics.Append(result.Identity.Set(ctx, tfkit.NewIdentity(t.ID, strings.ToLower(c.PrincipalID)))...)
	if !req.IncludeResource {
		return result
	}
	var m syncModel
	result.Diagnostics.Append(result.Resource.SetAttribute(ctx, path.Root("on_destroy"), destroyKeep)...)
	result.Diagnostics.Append(result.Resource.Get(ctx, &m)...)
	r := crossTenantSync{l.Resource}
	if err := r.refresh(ctx, t, &m, c.SyncApplication); err != nil {
		result.Diagnostics.AddError(fmt.Sprintf("Cannot read synchronization %q of tenant %q", c.DisplayName, t.Key), tfkit.Explain(t, err))
		return result
	}
	m.Source = types.StringValue(t.Key)
	m.Locate(t, m.principalID())
	result.Diagnostics.Append(result.Resource.Set(ctx, m)...)
	return result
}
