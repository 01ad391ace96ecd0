package reconcile

import (
	"maps"
	"slices"
)

// NeededPeople returns the users of the home tenant whose facts a decision needs,
// although their tenant reports no change: those whose user was changed or deleted in
// the resource tenant, and those who were refused before. What was in the way of a user
// is gone only if a tenant reports some change; and users who come may have the address of
// one who waits.
func NeededPeople(s Settings, in Input) []ID {
	r := newRun(s, in)
	home := len(in.Source.People)+len(in.Source.Gone) > 0
	changed := home || len(in.Target.Users)+len(in.Target.Gone) > 0
	var ids []ID
	for _, e := range in.Ledger.entries {
		if r.facts.people[e.Source] != nil || r.away(e.Source) {
			continue
		}
		if home && e.State == Conflicting || r.needs(&e, changed) {
			ids = append(ids, e.Source)
		}
	}
	slices.SortFunc(ids, compareIDs)
	return ids
}

// needs reports whether a decision about an entry needs the user of the home tenant.
func (r *run) needs(e *Entry, changed bool) bool {
	u := r.facts.users[e.Target]
	switch e.State {
	case Conflicting:
		return changed && !r.obstructed(e)
	case Refused:
		return !e.rests(r.Now)
	case Present:
		differs := u != nil && (r.settings.found(u) != e.Hash || e.Owned && r.settings.unmarked(e.Source, u))
		return r.lost(*e) || differs || e.Denied != NotDenied && !e.waits(e.Denied, r.Now)
	case Leaving, Parked:
		return e.Denied == DeniedReturn && !e.waits(DeniedReturn, r.Now)
	}
	return false
}

// NeededUsers returns the users of the resource tenant whose facts a decision needs,
// although their tenant reports no change. Without them it is not known whether anything
// is to be written: for a user whose display name stays because the home tenant has none,
// and for one who returns from a departure that has changed nothing.
func NeededUsers(s Settings, in Input) []ID {
	needed := func(r *run, e Entry, p *Person) bool { return e.kept() || e.State == Present && r.nameStays(e, p) }
	r := &run{Input: in, settings: s, sources: s.Sources()}
	people := map[ID]*Person{}
	for i := range in.Source.People {
		p := &in.Source.People[i]
		if e, known := in.Ledger.Entry(p.ID); known && !s.withheld(p) && needed(r, e, p) {
			people[e.Target] = p
		}
	}
	for i := range in.Target.Users {
		delete(people, in.Target.Users[i].ID)
	}
	for _, id := range in.Target.Gone {
		delete(people, id)
	}
	return slices.SortedFunc(maps.Keys(people), compareIDs)
}

// nameStays reports whether a user is written for other values than a display name that
// the home tenant has emptied.
func (r *run) nameStays(e Entry, p *Person) bool {
	at := slices.IndexFunc(r.settings.Attributes, func(a Attribute) bool { return a.Name == displayName && a.From != "" })
	if at < 0 {
		return false
	}
	if from, _ := slices.BinarySearch(r.sources, r.settings.Attributes[at].From); p.Values[from] != "" {
		return false
	}
	_, hash := r.desired(p)
	return hash != e.Hash
}

// certain are the users who come whatever else is read: others have had an external user,
// which the recycle bin may have.
func (r *run) certain() []*Person {
	return slices.DeleteFunc(slices.Clone(r.comers), func(p *Person) bool {
		e, known := r.Ledger.Entry(p.ID)
		return known && e.State != Conflicting && e.State != Refused
	})
}

// mail is the property of the home tenant that [Person.Also] comes from.
const mail = "mail"

// NeededAddresses returns the addresses whose users in the resource tenant a decision
// needs, sorted and in lower case: those of users who come, and of refused ones for which
// something has changed. The addresses of withheld users are not among them. A search sends the addresses to the resource tenant. Across a
// border only the invited ones are returned, unless mail crosses anyway: everyone means
// that all users of the resource tenant are needed instead.
func NeededAddresses(s Settings, in Input, border bool) (searched []string, everyone bool) {
	r := newRun(s, in)
	for _, e := range in.Ledger.entries {
		if r.facts.people[e.Source] != nil {
			r.entry(e)
		}
	}
	addresses, doubled := map[string]bool{}, doubled(r.certain())
	for _, p := range r.comers {
		if r.refusedStill(p) || doubled(p) {
			continue
		}
		for i, a := range p.addresses() {
			if i > 0 && border && !slices.Contains(r.sources, mail) {
				everyone = true
				continue
			}
			addresses[a] = true
		}
	}
	return slices.Sorted(maps.Keys(addresses)), everyone
}
