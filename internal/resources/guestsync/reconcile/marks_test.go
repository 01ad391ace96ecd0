package reconcile

import (
	"slices"
	"testing"
)

// decideByMarks decides without the ledger of the sync.
func (w *estate) decideByMarks() Result {
	in := w.input()
	in.Ledger = MarkedLedger(w.settings, in)
	return Reconcile(w.settings, in)
}

// comparable are the steps that marks show: about users who are present, or who have
// no external user.
func (w *estate) comparable(steps []Step) []string {
	var kept []Step
	for _, s := range steps {
		e, known := w.ledger.Entry(s.Source)
		if s.Kind != Refuse && (!known || e.State == Present || e.State == Conflicting) {
			kept = append(kept, s)
		}
	}
	return kindsAndUsers(kept)
}

func kindsAndUsers(steps []Step) []string {
	var all []string
	for _, s := range steps {
		all = append(all, s.Kind.String()+" "+s.Source.String()+" "+s.Why.String())
	}
	return all
}

// separate removes the users that the sync has not made, and gives each user of the home
// tenant an address of its own.
func (w *estate) separate() {
	for id := range w.users {
		if !w.made[id] {
			delete(w.users, id)
		}
	}
	for id, p := range w.people {
		p.Address, p.Also = id.String()+"@contoso.example", ""
	}
}

// TestMarksDecideLikeTheLedger compares decisions of a sync that has created all of its
// users with those that know the marks only.
func TestMarksDecideLikeTheLedger(t *testing.T) {
	t.Parallel()
	for seed := range uint64(200) {
		r := shuffled(seed)
		s := randomSettings(r)
		s.Anchor = standard().Anchor
		w := newEstate(s)
		for range 12 {
			ledger := w.ledger
			for range 1 + r.IntN(4) {
				w.disturb(r)
			}
			w.ledger = ledger
			w.separate()
			decided := w.decide()
			got, want := w.comparable(w.decideByMarks().Steps), w.comparable(decided.Steps)
			if !slices.Equal(got, want) {
				t.Fatalf("seed %d: marks lead to\n%v\nthe ledger to\n%v", seed, got, want)
			}
			w.apply(t, decided)
		}
	}
}

// TestMarksOfUsersWhoLeft shows a departure that has begun as done.
func TestMarksOfUsersWhoLeft(t *testing.T) {
	t.Parallel()
	for name, leave := range map[string]Departure{
		"hide, then delete":    {Action: ByDeleting, First: ByHiding, AfterDays: 30, MaxPeople: -1, MaxPercent: -1},
		"disable, then delete": {Action: ByDeleting, First: ByDisabling, AfterDays: 30, MaxPeople: -1, MaxPercent: -1},
		"hide":                 {Action: ByHiding, MaxPeople: -1, MaxPercent: -1},
		"disable":              {Action: ByDisabling, MaxPeople: -1, MaxPercent: -1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := standard()
			s.OnLeave = leave
			w := newEstate(s)
			ana := w.person("ana@contoso.example", "", "", "")
			w.settle(t)
			delete(w.people, ana.ID)
			before := w.decideByMarks()
			if len(before.Steps) != 1 || before.Steps[0].Why != Left || before.Removals.Leaving != 1 || before.Removals.Present != 1 {
				t.Errorf("the departure is %+v", before)
			}
			w.settle(t)
			if after := w.decideByMarks(); len(after.Steps) > 0 || after.Removals.Leaving+after.Removals.Present != 0 {
				t.Errorf("after the departure there is %+v", after)
			}
		})
	}
}

// TestWithoutMarks knows no departure, and adopts all users that exist.
func TestWithoutMarks(t *testing.T) {
	t.Parallel()
	s := standard()
	s.Anchor = ""
	w := newEstate(s)
	ana := w.person("ana@contoso.example", "", "", "")
	w.person("brian@contoso.example", "", "", "")
	w.settle(t)
	delete(w.people, ana.ID)
	if r := w.decideByMarks(); !slices.Equal(kindsOf(r.Steps), []string{"adopt"}) || r.Steps[0].Why != Found {
		t.Errorf("steps %+v", r.Steps)
	}
}
