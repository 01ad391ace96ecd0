package singleton

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// checker is a model whose values are checked again when all of them are known.
type checker interface {
	Check(ctx context.Context, diags *diag.Diagnostics)
}

func check(ctx context.Context, m Model, diags *diag.Diagnostics) {
	if c, is := m.(checker); is {
		c.Check(ctx, diags)
	}
}

// Create changes the settings that are configured.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	m, before := r.Kind.New(), r.Kind.New()
	ctx, op := r.BeginCreate(ctx, req, resp, m)
	defer op.End()
	check(ctx, m, &resp.Diagnostics)
	t := op.FindTenant()
	if t == nil {
		return
	}
	if _, err := before.Read(ctx, t); err != nil {
		op.Fail(r.Kind.cannot("read", t), err)
		return
	}
	former := Former{}.complete(ctx, before, &resp.Diagnostics).manage(names(m))
	wait, err := m.Write(ctx, t, before)
	if err != nil {
		op.Fail(r.Kind.cannot("set", t), err)
		return
	}
	// The former values are lost with the state, so that it is saved before the wait.
	m.attributes().Former = r.Kind.record().Text(former, &resp.Diagnostics)
	op.Save(ctx, r.Kind.Object)
	if err := waited(ctx, wait); err != nil {
		// An error would taint the resource, and the next apply would change the settings
		// back and forth.
		resp.Diagnostics.AddWarning(fmt.Sprintf("Cannot see yet that the %s of tenant %q changed", r.Kind.Noun, t.Key),
			tfkit.Explain(t, err)+"\n\nThe next plan shows whether the change took effect.")
	}
}

// waited waits until a change can be read, if there is any.
func waited(ctx context.Context, wait func(context.Context) error) error {
	if wait == nil {
		return nil
	}
	return wait(ctx)
}

// Read refreshes the settings. The first read of a resource that was imported records
// them.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	m := r.Kind.New()
	ctx, op := r.BeginRead(ctx, req, resp, m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	op.Identify(ctx, r.Kind.Object)
	exists, err := m.Read(ctx, t)
	switch {
	case err != nil:
		op.Fail(r.Kind.cannot("read", t), err)
		return
	case !exists:
		resp.State.RemoveResource(ctx)
		return
	}
	if former := &m.attributes().Former; former.IsNull() {
		*former = r.Kind.record().Text(r.Kind.former(ctx, m, req.Private, &resp.Diagnostics), &resp.Diagnostics)
	}
	op.Save(ctx, r.Kind.Object)
}

// Update changes the settings that differ from the state.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	m, state, config := r.Kind.New(), r.Kind.New(), r.Kind.New()
	ctx, op := r.BeginUpdate(ctx, req, resp, m, state)
	defer op.End()
	resp.Diagnostics.Append(req.Config.Get(ctx, config)...)
	former := r.Kind.former(ctx, state, req.Private, &resp.Diagnostics)
	check(ctx, m, &resp.Diagnostics)
	t := op.FindTenant()
	if t == nil {
		return
	}
	if next := &m.attributes().Former; next.IsUnknown() {
		*next = r.Kind.next(ctx, former, config, m, state, &resp.Diagnostics)
	}
	wait, err := m.Write(ctx, t, state)
	if err != nil {
		op.Fail(r.Kind.cannot("update", t), err)
		return
	}
	op.Save(ctx, r.Kind.Object)
	if err := waited(ctx, wait); err != nil {
		op.Fail(r.Kind.cannot("update", t), err)
	}
}

// Delete restores the parts that the resource has managed.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	state, wanted := r.Kind.New(), r.Kind.New()
	ctx, op := r.BeginDelete(ctx, req, resp, state)
	defer op.End()
	resp.Diagnostics.Append(req.State.Get(ctx, wanted)...)
	former := r.Kind.former(ctx, state, req.Private, &resp.Diagnostics)
	differing, mode := r.Kind.differing(ctx, former, state), state.attributes().OnDestroy.ValueString()
	if resp.Diagnostics.HasError() || mode == Keep || mode == Restore && len(differing) == 0 {
		return
	}
	t := op.FindTenant()
	if t == nil {
		return
	}
	if mode != Restore {
		if err := r.Kind.Destroy(ctx, t, state); err != nil {
			op.Fail(r.Kind.cannot(mode, t), err)
		}
		return
	}
	if err := restore(ctx, t, former, differing, wanted, state); err != nil {
		op.Fail(r.Kind.cannot("restore", t), err)
	}
}

// restore writes the former values of the differing parts. Before the call, both
// models have what the tenant has.
func restore(ctx context.Context, t *tenant.Tenant, former Former, differing []Part, wanted, state Model) error {
	for _, p := range wanted.Parts() {
		if !slices.ContainsFunc(differing, func(d Part) bool { return d.Key() == p.Key() }) {
			continue
		}
		if err := p.Restore(ctx, former.Values[p.Key()]); err != nil {
			return err
		}
	}
	wait, err := wanted.Write(ctx, t, state)
	if err != nil {
		return err
	}
	return waited(ctx, wait)
}
