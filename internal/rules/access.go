package rules

import "slices"

// AccessType says what a half of a setting does with those whom it names.
type AccessType string

// The access types (graph-cross-tenant §1.6).
const (
	Allowed AccessType = "allowed"
	Blocked AccessType = "blocked"
)

// The keywords that stand for everybody and everything, and the types of targets
// (graph-cross-tenant §1.6, §1.7).
const (
	AllUsers        = "AllUsers"
	AllApplications = "AllApplications"
	// AllMicrosoftApps are the applications of Microsoft's cloud, Office 365
	// among them.
	AllMicrosoftApps  = "AllMicrosoftApps"
	TargetUser        = "user"
	TargetGroup       = "group"
	TargetApplication = "application"
)

// Target is a user, a group, an application, or a keyword.
type Target struct{ ID, Type string }

// Targets is one half of a B2B setting.
type Targets struct {
	Access  AccessType
	Targets []Target
}

// B2BSetting is a block such as b2bCollaborationInbound. A half that is missing
// is nil.
type B2BSetting struct{ UsersAndGroups, Applications *Targets }

// Origin says where a setting comes from.
type Origin string

// The origins of a setting.
const (
	FromPartner Origin = "partner"
	FromDefault Origin = "default"
	// FromNowhere means that no setting counts: defaults do not reach into
	// other clouds, so a tenant there is blocked until it has an entry.
	FromNowhere Origin = "nowhere"
)

// Admits says whether some application is left that the subject may use, which is
// what an invitation needs (table of graph-cross-tenant §1.7). A missing half is
// not documented, so it leaves the verdict open.
func (s *B2BSetting) Admits(who Subject) Verdict {
	if s == nil || s.UsersAndGroups == nil || s.Applications == nil {
		return Undecided
	}
	return who.any(s.admits(who))
}

// any is the verdict about the users of an edge. One that depends on the user
// admits some of them.
func (who Subject) any(verdict Verdict) Verdict {
	if who.Edge && verdict == Undecided {
		return Admitted
	}
	return verdict
}

func (s *B2BSetting) admits(who Subject) Verdict {
	matched := s.UsersAndGroups.match(who)
	everything := s.Applications.has(AllApplications)
	users, applications := s.UsersAndGroups.Access, s.Applications.Access
	switch {
	case users == Allowed && applications == Blocked && everything:
		return Refused
	case users == Allowed:
		return matched
	case users == Blocked && applications == Blocked && !everything:
		// Whoever is named is kept from some applications only.
		return Admitted
	case users == Blocked:
		return matched.reversed()
	}
	return Undecided
}

func (v Verdict) reversed() Verdict {
	switch v {
	case Admitted:
		return Refused
	case Refused:
		return Admitted
	}
	return Undecided
}

func (t *Targets) has(id string) bool {
	return slices.ContainsFunc(t.Targets, func(target Target) bool { return target.ID == id })
}

// match is Admitted when the targets name the person.
func (t *Targets) match(who Subject) Verdict {
	id, idKnown := who.ID.Get()
	groups, groupsKnown := who.Groups.Get()
	verdict := Refused
	for _, target := range t.Targets {
		named, known := SameAddress(target.ID, id), idKnown
		if target.Type == TargetGroup {
			named, known = slices.ContainsFunc(groups, func(g string) bool { return SameAddress(g, target.ID) }), groupsKnown
		}
		switch {
		case target.ID == AllUsers, known && named:
			return Admitted
		case !known:
			verdict = Undecided
		}
	}
	return verdict
}
