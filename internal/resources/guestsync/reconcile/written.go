package reconcile

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Written are the users that a sync writes, to be compared with other writers.
type Written struct {
	// Ledger returns the users that the sync has written before.
	Ledger func() *Ledger
	// OnLeave tells which users who have left are written.
	OnLeave Departure
	Coming
}

// Coming are the users that a decision creates, adopts or restores. A decision that
// changes nothing has none.
type Coming struct {
	// sources name the users by the address, and targets are those that exist.
	sources map[ID]string
	targets map[ID]bool
	// addresses are in lower case.
	addresses map[string]bool
}

// Coming returns the users that are to come.
func (r *Result) Coming(in Input) Coming {
	c := Coming{sources: map[ID]string{}, targets: map[ID]bool{}, addresses: map[string]bool{}}
	for i := range r.Steps {
		s := &r.Steps[i]
		if s.Kind != Create && s.Kind != Adoption && s.Kind != Restore {
			continue
		}
		c.sources[s.Source], c.addresses[strings.ToLower(s.Address)] = s.Address, true
		if !s.Target.None() {
			c.targets[s.Target] = true
		}
	}
	for i := range in.Source.People {
		p := &in.Source.People[i]
		if _, comes := c.sources[p.ID]; comes && p.Also != "" {
			c.addresses[strings.ToLower(p.Also)] = true
		}
	}
	return c
}

// writes reports whether the sync writes the user of an entry, now or when it leaves. A
// user whose departure is over is written only if it returns, which is a step.
func (w Written) writes(e Entry) bool {
	switch e.State {
	case Present, Orphaned:
		return true
	case Leaving, Parked:
		return w.OnLeave.begins(e) || w.OnLeave.pending(e)
	}
	return false
}

// HasSource reports whether the sync writes the external user of a user of the home
// tenant.
func (w Written) HasSource(id ID) bool {
	if _, comes := w.sources[id]; comes {
		return true
	}
	e, known := w.Ledger().Entry(id)
	return known && w.writes(e)
}

// HasTarget reports whether the sync writes a user of the resource tenant.
func (w Written) HasTarget(id ID) bool {
	if w.targets[id] {
		return true
	}
	e, known := w.Ledger().Of(id)
	return known && w.writes(e)
}

// HasAddress reports whether a user that is to come has an address.
func (w Written) HasAddress(address string) bool { return w.addresses[strings.ToLower(address)] }

// Shared returns the users of the home tenant, sorted by name, whose external users
// another sync of the same home tenant writes as well.
func (w Written) Shared(other Written) []string {
	shared := map[ID]bool{}
	for id := range w.sources {
		if other.HasSource(id) {
			shared[id] = true
		}
	}
	for id, e := range w.Ledger().entries {
		if w.writes(e) && other.HasSource(id) {
			shared[id] = true
		}
	}
	names := make([]string, 0, len(shared))
	for id := range shared {
		names = append(names, cmp.Or(w.sources[id], other.sources[id], "user "+id.String()))
	}
	slices.Sort(names)
	return names
}

// Met returns the addresses of users that are to come, sorted, whose external users a
// sync of another home tenant writes as well: it has adopted them, or their address.
func (w Written) Met(other Written) []string {
	met := map[string]bool{}
	for a := range w.addresses {
		if other.addresses[a] {
			met[a] = true
		}
	}
	for id := range w.targets {
		if other.HasTarget(id) {
			met["user "+id.String()] = true
		}
	}
	return slices.Sorted(maps.Keys(met))
}
