package reconcile

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// estate is a home tenant, a resource tenant and the ledger of a sync between them.
type estate struct {
	settings Settings
	people   map[ID]*Person
	users    map[ID]*External
	bin      map[ID]*External
	hidden   map[ID]bool
	disabled map[ID]bool
	ledger   *Ledger
	now      time.Time
	next     uint32
	// made are the users that the sync has created.
	made map[ID]bool
	// tellsOrphans means that listings tell the external users whose person is gone.
	tellsOrphans bool
}

func newEstate(s Settings) *estate {
	return &estate{
		settings: s, people: map[ID]*Person{}, users: map[ID]*External{}, bin: map[ID]*External{}, hidden: map[ID]bool{},
		disabled: map[ID]bool{}, ledger: NewLedger(), now: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC), made: map[ID]bool{},
	}
}

func (w *estate) id(kind byte) ID {
	w.next++
	return ID{kind, byte(w.next >> 16), byte(w.next >> 8), byte(w.next)}
}

// person adds a user to the scope.
func (w *estate) person(address string, values ...string) *Person {
	p := &Person{ID: w.id('p'), Address: address, Values: values}
	w.people[p.ID] = p
	return p
}

// guest adds an external user that the sync has not made.
func (w *estate) guest(address string) *External {
	u := &External{ID: w.id('g'), Addresses: []string{address}, UserType: "Guest", Values: make([]string, len(w.settings.Attributes)), Full: true}
	w.users[u.ID] = u
	return u
}

// discard moves all users of the resource tenant to its recycle bin.
func (w *estate) discard() {
	w.bin, w.users = w.users, map[ID]*External{}
}

// input is what complete listings report.
func (w *estate) input() Input {
	in := Input{Ledger: w.ledger, Now: w.now, Source: Source{Complete: true}, Target: Target{Complete: true}}
	for _, id := range sortedIDs(w.people) {
		in.Source.People = append(in.Source.People, *w.people[id])
	}
	for _, id := range sortedIDs(w.users) {
		u := *w.users[id]
		u.Hidden, u.Disabled = w.hidden[id], w.disabled[id]
		in.Target.Users = append(in.Target.Users, u)
	}
	for _, id := range sortedIDs(w.bin) {
		in.Target.Deleted = append(in.Target.Deleted, *w.bin[id])
	}
	if w.tellsOrphans {
		in.Orphans = w.orphans()
	}
	return in
}

// orphans are the external users whose person is gone.
func (w *estate) orphans() []Orphan {
	var found []Orphan
	for _, id := range sortedIDs(w.users) {
		u := w.users[id]
		if person, err := ParseID(u.Anchor); err == nil && w.people[person] == nil && !u.Internal {
			found = append(found, Orphan{person, id})
		}
	}
	return found
}

func sortedIDs[T any](m map[ID]T) []ID {
	ids := make([]ID, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, compareIDs)
	return ids
}

func (w *estate) decide() Result { return Reconcile(w.settings, w.input()) }

// apply carries out a decision.
func (w *estate) apply(t *testing.T, r Result) {
	t.Helper()
	r.Settle(w.ledger)
	for _, s := range r.Steps {
		w.ledger.Record(s, w.carryOut(t, s), w.now)
	}
}

func (w *estate) carryOut(t *testing.T, s Step) ID {
	t.Helper()
	switch s.Kind {
	case Refuse:
		return ID{}
	case Create:
		u := &External{ID: w.id('u'), Addresses: []string{s.Address}, UserType: "Guest", Values: make([]string, len(w.settings.Attributes)), Full: true}
		w.users[u.ID], w.made[u.ID] = u, true
		s.Target = u.ID
	case Restore:
		if s.FromBin {
			u := w.bin[s.Target]
			if u == nil {
				t.Fatalf("%+v restores a user that is not in the recycle bin", s)
			}
			delete(w.bin, s.Target)
			w.users[u.ID] = u
		}
	case Delete:
		if !w.made[s.Target] {
			t.Errorf("%+v deletes a user that the sync has not made", s)
		}
		u := w.users[s.Target]
		delete(w.users, s.Target)
		w.bin[s.Target] = u
		return s.Target
	}
	w.write(t, s)
	return s.Target
}

func (w *estate) write(t *testing.T, s Step) {
	t.Helper()
	u := w.users[s.Target]
	if u == nil || u.Internal {
		t.Fatalf("%+v writes a user that is deleted or internal", s)
	}
	if s.UserType != "" {
		u.UserType = s.UserType
	}
	for _, v := range s.Set {
		at := slices.IndexFunc(w.settings.Attributes, func(a Attribute) bool { return a.Name == v.Name })
		switch {
		case v.Name == AccountEnabled:
			w.disabled[s.Target] = v.Text == False
		case v.Name == w.settings.Anchor:
			u.Anchor = v.Text
		case v.Name == ShowInAddressList:
			w.hidden[s.Target] = v.Text == False
			if at >= 0 {
				u.Values[at] = v.Text
			}
		case at < 0:
			t.Errorf("%+v writes %s, which is not configured", s, v.Name)
		default:
			u.Values[at] = v.Text
		}
	}
}

// settle applies until nothing is to do, which takes one run unless a ledger was lost.
func (w *estate) settle(t *testing.T) {
	t.Helper()
	w.apply(t, w.decide())
	for r := w.decide(); len(r.Steps) > 0; r = w.decide() {
		if !w.resolves(r) {
			t.Fatalf("the second run has %+v", r.Steps)
		}
		w.apply(t, r)
	}
}

// standard are settings with one attribute of each sort.
func standard() Settings {
	return Settings{
		Attributes: []Attribute{
			{Name: "companyName", Value: "Contoso"},
			{Name: "department", From: "department"},
			{Name: "displayName", From: "displayName", Suffix: " (Contoso)"},
			{Name: "jobTitle", From: "jobTitle", Creation: true},
			{Name: ShowInAddressList, Value: True, Untracked: true, Creation: true},
		},
		Anchor:   "extensionAttribute15",
		Withhold: &Withhold{Equals: "ITAR", Abort: true},
		Existing: Adopt,
		OnLeave:  Departure{Action: ByDeleting, AfterDays: 30, First: ByHiding, MaxPeople: -1, MaxPercent: -1},
	}
}

// anywhere reports whether a text is in any field of the steps.
func anywhere(steps []Step, text string) bool {
	return strings.Contains(strings.ToLower(fmt.Sprintf("%+v", steps)), strings.ToLower(text))
}

// shuffled returns a source of randomness for a seed.
func shuffled(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 1)) }
