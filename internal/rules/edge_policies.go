package rules

import (
	"fmt"
	"slices"
	"strings"
)

// examinePolicies is MT068 and MT069: Conditional Access policies of the target
// that the users of the edge cannot satisfy, or only with a second registration.
//
// The trust that the edge declares counts as given: if it is missing, MT064 reports
// that once.
func (j *edgeJudgment) examinePolicies() {
	types := j.userTypes()
	if len(types) == 0 {
		return
	}
	policies, known := j.Policies.Get()
	if !known {
		j.leaveOpen(j.target(), SettingConditionalAccess, j.Policies.Why(), PolicyKeepsOut, PolicyHinders)
		return
	}
	fact := j.target().trust()
	trust, trustKnown := fact.Get()
	trust = j.withDeclared(trust)
	for _, p := range policies {
		hit := p.worst(trust, types, j.Source.Tenant.ID)
		switch {
		case hit.level == noObstacle || p.isDeliberate():
		case len(hit.settings) > 0 && !trustKnown:
			j.leaveOpen(j.target(), "Conditional Access policy "+quote(p.Name), fact.Why(), PolicyKeepsOut, PolicyHinders)
		default:
			j.find(j.policyFinding(p, hit))
		}
	}
}

// userTypes are the types of external users that the edge brings into the target.
// The type of a single collaboration user is not known here.
func (f EdgeFacts) userTypes() []string {
	var types []string
	signsIn := func(c Capability) bool {
		return c != AutoRedeem && c != DirectConnect && slices.Contains(accessCapabilities, c)
	}
	if slices.ContainsFunc(f.Capabilities, signsIn) {
		types = append(types, typeCollaborationGuest, typeCollaborationMember)
	}
	if slices.Contains(f.Capabilities, DirectConnect) {
		types = append(types, typeDirectConnect)
	}
	return types
}

func (f EdgeFacts) withDeclared(t InboundTrust) InboundTrust {
	for _, c := range claims {
		if slices.Contains(f.Capabilities, c.capability) {
			*c.in(&t) = true
		}
	}
	return t
}

// hit is the effect of a policy on the users of an edge.
type hit struct {
	level     obstacle
	settings  []string
	userTypes []string
}

// worst is the effect on the user type that the policy affects most.
func (p ConditionalAccessPolicy) worst(t InboundTrust, userTypes []string, homeTenantID string) hit {
	var worst hit
	helpless := false
	for _, userType := range userTypes {
		if !p.aims(userType, homeTenantID) {
			continue
		}
		level, settings := p.obstacle(t, userType)
		helpless = helpless || level != noObstacle && len(settings) == 0
		if level > worst.level {
			worst = hit{level: level, settings: settings}
		}
		if level == worst.level {
			worst.userTypes = append(worst.userTypes, userType)
		}
	}
	if helpless {
		// Trust that helps other user types does not help this one.
		worst.settings = nil
	}
	return worst
}

// isDeliberate reports whether the policy blocks some sign-ins only, such as those
// of legacy clients. Such a block is intended.
func (p ConditionalAccessPolicy) isDeliberate() bool {
	return p.Narrow && slices.Contains(p.Controls, controlBlock)
}

// policyFinding words a finding about a policy.
func (f EdgeFacts) policyFinding(p ConditionalAccessPolicy, h hit) EdgeFinding {
	code, effect := p.effect(h.level)
	found := f.finding(code, f.target(), h.settings,
		fmt.Sprintf("Conditional Access policy %q of tenant %q %s. It applies to users of %q as %s.",
			p.Name, f.Target.Tenant.Key, effect, f.Source.Tenant.Key, strings.Join(h.userTypes, ", ")),
		f.policyRemedy(p, h))
	found.Policy = p.Name
	return found
}

// effect is an error only if the policy applies to every sign-in and certainly to
// all users of the edge. The effects of risk are from graph-identity §12.
func (p ConditionalAccessPolicy) effect(level obstacle) (Code, string) {
	switch {
	case level == unsupported:
		return PolicyHinders, "has " + strings.Join(p.unsupportedControls(), " and ") + ", which B2B direct connect does not support (whether they block or are ignored is not documented)"
	case level == asksAgain && p.SignInRisk:
		return PolicyHinders, "blocks users in risky sign-ins that have not registered a second factor in this tenant before"
	case level == asksAgain:
		return PolicyHinders, "can be satisfied only with a second factor that is registered in this tenant too"
	case p.UserRisk:
		return PolicyHinders, "can never be satisfied by users at risk: the risk of an external user cannot be resolved in this tenant"
	case p.Narrow:
		return PolicyHinders, "can never be satisfied, in the sign-ins that it applies to"
	case p.ExcludesGroups:
		return PolicyHinders, "can never be satisfied, except by members of the groups that it excludes"
	}
	return PolicyKeepsOut, "can never be satisfied"
}

func (p ConditionalAccessPolicy) unsupportedControls() []string {
	if p.TermsOfUse {
		return append([]string{controlTerms}, p.SessionControls...)
	}
	return p.SessionControls
}

func (f EdgeFacts) policyRemedy(p ConditionalAccessPolicy, h hit) string {
	exclude := fmt.Sprintf("xclude external users of %q from the policy.", f.Source.Tenant.Key)
	if len(h.settings) == 0 {
		return "E" + exclude
	}
	joined := " or "
	if p.Operator == operatorAnd {
		joined = " and "
	}
	return fmt.Sprintf("In tenant %q, set %s of %s to true and declare the trust, or e%s%s",
		f.Target.Tenant.Key, strings.Join(h.settings, joined), f.target().partner(), exclude, f.target().trustKept())
}
