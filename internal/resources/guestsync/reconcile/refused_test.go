package reconcile

import (
	"slices"
	"testing"
	"time"
)

// TestRefusedByTheService: what the service refuses for good is tried again with other
// values, and after a time.
func TestRefusedByTheService(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prepare func(t *testing.T, w *estate, ana *Person)
		kind    string
		// state is that of the entry afterwards, and waits the time without another try.
		state State
		waits time.Duration
		// valued means that other values are tried at once.
		valued bool
	}{
		"create": {func(*testing.T, *estate, *Person) {}, "create", Refused, refusedFor, true},
		"adopt":  {func(_ *testing.T, w *estate, _ *Person) { w.guest("ana@contoso.example") }, "adopt", Present, deniedFor, true},
		"update": {func(t *testing.T, w *estate, p *Person) {
			t.Helper()
			w.settle(t)
			p.Values = []string{"Legal", "", ""}
		}, "update", Present, deniedFor, true},
		"restore": {func(t *testing.T, w *estate, _ *Person) { t.Helper(); w.settle(t); w.discard() }, "restore", Refused, refusedFor, true},
		"depart":  {func(t *testing.T, w *estate, p *Person) { t.Helper(); w.settle(t); delete(w.people, p.ID) }, "hide", Present, deniedFor, false},
		"delete": {func(t *testing.T, w *estate, p *Person) {
			t.Helper()
			w.settle(t)
			delete(w.people, p.ID)
			w.settle(t)
			w.now = w.now.AddDate(0, 0, 31)
		}, "delete", Leaving, deniedFor, false},
		"return": {func(t *testing.T, w *estate, p *Person) {
			t.Helper()
			w.settle(t)
			delete(w.people, p.ID)
			w.settle(t)
			w.people[p.ID] = p
		}, "restore", Leaving, deniedFor, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newEstate(standard())
			ana := w.person("ana@contoso.example", "", "Ana", "")
			test.prepare(t, w, ana)
			steps := w.decide().Steps
			if got := kindsOf(steps); !slices.Equal(got, []string{test.kind}) {
				t.Fatalf("steps %v", got)
			}
			target := steps[0].Target
			if steps[0].FromBin {
				target = ID{}
			}
			w.ledger.Refuse(steps[0], target, w.now)
			w.reload(t)
			if e, _ := w.ledger.Entry(ana.ID); e.State != test.state || w.ledger.CountDenied() == 1 == (test.state == Refused) {
				t.Fatalf("entry %+v", e)
			}
			w.now = w.now.Add(test.waits - time.Second)
			if r := w.decide(); len(r.Steps) > 0 {
				t.Errorf("the same is tried again: %+v", r.Steps)
			}
			if ids := NeededPeople(w.settings, Input{Ledger: w.ledger, Now: w.now}); len(ids) > 0 {
				t.Error("facts of the user are read in vain")
			}
			if test.valued {
				before := ana.Values
				ana.Values = []string{"Legal", "Ann", ""}
				if got := kindsOf(w.decide().Steps); len(got) != 1 {
					t.Errorf("other values lead to %v", got)
				}
				ana.Values = before
			}
			w.now = w.now.Add(2 * time.Second)
			w.settle(t)
			if w.ledger.CountDenied() > 0 {
				t.Error("a success leaves the denial")
			}
		})
	}
}

// TestDeniedUpdateThatIsDone: the resource tenant has got the values meanwhile.
func TestDeniedUpdateThatIsDone(t *testing.T) {
	t.Parallel()
	w := newEstate(standard())
	ana := w.person("ana@contoso.example", "", "Ana", "")
	w.settle(t)
	ana.Values = []string{"Legal", "Ana", ""}
	s := w.decide().Steps[0]
	w.ledger.Refuse(s, s.Target, w.now)
	w.write(t, s)
	w.now = w.now.Add(deniedFor)
	r := w.decide()
	if len(r.Steps) > 0 || !r.Settles() {
		t.Fatalf("steps %+v", r.Steps)
	}
	if r.Settle(w.ledger); w.ledger.CountDenied() > 0 {
		t.Error("the denial is left")
	}
}

// TestConflictsAreReadAfterChanges: what is in the way of a user is gone only if the
// resource tenant reports a change of it.
func TestConflictsAreReadAfterChanges(t *testing.T) {
	t.Parallel()
	w := newEstate(standard())
	obstacle := w.guest("ana@contoso.example")
	obstacle.Internal = true
	ana := w.person("ana@contoso.example", "", "Ana", "")
	ana.Also = "a.m@contoso.example"
	w.settle(t)
	// A scope that is listed reports ana each time.
	in := Input{Ledger: w.ledger, Now: w.now, Source: Source{People: []Person{*ana}, Complete: true}}
	for name, test := range map[string]struct {
		target Target
		looks  bool
	}{
		"nothing":           {Target{}, false},
		"another user":      {Target{Gone: []ID{w.id('x')}}, false},
		"a deletion of it":  {Target{Gone: []ID{obstacle.ID}}, true},
		"a change of it":    {Target{Users: []External{*obstacle}}, true},
		"a change of ana's": {Target{}, true},
	} {
		in := in
		in.Target = test.target
		if name == "a change of ana's" {
			renamed := *ana
			renamed.Also = "ana.m@contoso.example"
			in.Source.People = []Person{renamed}
		}
		if _, everyone := NeededAddresses(w.settings, in, true); everyone != test.looks {
			t.Errorf("after %s the resource tenant is listed: %t", name, everyone)
		}
		if r := Reconcile(w.settings, in); !test.looks && (len(r.Steps) > 0 || r.Settles()) {
			t.Errorf("after %s there is %+v", name, r)
		}
		in.Source = Source{}
		if ids := NeededPeople(w.settings, in); len(ids) > 0 != (len(test.target.Gone)+len(test.target.Users) > 0 && test.looks) {
			t.Errorf("after %s the users %v are needed", name, ids)
		}
	}
	// Another user of the home tenant with the address is in the way: the resource tenant
	// is not needed.
	ben := w.person("ben@contoso.example", "", "Ben", "")
	ben.Also = "b.m@contoso.example"
	w.person("b.m@contoso.example", "", "Bo", "")
	w.settle(t)
	in.Source = Source{Complete: true}
	for _, p := range w.people {
		in.Source.People = append(in.Source.People, *p)
	}
	if searched, everyone := NeededAddresses(w.settings, in, true); everyone || len(searched) > 0 {
		t.Errorf("the resource tenant is searched for %v, everyone %t", searched, everyone)
	}
}

// TestRefusedAddressIsReplaced: the service refuses an address, and the user gets another.
func TestRefusedAddressIsReplaced(t *testing.T) {
	t.Parallel()
	w := newEstate(standard())
	ana := w.person("ana'#@contoso.example", "", "Ana", "")
	w.ledger.Refuse(w.decide().Steps[0], ID{}, w.now)
	if r := w.decide(); len(r.Steps) > 0 {
		t.Fatalf("the same is tried again: %+v", r.Steps)
	}
	ana.Address = "ana@contoso.example"
	if got := kindsOf(w.decide().Steps); !slices.Equal(got, []string{"create"}) {
		t.Errorf("another address leads to %v", got)
	}
}
