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
	case r.released(e):
		r.drop(e)
	case d.Action == Keep:
		e.State, e.Denied, e.Since = Parked, NotDenied, 0
		r.amend(e)
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

// left decides about a user who has left before; p is nil if the home tenant reports no
// change. The action is the one of today's settings, also for a user whose departure was
// over under another one.
func (r *run) left(e Entry, p *Person) {
	d := r.settings.OnLeave
	switch {
	case p != nil && e.kept():
		returned := e
		returned.State, returned.Since, returned.Blocked = Present, 0, false
		r.amend(returned)
		r.present(e, p)
	case p != nil:
		r.back(e, p)
	case e.Denied == DeniedReturn && !r.away(e.Source):
		// The user is in scope: what the service refuses is its return.
	case r.facts.users[e.Target].internal():
		r.drop(e)
	case r.lost(e):
		e.State, e.Since, e.Denied, e.Blocked = Deleted, r.Now.Unix(), NotDenied, false
		r.amend(e)
	case d.begins(e):
		r.leave(e)
	default:
		r.later(e)
	}
}

// later continues a departure when its time has come.
func (r *run) later(e Entry) {
	d, why := r.settings.OnLeave, Due
	if e.State == Parked && e.Denied != DeniedReturn {
		why = Former
	}
	switch {
	case !d.pending(e):
		r.forgive(e)
	case e.waits(DeniedRemoval, r.Now):
	case e.Denied == DeniedRemoval:
		// The days had passed before the refusal.
		r.result.Removals.Due++
		r.remove(e, d.Action, true, why)
	case r.Now.Before(time.Unix(e.Since, 0).AddDate(0, 0, d.AfterDays)):
		r.forgive(e)
	default:
		r.result.Removals.Due++
		r.remove(e, d.Action, true, why)
	}
}

// forgive forgets a refusal that is about nothing any more: the user has left again
// instead of returning, or no removal follows.
func (r *run) forgive(e Entry) {
	if e.Denied != NotDenied {
		e.Denied = NotDenied
		r.amend(e)
	}
}

// pending reports whether the departure of a user goes on: its last step is to come, or the
// action has become another one since that step.
func (d Departure) pending(e Entry) bool {
	switch d.Action {
	case ByHiding:
		return !e.Hidden
	case ByDisabling:
		return !e.Disabled && !e.Blocked
	case ByDeleting:
		return e.Owned
	}
	return false
}

// begins reports whether the departure of a user begins who has left, and has stayed without
// a change under another action.
func (d Departure) begins(e Entry) bool {
	return d.Action != Keep && e.State == Parked && !e.Hidden && !e.Disabled && !e.Blocked
}

// released reports whether there is no external user to remove: the resource tenant
// has deleted the user, or made it an internal one.
func (r *run) released(e Entry) bool {
	return r.lost(e) || r.facts.users[e.Target].internal()
}

// gone is the reason why a user leaves.
func (r *run) gone(e Entry) Why {
	switch {
	case r.facts.withheld[e.Source]:
		return Withheld
	case e.State == Parked:
		return Former
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
	d := r.settings.OnLeave
	for _, e := range r.Ledger.entries {
		switch {
		case e.State == Present, e.State == Orphaned, d.begins(e):
			removals.Present++
		case e.State == Leaving, e.State == Parked && d.pending(e):
			removals.Left++
		}
	}
	if d.Action == Keep {
		return
	}
	if r.Source.Complete && len(r.Source.People) == 0 && removals.Present > 0 {
		r.result.Violations = append(r.result.Violations, Violation{Guard: SourceEmpty, Count: removals.Present, Of: removals.Present})
	}
	r.result.Violations = append(r.result.Violations, d.Exceeded(*removals)...)
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
