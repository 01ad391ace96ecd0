package rules

import (
	"fmt"
	"slices"
	"strings"
)

// policyGates are the Conditional Access policies of the resource tenant that apply to
// the user and are an obstacle. Without any, there is one open gate.
func (f *ExplainFacts) policyGates(userType string) []Gate {
	all := Gate{Name: "Conditional Access", State: Unclear, Tenant: f.Resource.Tenant.Key, Setting: SettingConditionalAccess}
	policies, known := f.Policies.Get()
	if !known {
		all.Why = f.Policies.Why()
		return []Gate{all}
	}
	trust, trustKnown := f.trust()
	var gates []Gate
	for i := range policies {
		if g := f.policyGate(&policies[i], userType, trust); g.State != "" {
			if !trustKnown && g.State == Shut {
				g.State, g.policy = Unclear, nil
			}
			gates = append(gates, g)
		}
	}
	if len(gates) == 0 {
		all.State, all.Read = Passable, fmt.Sprintf("%d policies, none of which is an obstacle", len(policies))
		return []Gate{all}
	}
	return gates
}

// trust is the inbound trust of the resource tenant for the home tenant.
func (f *ExplainFacts) trust() (InboundTrust, bool) { return f.parties()[1].trust().Get() }

// policyGate has no state if the policy is no obstacle.
func (f *ExplainFacts) policyGate(p *ConditionalAccessPolicy, userType string, trust InboundTrust) Gate {
	g := Gate{Name: "Conditional Access", Tenant: f.Resource.Tenant.Key, Setting: "Conditional Access policy " + quote(p.Name)}
	applies := f.applies(p, userType)
	level, settings := p.obstacle(trust, userType)
	if applies == Refused || level == noObstacle {
		return g
	}
	g.Read = "requires " + listed(p.demands())
	switch {
	case p.Narrow:
		g.State, g.Detail = Passable, "It applies to some sign-ins only, which it can block."
	case level == asksAgain:
		g.State, g.Detail, g.asks = Passable, "The user has to register a second factor in this tenant.", WithoutRegistration
	case level == unsupported:
		g.State, g.Detail = Unclear, "B2B direct connect does not support it; whether it blocks is not documented."
	case applies == Undecided:
		g.State, g.Detail = Unclear, "Whether it applies to the user depends on groups or roles that could not be read."
	default:
		g.State, g.policy, g.Detail = Shut, p, "The user cannot satisfy it."
		if len(settings) > 0 {
			g.Detail = "The user cannot satisfy it without " + strings.Join(settings, p.joining()) + "."
		}
	}
	return g
}

// applies reports whether a policy applies to the user. For all users, groups and
// single users are not resolved: a policy that includes only those applies to none.
func (f *ExplainFacts) applies(p *ConditionalAccessPolicy, userType string) Verdict {
	switch {
	case !f.allUsers:
		return p.appliesTo(userType, f.Home.Tenant.ID, f.guest())
	case p.aims(userType, f.Home.Tenant.ID):
		return Admitted
	}
	return Refused
}

func (p *ConditionalAccessPolicy) joining() string {
	if p.Operator == operatorAnd {
		return " and "
	}
	return " or "
}

// demands are the controls of a policy, by their names in Graph.
func (p *ConditionalAccessPolicy) demands() []string {
	return slices.Concat(p.controls(), p.SessionControls)
}

// guest is the user in the resource tenant as a target of policies.
func (f *ExplainFacts) guest() Subject {
	if guest, _ := f.Guest.Get(); guest != nil {
		return guest.Subject
	}
	if _, known := f.Guest.Get(); known {
		return Subject{ID: Known(""), Groups: Known([]string{})}
	}
	return Subject{}
}

// appliesTo reports whether an enforced policy applies to one external user.
func (p *ConditionalAccessPolicy) appliesTo(userType, homeTenantID string, who Subject) Verdict {
	if p.State != policyEnabled {
		return Refused
	}
	included := naming(p.IncludeUsers, p.IncludeGroups, who)
	if slices.Contains(p.IncludeUsers, everyUser) || p.IncludeExternal.covers(userType, homeTenantID) {
		included = Admitted
	}
	excluded := naming(p.ExcludeUsers, p.ExcludeGroups, who)
	if p.ExcludeExternal.covers(userType, homeTenantID) {
		excluded = Admitted
	}
	switch {
	case included == Refused && p.IncludesRoles || excluded == Refused && p.ExcludesRoles && included != Refused:
		return Undecided
	case included == Refused || excluded == Admitted:
		return Refused
	case included == Undecided || excluded == Undecided:
		return Undecided
	}
	return Admitted
}

// naming reports whether users or groups include the subject, who is an external user.
func naming(users, groups []string, who Subject) Verdict {
	t := Targets{}
	for _, id := range users {
		if id == guestsOrExternal {
			return Admitted
		}
		t.Targets = append(t.Targets, Target{id, TargetUser})
	}
	for _, id := range groups {
		t.Targets = append(t.Targets, Target{id, TargetGroup})
	}
	return t.match(who)
}

// policyChanges is a smallest set of changes for the closed policies: trust that
// satisfies several of them, or else an exclusion from a policy.
func (f *ExplainFacts) policyChanges(gates []Gate) []Change {
	var shut []*ConditionalAccessPolicy
	for _, g := range gates {
		if g.State == Shut && g.policy != nil {
			shut = append(shut, g.policy)
		}
	}
	if len(shut) == 0 {
		return nil
	}
	userType := f.collaborationType()
	if slices.ContainsFunc(gates, func(g Gate) bool { return g.Setting == SettingConnectInbound }) {
		userType = typeDirectConnect
	}
	return f.fewest(shut, userType)
}

// fewest tries every set of claims, the smallest first: trust is preferred to an
// exclusion.
func (f *ExplainFacts) fewest(shut []*ConditionalAccessPolicy, userType string) []Change {
	present, _ := f.trust()
	var best []Change
	for set := range 1 << len(claims) {
		trust, changes := present, []Change{}
		for i, c := range claims {
			if set&(1<<i) != 0 && !c.accepted(trust) {
				*c.in(&trust) = true
				changes = append(changes, f.trusting(c))
			}
		}
		for _, p := range shut {
			if level, _ := p.obstacle(trust, userType); level >= keepsOut {
				changes = append(changes, f.excluding(p.Name))
			}
		}
		if best == nil || len(changes) < len(best) || len(changes) == len(best) && trusts(changes) > trusts(best) {
			best = changes
		}
	}
	return best
}

func trusts(changes []Change) (n int) {
	for _, c := range changes {
		if c.inEntry {
			n++
		}
	}
	return n
}

// trusting makes the entry for the home tenant accept a claim, beside those that it
// accepts or inherits.
func (f *ExplainFacts) trusting(c claim) Change {
	p := f.parties()[1]
	return Change{
		Tenant: p.own.Tenant.Key, Setting: c.setting, Do: "set it to true in " + p.partner() + "." + p.trustKept(), side: TargetSide, inEntry: true,
		apply: func(f *ExplainFacts) {
			trust, _ := f.trust()
			*c.in(&trust) = true
			f.Resource.editEntry(func(s *AccessSettings) { s.InboundTrust = &trust })
		},
	}
}

// excluding excludes the external users of the home tenant from a policy.
func (f *ExplainFacts) excluding(policy string) Change {
	return Change{
		Tenant: f.Resource.Tenant.Key, Setting: "Conditional Access policy " + quote(policy),
		Do: fmt.Sprintf("exclude external users of %q, or this user, from the policy", f.Home.Tenant.Key),
		apply: func(f *ExplainFacts) {
			policies, _ := f.Policies.Get()
			next := slices.Clone(policies)
			for i := range next {
				if next[i].Name == policy {
					next[i].ExcludeExternal = &ExternalUsers{
						Types: []string{typeCollaborationGuest, typeCollaborationMember, typeDirectConnect}, TenantIDs: []string{f.Home.Tenant.ID},
					}
				}
			}
			f.Policies = Known(next)
		},
	}
}
