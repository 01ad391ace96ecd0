package tfkit

import (
	"context"
	"maps"

	datasourcetimeouts "github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	datasourceschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// Model has the attributes of every resource. The model of each resource embeds it.
type Model struct {
	ID       types.String   `tfsdk:"id"`
	Tenant   types.String   `tfsdk:"tenant"`
	TenantID types.String   `tfsdk:"tenant_id"`
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// Locate sets id, tenant and tenant_id for an object of a tenant.
func (m *Model) Locate(t *tenant.Tenant, objectID string) {
	m.ID = types.StringValue(ID(t.ID, objectID))
	m.Tenant, m.TenantID = types.StringValue(t.Key), types.StringValue(t.ID)
}

func (m *Model) common() *Model { return m }

// ResourceModel is a pointer to a struct that embeds Model.
type ResourceModel interface{ common() *Model }

// ResourceAttributes adds the attributes of Model to those of a resource.
func ResourceAttributes(ctx context.Context, parts ...map[string]schema.Attribute) map[string]schema.Attribute {
	attributes := tenantAttributes(map[string]schema.Attribute{
		"timeouts": timeouts.Attributes(ctx, timeouts.Opts{Create: true, Read: true, Update: true, Delete: true}),
	})
	for _, part := range parts {
		maps.Copy(attributes, part)
	}
	return attributes
}

// tenantAttributes adds the attributes that say where an object is.
func tenantAttributes(attributes map[string]schema.Attribute) map[string]schema.Attribute {
	keep := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	attributes["tenant"] = schema.StringAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: "Key of the resource tenant in the provider's `tenants`. Optional if the provider has exactly" +
			" one tenant. Renaming a key is not a change; a key with another tenant id replaces the resource.",
	}
	attributes["tenant_id"] = schema.StringAttribute{
		Computed: true, PlanModifiers: keep,
		MarkdownDescription: "Tenant id of the resource tenant.",
	}
	attributes["id"] = schema.StringAttribute{
		Computed: true, PlanModifiers: keep,
		MarkdownDescription: "`<tenant_id>/<object id>`.",
	}
	return attributes
}

// DataSourceModel has the attributes of every data source about a tenant. The model
// of each of them embeds it.
type DataSourceModel struct {
	Tenant   types.String             `tfsdk:"tenant"`
	TenantID types.String             `tfsdk:"tenant_id"`
	Timeouts datasourcetimeouts.Value `tfsdk:"timeouts"`
}

func (m *DataSourceModel) common() *DataSourceModel { return m }

// dataSourceModel is a pointer to a struct that embeds DataSourceModel.
type dataSourceModel interface{ common() *DataSourceModel }

// DataSourceAttributes adds the attributes of DataSourceModel to those of a data
// source.
func DataSourceAttributes(ctx context.Context, attributes map[string]datasourceschema.Attribute) map[string]datasourceschema.Attribute {
	attributes["tenant"] = datasourceschema.StringAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: "Key of the tenant in the provider's `tenants`. Optional if the provider has exactly one tenant.",
	}
	attributes["tenant_id"] = datasourceschema.StringAttribute{Computed: true, MarkdownDescription: "Tenant id of that tenant."}
	attributes["timeouts"] = datasourcetimeouts.Attributes(ctx)
	return attributes
}
