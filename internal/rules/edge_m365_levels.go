package rules

import (
	"slices"
	"strings"
)

// extent is how many users a setting admits. The zero value is none.
type extent int

const (
	admitsNone extent = iota
	admitsSome
	admitsAll
)

// admission is the extent of a trust. A missing block admits none: the system
// default blocks all (m365-capabilities §2).
func admission(t *Targets) extent {
	switch {
	case t == nil:
		return admitsNone
	case t.Access == Allowed && (t.has(AllUsers) || t.has(AllApplications)):
		return admitsAll
	case t.Access == Allowed && len(t.Targets) > 0:
		return admitsSome
	case t.Access != Blocked || t.has(AllUsers) || t.has(AllApplications):
		return admitsNone
	case len(t.Targets) == 0:
		return admitsAll
	}
	return admitsSome
}

// coverage is the extent of a capability. The members of groups are not known.
func coverage(c M365Capability) extent {
	s := c.Scope
	included, excluded := s.included(), s.excluded()
	switch {
	case !c.Allowed || slices.ContainsFunc(slices.Concat(s.ExcludedUsers, s.ExcludedGroups), isEveryone):
		return admitsNone
	case s.AllUsers && len(excluded) == 0:
		return admitsAll
	case !s.AllUsers && len(without(included, excluded)) == 0:
		return admitsNone
	}
	return admitsSome
}

func isEveryone(id string) bool { return strings.EqualFold(id, M365All) }

// level is the extent of a setting in effect, or the reason why it is open.
type level struct {
	extent
	open bool
	why  error
}

func openLevel(why error) level { return level{open: true, why: why} }

// m365Trust is the trust of a party in the other one: that of the entry, or else of
// the default, which does not apply across clouds.
func (p party) m365Trust(block *TargetsBlock) level {
	entry, exists, known := p.entry()
	switch {
	case !known:
		return openLevel(p.own.Partner.Why())
	case !exists && !p.sameCloud:
		return level{}
	case block.Of(entry) != nil:
		return level{extent: admission(block.Of(entry))}
	}
	defaults, known := p.own.Default.Get()
	if !known {
		return openLevel(p.own.Default.Why())
	}
	return level{extent: admission(block.Of(defaults))}
}

// granted is the extent of a kind: by the entry, or else by the default, or else
// none. Whether the default counts beside an entry that does not name the kind is
// not documented.
func (p party) granted(kind M365Kind) level {
	_, exists, known := p.entry()
	if !known {
		return openLevel(p.own.Partner.Why())
	}
	if exists {
		own, known := p.own.M365.Get()
		switch c, named := own.Find(kind.Name); {
		case !known:
			return openLevel(p.own.M365.Why())
		case own.NotRolledOut:
			return openLevel(NotRolledOut)
		case named:
			return level{extent: coverage(c)}
		}
	}
	if !kind.OnDefault || !exists && !p.sameCloud {
		return level{}
	}
	defaults, known := p.own.DefaultM365.Get()
	c, named := defaults.Find(kind.Name)
	switch {
	case !known:
		return openLevel(p.own.DefaultM365.Why())
	case defaults.NotRolledOut:
		return openLevel(NotRolledOut)
	case !named || coverage(c) == admitsNone:
		return level{}
	case exists:
		return openLevel(DefaultBesideEntry)
	}
	return level{extent: coverage(c)}
}

// most is the widest of the levels of a feature, with the name of its kind. One that
// is open may be wider than one that is limited.
func (p party) most(feature M365Feature) (level, string) {
	kinds := kindsOf(feature)
	rank := func(l level) int {
		if l.open {
			return int(admitsSome)*2 + 1
		}
		return int(l.extent) * 2
	}
	widest, name := p.granted(kinds[0]), kinds[0].Name
	for _, k := range kinds[1:] {
		if l := p.granted(k); rank(l) > rank(widest) {
			widest, name = l, k.Name
		}
	}
	return widest, name
}
