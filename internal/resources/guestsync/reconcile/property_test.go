package reconcile

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

const canary = "CANARY"

// randomSettings are settings with and without each option.
func randomSettings(r *rand.Rand) Settings {
	s := standard()
	if r.IntN(2) == 0 {
		s.Anchor = ""
	}
	s.Existing = []Existing{Adopt, Adopt, Leave}[r.IntN(3)]
	s.OnLeave = randomDeparture(r)
	s.UserType = []string{"", "Member"}[r.IntN(2)]
	return s
}

// randomDeparture is a departure without limits.
func randomDeparture(r *rand.Rand) Departure {
	d := standard().OnLeave
	d.Action = []Removal{ByDeleting, ByDeleting, ByHiding, ByDisabling, Keep}[r.IntN(5)]
	if d.First = []Removal{"", ByHiding, ByDisabling}[r.IntN(3)]; d.First == "" {
		d.AfterDays = 0
	}
	return d
}

// disturb changes an estate in a random way.
func (w *estate) disturb(r *rand.Rand) {
	people, users := sortedIDs(w.people), sortedIDs(w.users)
	address := fmt.Sprintf("user%d@contoso.example", r.IntN(12))
	switch r.IntN(11) {
	case 0, 1, 2:
		p := w.person(address, fmt.Sprint("d", r.IntN(3)), fmt.Sprint("n", r.IntN(3)), "")
		if r.IntN(3) == 0 {
			p.Also = fmt.Sprintf("user%d@contoso.example", r.IntN(12))
		}
	case 3:
		if len(people) > 0 {
			delete(w.people, people[r.IntN(len(people))])
		}
	case 4:
		if len(people) > 0 {
			p := w.people[people[r.IntN(len(people))]]
			p.Values = []string{fmt.Sprint("d", r.IntN(3)), "", ""}
		}
	case 5:
		u := w.guest(address)
		u.Internal = r.IntN(3) == 0
	case 6:
		if len(users) > 0 {
			id := users[r.IntN(len(users))]
			w.bin[id] = w.users[id]
			delete(w.users, id)
		}
	case 7:
		if len(users) > 0 {
			u := w.users[users[r.IntN(len(users))]]
			u.Values[1], u.MailEnabled = "drift", true
		}
	case 8:
		if len(people) > 0 {
			p := w.people[people[r.IntN(len(people))]]
			p.Withhold, p.Values = "ITAR", []string{canary, canary, canary}
		}
	case 9:
		w.now = w.now.AddDate(0, 0, r.IntN(40))
		if r.IntN(6) == 0 {
			w.ledger = NewLedger()
		}
	case 10:
		w.settings.OnLeave = randomDeparture(r)
	}
}

// check holds the promises that any decision keeps. That only users of the sync are
// deleted, and no internal user is written, is checked when steps are carried out.
func check(t *testing.T, w *estate, r Result) {
	t.Helper()
	if anywhere(r.Steps, canary) {
		t.Errorf("a value of a withheld user is in %+v", r.Steps)
	}
	seen := map[ID]bool{}
	for i, s := range r.Steps {
		if i > 0 && s.Kind < r.Steps[i-1].Kind {
			t.Errorf("step %d, %s, is out of order", i, s.Kind)
		}
		if seen[s.Source] {
			t.Errorf("user %s has two steps: %+v", s.Source, r.Steps)
		}
		seen[s.Source] = true
		for _, v := range s.Set {
			departure := v.Name == ShowInAddressList || v.Name == AccountEnabled
			listed := slices.ContainsFunc(w.settings.Attributes, func(a Attribute) bool { return a.Name == v.Name })
			if !listed && !departure && v.Name != w.settings.Anchor {
				t.Errorf("%+v writes %s", s, v.Name)
			}
		}
		p := w.people[s.Source]
		if p != nil && w.settings.withheld(p) && s.Kind < Hide {
			t.Errorf("%+v is about a withheld user", s)
		}
		if p != nil && !w.settings.withheld(p) && s.Kind >= Hide {
			t.Errorf("%+v removes a user in scope", s)
		}
	}
}

// live runs a random history: after each run nothing is to do, and the ledger
// survives its encoding.
func live(t *testing.T, seed uint64) {
	t.Helper()
	r := shuffled(seed)
	w := newEstate(randomSettings(r))
	w.tellsOrphans = true
	for range 40 {
		for range 1 + r.IntN(4) {
			w.disturb(r)
		}
		decided := w.decide()
		check(t, w, decided)
		w.apply(t, decided)
		for again := w.decide(); len(again.Steps) > 0; again = w.decide() {
			if !w.resolves(again) {
				t.Fatalf("seed %d: after\n%+v\nthere is\n%+v", seed, decided.Steps, again.Steps)
			}
			w.apply(t, again)
			decided = again
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	w.reload(t)
}

// resolves reports whether every step is about a user who was refused because of
// another one, who has left in the run before, or who had left before the ledger was
// lost.
func (w *estate) resolves(again Result) bool {
	return !slices.ContainsFunc(again.Steps, func(s Step) bool {
		e, known := w.ledger.Entry(s.Source)
		return !known || e.State != Conflicting && e.State != Orphaned
	})
}

// reload encodes and decodes the ledger.
func (w *estate) reload(t *testing.T) {
	t.Helper()
	data, err := w.ledger.Encode()
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := DecodeLedger(data)
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(decoded) != fmt.Sprint(w.ledger) {
		t.Fatal("the ledger changed when it was encoded")
	}
	w.ledger = decoded
}

func TestRandomHistories(t *testing.T) {
	t.Parallel()
	for seed := range uint64(150) {
		live(t, seed)
	}
}

func FuzzHistory(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(live)
}

// TestIncrementsDecideTheSame compares the decision on changes with the one on
// complete listings.
func TestIncrementsDecideTheSame(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		r := shuffled(seed)
		w := newEstate(randomSettings(r))
		for range 6 {
			w.disturb(r)
		}
		w.decidesOnRelevant(t, seed)
		w.settle(t)
		before, usersBefore, ledger := snapshot(w.people), snapshot(w.users), w.ledger
		for range 4 {
			w.disturb(r)
		}
		// The links to the changes are lost with the ledger.
		w.ledger = ledger
		complete := w.decide()
		changes := Reconcile(w.settings, w.increment(before, usersBefore))
		if got, want := text(changes.Steps), text(complete.Steps); got != want {
			t.Fatalf("seed %d: changes lead to\n%s\nlistings to\n%s", seed, got, want)
		}
	}
}

// decidesOnRelevant compares the decision on all users of the resource tenant with the
// one on the relevant users.
func (w *estate) decidesOnRelevant(t *testing.T, seed uint64) {
	t.Helper()
	in := w.input()
	relevant := Relevant(w.settings, in)
	in.Target.Users = slices.DeleteFunc(in.Target.Users, func(u External) bool { return !relevant(&u) })
	if got, want := text(Reconcile(w.settings, in).Steps), text(w.decide().Steps); got != want {
		t.Fatalf("seed %d: relevant users lead to\n%s\nall users to\n%s", seed, got, want)
	}
}

// text compares steps by what they write where; facts about unchanged users can
// narrow the properties.
func text(steps []Step) string {
	var lines []string
	for _, s := range steps {
		lines = append(lines, fmt.Sprint(s.Kind, s.Source, s.Target, s.UserType, s.FromBin, s.Owned, s.Last))
	}
	return strings.Join(lines, "\n")
}

func snapshot[T any](m map[ID]*T) map[ID]string {
	copies := map[ID]string{}
	for id, v := range m {
		copies[id] = fmt.Sprintf("%+v", *v)
	}
	return copies
}

// increment is what delta queries report, with what a decision needs beside.
func (w *estate) increment(people, users map[ID]string) Input {
	all, in := w.input(), Input{Ledger: w.ledger, Now: w.now}
	in.Target.Deleted = all.Target.Deleted
	for _, p := range all.Source.People {
		if people[p.ID] != fmt.Sprintf("%+v", p) {
			in.Source.People = append(in.Source.People, p)
		}
	}
	for id := range people {
		if w.people[id] == nil {
			in.Source.Gone = append(in.Source.Gone, id)
		}
	}
	for _, u := range all.Target.Users {
		if users[u.ID] != fmt.Sprintf("%+v", u) {
			in.Target.Users = append(in.Target.Users, u)
		}
	}
	for id := range users {
		if w.users[id] == nil {
			in.Target.Gone = append(in.Target.Gone, id)
		}
	}
	for _, id := range NeededPeople(w.settings, in) {
		if p := w.people[id]; p != nil {
			in.Source.People = append(in.Source.People, *p)
		}
	}
	for _, id := range NeededUsers(w.settings, in) {
		if u := w.users[id]; u != nil {
			in.Target.Users = append(in.Target.Users, *u)
		}
	}
	searched, everyone := NeededAddresses(w.settings, in, len(w.people)%2 == 0)
	if everyone {
		in.Target = all.Target
		return in
	}
	for _, a := range searched {
		for _, u := range all.Target.Users {
			known := slices.ContainsFunc(in.Target.Users, func(k External) bool { return k.ID == u.ID })
			if !known && strings.EqualFold(u.Addresses[0], a) {
				in.Target.Users = append(in.Target.Users, u)
			}
		}
	}
	return in
}
