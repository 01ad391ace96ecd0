package reconcile

import (
	"slices"
	"time"
)

const (
	// mostNames limits the names in a violation.
	mostNames = 10
	// unfinishedFor is how long an invitation may be one that an interrupted run has left.
	unfinishedFor = time.Hour
)

// come decides about the users who have no user in the resource tenant yet.
func (r *run) come() {
	slices.SortFunc(r.comers, func(a, b *Person) int { return compareIDs(a.ID, b.ID) })
	doubled := doubled(r.comers)
	for _, p := range r.comers {
		if doubled(p) {
			r.conflict(p, ID{}, "another user of the home tenant has the same address")
			continue
		}
		r.comer(p)
	}
}

// doubled tells the users who have an address in common with another one of a list.
func doubled(people []*Person) func(*Person) bool {
	claims := map[string]int{}
	for _, p := range people {
		for _, a := range p.addresses() {
			claims[a]++
		}
	}
	return func(p *Person) bool {
		return slices.ContainsFunc(p.addresses(), func(a string) bool { return claims[a] > 1 })
	}
}

// refusedStill reports whether nothing has changed for a user who was refused: it is too
// early to try again what the service refused, or what is in the way has not changed.
func (r *run) refusedStill(p *Person) bool {
	e, known := r.Ledger.Entry(p.ID)
	if !known || e.State != Refused && e.State != Conflicting {
		return false
	}
	_, hash := r.desired(p)
	return e.Hash == attempt(hash, p) && (e.rests(r.Now) || r.obstructed(&e))
}

// obstructed reports whether the user who is in the way of another one is known, and the
// resource tenant reports no change of it.
func (r *run) obstructed(e *Entry) bool {
	return e.State == Conflicting && !e.Target.None() && !r.Target.Complete && r.facts.users[e.Target] == nil && !r.facts.deleted[e.Target]
}

// comer decides about a person without a user in the resource tenant. What the service
// has refused is not tried again with the same values for a time.
func (r *run) comer(p *Person) {
	if r.refusedStill(p) {
		return
	}
	if u := r.facts.usersByAnchor[p.ID.String()]; u != nil && !u.Internal {
		r.adopt(p, u, true)
		return
	}
	switch found := holders(r.facts.usersByAddress, p); {
	case len(found) > 1:
		r.conflict(p, ID{}, "%d users of the resource tenant have the addresses", len(found))
	case len(found) == 1:
		r.existing(p, found[0])
	default:
		r.absent(p)
	}
}

// existing decides about a person whose address a user of the resource tenant has.
func (r *run) existing(p *Person, u *External) {
	owner, owned := r.Ledger.Of(u.ID)
	switch {
	case u.Internal:
		r.conflict(p, u.ID, "an internal user of the resource tenant, %s, has the address", u.ID)
	case owned && owner.Source != p.ID:
		r.conflict(p, ID{}, "the external user %s with the address belongs to user %s of the home tenant", u.ID, owner.Source)
	case r.settings.Anchor != "" && u.Anchor != "":
		r.conflict(p, u.ID, "the external user %s with the address is marked as that of another user", u.ID)
	case r.unfinished(p, u):
		r.resume(p, u)
	case r.settings.Existing == Leave:
		r.conflict(p, u.ID, "the external user %s has the address, and existing users are left alone", u.ID)
	case r.settings.Existing == Error:
		r.exists(p)
	default:
		r.adopt(p, u, false)
	}
}

// unfinished reports whether a user is one that an interrupted run has invited and not
// marked: the mark is in the write that follows an invitation. Such a user has not
// redeemed, was invited a short time ago, and has no value that this write sets.
func (r *run) unfinished(p *Person, u *External) bool {
	if r.settings.Anchor == "" || u.Invited == 0 || r.Now.Sub(time.Unix(u.Invited, 0)) > unfinishedFor {
		return false
	}
	desired, _ := r.desired(p)
	for i, a := range r.settings.Attributes {
		named := a.Name == displayName && (desired[i] == "" || desired[i] == u.Values[i])
		if !a.Untracked && !named && u.Values[i] != "" {
			return false
		}
	}
	return true
}

// resume continues the creation of a user.
func (r *run) resume(p *Person, u *External) {
	s := r.creation(p)
	s.Kind, s.Target, s.Why = Adoption, u.ID, Begun
	r.step(s)
}

func (r *run) adopt(p *Person, u *External, owned bool) {
	desired, hash := r.desired(p)
	s := Step{Kind: Adoption, Source: p.ID, Target: u.ID, Address: p.Address, Owned: owned, Hash: hash, Why: Found}
	if owned {
		s.Why = Marked
	}
	// A user with the anchor has had every value written.
	s.Set = r.settings.different(desired, u, owned)
	if r.settings.promotes(u) {
		s.UserType = member
	}
	r.step(s)
}

// absent decides about a person who has no user in the resource tenant, or one in its
// recycle bin.
func (r *run) absent(p *Person) {
	u, owned := r.facts.binsByAnchor[p.ID.String()], true
	if u != nil && u.Internal {
		u = nil
	}
	if found := holders(r.facts.binByAddress, p); u == nil && len(found) == 1 && !found[0].Internal {
		owner, known := r.Ledger.Of(found[0].ID)
		if !known || owner.Source == p.ID {
			u, owned = found[0], known && owner.Owned
		}
	}
	if u == nil {
		r.create(p)
		return
	}
	switch {
	case !owned && r.settings.Existing == Leave:
		r.conflict(p, ID{}, "the deleted external user %s has the address, and existing users are left alone", u.ID)
	case !owned && r.settings.Existing == Error:
		r.exists(p)
	default:
		r.restore(Entry{Source: p.ID, Target: u.ID, Owned: owned}, p, Undeleted)
	}
}

func (r *run) create(p *Person) { r.step(r.creation(p)) }

func (r *run) creation(p *Person) Step {
	desired, hash := r.desired(p)
	s := Step{Kind: Create, Source: p.ID, Address: p.Address, Owned: true, Hash: hash, Attempt: attempt(hash, p), Set: r.settings.all(desired), Why: Arrived}
	if r.settings.Anchor != "" {
		s.Set = append(s.Set, Value{r.settings.Anchor, p.ID.String()})
	}
	return s
}

// conflict refuses a person, once for the same values and addresses. The obstacle is the
// user who is in the way, if a change of that one user can end the conflict.
func (r *run) conflict(p *Person, obstacle ID, format string, values ...any) {
	_, hash := r.desired(p)
	tried := attempt(hash, p)
	if e, known := r.Ledger.Entry(p.ID); known && e.State == Conflicting && e.Hash == tried {
		if e.Target != obstacle {
			r.result.obstacles[p.ID] = obstacle
		}
		return
	}
	r.result.refuse(p, obstacle, tried, format, values...)
}

// exists stops the run because of an existing user.
func (r *run) exists(p *Person) {
	at := slices.IndexFunc(r.result.Violations, func(v Violation) bool { return v.Guard == ExistingUser })
	if at < 0 {
		at = len(r.result.Violations)
		r.result.Violations = append(r.result.Violations, Violation{Guard: ExistingUser})
	}
	v := &r.result.Violations[at]
	if v.Count++; len(v.Names) < mostNames {
		v.Names = append(v.Names, p.Address)
	}
}
