package reconcile

import (
	"slices"
	"testing"
)

// writtenBy are the users that the sync of an estate writes, as a refresh finds them.
func (w *estate) writtenBy() Written {
	in := w.input()
	r := Reconcile(w.settings, in)
	return Written{OnLeave: w.settings.OnLeave, Ledger: func() *Ledger { return w.ledger }, Coming: r.Coming(in)}
}

// TestWritten tells the users that a sync writes: those that come, those of the ledger,
// and none that is in the way of a user or that it leaves alone.
func TestWritten(t *testing.T) {
	t.Parallel()
	s := standard()
	s.Existing = Leave
	w := newEstate(s)
	ana, ben, cleo := w.person("ana@contoso.example", "", "", ""), w.person("ben@contoso.example", "", "", ""), w.person("cleo@contoso.example", "", "", "")
	ana.Also = "Ana.Other@contoso.example"
	other := w.guest("ben@contoso.example")
	check := func(when string, present bool) {
		t.Helper()
		got := w.writtenBy()
		if !got.HasSource(ana.ID) || got.HasSource(ben.ID) || !got.HasSource(cleo.ID) || got.HasTarget(other.ID) {
			t.Errorf("%s: the users are %+v", when, got)
		}
		if got.HasAddress("ANA.other@contoso.example") == present || got.HasAddress("ana@contoso.example") == present || got.HasAddress("ben@contoso.example") {
			t.Errorf("%s: the addresses are %v", when, got.addresses)
		}
	}
	check("before the first run", false)
	w.apply(t, w.decide())
	check("after it", true)
	e, _ := w.ledger.Entry(cleo.ID)
	if !w.writtenBy().HasTarget(e.Target) {
		t.Error("the user of the ledger is not written")
	}
	// Another sync has one of the users in scope, and one of another home tenant has its
	// address.
	second := newEstate(standard())
	second.people[cleo.ID] = cleo
	mine, theirs := w.writtenBy(), second.writtenBy()
	if got := mine.Shared(theirs); !slices.Equal(got, []string{"cleo@contoso.example"}) {
		t.Errorf("shared are %v", got)
	}
	if got := theirs.Met(mine); len(got) > 0 {
		t.Errorf("met are %v", got)
	}
	third := newEstate(Settings{Existing: Adopt})
	third.users, third.ledger = w.users, NewLedger()
	third.person("cleo@contoso.example")
	if got := third.writtenBy().Met(mine); len(got) != 1 {
		t.Errorf("a sync of another home tenant that adopts a user meets %v", got)
	}
	if got := theirs.Met(third.writtenBy()); !slices.Equal(got, []string{"cleo@contoso.example"}) {
		t.Errorf("two syncs that create a user meet in %v", got)
	}
}
