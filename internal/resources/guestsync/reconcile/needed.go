package reconcile

import (
	"maps"
	"slices"
)

// NeededPeople returns the users of the home tenant whose facts a decision needs,
// although their tenant reports no change: those whose user was changed or deleted in
// the resource tenant, and those who were refused before. What was in the way of a user
// is gone only if a tenant reports some change.
func NeededPeople(s Settings, in Input) []ID {
	r := newRun(s, in)
	changed := len(in.Source.People)+len(in.Source.Gone)+len(in.Target.Users)+len(in.Target.Gone) > 0
	var ids []ID
	for _, e := range in.Ledger.entries {
		if r.facts.people[e.Source] != nil || r.away(e.Source) {
			continue
		}
		if r.needs(&e, changed) {
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
		return changed
	case Refused:
		return !e.rests(r.Now)
	case Present:
		return r.lost(*e) || u != nil && r.settings.found(u) != e.Hash || e.Denied == DeniedUpdate && !e.waits(DeniedUpdate, r.Now)
	case Leaving, Parked:
		return e.Denied == DeniedReturn && !e.waits(DeniedReturn, r.Now)
	}
	return false
}

// mail is the property of the home tenant that [Person.Also] comes from.
const mail = "mail"

// NeededAddresses returns the addresses whose users in the resource tenant a decision
// needs, sorted and in lower case: those of users who come. The addresses of withheld
// users are not among them. A search sends the addresses to the resource tenant. Across a
// border only the invited ones are returned, unless mail crosses anyway: everyone means
// that all users of the resource tenant are needed instead.
func NeededAddresses(s Settings, in Input, border bool) (searched []string, everyone bool) {
	r := newRun(s, in)
	for _, e := range in.Ledger.entries {
		if r.facts.people[e.Source] != nil {
			r.entry(e)
		}
	}
	addresses := map[string]bool{}
	for _, p := range r.comers {
		_, hash := r.desired(p)
		if e, known := in.Ledger.Entry(p.ID); known && e.rests(in.Now) && e.Hash == hash {
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
