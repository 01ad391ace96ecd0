package guestsync

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guestsync/reconcile"
)

// kept is private state in memory.
type kept map[string][]byte

func (k kept) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) { return k[key], nil }

func (k kept) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	k[key] = value
	return nil
}

// BenchmarkNothingToDo is the work of a plan for 300,000 users where no tenant
// reports a change, without requests and without the framework.
func BenchmarkNothingToDo(b *testing.B) {
	const people = 300_000
	random, l := rand.NewChaCha8([32]byte{1}), reconcile.NewLedger()
	for range people {
		var s reconcile.Step
		for _, id := range []*reconcile.ID{&s.Source, &s.Target} {
			_, _ = random.Read(id[:]) // it does not fail
		}
		s.Hash, s.Owned = random.Uint64(), true
		l.Record(s, s.Target, time.Now())
	}
	data, err := l.Encode()
	if err != nil {
		b.Fatal(err)
	}
	state := kept{}
	if diags := private.Save(b.Context(), state, record{Ledger: data, Fingerprint: "f", SourceLink: "/s", TargetLink: "/t"}); diags.HasError() {
		b.Fatal(diags)
	}
	b.ReportAllocs()
	for b.Loop() {
		var diags diag.Diagnostics
		rec := private.Load(b.Context(), state, &diags)
		ledger, err := reconcile.DecodeLedger(rec.Ledger)
		if err != nil {
			b.Fatal(err)
		}
		in := reconcile.Input{Ledger: ledger, Now: time.Now()}
		settings := reconcile.Settings{}
		reconcile.NeededPeople(settings, in)
		reconcile.NeededAddresses(settings, in, false)
		decided := reconcile.Reconcile(settings, in)
		rec.Pending = pendingOf(&decided)
		if diags.Append(private.Save(b.Context(), state, rec)...); diags.HasError() || len(decided.Steps) > 0 {
			b.Fatal(diags, decided.Steps)
		}
		if _, err := json.Marshal(state); err != nil {
			b.Fatal(err)
		}
	}
}
