package reconcile

import (
	"cmp"
	"slices"
	"time"
)

// binLife is how long a deleted user can be restored (graph-identity §2.6).
const binLife = 30 * 24 * time.Hour

// run is one decision.
type run struct {
	Input
	settings Settings
	sources  []string
	facts    facts
	result   Result
	// comers are the users who need a user in the resource tenant.
	comers []*Person
}

// Reconcile decides what to do. A violation stops the run: the caller carries out no
// step.
func Reconcile(s Settings, in Input) Result {
	r := newRun(s, in)
	if r.unreadable() {
		return r.result
	}
	for e := range in.Ledger.sorted() {
		r.entry(e)
	}
	r.come()
	r.inherit()
	r.guard()
	slices.SortStableFunc(r.result.Steps, func(a, b Step) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), compareIDs(a.Source, b.Source))
	})
	return r.result
}

func newRun(s Settings, in Input) *run {
	r := &run{Input: in, settings: s, sources: s.Sources(), facts: gather(&s, in)}
	r.result.settled, r.result.obstacles, r.result.amended = map[ID]uint64{}, map[ID]ID{}, map[ID]Entry{}
	r.result.Withheld = len(r.facts.withheld)
	for i := range in.Source.People {
		p := &in.Source.People[i]
		if _, known := in.Ledger.Entry(p.ID); !known && r.facts.people[p.ID] == p {
			r.comers = append(r.comers, p)
		}
	}
	return r
}

// unreadable stops a run that cannot tell which users are withheld.
func (r *run) unreadable() bool {
	if r.settings.Withhold == nil || !r.settings.Withhold.Abort {
		return false
	}
	n := 0
	for i := range r.Source.People {
		if r.Source.People[i].Unreadable {
			n++
		}
	}
	if r.Source.Unreadable {
		// What is due, and what the resource tenant has changed, waits as well.
		n = max(n, r.Ledger.Count(Present), 1)
	}
	if n > 0 {
		r.result.Violations = append(r.result.Violations, Violation{Guard: WithholdUnreadable, Count: n, Of: len(r.Source.People)})
	}
	return n > 0
}

// entry decides about a user of the ledger.
func (r *run) entry(e Entry) {
	p, away := r.facts.people[e.Source], r.away(e.Source)
	switch e.State {
	case Conflicting, Refused:
		if away {
			r.drop(e)
		} else if p != nil {
			r.comers = append(r.comers, p)
		}
	case Present:
		if away {
			r.leave(e)
		} else {
			r.present(e, p)
		}
	case Orphaned:
		if p != nil {
			r.comers = append(r.comers, p)
		} else {
			r.leave(e)
		}
	case Leaving, Parked:
		r.left(e, p)
	case Deleted:
		if p != nil {
			r.back(e, p)
		} else if r.Now.Sub(time.Unix(e.Since, 0)) > binLife {
			r.drop(e)
		}
	}
}

// away reports whether a user of the ledger has left the scope.
func (r *run) away(source ID) bool {
	return r.facts.people[source] == nil && (r.facts.gone[source] || r.facts.withheld[source] || r.Source.Complete)
}

func (r *run) amend(e Entry) { r.result.amended[e.Source] = e }

func (r *run) drop(e Entry) { r.result.dropped = append(r.result.dropped, e.Source) }

// present decides about a user who stays; p is nil if the home tenant reports no
// change.
func (r *run) present(e Entry, p *Person) {
	u := r.facts.users[e.Target]
	switch {
	case r.lost(e) && r.facts.bin[e.Target] != nil && !r.replaced(p):
		r.restore(e, p, Undeleted)
	case r.lost(e), u.internal():
		if p != nil {
			r.comers = append(r.comers, p)
		}
	case p != nil:
		r.update(e, p, u)
	case r.settings.promotes(u) && !e.waits(DeniedUpdate, r.Now):
		r.step(Step{Kind: Update, Source: e.Source, Target: e.Target, Address: u.name(), UserType: member, Owned: e.Owned, Hash: e.Hash, Why: Promoted})
	}
}

// lost reports whether the resource tenant has deleted the user of an entry.
func (r *run) lost(e Entry) bool {
	return r.facts.users[e.Target] == nil && (r.facts.deleted[e.Target] || r.Target.Complete)
}

// replaced reports whether an external user has the address of a user whose own external
// user is deleted: it was invited by hand, and keeps the deleted one from being restored.
func (r *run) replaced(p *Person) bool {
	return p != nil && slices.ContainsFunc(holders(r.facts.usersByAddress, p), func(u *External) bool { return !u.Internal })
}

// update writes what differs. Without facts about the user of the resource tenant
// that is everything the sync owns, if the values have changed.
func (r *run) update(e Entry, p *Person, u *External) {
	desired, hash := r.desired(p)
	s := Step{Kind: Update, Source: e.Source, Target: e.Target, Address: p.Address, Owned: e.Owned, Hash: hash, Why: Differs}
	written := hash == e.Hash && e.Denied != DeniedUpdate
	switch {
	case hash == e.Hash && e.waits(DeniedUpdate, r.Now):
		return
	case u != nil:
		s.Set = r.settings.different(desired, u, written)
	case !written:
		s.Set = r.settings.owned(desired)
	}
	if u != nil && e.Owned && r.settings.unmarked(e.Source, u) {
		s.Set = append(s.Set, Value{r.settings.Anchor, e.Source.String()})
	}
	if r.settings.promotes(u) {
		s.UserType = member
	}
	if len(s.Set) == 0 {
		s.Why = Promoted
	}
	switch {
	case len(s.Set) > 0 || s.UserType != "":
		r.step(s)
	case !written, e.Denied == DeniedRemoval:
		r.result.settled[e.Source] = hash
	}
}

// back brings back a user who had left.
func (r *run) back(e Entry, p *Person) {
	if e.waits(DeniedReturn, r.Now) {
		return
	}
	u := r.facts.users[e.Target]
	gone := e.State == Deleted && u == nil || r.lost(e)
	if gone && (r.facts.bin[e.Target] == nil || r.replaced(p)) || u.internal() {
		r.comers = append(r.comers, p)
		return
	}
	r.restore(e, p, Returned)
}

// restore undoes a deletion, and what a departure has changed. Without facts about
// the user of the home tenant the values stay.
func (r *run) restore(e Entry, p *Person, why Why) {
	u := cmp.Or(r.facts.bin[e.Target], r.facts.users[e.Target])
	s := Step{
		Kind: Restore, Source: e.Source, Target: e.Target, FromBin: r.facts.bin[e.Target] != nil,
		Address: u.name(), Owned: e.Owned, Hash: e.Hash, Set: r.undo(e), Why: why,
	}
	if r.settings.promotes(u) {
		s.UserType = member
	}
	if p != nil {
		var desired []string
		desired, s.Hash = r.desired(p)
		s.Address, s.Attempt = p.Address, attempt(s.Hash, p)
		for _, v := range r.settings.owned(desired) {
			if !slices.ContainsFunc(s.Set, func(u Value) bool { return u.Name == v.Name }) {
				s.Set = append(s.Set, v)
			}
		}
	}
	r.step(s)
}

// undo returns the properties that a departure changed, with their former values.
func (r *run) undo(e Entry) []Value {
	var set []Value
	if e.Hidden {
		set = append(set, Value{ShowInAddressList, r.settings.shown()})
	}
	if e.Disabled {
		set = append(set, Value{AccountEnabled, True})
	}
	return set
}

func (r *run) desired(p *Person) (values []string, hash uint64) {
	values = r.settings.desired(r.sources, p)
	return values, r.settings.hash(values)
}

func (r *run) step(s Step) { r.result.Steps = append(r.result.Steps, s) }
