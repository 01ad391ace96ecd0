package organization

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

type tenantData struct{ tfkit.DataSource }

func newTenant() datasource.DataSource { return &tenantData{} }

type tenantModel struct {
	tfkit.DataSourceModel

	ID              types.String `tfsdk:"id"`
	Cloud           types.String `tfsdk:"cloud"`
	DisplayName     types.String `tfsdk:"display_name"`
	TenantType      types.String `tfsdk:"tenant_type"`
	InitialDomain   types.String `tfsdk:"initial_domain"`
	DefaultDomain   types.String `tfsdk:"default_domain"`
	VerifiedDomains types.List   `tfsdk:"verified_domains"`
}

func (d *tenantData) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_tenant"
}

func (d *tenantData) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads a tenant's name, cloud and domains.",
		Attributes: tfkit.DataSourceAttributes(ctx, map[string]schema.Attribute{
			"id":           schema.StringAttribute{Computed: true, MarkdownDescription: "Same as `tenant_id`."},
			"cloud":        schema.StringAttribute{Computed: true, MarkdownDescription: "The national cloud of the tenant."},
			"display_name": schema.StringAttribute{Computed: true, MarkdownDescription: "Name of the organization."},
			"tenant_type": schema.StringAttribute{
				Computed: true,
				MarkdownDescription: "`AAD` for a workforce tenant, `CIAM` for an external tenant of Entra External ID, or `AAD B2C`. The latter two are for" +
					" consumers of applications: their applications do not provision users, so they are no source of a synchronization, and they have no Microsoft 365.",
			},
			"initial_domain": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "The domain that the tenant was created with, such as `contoso.onmicrosoft.com`. The user principal names of guests end in it.",
			},
			"default_domain": schema.StringAttribute{Computed: true, MarkdownDescription: "The domain of new users."},
			"verified_domains": schema.ListAttribute{
				Computed: true, ElementType: types.StringType,
				MarkdownDescription: "All verified domains of the tenant. Users with an address in one of them cannot be invited to it.",
			},
		}),
	}
}

func (d *tenantData) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m tenantModel
	ctx, op := d.BeginRead(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	o, err := t.Graph.Organization(ctx)
	if err != nil {
		op.Fail(fmt.Sprintf("Cannot read tenant %q", t.Key), err)
		return
	}
	m.ID, m.Cloud, m.DisplayName = types.StringValue(t.ID), types.StringValue(t.Cloud.Name), types.StringValue(o.DisplayName)
	m.InitialDomain, m.DefaultDomain = types.StringValue(o.InitialDomain), types.StringValue(o.DefaultDomain)
	m.VerifiedDomains, m.TenantType = tfkit.List(o.Domains), tfkit.StringOrNull(o.Type)
	op.Save(ctx)
}
