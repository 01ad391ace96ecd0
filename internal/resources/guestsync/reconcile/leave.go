package reconcile

import (
	"maps"
	"slices"
	"time"
)

// leave begins the departure of a user.
func (r *run) leave(e Entry) {
	d := r.settings.OnLeave
	switch {
	case d.Action == Keep:
		r.result.kept = append(r.result.kept, e.Source)
	case r.released(e):
		r.drop(e)
	case e.waits(DeniedRemoval, r.Now):
	case d.First != "":
		r.result.Removals.Leaving++
		// A user that the sync has not made is never deleted: the first step is the
		// last.
		r.remove(e, d.First, d.Action == ByDeleting && !e.Owned, r.gone(e))
	case d.Action == ByDeleting && !e.Owned:
		r.drop(e)
	default:
		r.result.Removals.Leaving++
		r.remove(e, d.Action, true, r.gone(e))
	}
}

// later continues a departure when its time has come.
func (r *run) later(e Entry) {
	d := r.settings.OnLeave
	switch {
	case r.released(e):
		r.drop(e)
	case d.Action == Keep, d.Action == ByDeleting && !e.Owned, e.waits(DeniedRemoval, r.Now):
	case e.Denied == DeniedRemoval:
		// The days had passed before the refusal.
		r.result.Removals.Due++
		r.remove(e, d.Action, true, Due)
	case r.Now.Before(time.Unix(e.Since, 0).AddDate(0, 0, d.AfterDays)):
	default:
		r.result.Removals.Due++
		r.remove(e, d.Action, true, Due)
	}
}

// released reports whether there is no external user to remove: the resource tenant
// has deleted the user, or made it an internal one.
func (r *run) released(e Entry) bool {
	return r.lost(e) || r.facts.users[e.Target].internal()
}

// gone is the reason why a user leaves.
func (r *run) gone(e Entry) Why {
	if r.facts.withheld[e.Source] {
		return Withheld
	}
	return Left
}

func (r *run) remove(e Entry, how Removal, last bool, why Why) {
	u := r.facts.users[e.Target]
	s := Step{
		Source: e.Source, Target: e.Target, Address: u.name(), Owned: e.Owned, Last: last, Hash: e.Hash, Why: why,
		Steady: u == nil && !r.Target.Complete,
	}
	switch how {
	case ByHiding:
		s.Kind, s.Set = Hide, []Value{{ShowInAddressList, False}}
	case ByDisabling:
		s.Kind, s.Set = Disable, []Value{{AccountEnabled, False}}
	default:
		s.Kind = Delete
	}
	r.step(s)
}

// inherit takes over users of a ledger that was lost. Their departure begins with the
// next run, whose plan shows it.
func (r *run) inherit() {
	orphans := r.Orphans
	if r.Source.Complete && r.Target.Complete {
		for _, id := range slices.SortedFunc(maps.Keys(r.facts.withheld), compareIDs) {
			if u := r.facts.usersByAnchor[id.String()]; u != nil && !u.Internal {
				orphans = append(slices.Clip(orphans), Orphan{id, u.ID})
			}
		}
	}
	for _, o := range orphans {
		_, known := r.Ledger.Entry(o.Source)
		_, taken := r.Ledger.Of(o.Target)
		if !known && !taken && r.facts.people[o.Source] == nil && r.settings.OnLeave.Action != Keep {
			r.result.orphans = append(r.result.orphans, o)
		}
	}
}

// guard compares the removals with the limits.
func (r *run) guard() {
	removals := &r.result.Removals
	removals.Present, removals.Left = r.Ledger.Count(Present)+r.Ledger.Count(Orphaned), r.Ledger.Count(Leaving)
	if r.settings.OnLeave.Action == Keep {
		return
	}
	if r.Source.Complete && len(r.Source.People) == 0 && removals.Present > 0 {
		r.result.Violations = append(r.result.Violations, Violation{Guard: SourceEmpty, Count: removals.Present, Of: removals.Present})
	}
	r.result.Violations = append(r.result.Violations, r.settings.OnLeave.Exceeded(*removals)...)
}

// Exceeded returns the limits that the removals exceed.
func (d Departure) Exceeded(r Removals) []Violation {
	return append(d.exceeded(r.Leaving, r.Present), d.exceeded(r.Due, r.Present+r.Left)...)
}

// exceeded allows at least one removal, unless a limit is zero.
func (d Departure) exceeded(n, of int) []Violation {
	allowed := n
	if d.MaxPeople >= 0 {
		allowed = min(allowed, d.MaxPeople)
	}
	if d.MaxPercent >= 0 {
		allowed = min(allowed, (of*d.MaxPercent+99)/100)
	}
	if n <= allowed {
		return nil
	}
	return []Violation{{Guard: TooMany, Count: n, Of: of, Limit: allowed}}
}
