package rules

import "fmt"

// homeAccountGates is the user's account in the home tenant.
func (f *ExplainFacts) homeAccountGates() []Gate {
	if f.allUsers {
		return nil
	}
	g := Gate{Name: "home account", Tenant: f.Home.Tenant.Key, Setting: "accountEnabled", State: Unclear, Why: f.Account.Why()}
	account, known := f.Account.Get()
	switch {
	case !known:
	case account == nil:
		g.State, g.Read, g.Detail = Shut, "no user", "The home tenant has no such user."
	case !account.Enabled:
		g.State, g.Read, g.Detail = Shut, "false", "Sign-in to the home account is blocked."
		g.fix = &Change{
			Tenant: f.Home.Tenant.Key, Setting: "accountEnabled", Do: "unblock sign-in of " + account.Name,
			apply: func(f *ExplainFacts) { f.Account = enabled(f.Account) },
		}
	default:
		g.State, g.Read = Passable, "true"
	}
	return []Gate{g}
}

// enabled is a user whose account is enabled.
func enabled(of Fact[*Presence]) Fact[*Presence] {
	return Derived(of, func(p *Presence) *Presence {
		next := *p
		next.Enabled = true
		return &next
	})
}

// accountGates are the accounts of both tenants, redemption and consent.
func (f *ExplainFacts) accountGates() []Gate {
	if f.allUsers {
		return []Gate{f.consentGate()}
	}
	gates := append(f.homeAccountGates(), f.guestGate())
	guest, _ := f.Guest.Get()
	return append(gates, f.redemptionGate(guest), f.consentGate())
}

// guestGate is the user's account in the resource tenant.
func (f *ExplainFacts) guestGate() Gate {
	guest, known := f.Guest.Get()
	key := f.Resource.Tenant.Key
	g := Gate{Name: "guest account", Tenant: key, Setting: "accountEnabled", State: Unclear, Why: f.Guest.Why()}
	account, atHome := f.Account.Get()
	switch {
	case !known && atHome && account == nil:
		g.Detail = "There is no user of the home tenant to look for."
	case !known:
	case guest == nil:
		g.State, g.Read, g.Detail = Shut, "no user", "The user is not in the resource tenant."
		g.fix = &Change{
			Tenant: key, Setting: "user", Do: "invite the user with multitenant_b2b_invitation, or synchronize it",
			apply: func(f *ExplainFacts) { f.Guest = Known(newGuest()) },
		}
	case !guest.Enabled:
		g.State, g.Read, g.Detail = Shut, "false", "Sign-in is blocked."
		g.fix = &Change{
			Tenant: key, Setting: "accountEnabled", Do: fmt.Sprintf("set account_enabled of %s to true", guest.Name),
			apply: func(f *ExplainFacts) { f.Guest = enabled(f.Guest) },
		}
	default:
		g.State, g.Read = Passable, "true"
	}
	return g
}

// newGuest is a user after its invitation, which Exchange Online hides (exchange §12).
func newGuest() *Presence {
	return &Presence{Enabled: true, Type: Guest, InExchange: Known(false), MailUser: Known(true)}
}

// redemptionGate is never closed: a user redeems with the first sign-in.
func (f *ExplainFacts) redemptionGate(guest *Presence) Gate {
	g := Gate{Name: "redemption", Tenant: f.Resource.Tenant.Key, Setting: "externalUserState", State: Passable, Read: "Accepted"}
	switch {
	case guest == nil:
		g.Read = "no user"
	case guest.Pending:
		g.Read, g.Detail = "PendingAcceptance", "The user redeems the invitation with the first sign-in."
	}
	return g
}

// consentGate is never closed: without automatic redemption the user is asked.
func (f *ExplainFacts) consentGate() Gate {
	g := Gate{Name: "consent", Tenant: f.Resource.Tenant.Key, Setting: "automaticUserConsentSettings", State: Passable}
	parties := f.parties()
	from, _, known := parties[0].entry()
	to, _, toKnown := parties[1].entry()
	switch {
	case !known || !toKnown:
		g.Read, g.State = "not read", Unclear
	case from.AutomaticUserConsent.OutboundAllowed && to.AutomaticUserConsent.InboundAllowed:
		g.Read = "allowed by both tenants"
	default:
		g.Read, g.Detail, g.asks = "not allowed by both tenants", "The user is asked for consent once.", WithoutConsent
	}
	return g
}

// licenseGates are those of B2B direct connect. It is not documented whether it fails
// without the license (graph-cross-tenant §1.2).
func (f *ExplainFacts) licenseGates() []Gate {
	var gates []Gate
	for _, p := range f.parties() {
		g := Gate{Name: "license", Tenant: p.own.Tenant.Key, Setting: SettingEntraP1, State: Unclear, Why: p.own.EntraP1.Why()}
		switch licensed, known := p.own.EntraP1.Get(); {
		case known && licensed:
			g.State, g.Read = Passable, "active"
		case known:
			g.Read, g.Detail = "none", "B2B direct connect requires it in both tenants; whether the service refuses it without the license is not documented."
		}
		gates = append(gates, g)
	}
	return gates
}

// missingAccountGates is the home account of a user that does not exist; another state of
// the account does not matter.
func (f *ExplainFacts) missingAccountGates() []Gate {
	if account, known := f.Account.Get(); known && account == nil {
		return f.homeAccountGates()
	}
	return nil
}

// addressBookGates are those of the address book of the resource tenant.
func (f *ExplainFacts) addressBookGates() []Gate {
	key := f.Resource.Tenant.Key
	guest, known := f.Guest.Get()
	show := Change{
		Tenant: key, Setting: "multitenant_gal_visibility", Do: "set visible to true",
		apply: func(f *ExplainFacts) { f.Guest = shown(f.Guest) },
	}
	switch {
	case !known:
		return []Gate{f.guestGate()}
	case guest == nil:
		account := f.guestGate()
		account.fix.Do = "invite the user with multitenant_b2b_invitation"
		return []Gate{account, {
			Name: "address book", State: Shut, Tenant: key, Setting: "HiddenFromAddressListsEnabled", Read: "no user",
			Detail: "Exchange Online hides a new guest.", fix: &show,
		}}
	}
	recipient := visibilityGate("recipient", key, "mail user", guest.MailUser, "Exchange Online has no mail user for the user, which a new guest gets after some minutes.")
	book := visibilityGate("address book", key, "HiddenFromAddressListsEnabled", guest.InExchange, "Exchange Online hides the user.")
	directory := visibilityGate("search in Microsoft 365", key, "showInAddressList", guest.InGraph, "Graph hides the user.")
	for _, g := range []*Gate{&book, &directory} {
		if g.State == Shut {
			g.fix = &show
		}
	}
	if directory.State == Unclear && directory.Why == nil {
		// Graph has no value for most guests; Exchange decides then.
		directory.State, directory.Read = Passable, "not set"
	}
	return []Gate{recipient, book, directory}
}

// visibilityGate is closed where a service does not show the user.
func visibilityGate(name, tenant, setting string, fact Fact[bool], missing string) Gate {
	g := Gate{Name: name, Tenant: tenant, Setting: setting, State: Unclear, Why: fact.Why()}
	switch visible, known := fact.Get(); {
	case known && visible:
		g.State, g.Read = Passable, "yes"
	case known:
		g.State, g.Read, g.Detail = Shut, "no", missing
	}
	return g
}

// shown is a user that both services show.
func shown(of Fact[*Presence]) Fact[*Presence] {
	return Derived(of, func(p *Presence) *Presence {
		if p == nil {
			return nil
		}
		next := *p
		next.InExchange, next.InGraph = Known(true), Known(true)
		return &next
	})
}

// freeBusyGates are the findings of an edge by which users of the resource tenant see
// free/busy times of the home tenant, which grants that.
func (f *ExplainFacts) freeBusyGates() []Gate {
	facts := EdgeFacts{Capabilities: []Capability{SeeAvailability}, Source: f.Resource, Target: f.Home}
	findings, unknown := JudgeEdge(facts, nil)
	var gates []Gate
	for _, found := range findings {
		state := Shut
		if found.Severity != Error {
			state = Unclear
		}
		gates = append(gates, Gate{
			Name: "capability", State: state, Tenant: found.Tenant, Setting: listed(found.Settings), Detail: found.Summary,
			fix: &Change{Tenant: found.Tenant, Setting: listed(found.Settings), Do: found.Remedy, apply: func(*ExplainFacts) {}},
		})
	}
	for _, u := range unknown {
		gates = append(gates, Gate{Name: "capability", State: Unclear, Tenant: u.Tenant, Setting: u.Setting, Why: u.Why})
	}
	if len(gates) == 0 {
		gates = append(gates, Gate{Name: "capability", State: Passable, Tenant: f.Home.Tenant.Key, Setting: string(SeeAvailability), Read: "granted"})
	}
	return gates
}
