package reconcile

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// populated is an estate of n users, whose sync has nothing to do.
func populated(t *testing.T, s Settings, n int) (*estate, []ID) {
	t.Helper()
	w := newEstate(s)
	for i := range n {
		w.person(fmt.Sprintf("user%d@contoso.example", i), "", "", "")
	}
	w.settle(t)
	return w, sortedIDs(w.people)
}

func TestLimits(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		people, percent, leave int
		allowed                int
	}{
		{-1, -1, 20, -1},
		{5, -1, 5, -1},
		{5, -1, 6, 5},
		{-1, 10, 2, -1},
		{-1, 10, 3, 2},
		{-1, 1, 1, -1},
		{-1, 1, 2, 1},
		{0, -1, 1, 0},
		{50, 10, 3, 2},
	} {
		s := standard()
		s.OnLeave.MaxPeople, s.OnLeave.MaxPercent = test.people, test.percent
		w, ids := populated(t, s, 20)
		w.person("stays@contoso.example", "", "", "").ID[1] = 1
		for _, id := range ids[:test.leave] {
			delete(w.people, id)
		}
		v := w.decide().Violations
		if test.allowed < 0 && len(v) > 0 {
			t.Errorf("%+v: violations %+v", test, v)
		}
		if test.allowed >= 0 && (len(v) != 1 || v[0].Guard != TooMany || v[0].Count != test.leave || v[0].Limit != test.allowed || v[0].Of != 20) {
			t.Errorf("%+v: violations %+v", test, v)
		}
	}
}

func TestLaterStepsAreLimitedToo(t *testing.T) {
	t.Parallel()
	w, ids := populated(t, standard(), 20)
	for _, id := range ids[:8] {
		delete(w.people, id)
	}
	w.settle(t)
	w.now = w.now.AddDate(0, 0, 31)
	w.settings.OnLeave.MaxPeople = 7
	if v := w.decide().Violations; len(v) != 1 || v[0].Count != 8 {
		t.Errorf("violations %+v", v)
	}
}

func TestEmptySource(t *testing.T) {
	t.Parallel()
	w, _ := populated(t, standard(), 3)
	w.people = map[ID]*Person{}
	if v := w.decide().Violations; len(v) != 1 || v[0].Guard != SourceEmpty || v[0].Count != 3 {
		t.Errorf("violations %+v", v)
	}
	w.settings.OnLeave.Action = Keep
	if r := w.decide(); len(r.Violations)+len(r.Steps) > 0 {
		t.Errorf("keep: %+v", r)
	}
}

func TestUnreadableWithholding(t *testing.T) {
	t.Parallel()
	for _, abort := range []bool{true, false} {
		w, ids := populated(t, standard(), 3)
		w.settings.Withhold.Abort = abort
		w.person("new@contoso.example", "", "", "")
		w.people[ids[0]].Unreadable = true
		r := w.decide()
		if abort && (len(r.Steps) > 0 || len(r.Violations) != 1 || r.Violations[0].Guard != WithholdUnreadable) {
			t.Errorf("abort: %+v", r)
		}
		if got := kindsOf(r.Steps); !abort && (!slices.Equal(got, []string{"create", "hide"}) || r.Withheld != 1) {
			t.Errorf("withhold: %v, %d withheld", got, r.Withheld)
		}
	}
}

// TestUnreadableWithoutChanges stops what needs no user of the home tenant: a deletion
// that is due, and a correction of a user that changed in the resource tenant.
func TestUnreadableWithoutChanges(t *testing.T) {
	t.Parallel()
	w, ids := populated(t, standard(), 3)
	delete(w.people, ids[0])
	w.settle(t)
	w.now = w.now.Add(40 * 24 * time.Hour)
	in := Input{Ledger: w.ledger, Now: w.now}
	if got := kindsOf(Reconcile(w.settings, in).Steps); !slices.Equal(got, []string{"delete"}) {
		t.Fatalf("steps %v", got)
	}
	in.Source.Unreadable = true
	if r := Reconcile(w.settings, in); len(r.Steps) > 0 || len(r.Violations) != 1 || r.Violations[0].Guard != WithholdUnreadable || r.Violations[0].Count != 2 {
		t.Errorf("%+v", r)
	}
}

func TestLimitOfAPlan(t *testing.T) {
	t.Parallel()
	w, _ := populated(t, standard(), 2)
	for i := range 5 {
		w.person(fmt.Sprintf("new%d@contoso.example", i), "", "", "")
	}
	r := w.decide()
	if waiting := r.Limit(Counts{Create: 3}); waiting != 2 || r.Counts() != (Counts{Create: 3}) {
		t.Errorf("%d wait, %v remain", waiting, r.Counts())
	}
	if !(Counts{}).Zero() || r.Counts().Zero() {
		t.Error("Zero is wrong")
	}
}
