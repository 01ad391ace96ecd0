package rules

import "slices"

// AccessType is the effect of one half of a setting on its targets.
type AccessType string

// The access types (graph-cross-tenant §1.6).
const (
	Allowed AccessType = "allowed"
	Blocked AccessType = "blocked"
)

// The keywords for all users and all applications, and the types of targets
// (graph-cross-tenant §1.6, §1.7).
const (
	AllUsers        = "AllUsers"
	AllApplications = "AllApplications"
	// AllMicrosoftApps stands for the applications of Microsoft's cloud, including
	// Office 365.
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

// B2BSetting is a block such as b2bCollaborationInbound. A missing half is nil.
type B2BSetting struct{ UsersAndGroups, Applications *Targets }

// Origin is the source of a setting.
type Origin string

// The origins of a setting.
const (
	FromPartner Origin = "partner"
	FromDefault Origin = "default"
	// FromNowhere means that no setting applies: defaults do not apply to tenants
	// of other clouds, so such a tenant is blocked until it has an entry.
	FromNowhere Origin = "nowhere"
)

// Admits reports whether the subject may use at least one application, which an
// invitation requires (table of graph-cross-tenant §1.7). The effect of a missing
// half is not documented, so the verdict is Undecided.
func (s *B2BSetting) Admits(who Subject) Verdict {
	if s == nil || s.UsersAndGroups == nil || s.Applications == nil {
		return Undecided
	}
	return who.any(s.admits(who))
}

// any converts a verdict about one user into a verdict about the users of an edge:
// a verdict that depends on the user admits some of them.
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
		// The named users are blocked from some applications only.
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

// match is Admitted when the targets include the subject.
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
