package guestsync

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guestsync/reconcile"
)

// removeAll carries out the action of on_leave for all users of the sync, without
// reading either tenant.
func (e *edge) removeAll(ctx context.Context, rec record) (*finished, error) {
	ledger, err := reconcile.DecodeLedger(rec.Ledger)
	if err != nil {
		return nil, err
	}
	e.destroys = true
	decided := e.settings.emptied(ledger, e.target.Now())
	decided.Settle(ledger)
	if e.witness, err = e.place.open(e); err != nil {
		return nil, err
	}
	f := &finished{outcome: e.carryOut(ctx, ledger, decided.Steps), ledger: ledger}
	f.close(e.witness)
	f.record, err = e.after(rec, &view{Input: reconcile.Input{Ledger: ledger}}, f)
	return f, err
}

// emptied decides as if no user were in scope, at once and without limits.
func (s settings) emptied(ledger *reconcile.Ledger, now time.Time) reconcile.Result {
	s.OnLeave = reconcile.Departure{Action: s.OnLeave.Action, MaxPeople: -1, MaxPercent: -1}
	return reconcile.Reconcile(s.Settings, reconcile.Input{Ledger: ledger, Source: reconcile.Source{Complete: true}, Now: now})
}

// warnOfRemoval reports the effect of a destroy on the users.
func (r *guestSync) warnOfRemoval(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if state.OnDestroy.ValueString() != destroyRemove || r.Tenants == nil {
		return
	}
	rec := private.Load(ctx, req.Private, &resp.Diagnostics)
	s := state.settings(ctx, &resp.Diagnostics)
	ledger, err := reconcile.DecodeLedger(rec.Ledger)
	t, missing := r.Tenants.ByID(state.TenantID.ValueString())
	if resp.Diagnostics.HasError() || err != nil || missing != nil {
		// The destroy reports the reason.
		return
	}
	decided := s.emptied(ledger, t.Now())
	if len(decided.Steps) == 0 {
		return
	}
	resp.Diagnostics.AddWarning("External users will be removed", fmt.Sprintf(
		"The action of on_leave (%s) is carried out at once for %d users of the guest sync of %q to %q, also for those who have left before (on_destroy = %q).",
		s.OnLeave.Action, len(decided.Steps), state.Source.ValueString(), state.Tenant.ValueString(), state.OnDestroy.ValueString()))
}
