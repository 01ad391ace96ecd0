package reconcile

// MarkedLedger returns the ledger that a sync has if it has created the external users
// with its mark, and no others. Of a user who is out of scope it tells from the external
// user whether the departure has begun, but not since when.
func MarkedLedger(s Settings, in Input) *Ledger {
	l := NewLedger()
	if s.Anchor == "" {
		return l
	}
	f := gather(&s, in)
	for i := range in.Target.Users {
		u := &in.Target.Users[i]
		source, err := ParseID(u.Anchor)
		if _, twice := l.entries[source]; err != nil || twice || u.Internal {
			continue
		}
		e := Entry{Source: source, Target: u.ID, Hash: s.found(u), Owned: true}
		if f.people[source] == nil {
			s.OnLeave.begun(&e, u)
			if e.State != Present {
				e.Since = in.Now.Unix()
			}
		}
		l.put(e)
	}
	return l
}

// begun sets what the first step of a departure has changed.
func (d Departure) begun(e *Entry, u *External) {
	first, after := d.Action, Parked
	if d.First != "" {
		first, after = d.First, Leaving
	}
	e.Hidden, e.Disabled = first == ByHiding && u.Hidden, first == ByDisabling && u.Disabled
	if e.Hidden || e.Disabled {
		e.State = after
	}
}
