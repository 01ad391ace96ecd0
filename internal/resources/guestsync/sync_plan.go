package guestsync

import (
	"cmp"
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guestsync/reconcile"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// ModifyPlan plans what the refresh has found to do. Terraform calls it again during
// the apply, without a refresh and with the same state, so that its numbers stay the
// same whatever the tenants do in between. New settings have no such numbers: the
// tenants are read here, and the plan shows the numbers in a warning only.
func (r *guestSync) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		r.warnOfRemoval(ctx, req, resp)
		return
	}
	t := r.PlanTenant(ctx, req, resp)
	var plan, state model
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	source := r.planSource(&plan, state, t, resp)
	plan.expectRun(state)
	if source != nil && t != nil {
		r.checkAuthorities(ctx, source, t, &resp.Diagnostics)
		r.CheckGuest(ctx, t, rules.DeclaredGuest{
			ID: "guest sync " + source.ID, Name: fmt.Sprintf("the users of the guest sync of %q to %q", source.Key, t.Key),
			HomeID: source.ID, Invites: true, New: req.State.Raw.IsNull(),
		}, path.Root("source"), &resp.Diagnostics)
		if req.State.Raw.IsNull() {
			r.checkEdge(ctx, source, t, &resp.Diagnostics)
		}
		if plan.settled(ctx) {
			r.planRun(ctx, t, &plan, state, req, resp)
		}
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
}

// planSource sets the tenant id of the home tenant, and returns the tenant unless it
// is unknown or wrong. Another home tenant is another sync.
func (r *guestSync) planSource(plan *model, state model, t *tenant.Tenant, resp *resource.ModifyPlanResponse) *tenant.Tenant {
	plan.SourceTenantID = types.StringUnknown()
	if plan.Source.IsUnknown() || r.Tenants == nil {
		return nil
	}
	source, err := r.Tenants.Get(plan.Source.ValueString())
	if err != nil {
		r.UnknownTenant(path.Root("source"), plan.Source.ValueString(), err, &resp.Diagnostics)
		return nil
	}
	plan.SourceTenantID = types.StringValue(source.ID)
	if t != nil {
		if refuseEdge(source, t, &resp.Diagnostics); resp.Diagnostics.HasError() {
			return nil
		}
	}
	if !state.SourceTenantID.IsNull() && !plan.SourceTenantID.Equal(state.SourceTenantID) {
		resp.RequiresReplace = append(resp.RequiresReplace, path.Root("source_tenant_id"))
	}
	return source
}

// expectRun plans a run whose numbers are not known.
func (m *model) expectRun(state model) {
	m.Changes, m.People, m.Refused = types.ObjectUnknown(changeTypes()), types.Int64Unknown(), types.Int64Unknown()
	m.Run = types.Int64Value(state.Run.ValueInt64() + 1)
	m.EvidenceHead = types.StringUnknown()
	if m.Evidence.IsNull() {
		m.EvidenceHead = state.EvidenceHead
	}
}

// settled reports whether all settings are known.
func (m *model) settled(ctx context.Context) bool {
	return known(ctx, m.Scope) && known(ctx, m.Attributes) && known(ctx, m.WithholdIf) && known(ctx, m.OnLeave) && tfkit.Known(m.SourceTenantID) &&
		!m.SourceAnchor.IsUnknown() && !m.UserType.IsUnknown() && !m.InvitedAs.IsUnknown() && !m.Existing.IsUnknown() && !m.MaxCreations.IsUnknown()
}

// planRun plans what is to do, or leaves the plan empty.
func (r *guestSync) planRun(ctx context.Context, t *tenant.Tenant, plan *model, state model, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	e := r.edge(ctx, t, plan, &resp.Diagnostics)
	rec := private.Load(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	fresh := rec.Fingerprint != e.fingerprint || len(resp.RequiresReplace) > 0
	if failure := rec.Pending.Failure; failure != "" && !fresh {
		resp.Diagnostics.AddError(cannotSync(e), failure+"\n\nTo destroy the resource without the tenant, which leaves the users as they are,"+
			" remove it from the configuration, or use terraform destroy -refresh=false.")
		return
	}
	found, users := rec.Pending, r.Writers.FoundBy(e.key())
	if fresh {
		if found, users = e.foreseen(ctx, rec, &resp.Diagnostics); users == nil {
			return
		}
	} else {
		remind(e, rec.Refused, state.Refused.ValueInt64(), &resp.Diagnostics)
	}
	if len(resp.RequiresReplace) == 0 {
		r.checkWriters(e, req.State.Raw.IsNull(), cmp.Or(users, rules.SyncedUsers(e.synced(rec, reconcile.Coming{}))), &resp.Diagnostics)
	}
	r.guard(e, found, &resp.Diagnostics)
	announce(e, found, &resp.Diagnostics)
	switch counts := found.counts(); {
	case fresh:
	case counts.Zero():
		plan.Changes, plan.People, plan.Refused, plan.Run = state.Changes, state.People, state.Refused, state.Run
		if plan.Evidence.Equal(state.Evidence) {
			plan.EvidenceHead = state.EvidenceHead
		}
		return
	default:
		plan.Changes = changesOf(counts)
	}
	plan.place(ctx, &state, &resp.Diagnostics).check(e, &resp.Diagnostics)
}

// foreseen reads the tenants for settings that the refresh did not have.
func (e *edge) foreseen(ctx context.Context, rec record, diags *diag.Diagnostics) (pending, rules.SyncedUsers) {
	bounded, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	v, decided, err := e.survey(bounded, rec)
	if err != nil {
		diags.AddError(cannotSync(e), e.unread(err))
		return pending{}, nil
	}
	return pendingOf(&decided), e.synced(rec, decided.Coming(v.Input))
}
