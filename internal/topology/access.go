package topology

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

// Partner is the entry of one tenant about another. Setting is nil where the
// entry inherits the block from the default.
type Partner struct{ Setting *B2BSetting }

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

// EffectiveB2B is the setting that a tenant applies to another tenant: the
// partner's, or else the default (graph-cross-tenant §1.5). It is nil when no
// setting counts. Partner is nil when there is no entry.
func EffectiveB2B(partner *Partner, defaults *B2BSetting, sameCloud bool) (*B2BSetting, Origin) {
	switch {
	case partner != nil && partner.Setting != nil:
		return partner.Setting, FromPartner
	case partner == nil && !sameCloud:
		return nil, FromNowhere
	}
	return defaults, FromDefault
}

// Verdict is what a setting says about a person. The zero value is Undecided.
type Verdict int

// The verdicts.
const (
	Undecided Verdict = iota
	Admitted
	Refused
)

// Subject is the person whom a setting is asked about, as an object of the home
// tenant.
type Subject struct {
	ID     Fact[string]
	Groups Fact[[]string]
}

// Access is the verdict of one side. The zero value is unknown.
type Access struct {
	Verdict Verdict
	Origin  Origin
	// ForAll is set when the verdict is the same for every person.
	ForAll bool
	// Awaited is set when the invitation waits for the setting, so that the verdict
	// is about what it will say. Otherwise it is about what the tenant says now, which
	// the same configuration may change.
	Awaited bool
}

// B2BAccess is the verdict of the setting that counts. Defaults is nil when the
// default could not be read.
func B2BAccess(partner *Partner, defaults *B2BSetting, sameCloud bool, who Subject) Access {
	setting, origin := EffectiveB2B(partner, defaults, sameCloud)
	if origin == FromNowhere {
		return Access{Verdict: Refused, Origin: origin, ForAll: true}
	}
	// What is decided about an unknown person does not depend on the person.
	return Access{Verdict: setting.Admits(who), Origin: origin, ForAll: setting.Admits(Subject{}) != Undecided}
}

// Admits says whether some application is left that the person may use, which is
// what an invitation needs (table of graph-cross-tenant §1.7). A missing half is
// not documented, so it leaves the verdict open.
func (s *B2BSetting) Admits(who Subject) Verdict {
	if s == nil || s.UsersAndGroups == nil || s.Applications == nil {
		return Undecided
	}
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
