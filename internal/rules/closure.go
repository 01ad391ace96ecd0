package rules

import (
	"slices"
	"strings"
	"sync"
)

// Closure is a value of a tenant's setting, as far as it keeps external users out.
// The code of its [PlannedClosure] tells which members count.
type Closure struct {
	// Off is set if one-time passcodes are disabled (MT038), or if no invitation is
	// accepted (MT035).
	Off bool
	// Inbound is b2bCollaborationInbound of a partner entry or of the default (MT035).
	Inbound *B2BSetting
	// Lists are domains (MT036, MT037).
	Lists DomainLists
}

// Scope is what a setting applies to.
type Scope int

// The scopes.
const (
	// OfTenant is a setting for all guests of the tenant.
	OfTenant Scope = iota
	// OfPartner is the entry for one home tenant.
	OfPartner
	// OfDefault is the default for home tenants of the same cloud whose entry inherits
	// it, or that have none (graph-cross-tenant §1.5).
	OfDefault
)

// PlannedClosure is a setting of a plan that may keep guests out.
type PlannedClosure struct {
	Code   Code
	Scope  Scope
	Tenant Tenant
	// Setting is the attribute in the configuration with its value, as far as it is
	// short: `allow_invites_from = "none"`.
	Setting string
	// HomeID is the tenant id of the partner of an entry. For a default it limits the
	// guests to those of one home tenant; empty for all.
	HomeID string
	// Now is the planned value, which may be known after the apply only; Before is
	// the present one, which admits everyone for a new resource.
	Now    Fact[Closure]
	Before Closure
}

// DeclaredGuest is a guest of a plan, or all users of a guest sync.
type DeclaredGuest struct {
	// ID identifies the resource in the plan, and Name is its name in findings.
	ID, Name string
	// Email is empty for a guest sync.
	Email string
	// HomeID is the tenant id of the home tenant, as far as it is known.
	HomeID string
	// Entry is the entry of the resource tenant for the home tenant, as far as it is
	// known.
	Entry Fact[HomeEntry]
	// Domains are the verified domains of the home tenant of a guest sync.
	Domains Fact[[]string]
	// Issuer is that of the user's identity, and State the externalUserState; both are
	// empty before they are known.
	Issuer, State string
	// Invites is set if an invitation is sent, in this plan or in any later one.
	Invites bool
	// New is set if the plan creates the resource.
	New bool
	// Disabled is set for an account that may not sign in, as of a guest that is in the
	// address book only.
	Disabled bool
	// Judged are the settings that need not be reported again: the plan of the guest
	// uses the planned value, or reports the current one.
	Judged []JudgedSetting
}

// HomeEntry is the entry for the home tenant of a guest.
type HomeEntry struct {
	// Inbound is its b2bCollaborationInbound; nil inherits the default, as no entry
	// does.
	Inbound *B2BSetting
	// Planned is set for the planned value. The present one may change, if the entry is
	// planned later.
	Planned bool
	// OtherCloud is set for a home tenant of another cloud, to which the default does not
	// apply.
	OtherCloud bool
}

// JudgedSetting is a setting by its code and scope.
type JudgedSetting struct {
	Code  Code
	Scope Scope
}

// Closures records the guests of a plan and the settings that may keep them out, by
// tenant. Terraform plans resources in any order: each pair is returned once, to the
// second of the two. The zero value is ready for use, also concurrently.
type Closures struct {
	mu       sync.Mutex
	guests   map[string][]DeclaredGuest
	settings map[string][]PlannedClosure
}

// Guest records a guest, and returns the settings of its tenant that were recorded
// before. A replacement is planned twice, and recorded once.
func (c *Closures) Guest(tenantID string, g DeclaredGuest) []PlannedClosure {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.guests == nil {
		c.guests = map[string][]DeclaredGuest{}
	}
	id := strings.ToLower(tenantID)
	c.guests[id] = append(slices.DeleteFunc(c.guests[id], func(o DeclaredGuest) bool { return o.ID == g.ID }), g)
	return slices.Clone(c.settings[id])
}

// Setting records a setting, and returns the guests of its tenant that were recorded
// before.
func (c *Closures) Setting(s PlannedClosure) []DeclaredGuest {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.settings == nil {
		c.settings = map[string][]PlannedClosure{}
	}
	id := strings.ToLower(s.Tenant.ID)
	c.settings[id] = append(slices.DeleteFunc(c.settings[id], func(o PlannedClosure) bool {
		return o.Code == s.Code && o.Scope == s.Scope && o.HomeID == s.HomeID
	}), s)
	return slices.Clone(c.guests[id])
}

// Inheriting returns what was recorded about a tenant as far as an entry for a home tenant
// decides whether it applies: the default, for the users of that home tenant, and all
// guests.
func (c *Closures) Inheriting(tenantID, homeID string) ([]PlannedClosure, []DeclaredGuest) {
	c.mu.Lock()
	defer c.mu.Unlock()
	id := strings.ToLower(tenantID)
	var defaults []PlannedClosure
	for _, s := range c.settings[id] {
		if s.HomeID = homeID; s.Scope == OfDefault {
			defaults = append(defaults, s)
		}
	}
	return defaults, slices.Clone(c.guests[id])
}

// Hit are the guests that a setting keeps out, as far as is known without facts about
// their home tenants.
func (s PlannedClosure) Hit(guests []DeclaredGuest) []DeclaredGuest {
	return slices.DeleteFunc(slices.Clone(guests), func(g DeclaredGuest) bool { return s.effect(g) == none && !s.NeedsDomains(g) })
}

// effect is what the planned value does to a guest, none if the guest and the value
// are as before: a configuration that was applied is not reported again.
func (s PlannedClosure) effect(g DeclaredGuest) effect {
	if slices.Contains(g.Judged, JudgedSetting{s.Code, s.Scope}) {
		return none
	}
	now := s.planned(g)
	planned := s.of(now, g)
	asBefore := planned == s.of(s.Before, g) && (!s.ofDomains() || slices.Equal(now.closed(g), s.Before.closed(g)))
	if !g.New && asBefore || g.Disabled && planned != cannotBeInvited {
		return none
	}
	return planned
}

// ofDomains reports whether the setting is a list of domains.
func (s PlannedClosure) ofDomains() bool { return s.Code == DomainClosed || s.Code == SharingClosed }

// planned is the planned value, or the one that would keep a guest out.
func (s PlannedClosure) planned(g DeclaredGuest) Closure {
	if now, known := s.Now.Get(); known {
		return now
	}
	return s.worst(g)
}

// worst is the value that would keep a guest out.
func (s PlannedClosure) worst(g DeclaredGuest) Closure {
	blocked := &Targets{Blocked, []Target{{AllUsers, TargetUser}}}
	return Closure{
		Off:     true,
		Inbound: &B2BSetting{blocked, &Targets{Blocked, []Target{{AllApplications, TargetApplication}}}},
		Lists:   DomainLists{Blocked: g.domains()},
	}
}

// of is what a value does to a guest.
func (s PlannedClosure) of(value Closure, g DeclaredGuest) effect {
	switch s.Code {
	case PasscodesOff:
		return value.passcodes(g)
	case InvitationsClosed:
		return s.invitations(value, g)
	case DomainClosed:
		return value.domain(g)
	case SharingClosed:
		if len(value.closed(g)) > 0 {
			return opensNoFiles
		}
	}
	return none
}

// passcodes: with one-time passcodes off, a guest that has redeemed with one cannot
// sign in, and a user without another identity provider has to create a Microsoft
// account (graph-identity §9.2).
func (c Closure) passcodes(g DeclaredGuest) effect {
	switch {
	case !c.Off || g.Email == "":
		return none
	case g.Issuer == issuerPasscode:
		return cannotSignIn
	case g.Issuer == "" && g.HomeID == "":
		return mayNeedPasscode
	}
	return none
}

// issuerPasscode is the issuer of an identity of one-time passcodes
// (graph-identity §1.6).
const issuerPasscode = "mail"

// invitations: a policy that accepts no invitation does nothing to guests that exist,
// and a blocked home tenant keeps its users out.
func (s PlannedClosure) invitations(value Closure, g DeclaredGuest) effect {
	switch {
	case s.Scope == OfTenant && value.Off && g.Invites:
		return cannotBeInvited
	case s.Scope == OfTenant,
		s.HomeID != "" && g.HomeID != "" && !strings.EqualFold(g.HomeID, s.HomeID),
		s.Scope == OfDefault && !g.inherits(),
		value.Inbound.Admits(Subject{}) != Refused:
		return none
	case g.Invites:
		return cannotBeInvited
	}
	return cannotSignIn
}

// inherits reports whether the default decides about a guest, as far as is known. It is
// about users of Entra tenants of the same cloud only (graph-cross-tenant §1.5).
func (g DeclaredGuest) inherits() bool {
	entry, known := g.Entry.Get()
	return (g.Issuer == "" || g.Issuer == issuerEntra) && (!known || entry.Inbound == nil && !entry.OtherCloud)
}

// issuerEntra is the issuer of an identity in another Entra tenant (graph-identity §1.6).
const issuerEntra = "ExternalAzureAD"

// domain: a list applies to invitations and to the redemption of pending ones, not to
// guests that have redeemed (graph-identity §9.1).
func (c Closure) domain(g DeclaredGuest) effect {
	switch {
	case len(c.closed(g)) == 0:
		return none
	case g.Invites:
		return cannotBeInvited
	case g.State == statePending:
		return cannotRedeem
	}
	return cannotRedeemAgain
}

// statePending is the externalUserState before the redemption.
const statePending = "PendingAcceptance"

// domains are the domains of the addresses of a guest, or of the users of a guest sync.
func (g DeclaredGuest) domains() []string {
	if g.Email != "" {
		return []string{Domain(g.Email)}
	}
	domains, _ := g.Domains.Get()
	return mailDomains(domains)
}

// closed are the domains of a guest that the lists refuse.
func (c Closure) closed(g DeclaredGuest) []string {
	return slices.DeleteFunc(slices.Clone(g.domains()), func(d string) bool { return c.Lists.refuses(d) == "" })
}
