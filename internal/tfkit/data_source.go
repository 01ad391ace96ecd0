package tfkit

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// DataSourceAttributes adds the attributes that every data source about the
// objects of a tenant has.
func DataSourceAttributes(ctx context.Context, attributes map[string]schema.Attribute) map[string]schema.Attribute {
	attributes["tenant"] = schema.StringAttribute{
		Optional: true, Computed: true,
		MarkdownDescription: "Key of the tenant in the provider's `tenants`. May be left out when the provider has exactly one.",
	}
	attributes["tenant_id"] = schema.StringAttribute{Computed: true, MarkdownDescription: "Tenant id of that tenant."}
	attributes["timeouts"] = timeouts.Attributes(ctx)
	return attributes
}

// FindTenant returns the tenant that a data source names, or reports that there
// is none and returns nil.
func (d *DataSource) FindTenant(key types.String, diags *diag.Diagnostics) *tenant.Tenant {
	t, err := d.Tenants.Get(key.ValueString())
	if err != nil {
		diags.AddAttributeError(path.Root("tenant"), "Unknown tenant", "Cannot read: "+err.Error()+".")
		return nil
	}
	return t
}
