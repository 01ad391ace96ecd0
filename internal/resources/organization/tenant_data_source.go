package organization

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

type tenantData struct{ tfkit.DataSource }

func newTenant() datasource.DataSource { return &tenantData{} }

type tenantModel struct {
	Tenant          types.String   `tfsdk:"tenant"`
	ID              types.String   `tfsdk:"id"`
	TenantID        types.String   `tfsdk:"tenant_id"`
	Cloud           types.String   `tfsdk:"cloud"`
	DisplayName     types.String   `tfsdk:"display_name"`
	InitialDomain   types.String   `tfsdk:"initial_domain"`
	DefaultDomain   types.String   `tfsdk:"default_domain"`
	VerifiedDomains []types.String `tfsdk:"verified_domains"`
	Timeouts        timeouts.Value `tfsdk:"timeouts"`
}

func (d *tenantData) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_tenant"
}

func (d *tenantData) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A tenant as it describes itself: its name and its domains.",
		Attributes: map[string]schema.Attribute{
			"tenant": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "Key of the tenant in the provider's `tenants`. May be left out when the provider has exactly one.",
			},
			"id":           schema.StringAttribute{Computed: true, MarkdownDescription: "Same as `tenant_id`."},
			"tenant_id":    schema.StringAttribute{Computed: true, MarkdownDescription: "Tenant id (GUID)."},
			"cloud":        schema.StringAttribute{Computed: true, MarkdownDescription: "The national cloud that the tenant lives in."},
			"display_name": schema.StringAttribute{Computed: true, MarkdownDescription: "Name of the organization."},
			"initial_domain": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "The domain that the tenant was created with, such as `contoso.onmicrosoft.com`. The user principal names of guests end in it.",
			},
			"default_domain": schema.StringAttribute{Computed: true, MarkdownDescription: "The domain of new users."},
			"verified_domains": schema.ListAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "All domains that the tenant has proved to own. People with an address in one of them cannot be invited here.",
			},
			"timeouts": timeouts.Attributes(ctx),
		},
	}
}

func (d *tenantData) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m tenantModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	t, err := d.Tenants.Get(m.Tenant.ValueString())
	if err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("tenant"), "Unknown tenant", "Cannot read: "+err.Error()+".")
		return
	}
	timeout, diags := m.Timeouts.Read(ctx, tfkit.ReadTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	o, err := t.Graph.Organization(ctx)
	if err != nil {
		resp.Diagnostics.AddError(fmt.Sprintf("Cannot read tenant %q", t.Key), tfkit.Explain(t, err))
		return
	}
	m = tenantModel{
		Tenant: types.StringValue(t.Key), ID: types.StringValue(t.ID), TenantID: types.StringValue(t.ID),
		Cloud: types.StringValue(t.Cloud.Name), DisplayName: types.StringValue(o.DisplayName),
		InitialDomain: types.StringValue(o.InitialDomain), DefaultDomain: types.StringValue(o.DefaultDomain),
		VerifiedDomains: []types.String{}, Timeouts: m.Timeouts,
	}
	for _, name := range o.Domains {
		m.VerifiedDomains = append(m.VerifiedDomains, types.StringValue(name))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}
