package reconcile

import (
	"slices"
	"testing"
)

// present is an estate with one user who has an external user, and both of them.
func present(t *testing.T, s Settings) (*estate, *Person, *External) {
	t.Helper()
	w := newEstate(s)
	ana := w.person("ana@contoso.example", "Sales", "Ana", "")
	w.settle(t)
	return w, ana, w.users[sortedIDs(w.users)[0]]
}

// remove deletes a user of the resource tenant.
func (w *estate) remove(u *External) {
	w.bin[u.ID] = u
	delete(w.users, u.ID)
}

// TestInvitedAgainByHand: an external user is deleted and invited again by hand. The sync
// takes the new one, because its address keeps the deleted one from being restored.
func TestInvitedAgainByHand(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(w *estate, ana *Person, u *External){
		"in scope": func(w *estate, _ *Person, u *External) { w.remove(u) },
		"hidden": func(w *estate, ana *Person, u *External) {
			delete(w.people, ana.ID)
			w.settle(t)
			w.remove(u)
			w.people[ana.ID] = ana
		},
		"deleted by the sync": func(w *estate, ana *Person, _ *External) {
			delete(w.people, ana.ID)
			w.settle(t)
			w.now = w.now.AddDate(0, 0, 30)
			w.settle(t)
			w.people[ana.ID] = ana
		},
	} {
		t.Run(name, func(t *testing.T) {
			w, ana, u := present(t, standard())
			prepare(w, ana, u)
			again := w.guest("ana@contoso.example")
			r := w.decide()
			if len(r.Steps) != 1 || r.Steps[0].Kind != Adoption || r.Steps[0].Target != again.ID || r.Steps[0].Owned {
				t.Fatalf("steps %+v", r.Steps)
			}
			w.settle(t)
			if w.bin[u.ID] == nil || again.Values[0] != "Contoso" {
				t.Errorf("the users are %+v", w.users)
			}
		})
	}
}

// TestMadeInternal: an external user has become an internal user of the resource tenant,
// which no sync writes.
func TestMadeInternal(t *testing.T) {
	t.Parallel()
	s := standard()
	s.UserType = member
	for _, leaves := range []bool{false, true} {
		w, ana, u := present(t, s)
		if leaves {
			delete(w.people, ana.ID)
			w.settle(t)
		}
		u.Internal, u.MailEnabled, u.Values = true, true, make([]string, len(s.Attributes))
		w.people[ana.ID] = ana
		if r := w.decide(); !slices.Equal(kindsOf(r.Steps), []string{"refused"}) {
			t.Errorf("steps %+v", r.Steps)
		}
		w.settle(t)
	}
}

// TestMarksOwnUsers: a sync that gets another anchor, or whose mark was removed by hand,
// marks the users that it has created, and no adopted one.
func TestMarksOwnUsers(t *testing.T) {
	t.Parallel()
	w, ana, u := present(t, standard())
	w.guest("ben@contoso.example")
	w.person("ben@contoso.example", "Sales", "Ben", "")
	w.settle(t)
	want := []Value{{w.settings.Anchor, ana.ID.String()}}
	for _, change := range []func(){func() { u.Anchor = "" }, func() { w.settings.Anchor, u.Anchor = "extensionAttribute14", "" }} {
		change()
		in := Input{Ledger: w.ledger, Now: w.now, Target: Target{Users: []External{*u}}}
		if ids := NeededPeople(w.settings, in); !slices.Equal(ids, []ID{ana.ID}) {
			t.Errorf("needed are %v", ids)
		}
		want[0].Name = w.settings.Anchor
		if r := w.decide(); len(r.Steps) != 1 || !slices.Equal(r.Steps[0].Set, want) {
			t.Fatalf("steps %+v", r.Steps)
		}
		w.settle(t)
	}
}

// TestKeptUsers: users who leave with the action keep are not counted, and have no
// writer. One that returns is written only if it differs.
func TestKeptUsers(t *testing.T) {
	t.Parallel()
	s := standard()
	s.OnLeave = Departure{Action: Keep}
	w, ana, u := present(t, s)
	delete(w.people, ana.ID)
	w.settle(t)
	if w.ledger.Count(Present) != 0 || w.writtenBy().HasTarget(u.ID) {
		t.Errorf("the user who has left counts: %+v", w.ledger)
	}
	w.people[ana.ID] = ana
	in := Input{Ledger: w.ledger, Now: w.now, Source: Source{People: []Person{*ana}}}
	if ids := NeededUsers(s, in); !slices.Equal(ids, []ID{u.ID}) {
		t.Errorf("needed are %v", ids)
	}
	if r := w.decide(); len(r.Steps) > 0 || !r.Settles() {
		t.Errorf("the user who returns is written: %+v", r.Steps)
	}
	w.settle(t)
	delete(w.people, ana.ID)
	w.settle(t)
	w.people[ana.ID], u.Values[0] = ana, "Fabrikam"
	if r := w.decide(); !slices.Equal(kindsOf(r.Steps), []string{"update"}) {
		t.Errorf("steps %+v", r.Steps)
	}
	w.settle(t)
	if w.ledger.Count(Present) != 1 {
		t.Errorf("the ledger is %+v", w.ledger)
	}
}

// TestBlockedBefore: a user that an administrator has blocked before the departure stays
// blocked when it returns. Whether an interrupted run has blocked it is not known if the
// resource tenant reports a change of it, or lists everything.
func TestBlockedBefore(t *testing.T) {
	t.Parallel()
	s := standard()
	s.OnLeave = Departure{Action: ByDisabling, MaxPeople: -1, MaxPercent: -1}
	for _, blocked := range []bool{false, true} {
		w, ana, u := present(t, s)
		delete(w.people, ana.ID)
		in := Input{Ledger: w.ledger, Now: w.now, Source: Source{Gone: []ID{ana.ID}}}
		for name, target := range map[string]Target{"no change": {}, "a change": {Users: []External{*u}}, "a list": w.input().Target} {
			in.Target = target
			steps := Reconcile(s, in).Steps
			if len(steps) != 1 || steps[0].Steady != (name == "no change") {
				t.Errorf("%s: steps %+v", name, steps)
			}
		}
		r := w.decide()
		r.Steps[0].Blocked = blocked
		w.apply(t, r)
		w.people[ana.ID] = ana
		r = w.decide()
		if enables := len(r.Steps) == 1 && slices.Contains(r.Steps[0].Set, Value{AccountEnabled, True}); enables == blocked || !enables && !r.Settles() {
			t.Errorf("blocked %t: steps %+v", blocked, r.Steps)
		}
		w.settle(t)
		if w.ledger.Count(Present) != 1 {
			t.Errorf("the ledger is %+v", w.ledger)
		}
	}
}

// TestRefusedValue: the service has created or restored a user and refuses a value of it.
// The user stays one of the sync, and is tried again.
func TestRefusedValue(t *testing.T) {
	t.Parallel()
	w := newEstate(standard())
	ana := w.person("ana@contoso.example", "Sales", "Ana", "")
	r := w.decide()
	w.ledger.Refuse(r.Steps[0], w.carryOut(t, r.Steps[0]), w.now)
	w.reload(t)
	u := w.users[sortedIDs(w.users)[0]]
	u.Values = make([]string, len(w.settings.Attributes))
	if e, _ := w.ledger.Entry(ana.ID); e.Target != u.ID || !e.Owned || len(w.decide().Steps) > 0 {
		t.Errorf("entry %+v", e)
	}
	w.now = w.now.Add(deniedFor)
	if r := w.decide(); !slices.Equal(kindsOf(r.Steps), []string{"update"}) {
		t.Errorf("steps %+v", r.Steps)
	}
	w.settle(t)

	delete(w.people, ana.ID)
	w.settle(t)
	w.now = w.now.AddDate(0, 0, 30)
	w.settle(t)
	w.people[ana.ID] = ana
	r = w.decide()
	w.ledger.Refuse(r.Steps[0], w.carryOut(t, r.Steps[0]), w.now)
	if len(w.decide().Steps) > 0 {
		t.Errorf("steps %+v", w.decide().Steps)
	}
	w.now = w.now.Add(deniedFor)
	if r := w.decide(); len(r.Steps) != 1 || r.Steps[0].Kind != Restore || r.Steps[0].FromBin {
		t.Errorf("steps %+v", r.Steps)
	}
	w.settle(t)
}
