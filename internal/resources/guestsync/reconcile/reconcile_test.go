package reconcile

import (
	"slices"
	"testing"
	"time"
)

// kindsOf are the kinds of the steps, in their order.
func kindsOf(steps []Step) []string {
	names := []string{}
	for _, s := range steps {
		names = append(names, s.Kind.String())
	}
	return names
}

func TestLifeOfAUser(t *testing.T) {
	t.Parallel()
	w := newEstate(standard())
	ana := w.person("ana@contoso.example", "Sales", "Ana", "Lead")
	step := func(want string, change func()) Step {
		t.Helper()
		change()
		r := w.decide()
		if got := kindsOf(r.Steps); !slices.Equal(got, []string{want}) {
			t.Fatalf("steps %v, want %s", got, want)
		}
		s := r.Steps[0]
		w.apply(t, r)
		if again := w.decide(); len(again.Steps) > 0 {
			t.Fatalf("after %s there is %+v", want, again.Steps)
		}
		return s
	}
	created := step("create", func() {})
	want := []Value{
		{"companyName", "Contoso"},
		{"department", "Sales"},
		{"displayName", "Ana (Contoso)"},
		{"jobTitle", "Lead"},
		{ShowInAddressList, True},
		{"extensionAttribute15", ana.ID.String()},
	}
	if !slices.Equal(created.Set, want) {
		t.Errorf("created with %v, want %v", created.Set, want)
	}
	if s := step("update", func() { ana.Values = []string{"Legal", "Ana", "Chief"} }); !slices.Equal(s.Set, []Value{{"department", "Legal"}}) {
		t.Errorf("updated with %v", s.Set)
	}
	guest := sortedIDs(w.users)[0]
	if s := step("update", func() { w.users[guest].Values[0] = "Fabrikam" }); !slices.Equal(s.Set, []Value{{"companyName", "Contoso"}}) {
		t.Errorf("drift corrected with %v", s.Set)
	}
	step("hide", func() { delete(w.people, ana.ID) })
	step("restore", func() { w.people[ana.ID] = ana })
	if w.hidden[guest] {
		t.Error("the user who returned stays hidden")
	}
	step("hide", func() { delete(w.people, ana.ID) })
	step("delete", func() { w.now = w.now.AddDate(0, 0, 30) })
	if s := step("restore", func() { w.people[ana.ID] = ana }); !s.FromBin || w.hidden[guest] {
		t.Errorf("returned with %+v, hidden %t", s, w.hidden[guest])
	}
	step("restore", func() { w.bin[guest] = w.users[guest]; delete(w.users, guest) })
	step("create", func() { delete(w.users, guest) })
}

// TestDisplayNameIsNotCleared leaves the name that the service has given to a user for which
// the home tenant has none: it cannot be cleared.
func TestDisplayNameIsNotCleared(t *testing.T) {
	t.Parallel()
	s := Settings{Existing: Adopt, Attributes: []Attribute{{Name: displayName, From: "givenName"}, {Name: "department", From: "department"}}}
	w := newEstate(s)
	ana := w.person("ana@contoso.example", "Sales", "")
	w.settle(t)
	guest := w.users[sortedIDs(w.users)[0]]
	guest.Values[0] = "ana"
	if r := w.decide(); len(r.Steps) > 0 {
		t.Errorf("the name is cleared: %+v", r.Steps)
	}
	ana.Values[1] = "Ana"
	if r := w.decide(); len(r.Steps) != 1 || !slices.Equal(r.Steps[0].Set, []Value{{displayName, "Ana"}}) {
		t.Errorf("the name that came is not written: %+v", r.Steps)
	}
	w.settle(t)
	ana.Values = []string{"", ""}
	r := Reconcile(s, Input{Ledger: w.ledger, Now: w.now, Source: Source{People: []Person{*ana}}})
	if len(r.Steps) != 1 || !slices.Equal(r.Steps[0].Set, []Value{{"department", ""}}) {
		t.Errorf("without facts about the user there is %+v", r.Steps)
	}
}

func TestDepartureWaits(t *testing.T) {
	t.Parallel()
	w := newEstate(standard())
	ana := w.person("ana@contoso.example", "", "", "")
	w.settle(t)
	delete(w.people, ana.ID)
	w.settle(t)
	w.now = w.now.AddDate(0, 0, 30).Add(-time.Second)
	if r := w.decide(); len(r.Steps) > 0 {
		t.Errorf("a second early there is %+v", r.Steps)
	}
}

func TestWhatADepartureDoes(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		leave   Departure
		adopted bool
		// first and later are the steps at once and after the days.
		first, later []string
	}{
		"delete":                 {Departure{Action: ByDeleting}, false, []string{"delete"}, nil},
		"delete an adopted user": {Departure{Action: ByDeleting}, true, nil, nil},
		"hide, then delete":      {Departure{Action: ByDeleting, First: ByHiding, AfterDays: 30}, false, []string{"hide"}, []string{"delete"}},
		"hide an adopted user":   {Departure{Action: ByDeleting, First: ByHiding, AfterDays: 30}, true, []string{"hide"}, nil},
		"disable":                {Departure{Action: ByDisabling}, true, []string{"disable"}, nil},
		"hide, then disable":     {Departure{Action: ByDisabling, First: ByHiding, AfterDays: 7}, true, []string{"hide"}, []string{"disable"}},
		"keep":                   {Departure{Action: Keep}, false, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := standard()
			s.OnLeave = test.leave
			s.OnLeave.MaxPeople, s.OnLeave.MaxPercent = -1, -1
			w := newEstate(s)
			if test.adopted {
				w.guest("ana@contoso.example")
			}
			ana := w.person("ana@contoso.example", "", "", "")
			w.settle(t)
			delete(w.people, ana.ID)
			for at, want := range [][]string{test.first, test.later} {
				r := w.decide()
				if got := kindsOf(r.Steps); !slices.Equal(got, want) && len(got)+len(want) > 0 {
					t.Errorf("step %d is %v, want %v", at, got, want)
				}
				w.apply(t, r)
				w.now = w.now.AddDate(0, 0, 30)
			}
		})
	}
}

func TestComers(t *testing.T) {
	t.Parallel()
	type change func(w *estate, ana *Person)
	for name, test := range map[string]struct {
		change change
		want   []string
		owned  bool
	}{
		"no user":                {func(*estate, *Person) {}, []string{"create"}, true},
		"external user":          {func(w *estate, _ *Person) { w.guest("Ana@contoso.example") }, []string{"adopt"}, false},
		"external user by alias": {func(w *estate, p *Person) { p.Also = "a.m@contoso.example"; w.guest("a.m@contoso.example") }, []string{"adopt"}, false},
		"marked user":            {func(w *estate, p *Person) { w.guest("other@contoso.example").Anchor = p.ID.String() }, []string{"adopt"}, true},
		"user with the mark of another": {
			func(w *estate, _ *Person) { w.guest("ana@contoso.example").Anchor = ID{9}.String() },
			[]string{"refused"},
			false,
		},
		"marked internal user": {
			func(w *estate, p *Person) {
				u := w.guest("ana@contoso.example")
				u.Internal, u.Anchor = true, p.ID.String()
			},
			[]string{"refused"},
			false,
		},
		"internal user": {func(w *estate, _ *Person) { w.guest("ana@contoso.example").Internal = true }, []string{"refused"}, false},
		"left alone":    {func(w *estate, _ *Person) { w.settings.Existing = Leave; w.guest("ana@contoso.example") }, []string{"refused"}, false},
		"stops":         {func(w *estate, _ *Person) { w.settings.Existing = Error; w.guest("ana@contoso.example") }, nil, false},
		"two external": {func(w *estate, p *Person) {
			p.Also = "b@x.example"
			w.guest("ana@contoso.example")
			w.guest("b@x.example")
		}, []string{"refused"}, false},
		"one address twice": {func(w *estate, _ *Person) { w.person("ANA@contoso.example", "", "", "") }, []string{"refused", "refused"}, false},
		"deleted user": {func(w *estate, _ *Person) {
			u := w.guest("ana@contoso.example")
			w.bin[u.ID] = u
			delete(w.users, u.ID)
		}, []string{"restore"}, false},
		"withheld": {func(_ *estate, p *Person) { p.Withhold = "itar" }, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newEstate(standard())
			ana := w.person("ana@contoso.example", "", "", "")
			test.change(w, ana)
			r := w.decide()
			if got := kindsOf(r.Steps); !slices.Equal(got, test.want) && len(got)+len(test.want) > 0 {
				t.Fatalf("steps %v, want %v", got, test.want)
			}
			if stops := len(r.Violations) > 0; stops != (w.settings.Existing == Error) {
				t.Errorf("violations %+v", r.Violations)
			}
			if len(r.Steps) > 0 && r.Steps[0].Owned != test.owned {
				t.Errorf("owned is %t", r.Steps[0].Owned)
			}
			w.settle(t)
		})
	}
}

func TestAddressOfAnotherUserOfTheSync(t *testing.T) {
	t.Parallel()
	w := newEstate(standard())
	w.person("ana@contoso.example", "", "", "")
	w.settle(t)
	w.person("new@contoso.example", "", "", "").Also = "ana@contoso.example"
	if got := kindsOf(w.decide().Steps); !slices.Equal(got, []string{"refused"}) {
		t.Errorf("steps %v", got)
	}
}

func TestRenamed(t *testing.T) {
	t.Parallel()
	w := newEstate(standard())
	ana := w.person("ana@contoso.example", "", "", "")
	w.settle(t)
	ana.Address = "ana.new@contoso.example"
	if r := w.decide(); len(r.Steps) > 0 {
		t.Errorf("a new name causes %+v", r.Steps)
	}
}

// TestLostLedger matches by anchor, then by address, and deletes only what has the
// anchor.
func TestLostLedger(t *testing.T) {
	t.Parallel()
	w := newEstate(standard())
	ana := w.person("ana@contoso.example", "", "", "")
	brian := w.person("brian@contoso.example", "", "", "")
	w.guest("brian@contoso.example")
	w.settle(t)
	w.ledger = NewLedger()
	r := w.decide()
	if got := kindsOf(r.Steps); !slices.Equal(got, []string{"adopt", "adopt"}) || len(r.Steps[0].Set)+len(r.Steps[1].Set) > 0 {
		t.Fatalf("steps %+v", r.Steps)
	}
	w.apply(t, r)
	delete(w.people, ana.ID)
	delete(w.people, brian.ID)
	w.settle(t)
	w.now = w.now.AddDate(0, 0, 31)
	w.settle(t)
	if len(w.bin) != 1 || len(w.users) != 1 {
		t.Errorf("%d users deleted, %d left", len(w.bin), len(w.users))
	}
}

func TestMembers(t *testing.T) {
	t.Parallel()
	s := standard()
	s.UserType = "Member"
	w := newEstate(s)
	w.person("ana@contoso.example", "", "", "")
	w.settle(t)
	for _, u := range w.users {
		u.MailEnabled = true
	}
	if r := w.decide(); len(r.Steps) != 1 || r.Steps[0].UserType != "Member" || len(r.Steps[0].Set) > 0 {
		t.Fatalf("steps %+v", r.Steps)
	}
	w.settle(t)
}
