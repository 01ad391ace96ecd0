package tfkit

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// Data is the provider's configuration for all resources and data sources.
type Data struct {
	Tenants *tenant.Registry
	// Checks are the severities of the plan checks.
	Checks rules.Severities
	// Records are those of the only plan of this run; with ManyPlans, of one request.
	Records
	// ManyPlans is set when the caller lets several plans and their applies share this
	// configured provider, as the tests of Terraform do from version 1.13 on. Where one
	// plan ends is not told, so that an object which is planned again, or no more, would
	// look like another one: objects are then not compared with each other.
	ManyPlans bool
	// Inspect reads the facts for checks from the tenants.
	Inspect *inspect.Machine
	// PlannedAccess records the planned cross-tenant access of this plan.
	PlannedAccess *inspect.PlannedAccess
	// PlannedVisibility records the users that this plan shows or hides in the address
	// book.
	PlannedVisibility *inspect.PlannedVisibility
	// Notices records the messages of this run.
	Notices *Notices
}

// Resource is embedded in every resource. It receives the provider's data, which is
// empty while a configuration is only validated.
type Resource struct {
	Data
	// Timeout limits a create, update or delete for which the configuration has no
	// timeout. Zero means WriteTimeout.
	Timeout time.Duration
	// ReadTimeout limits a read in the same way. Zero means the constant of this name.
	ReadTimeout time.Duration
}

// Configure stores the provider's data.
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.take(req.ProviderData, &resp.Diagnostics)
}

func (d *Data) take(configured any, diags *diag.Diagnostics) {
	if configured == nil {
		return
	}
	data, ok := configured.(*Data)
	if !ok {
		diags.AddError("Unexpected provider data", fmt.Sprintf("Got %T. This is a bug of the provider.", configured))
		return
	}
	*d = *data
	if d.ManyPlans {
		d.Records = NewRecords()
	}
}

// IdentitySchema is the same for every resource.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"tenant_id": identityschema.StringAttribute{RequiredForImport: true, Description: "Tenant id of the resource tenant."},
		"object_id": identityschema.StringAttribute{RequiredForImport: true, Description: "Object id in that tenant."},
	}}
}

// Identity is the resource identity.
type Identity struct {
	TenantID types.String `tfsdk:"tenant_id"`
	ObjectID types.String `tfsdk:"object_id"`
}

// NewIdentity returns the identity of an object.
func NewIdentity(tenantID, objectID string) Identity {
	return Identity{types.StringValue(tenantID), types.StringValue(objectID)}
}

// DataSource is embedded in every data source. It receives the provider's data.
type DataSource struct {
	Data
	// Timeout limits a read for which the configuration has no timeout. Zero means
	// ReadTimeout.
	Timeout time.Duration
}

// Configure stores the provider's data.
func (d *DataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.take(req.ProviderData, &resp.Diagnostics)
}

// PlanTenant sets tenant and tenant_id of a plan, and makes another tenant id a
// replacement. It returns nil if the tenant is not known yet or is wrong.
func (r *Resource) PlanTenant(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) *tenant.Tenant {
	var configured, before types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("tenant"), &configured)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("tenant_id"), &before)...)
	}
	if resp.Diagnostics.HasError() || configured.IsUnknown() || r.Tenants == nil {
		return nil
	}
	t, err := r.Tenants.Get(configured.ValueString())
	if err != nil {
		r.UnknownTenant(path.Root("tenant"), configured.ValueString(), err, &resp.Diagnostics)
		return nil
	}
	planText(ctx, resp, "tenant", t.Key)
	planText(ctx, resp, "tenant_id", t.ID)
	if !before.IsNull() && before.ValueString() != t.ID {
		resp.RequiresReplace = append(resp.RequiresReplace, path.Root("tenant_id"))
	}
	return t
}

// planText sets an attribute of a plan unless it has the value: setting one copies the
// plan.
func planText(ctx context.Context, resp *resource.ModifyPlanResponse, name, value string) {
	var planned types.String
	resp.Diagnostics.Append(resp.Plan.GetAttribute(ctx, path.Root(name), &planned)...)
	if !planned.Equal(types.StringValue(value)) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(name), value)...)
	}
}

// UnknownTenant reports an unknown key of a plan, once for each key and run, which
// stops the plan. The apply has to look up the key again: it continues with every
// resource without an error of its own.
func (d *Data) UnknownTenant(at path.Path, key string, err error, diags *diag.Diagnostics) {
	if d.Notices.First("unknown tenant " + key) {
		diags.AddAttributeError(at, "Unknown tenant", "Cannot plan: "+err.Error()+
			".\n\nThis is reported once per run, for all resources that use it.")
	}
}

// KnownTenant reports a wrong key in the apply.
func (r *Resource) KnownTenant(at path.Path, key types.String, diags *diag.Diagnostics) {
	if _, err := r.Tenants.Get(key.ValueString()); err != nil {
		diags.AddAttributeError(at, "Unknown tenant", "Cannot apply: "+err.Error()+".")
	}
}

// plannedTenant is TenantOf for a resource that is about to be written. It looks up
// the key again: if that was unknown until the apply, another resource may have
// reported the only error about it.
func (r *Resource) plannedTenant(key, id types.String, diags *diag.Diagnostics) *tenant.Tenant {
	if diags.HasError() {
		return nil
	}
	r.KnownTenant(path.Root("tenant"), key, diags)
	return r.TenantOf(id, diags)
}

// TenantOf finds the tenant of a planned or existing resource: by id, because its
// key may have been renamed. It returns nil if the provider no longer has the
// tenant, which it reports, or after an earlier error.
func (r *Resource) TenantOf(id types.String, diags *diag.Diagnostics) *tenant.Tenant {
	if diags.HasError() {
		return nil
	}
	t, err := r.Tenants.ByID(id.ValueString())
	if err != nil {
		diags.AddAttributeError(path.Root("tenant"), "Tenant not configured", fmt.Sprintf(
			"This resource belongs to a tenant that the provider no longer has: %v. Add the tenant to the provider's"+
				" tenants; it is needed to read the resource and to destroy it. To move the resource to another tenant, destroy it first.", err))
		return nil
	}
	return t
}
