package reconcile

import (
	"slices"
	"testing"
	"time"
)

// leaves is an estate with one user who has left, and both accounts.
func leaves(t *testing.T, from Departure, adopted bool) (*estate, *Person, *External) {
	t.Helper()
	s := standard()
	s.OnLeave = from
	w := newEstate(s)
	if adopted {
		w.guest("ana@contoso.example")
	}
	w.person("ben@contoso.example", "", "", "")
	ana := w.person("ana@contoso.example", "Sales", "Ana", "")
	w.settle(t)
	e, _ := w.ledger.Entry(ana.ID)
	delete(w.people, ana.ID)
	w.settle(t)
	return w, ana, w.users[e.Target]
}

// departs is a departure without limits.
func departs(action Removal, first Removal, days int) Departure {
	return Departure{Action: action, First: first, AfterDays: days, MaxPeople: -1, MaxPercent: -1}
}

// TestAnotherAction: a new action of on_leave counts for the users who have left before.
// What was done to them before stays until they return.
func TestAnotherAction(t *testing.T) {
	t.Parallel()
	hide, disable, erase, keep := departs(ByHiding, "", 0), departs(ByDisabling, "", 0), departs(ByDeleting, "", 0), departs(Keep, "", 0)
	later := departs(ByDeleting, ByHiding, 30)
	for name, test := range map[string]struct {
		from, to Departure
		adopted  bool
		// now are the steps at once, and then those after 30 days.
		now, then []string
	}{
		"hide to delete":                    {from: hide, to: erase, now: []string{"delete"}},
		"hide to delete after days":         {from: hide, to: later, then: []string{"delete"}},
		"hide to delete, adopted":           {from: hide, to: erase, adopted: true},
		"hide to delete by days, adopted":   {from: hide, to: later, adopted: true},
		"hide to disable":                   {from: hide, to: disable, now: []string{"disable"}},
		"hide to disable, adopted":          {from: hide, to: disable, adopted: true, now: []string{"disable"}},
		"hide to keep":                      {from: hide, to: keep},
		"disable to delete":                 {from: disable, to: erase, now: []string{"delete"}},
		"disable to delete after days":      {from: disable, to: later, then: []string{"delete"}},
		"disable to hide":                   {from: disable, to: hide, now: []string{"hide"}},
		"disable to keep":                   {from: disable, to: keep},
		"keep to delete":                    {from: keep, to: erase, now: []string{"delete"}},
		"keep to delete after days":         {from: keep, to: later, now: []string{"hide"}, then: []string{"delete"}},
		"keep to delete, adopted":           {from: keep, to: erase, adopted: true},
		"keep to delete by days, adopted":   {from: keep, to: later, adopted: true, now: []string{"hide"}},
		"keep to hide":                      {from: keep, to: hide, now: []string{"hide"}},
		"keep to disable":                   {from: keep, to: disable, now: []string{"disable"}},
		"delete to hide":                    {from: erase, to: hide},
		"delete to keep":                    {from: erase, to: keep},
		"delete to disable":                 {from: erase, to: disable},
		"delete after days to delete":       {from: later, to: erase, now: []string{"delete"}},
		"delete after days to hide":         {from: later, to: hide},
		"delete after days to disable":      {from: later, to: disable, now: []string{"disable"}},
		"delete after days to keep":         {from: later, to: keep},
		"delete after days to disable then": {from: later, to: departs(ByDisabling, ByHiding, 30), then: []string{"disable"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, ana, u := leaves(t, test.from, test.adopted)
			w.settings.OnLeave = test.to
			for _, want := range [][]string{test.now, test.then} {
				r := w.decide()
				if got := kindsOf(r.Steps); !slices.Equal(got, want) && len(got)+len(want) > 0 {
					t.Fatalf("steps %v, want %v", got, want)
				}
				removals := r.Removals
				if removals.Leaving+removals.Due != len(want) || removals.Leaving > removals.Present || removals.Due > removals.Left {
					t.Errorf("removals %+v", removals)
				}
				if len(want) > 0 && r.Steps[0].Why != Former && r.Steps[0].Why != Due {
					t.Errorf("the reason is %q", r.Steps[0].Why)
				}
				w.apply(t, r)
				w.reload(t)
				if again := w.decide(); len(again.Steps) > 0 {
					t.Fatalf("a second run has %+v", again.Steps)
				}
				w.now = w.now.AddDate(0, 0, 30)
			}
			if r := w.decide(); len(r.Steps) > 0 {
				t.Errorf("steps without an end: %+v", r.Steps)
			}
			w.people[ana.ID] = ana
			w.settle(t)
			if e, _ := w.ledger.Entry(ana.ID); e.State != Present || w.users[e.Target] == nil || u != nil && e.Target != u.ID {
				t.Errorf("the user has returned to %+v", e)
			}
			if u != nil && (w.hidden[u.ID] || w.disabled[u.ID]) {
				t.Error("the user who has returned stays hidden or disabled")
			}
		})
	}
}

// TestAnotherActionIsLimited: users who have left under another action count like others
// who leave.
func TestAnotherActionIsLimited(t *testing.T) {
	t.Parallel()
	for _, from := range []Removal{ByHiding, ByDisabling, Keep} {
		s := standard()
		s.OnLeave = departs(from, "", 0)
		w, ids := populated(t, s, 20)
		for _, id := range ids[:8] {
			delete(w.people, id)
		}
		w.settle(t)
		w.settings.OnLeave.Action = ByDeleting
		for _, limits := range []Departure{{MaxPeople: 7, MaxPercent: -1}, {MaxPeople: -1, MaxPercent: 35}, {MaxPeople: 0, MaxPercent: -1}} {
			w.settings.OnLeave.MaxPeople, w.settings.OnLeave.MaxPercent = limits.MaxPeople, limits.MaxPercent
			v := w.decide().Violations
			if len(v) != 1 || v[0].Guard != TooMany || v[0].Count != 8 || v[0].Of != 20 {
				t.Errorf("%s, %+v: violations %+v", from, limits, v)
			}
		}
		w.settings.OnLeave.MaxPeople, w.settings.OnLeave.MaxPercent = 8, 40
		if r := w.decide(); len(r.Violations) > 0 || r.Counts() != (Counts{Delete: 8}) {
			t.Errorf("%s: %+v", from, r)
		}
	}
}

// TestAnotherActionWithEmptyScope: users that the action keep has let stay are users of
// the sync again.
func TestAnotherActionWithEmptyScope(t *testing.T) {
	t.Parallel()
	s := standard()
	s.OnLeave = departs(Keep, "", 0)
	w, _ := populated(t, s, 3)
	w.people = map[ID]*Person{}
	w.settle(t)
	w.settings.OnLeave.Action = ByDeleting
	if v := w.decide().Violations; len(v) != 1 || v[0].Guard != SourceEmpty || v[0].Count != 3 {
		t.Errorf("violations %+v", v)
	}
}

// TestAnotherActionSparesOthers: who is in scope, has no external user any more, or has
// become an internal user is not removed.
func TestAnotherActionSparesOthers(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(w *estate, ana *Person, u *External){
		"returned": func(w *estate, ana *Person, _ *External) { w.people[ana.ID] = ana },
		"deleted":  func(w *estate, _ *Person, u *External) { w.remove(u) },
		"purged":   func(w *estate, _ *Person, u *External) { delete(w.users, u.ID) },
		"internal": func(_ *estate, _ *Person, u *External) { u.Internal = true },
	} {
		for _, from := range []Removal{ByHiding, Keep} {
			t.Run(name+" after "+string(from), func(t *testing.T) {
				t.Parallel()
				w, ana, u := leaves(t, departs(from, "", 0), false)
				change(w, ana, u)
				w.settle(t)
				w.settings.OnLeave.Action = ByDeleting
				// The resource tenant has reported the change before.
				in := Input{Ledger: w.ledger, Now: w.now}
				if r := Reconcile(w.settings, in); len(r.Steps) > 0 {
					t.Errorf("steps %+v", r.Steps)
				}
			})
		}
	}
}

// TestDeletedByHandAfterLeaving: an external user that was deleted after its user left
// returns with the user, and without what the departure has changed.
func TestDeletedByHandAfterLeaving(t *testing.T) {
	t.Parallel()
	for _, leave := range []Departure{departs(ByHiding, "", 0), departs(Keep, "", 0), standard().OnLeave} {
		w, ana, u := leaves(t, leave, false)
		w.remove(u)
		w.settle(t)
		w.people[ana.ID] = ana
		w.settle(t)
		if e, _ := w.ledger.Entry(ana.ID); e.State != Present || !e.Owned || w.users[u.ID] == nil || w.hidden[u.ID] {
			t.Errorf("%s: %+v, hidden %t", leave.Action, e, w.hidden[u.ID])
		}
	}
}

// TestDeniedReturnIsNoRemoval: the service refuses to change a user who has returned. The
// user is in scope, although the home tenant reports no change; when it leaves again, the
// action follows.
func TestDeniedReturnIsNoRemoval(t *testing.T) {
	t.Parallel()
	w, ana, u := leaves(t, departs(ByHiding, "", 0), false)
	w.people[ana.ID] = ana
	s := w.decide().Steps[0]
	w.ledger.Refuse(s, u.ID, w.now)
	w.settings.OnLeave = departs(ByDeleting, "", 0)
	for range 3 {
		if r := Reconcile(w.settings, Input{Ledger: w.ledger, Now: w.now}); len(r.Steps) > 0 {
			t.Fatalf("a user in scope is removed: %+v", r.Steps)
		}
		w.now = w.now.Add(9 * time.Hour)
	}
	in := Input{Ledger: w.ledger, Now: w.now, Source: Source{Gone: []ID{ana.ID}}}
	if got := kindsOf(Reconcile(w.settings, in).Steps); !slices.Equal(got, []string{"delete"}) {
		t.Errorf("steps %v", got)
	}
	// It waits for its days without being reported again.
	w.settings.OnLeave.AfterDays = 5
	r := Reconcile(w.settings, in)
	r.Settle(w.ledger)
	w.now = w.now.AddDate(0, 0, 6)
	if got := kindsOf(Reconcile(w.settings, Input{Ledger: w.ledger, Now: w.now}).Steps); len(r.Steps) > 0 || !slices.Equal(got, []string{"delete"}) {
		t.Errorf("steps %v, then %v", kindsOf(r.Steps), got)
	}
}

// TestDeniedRemovalIsTriedAgain, also if the home tenant reports the departure once only,
// and is forgotten when the user returns or no removal follows.
func TestDeniedRemovalIsTriedAgain(t *testing.T) {
	t.Parallel()
	denied := func() (*estate, *Person) {
		w, ana, _ := present(t, standard())
		delete(w.people, ana.ID)
		r := w.decide()
		w.ledger.Refuse(r.Steps[0], r.Steps[0].Target, w.now)
		w.now = w.now.Add(deniedFor)
		return w, ana
	}
	w, ana := denied()
	if ids := NeededPeople(w.settings, Input{Ledger: w.ledger, Now: w.now}); !slices.Equal(ids, []ID{ana.ID}) {
		t.Errorf("needed are %v", ids)
	}
	w.people[ana.ID] = ana
	if w.settle(t); w.ledger.CountDenied() > 0 {
		t.Error("the return leaves the denial")
	}
	w, _ = denied()
	w.settings.OnLeave.Action = Keep
	if w.settle(t); w.ledger.CountDenied() > 0 {
		t.Error("the action keep leaves the denial")
	}
}

// TestBlockedByAnotherAction: a user that an administrator has blocked after it had left
// counts as disabled once, and stays blocked when it returns.
func TestBlockedByAnotherAction(t *testing.T) {
	t.Parallel()
	for _, from := range []Departure{departs(ByHiding, "", 0), departs(Keep, "", 0), standard().OnLeave} {
		w, ana, u := leaves(t, from, false)
		w.settings.OnLeave = departs(ByDisabling, "", 0)
		r := w.decide()
		if !slices.Equal(kindsOf(r.Steps), []string{"disable"}) {
			t.Fatalf("steps %+v", r.Steps)
		}
		r.Steps[0].Blocked = true
		w.apply(t, r)
		w.reload(t)
		if r := w.decide(); len(r.Steps) > 0 || r.Settles() {
			t.Errorf("a second run has %+v", r.Steps)
		}
		w.settings.OnLeave = departs(ByHiding, "", 0)
		w.settle(t)
		w.settings.OnLeave = departs(ByDisabling, "", 0)
		if r := w.decide(); len(r.Steps) > 0 {
			t.Errorf("the block is forgotten: %+v", r.Steps)
		}
		w.people[ana.ID] = ana
		r = w.decide()
		if len(r.Steps) != 1 || slices.Contains(r.Steps[0].Set, Value{AccountEnabled, True}) {
			t.Errorf("the return has %+v", r.Steps)
		}
		w.settle(t)
		if e, _ := w.ledger.Entry(ana.ID); e.State != Present || e.Blocked || w.hidden[u.ID] {
			t.Errorf("the entry is %+v", e)
		}
	}
}

// TestWritesOfAnotherAction: a user who has left has a writer as long as the action is to
// be carried out.
func TestWritesOfAnotherAction(t *testing.T) {
	t.Parallel()
	for _, from := range []Removal{ByHiding, Keep} {
		w, _, u := leaves(t, departs(from, "", 0), false)
		if w.writtenBy().HasTarget(u.ID) {
			t.Errorf("%s: a user who has left has a writer", from)
		}
		w.settings.OnLeave.Action = ByDeleting
		if !w.writtenBy().HasTarget(u.ID) {
			t.Errorf("%s: a user who is to be deleted has no writer", from)
		}
	}
}
