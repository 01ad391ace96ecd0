package rules

import "slices"

// Aim is what a user wants to do in, or with, another tenant.
type Aim string

// The aims.
const (
	// SignInAim is a sign-in to an application of the resource tenant.
	SignInAim Aim = "sign_in"
	// ShareChannelAim is the use of a shared channel of the resource tenant, by B2B
	// direct connect.
	ShareChannelAim Aim = "share_channel"
	// BeFoundAim is an entry in the address book of the resource tenant.
	BeFoundAim Aim = "be_found"
	// ShowFreeBusyAim is that users of the resource tenant see the user's free/busy
	// times.
	ShowFreeBusyAim Aim = "show_free_busy"
)

// Aims lists the aims.
func Aims() []Aim { return []Aim{SignInAim, ShareChannelAim, BeFoundAim, ShowFreeBusyAim} }

// ExplainFacts are the facts about one user of a home tenant and one resource
// tenant.
type ExplainFacts struct {
	// Home and Resource are the two tenants. Each has the capabilities of Microsoft 365
	// and the legacy sharing only for ShowFreeBusyAim.
	Home, Resource EdgeSide
	// Policies are the Conditional Access policies of the resource tenant.
	Policies Fact[[]ConditionalAccessPolicy]
	// Application is an application id, or a keyword such as Office365.
	Application string
	// Who is the user as a target of the settings of both tenants: by object id and
	// groups in the home tenant.
	Who Subject
	// allUsers is set for all users of the home tenant instead of one: their accounts
	// do not matter, and policies count as for an edge.
	allUsers bool
	// Account is the user's object in the home tenant, Guest that in the resource
	// tenant, nil without one.
	Account, Guest Fact[*Presence]
}

// Presence is a user's object in one of the two tenants.
type Presence struct {
	// Name is the user principal name.
	Name    string
	Enabled bool
	Type    UserType
	// Pending means that the invitation is not redeemed.
	Pending bool
	// Subject is the object as a target of Conditional Access policies.
	Subject Subject
	// InExchange and InGraph are whether the address book of either service shows the
	// user. MailUser is whether Exchange Online has a mail user.
	InExchange, InGraph, MailUser Fact[bool]
}

// GateState is the state of one gate.
type GateState string

// The states.
const (
	// Passable gates let the user through. Unclear ones depend on what could not be read
	// or is not documented.
	Passable GateState = "open"
	Shut     GateState = "closed"
	Unclear  GateState = "unknown"
)

// Gate is one condition of an aim.
type Gate struct {
	// Name is such as "home outbound".
	Name  string
	State GateState
	// Tenant is the key of the tenant whose setting decides, Setting its name in Graph
	// or Exchange Online, and Read what it says.
	Tenant, Setting, Read string
	// Detail is the consequence, empty where there is nothing to add.
	Detail string
	// Why is the reason of an unclear state, if a fact could not be read.
	Why error
	// asks is set on an open gate if the user has to do something first.
	asks Condition
	// fix opens a closed gate; nil if nothing does.
	fix *Change
	// policy is the one that closes the gate.
	policy *ConditionalAccessPolicy
}

// Change is one setting of one tenant that opens a gate.
type Change struct {
	Tenant, Setting string
	// Do says what to do.
	Do string
	// inEntry is set if the change writes the entry of the side for the other tenant, and
	// creates if it only creates it.
	side    Side
	inEntry bool
	creates bool
	apply   func(*ExplainFacts)
}

// same reports whether two gates have one fix.
func (c *Change) same(o Change) bool {
	return c.Tenant == o.Tenant && c.Setting == o.Setting && c.Do == o.Do
}

// Apply returns the facts after a change.
func (c Change) Apply(f ExplainFacts) ExplainFacts {
	c.apply(&f)
	return f
}

// Explanation is the answer about one aim.
type Explanation struct {
	Aim     Aim
	Verdict GateState
	Gates   []Gate
	// Changes is a smallest set of changes that opens every closed gate. It is empty if
	// there is none, in which case a closed gate has none.
	Changes []Change
}

// Explain says gate by gate why a user can or cannot do what it wants. Unclear gates
// count only if no gate is closed.
func Explain(f ExplainFacts, aim Aim) Explanation {
	e := Explanation{Aim: aim, Verdict: Passable, Gates: gatesOf(f, aim)}
	for _, g := range e.Gates {
		switch {
		case g.State == Shut:
			e.Verdict = Shut
		case g.State == Unclear && e.Verdict == Passable:
			e.Verdict = Unclear
		}
	}
	if e.Verdict == Shut {
		e.Changes = f.smallest(e.Gates)
	}
	return e
}

func gatesOf(f ExplainFacts, aim Aim) []Gate {
	switch aim {
	case SignInAim:
		return slices.Concat(f.cloudGates(), f.accessGates(CollaborationOutbound, CollaborationInbound, f.Application), f.accountGates(), f.policyGates(f.collaborationType()))
	case ShareChannelAim:
		if !SameCloud(f.Home.Tenant.Cloud, f.Resource.Tenant.Cloud) {
			return []Gate{f.apart()}
		}
		return slices.Concat(f.accessGates(DirectOutbound, DirectInbound, Office365), f.licenseGates(), f.homeAccountGates(), f.policyGates(typeDirectConnect))
	case BeFoundAim:
		return append(f.missingAccountGates(), f.addressBookGates()...)
	}
	return append(f.missingAccountGates(), f.freeBusyGates()...)
}

// collaborationType is the type of the user for Conditional Access.
func (f ExplainFacts) collaborationType() string {
	if guest, _ := f.Guest.Get(); guest != nil && guest.Type == Member {
		return typeCollaborationMember
	}
	return typeCollaborationGuest
}

// apart is the gate between clouds without shared channels.
func (f ExplainFacts) apart() Gate {
	return Gate{
		Name: "cloud", State: Shut, Tenant: f.Resource.Tenant.Key, Setting: "cloud", Read: f.Home.Tenant.Cloud + " and " + f.Resource.Tenant.Cloud,
		Detail: "Shared channels do not cross clouds.",
	}
}

// smallest collects the changes of closed gates: one for each setting, and for the
// policies of Conditional Access the fewest. A change that only creates an entry is
// not needed beside another change of that entry.
func (f ExplainFacts) smallest(gates []Gate) []Change {
	var all []Change
	for _, g := range gates {
		switch {
		case g.State != Shut || g.policy != nil:
		case g.fix == nil:
			return nil
		case !slices.ContainsFunc(all, g.fix.same):
			all = append(all, *g.fix)
		}
	}
	all = append(all, f.policyChanges(gates)...)
	return slices.DeleteFunc(slices.Clone(all), func(c Change) bool {
		return c.creates && slices.ContainsFunc(all, func(o Change) bool { return !o.creates && o.inEntry && o.side == c.side })
	})
}
