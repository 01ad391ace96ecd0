package rules

import (
	"fmt"
	"slices"
	"strings"
)

// Assertion states what users of one tenant can do in another, or cannot.
type Assertion struct {
	Can, Cannot []Aim
	// Without qualifies either: see Conditions.
	Without []Condition
}

// Condition is something that an assertion excludes.
type Condition string

// The conditions. Users who can sign in without consent are not asked for it, and
// without registration need no second factor of the resource tenant. Users who cannot
// sign in without mfa or compliant_device need it for every sign-in.
const (
	WithoutConsent      Condition = "consent"
	WithoutRegistration Condition = "registration"
	WithoutMFA          Condition = "mfa"
	WithoutDevice       Condition = "compliant_device"
)

// Conditions lists the conditions: of can, and of cannot.
func Conditions(can bool) []Condition {
	if can {
		return []Condition{WithoutConsent, WithoutRegistration}
	}
	return []Condition{WithoutMFA, WithoutDevice}
}

// AssertedAims lists the aims of assertions, which are about all users of a tenant.
func AssertedAims() []Aim { return []Aim{SignInAim, ShareChannelAim, ShowFreeBusyAim} }

// Judged is the answer about an assertion: the violations, and what keeps it from
// being decided, if it is not violated.
type Judged struct{ Violated, Undecided []string }

// Judge evaluates an assertion about all users of the home tenant. What they can do
// holds for guests and for members; what they cannot do, for every one of them.
func (a Assertion) Judge(f ExplainFacts) Judged {
	f.Who, f.allUsers = Subject{Edge: true}, true
	var j Judged
	for _, aim := range a.Can {
		for _, as := range f.eachType(aim) {
			a.judgeCan(as, aim, &j)
		}
	}
	for _, aim := range a.Cannot {
		for _, as := range f.eachType(aim) {
			a.judgeCannot(as, aim, &j)
		}
	}
	slices.Sort(j.Violated)
	slices.Sort(j.Undecided)
	j.Violated, j.Undecided = slices.Compact(j.Violated), slices.Compact(j.Undecided)
	return j
}

// eachType are the facts for guests and for members, which policies may tell apart.
func (f ExplainFacts) eachType(aim Aim) []ExplainFacts {
	if aim != SignInAim {
		f.Guest = Known[*Presence](nil)
		return []ExplainFacts{f}
	}
	guests, members := f, f
	guests.Guest, members.Guest = Known(&Presence{Type: Guest}), Known(&Presence{Type: Member})
	return []ExplainFacts{guests, members}
}

func (a Assertion) judgeCan(f ExplainFacts, aim Aim, j *Judged) {
	e := Explain(f, aim)
	for _, g := range e.Gates {
		switch {
		case g.State == Shut:
			j.Violated = append(j.Violated, fmt.Sprintf("%s is closed: %s", aim, g.describe()))
		case g.State == Unclear:
			j.Undecided = append(j.Undecided, fmt.Sprintf("%s is not decided: %s", aim, g.describe()))
		case g.asks != "" && slices.Contains(a.Without, g.asks):
			j.Violated = append(j.Violated, fmt.Sprintf("%s asks for %s: %s", aim, g.asks, g.describe()))
		}
	}
}

func (a Assertion) judgeCannot(f ExplainFacts, aim Aim, j *Judged) {
	e := Explain(f, aim)
	if e.Verdict == Shut {
		return
	}
	var lacking, partly []string
	for _, c := range a.Without {
		switch f.demanded(c, aim) {
		case Refused:
			lacking = append(lacking, string(c))
		case Undecided:
			partly = append(partly, string(c))
		}
	}
	switch {
	case len(a.Without) > 0 && len(lacking)+len(partly) == 0:
	case e.Verdict == Unclear:
		j.Undecided = append(j.Undecided, fmt.Sprintf("%s is not decided: %s", aim, e.unclear()))
	case len(lacking) == 0 && len(partly) > 0:
		j.Undecided = append(j.Undecided, fmt.Sprintf("%s requires %s, but not of users, groups or roles that the Conditional Access policies of tenant %q exclude",
			aim, strings.Join(partly, " and "), f.Resource.Tenant.Key))
	case len(lacking) > 0:
		j.Violated = append(j.Violated, fmt.Sprintf("%s is open without %s: no Conditional Access policy of tenant %q requires it of every sign-in of these users",
			aim, strings.Join(lacking, " and "), f.Resource.Tenant.Key))
	default:
		j.Violated = append(j.Violated, fmt.Sprintf("%s is open: every gate of tenants %q and %q lets these users through", aim, f.Home.Tenant.Key, f.Resource.Tenant.Key))
	}
}

// unclear describes the first gate that is not decided.
func (e Explanation) unclear() string {
	i := slices.IndexFunc(e.Gates, func(g Gate) bool { return g.State == Unclear })
	return e.Gates[i].describe()
}

func (g Gate) describe() string {
	text := fmt.Sprintf("%s of tenant %q", g.Setting, g.Tenant)
	if g.Read != "" {
		text += " (" + g.Read + ")"
	}
	if g.Detail != "" {
		text += ". " + g.Detail
	}
	if g.Why != nil {
		text += " could not be read"
	}
	return text
}

// demanded reports whether an enforced policy requires a claim of every sign-in of the
// users. It is undecided if each such policy excludes users, groups or roles.
func (f *ExplainFacts) demanded(c Condition, aim Aim) Verdict {
	userType := f.collaborationType()
	if aim == ShareChannelAim {
		userType = typeDirectConnect
	}
	policies, known := f.Policies.Get()
	if !known {
		return Undecided
	}
	trust, _ := f.trust()
	verdict := Refused
	for _, p := range policies {
		switch {
		case p.Narrow || !p.requires(c, trust, userType) || !p.aims(userType, f.Home.Tenant.ID):
		case !p.ExcludesGroups && len(p.ExcludeUsers) == 0:
			return Admitted
		default:
			verdict = Undecided
		}
	}
	return verdict
}

// requires reports whether nothing else satisfies the policy: no other control, unless
// the user cannot satisfy that one.
func (p *ConditionalAccessPolicy) requires(c Condition, trust InboundTrust, userType string) bool {
	demanded := []string{controlMFA, controlStrength, controlHomeStrength, controlBlock}
	if c == WithoutDevice {
		demanded = []string{controlCompliantDevice, controlBlock}
	}
	is := func(control string) bool { return slices.Contains(demanded, control) }
	controls := p.controls()
	if p.Operator == operatorAnd {
		return slices.ContainsFunc(controls, is)
	}
	return len(controls) > 0 && !slices.ContainsFunc(controls, func(control string) bool {
		level, _ := trust.obstacle(control, userType)
		return !is(control) && level != keepsOut
	})
}
