package guestsync

import (
	"context"

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
	s := e.settings.Settings
	s.OnLeave = reconcile.Departure{Action: s.OnLeave.Action, MaxPeople: -1, MaxPercent: -1}
	v := &view{Input: reconcile.Input{Ledger: ledger, Source: reconcile.Source{Complete: true}, Now: e.target.Now()}}
	decided := reconcile.Reconcile(s, v.Input)
	decided.Settle(ledger)
	if e.witness, err = e.place.open(e); err != nil {
		return nil, err
	}
	f := &finished{outcome: e.carryOut(ctx, ledger, decided.Steps), ledger: ledger}
	f.close(e.witness)
	f.record, err = e.after(rec, v, false)
	return f, err
}
