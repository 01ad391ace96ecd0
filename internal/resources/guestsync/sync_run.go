package guestsync

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guestsync/reconcile"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// explain describes an error of either tenant.
func (e *edge) explain(err error) string {
	if err == nil {
		return "The run was interrupted."
	}
	return tfkit.Explain(e.at(err), err)
}

// at is the tenant of an error.
func (e *edge) at(err error) *tenant.Tenant {
	if call := (*service.Error)(nil); errors.As(err, &call) && call.Tenant == e.source.Key {
		return e.source
	}
	return e.target
}

// unread describes why a tenant could not be read.
func (e *edge) unread(err error) string {
	return fmt.Sprintf("Tenant %q could not be read. %s", e.at(err).Key, e.explain(err))
}

// survey reads both tenants, and decides.
func (e *edge) survey(ctx context.Context, rec record) (*view, reconcile.Result, error) {
	v, err := e.look(ctx, rec)
	if err != nil {
		return nil, reconcile.Result{}, err
	}
	return v, reconcile.Reconcile(e.settings.Settings, v.Input), nil
}

// unplanned are the numbers for a run whose plan could not know any: everything but
// removals.
func unplanned() reconcile.Counts {
	var c reconcile.Counts
	for k := range c {
		c[k] = math.MaxInt
	}
	c[reconcile.Hide], c[reconcile.Disable], c[reconcile.Delete] = 0, 0, 0
	return c
}

// finished is a run.
type finished struct {
	outcome
	ledger *reconcile.Ledger
	record record
	// waiting is the number of steps beyond the plan.
	waiting int
	// head is that of the evidence; empty for none. lost is the error after which the
	// evidence of changes is missing.
	head string
	lost error
}

// close ends the evidence of a run.
func (f *finished) close(w *witness) { f.head, f.lost = w.close() }

// tell reports what a run did not do, and that evidence is missing.
func (f *finished) tell(e *edge, problem func(summary, detail string), diags *diag.Diagnostics) {
	f.outcome.tell(e, f.waiting, problem, diags)
	if f.lost != nil {
		problem("Evidence is incomplete", f.lost.Error()+"\n\nThe run has stopped there. Apply again to continue once the file can be written.")
	}
}

// run carries out what is to do, within the planned numbers. Nothing is written if a
// guard reports an error.
func (r *guestSync) run(ctx context.Context, e *edge, rec record, planned reconcile.Counts, diags *diag.Diagnostics) (*finished, error) {
	v, decided, err := e.survey(ctx, rec)
	if err != nil {
		return nil, err
	}
	r.guard(e, pendingOf(&decided), diags)
	if diags.HasError() {
		return nil, nil
	}
	f := &finished{ledger: v.Ledger, waiting: decided.Limit(planned)}
	decided.Settle(v.Ledger)
	if e.witness, err = e.place.open(e); err != nil {
		return nil, err
	}
	f.outcome = e.carryOut(ctx, v.Ledger, decided.Steps)
	f.close(e.witness)
	f.record, err = e.after(rec, v, f)
	f.record.Refused = f.refusals(rec)
	return f, err
}

// refusals are the first refused users: those of this run, or else those that are
// left.
func (f *finished) refusals(before record) []string {
	left := f.ledger.Count(reconcile.Refused) + f.ledger.Count(reconcile.Conflicting) + f.ledger.CountDenied()
	if f.refusedCount == 0 && left > 0 {
		return before.Refused
	}
	return f.refused
}

// after is the record of a run. The links of an incomplete run stay: the changes that
// they lead to are not made yet. With new settings only removals wait, which need no
// change of the resource tenant that this run has seen; its link tells whether an
// administrator blocks a user before its removal.
func (e *edge) after(rec record, v *view, f *finished) (record, error) {
	data, err := v.Ledger.Encode()
	if err != nil {
		return record{}, err
	}
	next := record{Ledger: data, Fingerprint: e.fingerprint}
	switch {
	case f.complete() && f.waiting == 0:
		next.SourceLink, next.TargetLink = v.sourceLink, v.targetLink
	case f.complete() && rec.Fingerprint != "" && rec.Fingerprint != e.fingerprint:
		next.TargetLink = v.targetLink
	case rec.Fingerprint == e.fingerprint:
		next.SourceLink, next.TargetLink = rec.SourceLink, rec.TargetLink
	}
	return next, nil
}

// denied reports whether nothing could be done for want of a permission.
func (f *finished) denied() bool {
	return f.done.Zero() && errors.Is(f.failure, service.ErrForbidden)
}
