package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// parties are the two tenants in the order of a visit.
func (f *ExplainFacts) parties() []party {
	same := SameCloud(f.Home.Tenant.Cloud, f.Resource.Tenant.Cloud)
	return []party{{SourceSide, f.Home, f.Resource, same}, {TargetSide, f.Resource, f.Home, same}}
}

// side is one of the tenants, to be changed.
func (f *ExplainFacts) side(s Side) *EdgeSide {
	if s == SourceSide {
		return &f.Home
	}
	return &f.Resource
}

// cloudGates are allowedCloudEndpoints of both tenants, if their clouds differ.
func (f *ExplainFacts) cloudGates() []Gate {
	var gates []Gate
	for _, p := range f.parties() {
		if p.sameCloud {
			continue
		}
		ruling := cloudRuling(p.own.Tenant, p.other.Tenant, p.own.CloudEndpoints)
		endpoints, _ := p.own.CloudEndpoints.Get()
		g := Gate{
			Name: "cloud", State: stateOf(ruling.Verdict), Tenant: p.own.Tenant.Key, Setting: SettingCloudEndpoints,
			Read: listed(endpoints), Why: ruling.Unread,
		}
		endpoint := CloudEndpoint(p.other.Tenant.Cloud)
		switch ruling.Reason {
		case cloudsUnconnected:
			g.Detail = fmt.Sprintf("There is no B2B collaboration between the clouds %s and %s.", p.own.Tenant.Cloud, p.other.Tenant.Cloud)
		case cloudNotEnabled:
			g.Detail = fmt.Sprintf("Tenant %q has not enabled the cloud of %q.", p.own.Tenant.Key, p.other.Tenant.Key)
			g.fix = &Change{
				Tenant: p.own.Tenant.Key, Setting: SettingCloudEndpoints, Do: fmt.Sprintf("add %q to allowed_cloud_endpoints", endpoint), side: p.side,
				apply: func(f *ExplainFacts) {
					f.side(p.side).CloudEndpoints = Known(append(slices.Clone(endpoints), endpoint))
				},
			}
		}
		gates = append(gates, g)
	}
	return gates
}

func listed(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

func stateOf(v Verdict) GateState {
	switch v {
	case Admitted:
		return Passable
	case Refused:
		return Shut
	}
	return Unclear
}

// accessGates are the blocks of cross-tenant access of both tenants for an
// application: outbound in the home tenant, inbound in the resource tenant.
func (f *ExplainFacts) accessGates(outbound, inbound *SettingBlock, application string) []Gate {
	names, blocks := []string{"home outbound", "inbound"}, []*SettingBlock{outbound, inbound}
	gates := make([]Gate, 0, len(names))
	for i, p := range f.parties() {
		gates = append(gates, f.accessGate(names[i], p, blocks[i], application))
	}
	return gates
}

func (f *ExplainFacts) accessGate(name string, p party, block *SettingBlock, application string) Gate {
	g := Gate{Name: name, Tenant: p.own.Tenant.Key, Setting: block.String(), State: Unclear}
	entry, known := p.own.Partner.Get()
	if !known {
		g.Why = p.own.Partner.Why()
		return g
	}
	setting, origin, unread := Access{p.own.Partner, p.own.Default}.effective(block)
	g.State, g.Why = stateOf(setting.AdmitsTo(application, f.Who)), unread
	g.Read = fmt.Sprintf("%s: %s", origin, setting)
	missing := entry == nil && !p.sameCloud
	if missing {
		g.State, g.Read, g.Detail = Shut, "no partner for "+quote(p.other.Tenant.Key), "Defaults do not apply across clouds."
	}
	if g.State != Shut {
		return g
	}
	change := Change{Tenant: p.own.Tenant.Key, Setting: block.String(), side: p.side, inEntry: true}
	if missing && setting.AdmitsTo(application, f.Who) == Admitted {
		change.Setting, change.creates = SettingPartner, true
		change.Do = "create " + p.partner()
		change.apply = func(f *ExplainFacts) { f.side(p.side).editEntry(func(*AccessSettings) {}) }
	} else {
		g.Detail = cmp.Or(g.Detail, "It does not admit the user to "+application+".")
		opened := setting.opened(application, f.Who)
		change.Do = fmt.Sprintf("set it in %s to: %s", p.partner(), opened)
		change.apply = func(f *ExplainFacts) {
			f.side(p.side).editEntry(func(s *AccessSettings) { block.Copy(s, block.Only(opened)) })
		}
	}
	g.fix = &change
	return g
}

// editEntry changes the entry for the other tenant, and creates it where there is
// none.
func (s *EdgeSide) editEntry(edit func(*AccessSettings)) {
	var next AccessSettings
	if entry, _ := s.Partner.Get(); entry != nil {
		next = *entry
	}
	edit(&next)
	s.Partner = Known(&next)
}

// opened is the setting with the fewest changes that admit the subject to an
// application: other users and other applications keep what they have.
func (s *B2BSetting) opened(application string, who Subject) *B2BSetting {
	if s == nil || s.UsersAndGroups == nil || s.Applications == nil {
		return &B2BSetting{UsersAndGroups: s.half(true).including(who.target()), Applications: s.half(false).including(applicationTarget(application))}
	}
	users, applications := s.UsersAndGroups.admitting(who), s.Applications.serving(application)
	for _, next := range []*B2BSetting{{users, s.Applications}, {s.UsersAndGroups, applications}} {
		if next.AdmitsTo(application, who) == Admitted {
			return next
		}
	}
	return &B2BSetting{users, applications}
}

// half is a half of the setting, and an empty one that allows where it is missing.
func (s *B2BSetting) half(users bool) *Targets {
	switch {
	case s != nil && users && s.UsersAndGroups != nil:
		return s.UsersAndGroups
	case s != nil && !users && s.Applications != nil:
		return s.Applications
	}
	return &Targets{Access: Allowed}
}

// target names the subject in a setting.
func (who Subject) target() Target {
	if id, known := who.ID.Get(); known && !who.Edge {
		return Target{ID: id, Type: TargetUser}
	}
	return Target{ID: AllUsers, Type: TargetUser}
}

func applicationTarget(id string) Target { return Target{ID: id, Type: TargetApplication} }

// including are allowed targets with one more.
func (t *Targets) including(more Target) *Targets {
	if t.has(more.ID) || t.has(AllUsers) || t.has(AllApplications) {
		return t
	}
	return &Targets{t.Access, append(slices.Clone(t.Targets), more)}
}

// admitting are the users that are allowed with the subject, or blocked without it.
func (t *Targets) admitting(who Subject) *Targets {
	switch {
	case t.Access == Allowed:
		return t.including(who.target())
	case t.has(AllUsers):
		return &Targets{Allowed, []Target{who.target()}}
	}
	rest := slices.DeleteFunc(slices.Clone(t.Targets), func(one Target) bool {
		return (&Targets{Blocked, []Target{one}}).match(who) != Refused
	})
	if len(rest) == 0 {
		return &Targets{Allowed, []Target{{AllUsers, TargetUser}}}
	}
	return &Targets{Blocked, rest}
}

// serving are the applications that are allowed with one more, or blocked without it.
func (t *Targets) serving(application string) *Targets {
	switch {
	case t.Access == Allowed:
		return t.including(applicationTarget(application))
	case t.has(AllApplications):
		return &Targets{Allowed, []Target{applicationTarget(application)}}
	}
	rest := slices.DeleteFunc(slices.Clone(t.Targets), func(one Target) bool { return (&Targets{Blocked, []Target{one}}).covers(application) })
	if len(rest) == 0 {
		return &Targets{Allowed, []Target{applicationTarget(AllApplications)}}
	}
	return &Targets{Blocked, rest}
}

// String describes the setting: "users allowed: AllUsers; applications blocked: …".
func (s *B2BSetting) String() string {
	if s == nil {
		return "nothing"
	}
	return "users " + s.UsersAndGroups.String() + "; applications " + s.Applications.String()
}

// String describes the targets.
func (t *Targets) String() string {
	if t == nil {
		return "not set"
	}
	names := make([]string, len(t.Targets))
	for i, target := range t.Targets {
		names[i] = target.ID
	}
	return string(t.Access) + ": " + listed(names)
}
