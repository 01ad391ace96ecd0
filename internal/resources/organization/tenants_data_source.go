package organization

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// tenantsData is the data source multitenant_organization_tenants.
type tenantsData struct{ tfkit.DataSource }

func newTenants() datasource.DataSource { return &tenantsData{} }

type tenantsModel struct {
	tfkit.DataSourceModel

	Active      types.Bool                `tfsdk:"active"`
	DisplayName types.String              `tfsdk:"display_name"`
	Description types.String              `tfsdk:"description"`
	Created     types.String              `tfsdk:"created_date_time"`
	Role        types.String              `tfsdk:"role"`
	Tenants     []organizationTenantModel `tfsdk:"tenants"`
}

type organizationTenantModel struct {
	TenantID    types.String `tfsdk:"tenant_id"`
	DisplayName types.String `tfsdk:"display_name"`
	Role        types.String `tfsdk:"role"`
	State       types.String `tfsdk:"state"`
	AddedBy     types.String `tfsdk:"added_by_tenant_id"`
	Added       types.String `tfsdk:"added_date_time"`
	Joined      types.String `tfsdk:"joined_date_time"`
}

func (d *tenantsData) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_organization_tenants"
}

func (d *tenantsData) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	text := func(text string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: text}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads the multitenant organization of a tenant and the tenants in it, as owner or as member.",
		Attributes: tfkit.DataSourceAttributes(ctx, map[string]schema.Attribute{
			"active":            schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the tenant is in a multitenant organization. Always `false` outside of the public cloud."},
			"display_name":      text("Display name of the organization; null without one."),
			"description":       text("Description of the organization."),
			"created_date_time": text("Time of the creation, in RFC 3339."),
			"role":              text("Role of the tenant itself: `owner` or `member`."),
			"tenants": schema.ListNestedAttribute{
				Computed: true, MarkdownDescription: "The tenants of the organization, pending ones included, by display name.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"tenant_id":          text("Tenant id."),
					"display_name":       text("Name of the tenant in the organization."),
					"role":               text("`owner` or `member`."),
					"state":              text("`pending` until the tenant has joined, `active`, or `removed` while it is being removed."),
					"added_by_tenant_id": text("Tenant id of the owner that added it."),
					"added_date_time":    text("Time at which it was added, in RFC 3339."),
					"joined_date_time":   text("Time at which it joined, in RFC 3339; null for the creator and for pending tenants."),
				}},
			},
		}),
	}
}

func (d *tenantsData) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m tenantsModel
	ctx, op := d.BeginRead(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	m.Active, m.Tenants = types.BoolValue(false), []organizationTenantModel{}
	if !t.Cloud.HasMultitenantOrganizations {
		op.Save(ctx)
		return
	}
	now, err := t.Graph.MultitenantOrganization(ctx)
	var tenants []graph.OrganizationTenant
	if err == nil && now.Active {
		tenants, err = t.Graph.OrganizationTenants(ctx)
	}
	if err != nil {
		op.Fail(fmt.Sprintf("Cannot read the multitenant organization of tenant %q", t.Key), err)
		return
	}
	m.show(now, tenants, t.ID)
	op.Save(ctx)
}

// show sets the values of an organization.
func (m *tenantsModel) show(o graph.MultitenantOrganization, tenants []graph.OrganizationTenant, ownID string) {
	m.Active, m.DisplayName = types.BoolValue(o.Active), tfkit.StringOrNull(o.DisplayName)
	m.Description, m.Created = tfkit.StringOrNull(o.Description), tfkit.StringOrNull(o.Created)
	slices.SortFunc(tenants, func(a, b graph.OrganizationTenant) int {
		return cmp.Or(cmp.Compare(a.DisplayName, b.DisplayName), cmp.Compare(a.TenantID, b.TenantID))
	})
	for _, t := range tenants {
		if t.TenantID == ownID {
			m.Role = types.StringValue(t.Role)
		}
		m.Tenants = append(m.Tenants, organizationTenantModel{
			TenantID: types.StringValue(t.TenantID), DisplayName: types.StringValue(t.DisplayName), Role: types.StringValue(t.Role),
			State: types.StringValue(t.State), AddedBy: tfkit.StringOrNull(t.AddedBy), Added: tfkit.StringOrNull(t.Added), Joined: tfkit.StringOrNull(t.Joined),
		})
	}
}
