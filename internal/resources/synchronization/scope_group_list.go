package synchronization

import (
	"context"
	"fmt"
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

var _ list.ListResourceWithConfigure = (*scopeGroupList)(nil)

// scopeGroupList lists the groups that decide which users are synchronized, for the
// command terraform query.
type scopeGroupList struct{ tfkit.Resource }

func newScopeGroupList() list.ListResource { return &scopeGroupList{} }

func (l *scopeGroupList) Metadata(ctx context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	new(scopeGroup).Metadata(ctx, req, resp)
}

func (l *scopeGroupList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the groups that are assigned to configurations of cross-tenant synchronization with the role `msiam_access`.",
		Attributes: map[string]schema.Attribute{
			"tenant": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Key of the tenant in the provider's `tenants`. Optional if the provider has exactly one tenant.",
			},
			"service_principal_id": schema.StringAttribute{
				Optional: true, Validators: []validator.String{tfkit.GUID()},
				MarkdownDescription: "Object id of the service principal of one synchronization. By default the groups of all synchronizations of the tenant" +
					" are listed.",
			},
		},
	}
}

// scopeGroupListModel is the configuration of a list.
type scopeGroupListModel struct {
	Tenant        types.String `tfsdk:"tenant"`
	ApplicationID types.String `tfsdk:"service_principal_id"`
}

// List reads the members of the groups only if the resources are asked for.
func (l *scopeGroupList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var config scopeGroupListModel
	diags := req.Config.Get(ctx, &config)
	t, groups := l.find(ctx, config, &diags)
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		for i, g := range groups {
			if req.Limit > 0 && int64(i) == req.Limit || !push(l.result(ctx, req, t, g)) {
				return
			}
		}
	}
}

func (l *scopeGroupList) find(ctx context.Context, config scopeGroupListModel, diags *diag.Diagnostics) (*tenant.Tenant, []graph.Group) {
	if diags.HasError() {
		return nil, nil
	}
	t, err := l.Tenants.Get(config.Tenant.ValueString())
	if err != nil {
		diags.AddAttributeError(path.Root("tenant"), "Unknown tenant", "Cannot list: "+err.Error()+".")
		return nil, nil
	}
	groups, err := t.Graph.SyncScopeGroups(ctx, config.ApplicationID.ValueString())
	if err != nil {
		diags.AddError(fmt.Sprintf("Cannot list the sync scope groups of tenant %q", t.Key), tfkit.Explain(t, err))
	}
	return t, groups
}

// result is one group, with the state that an import of it has.
func (l *scopeGroupList) result(ctx context.Context, req list.ListRequest, t *tenant.Tenant, g graph.Group) list.ListResult {
	result := req.NewListResult(ctx)
	result.DisplayName = g.DisplayName
	result.Diagnostics.Append(result.Identity.Set(ctx, tfkit.NewIdentity(t.ID, strings.ToLower(g.ID)))...)
	if !req.IncludeResource {
		return result
	}
	var m scopeGroupModel
	result.Diagnostics.Append(result.Resource.SetAttribute(ctx, path.Root("on_destroy"), destroyKeep)...)
	result.Diagnostics.Append(result.Resource.Get(ctx, &m)...)
	s, err := t.Graph.Scope(ctx, g.ID, m.parts())
	if err != nil {
		result.Diagnostics.AddError(fmt.Sprintf("Cannot read sync scope group %q in tenant %q", g.DisplayName, t.Key), tfkit.Explain(t, err))
		return result
	}
	s.Owners = m.others(s.Owners, principal(ctx, t))
	m.refresh(ctx, g, s)
	m.Locate(t, m.groupID())
	result.Diagnostics.Append(result.Resource.Set(ctx, m)...)
	return result
}
