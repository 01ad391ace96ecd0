package tfkit

import (
	"cmp"
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// Timeouts that apply where neither the configuration nor the resource has one.
const (
	ReadTimeout = 5 * time.Minute
	// WriteTimeout covers replication, which takes minutes on a bad day.
	WriteTimeout = 10 * time.Minute
)

// Operation is one create, read, update or delete of a resource: what is the same
// at the beginning and at the end of each.
//
//	ctx, op := r.BeginCreate(ctx, req, resp, &m)
//	defer op.End()
//	t := op.FindTenant()
//	if t == nil {
//		return
//	}
//	… one use case; op.Fail where it fails …
//	op.Save(ctx, objectID)
type Operation struct {
	operation
	resource *Resource
	model    ResourceModel
	// planned is set when the model is a plan that is about to be written.
	planned  bool
	state    *tfsdk.State
	identity *tfsdk.ResourceIdentity
}

// operation is what resources and data sources have in common.
type operation struct {
	// Tenant is nil until FindTenant has found it.
	Tenant *tenant.Tenant
	diags  *diag.Diagnostics
	cancel context.CancelFunc
}

// End releases the context of the operation.
func (o *operation) End() { o.cancel() }

// Fail reports a call that failed: the summary says what could not be done to
// which object of which tenant.
func (o *operation) Fail(summary string, err error) {
	o.diags.AddError(summary, Explain(o.Tenant, err))
}

// begin bounds the context by a timeout of a model.
func (o *operation) begin(
	ctx context.Context, configured func(context.Context, time.Duration) (time.Duration, diag.Diagnostics), standard time.Duration,
) context.Context {
	timeout, problems := configured(ctx, standard)
	o.diags.Append(problems...)
	ctx, o.cancel = context.WithTimeout(ctx, timeout)
	return ctx
}

// BeginCreate reads the plan into a model, and bounds the context by its timeout.
func (r *Resource) BeginCreate(
	ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse, plan ResourceModel,
) (context.Context, *Operation) {
	r.beginApply()
	resp.Diagnostics.Append(req.Plan.Get(ctx, plan)...)
	o := &Operation{operation{diags: &resp.Diagnostics}, r, plan, true, &resp.State, resp.Identity}
	return o.begin(ctx, plan.common().Timeouts.Create, r.writeTimeout()), o
}

// BeginRead reads the state into a model, and bounds the context by its timeout.
func (r *Resource) BeginRead(
	ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse, state ResourceModel,
) (context.Context, *Operation) {
	resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	o := &Operation{operation{diags: &resp.Diagnostics}, r, state, false, &resp.State, resp.Identity}
	return o.begin(ctx, state.common().Timeouts.Read, cmp.Or(r.ReadTimeout, ReadTimeout)), o
}

// BeginUpdate reads the plan and the state before it into models, and bounds the
// context by the timeout of the plan.
func (r *Resource) BeginUpdate(
	ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse, plan, before ResourceModel,
) (context.Context, *Operation) {
	r.beginApply()
	resp.Diagnostics.Append(req.Plan.Get(ctx, plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, before)...)
	o := &Operation{operation{diags: &resp.Diagnostics}, r, plan, true, &resp.State, resp.Identity}
	return o.begin(ctx, plan.common().Timeouts.Update, r.writeTimeout()), o
}

// BeginDelete reads the state into a model, and bounds the context by its timeout.
// A destroy that leaves everything as it is returns before FindTenant, because its
// tenant may be gone from the provider.
func (r *Resource) BeginDelete(
	ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse, state ResourceModel,
) (context.Context, *Operation) {
	r.beginApply()
	resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	o := &Operation{operation{diags: &resp.Diagnostics}, r, state, false, &resp.State, resp.Identity}
	return o.begin(ctx, state.common().Timeouts.Delete, r.writeTimeout()), o
}

// beginApply forgets what is planned, if another plan may follow: what this apply still
// needs is planned again before it is applied, and a later plan may be without it.
func (r *Resource) beginApply() {
	if r.ManyPlans {
		r.PlannedAccess.Forget()
		r.PlannedVisibility.Forget()
	}
}

func (r *Resource) writeTimeout() time.Duration { return cmp.Or(r.Timeout, WriteTimeout) }

// FindTenant returns the tenant of the model. It returns nil after an error: one
// that was reported before, or that of a tenant which the provider lacks.
func (o *Operation) FindTenant() *tenant.Tenant {
	m := o.model.common()
	if o.planned {
		o.Tenant = o.resource.plannedTenant(m.Tenant, m.TenantID, o.diags)
	} else {
		o.Tenant = o.resource.TenantOf(m.TenantID, o.diags)
	}
	return o.Tenant
}

// Identify sets the identity of the resource. A read does so before it asks the
// service: CLIs below 1.12 store no identity to fall back on, and the framework
// wants one even of an object that is gone.
func (o *Operation) Identify(ctx context.Context, objectID string) {
	o.diags.Append(o.identity.Set(ctx, NewIdentity(o.Tenant.ID, objectID))...)
}

// Save writes the model, which it locates in the tenant, to the state, and sets the
// identity.
func (o *Operation) Save(ctx context.Context, objectID string) {
	o.model.common().Locate(o.Tenant, objectID)
	o.diags.Append(o.state.Set(ctx, o.model)...)
	o.Identify(ctx, objectID)
}

// DataSourceRead is one read of a data source about a tenant.
type DataSourceRead struct {
	operation
	source *DataSource
	model  dataSourceModel
	state  *tfsdk.State
}

// BeginRead reads the configuration into a model, and bounds the context by its
// timeout.
func (d *DataSource) BeginRead(
	ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse, config dataSourceModel,
) (context.Context, *DataSourceRead) {
	resp.Diagnostics.Append(req.Config.Get(ctx, config)...)
	o := &DataSourceRead{operation{diags: &resp.Diagnostics}, d, config, &resp.State}
	standard := ReadTimeout
	if d.Timeout > 0 {
		standard = d.Timeout
	}
	return o.begin(ctx, config.common().Timeouts.Read, standard), o
}

// FindTenant returns the tenant that the configuration names. It returns nil after
// an error: one that was reported before, or that of an unknown key.
func (o *DataSourceRead) FindTenant() *tenant.Tenant {
	if o.diags.HasError() {
		return nil
	}
	m := o.model.common()
	t, err := o.source.Tenants.Get(m.Tenant.ValueString())
	if err != nil {
		o.diags.AddAttributeError(path.Root("tenant"), "Unknown tenant", "Cannot read: "+err.Error()+".")
		return nil
	}
	m.Tenant, m.TenantID = types.StringValue(t.Key), types.StringValue(t.ID)
	o.Tenant = t
	return t
}

// Save writes the model to the state.
func (o *DataSourceRead) Save(ctx context.Context) {
	o.diags.Append(o.state.Set(ctx, o.model)...)
}
