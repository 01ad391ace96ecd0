package rules

import (
	"fmt"
	"slices"
	"strings"
)

// differentUPN is MT001. B2B resolves the invited address as a user principal name
// in the home tenant, so redemption by an alias may fail, and always fails across
// clouds (common-considerations, UPN versus SMTP; graph-cross-tenant §8).
func differentUPN(f InvitationFacts) []Finding {
	people, known := f.atHome()
	if !known || len(people) == 0 {
		return nil
	}
	var names, holders []string
	for _, u := range people {
		if SameAddress(u.UserPrincipalName, f.Email) {
			return nil
		}
		names = append(names, u.UserPrincipalName)
		holders = append(holders, fmt.Sprintf("as %s of %s (%s)", knownAs(u, f.Email), u.UserPrincipalName, u.ID))
	}
	return []Finding{finding(DifferentUPN,
		fmt.Sprintf("%s may not be redeemable: home tenant %s knows the address %s, and no user has it as user principal name.",
			f.inviting(), quote(f.Home.Key), strings.Join(holders, " and ")),
		inviteBy(names))}
}

// atHome are the users of the home tenant that hold the address. External users of
// the home tenant are excluded: their account is in another tenant.
func (f InvitationFacts) atHome() (people []User, known bool) {
	users, known := f.People.Get()
	internal := slices.DeleteFunc(slices.Clone(users), func(u User) bool { return u.External })
	return internal, known && f.Home != nil
}

// knownAs names the property of a user that holds an address.
func knownAs(u User, address string) string {
	switch {
	case SameAddress(PrimarySMTP(u.ProxyAddresses), address):
		return "primary SMTP address"
	case slices.ContainsFunc(u.ProxyAddresses, func(text string) bool {
		p, err := ParseProxyAddress(text)
		return err == nil && p.IsMail() && SameAddress(p.Address, address)
	}):
		return "proxy address"
	case SameAddress(u.Mail, address):
		return "mail"
	}
	return "other mail"
}

func inviteBy(names []string) string {
	if len(names) > 1 {
		return "Invite the intended user by the user principal name: one of " + strings.Join(names, ", ") + "."
	}
	if err := CheckInvitedAddress(names[0]); err != nil {
		return fmt.Sprintf("The invitation service refuses the user principal name %s: %v. Invite by this address and set"+
			" plan_checks = { MT001 = \"warn\" }: an alias is redeemed by the link of the invitation, not by a link to the tenant.", names[0], err)
	}
	return fmt.Sprintf("Invite by the user principal name: email = %q.", names[0])
}

// nobodyAtHome is MT002: the domain belongs to the home tenant, so a user with the
// address should exist there.
func nobodyAtHome(f InvitationFacts) []Finding {
	people, known := f.atHome()
	if !known || len(people) > 0 || !f.Home.owns(f.Email) {
		return nil
	}
	return []Finding{finding(NobodyAtHome,
		fmt.Sprintf("%s cannot be redeemed: its domain %s belongs to home tenant %s, where no user has the address as user principal name,"+
			" mail or proxy address.", f.inviting(), Domain(f.Email), quote(f.Home.Key)),
		"Correct the address, or create the user in the home tenant. The invitation can be redeemed once that user exists.")}
}

// blockedAtHome is MT019: an account that may not sign in at home can neither
// redeem an invitation nor use the external user, because the home tenant
// authenticates its own users (External ID, authentication flow for guests).
func blockedAtHome(f InvitationFacts) []Finding {
	people, known := f.atHome()
	if !known {
		return nil
	}
	if i := slices.IndexFunc(people, func(u User) bool { return SameAddress(u.UserPrincipalName, f.Email) }); i >= 0 {
		people = people[i : i+1]
	}
	if len(people) != 1 || !people[0].Blocked {
		return nil
	}
	return []Finding{finding(BlockedAtHome,
		fmt.Sprintf("%s creates a user that cannot sign in: the account %s (%s) is blocked in home tenant %s.",
			f.inviting(), people[0].UserPrincipalName, people[0].ID, quote(f.Home.Key)),
		"Remove the resource, or unblock the account in the home tenant: it can redeem the invitation from then on.")}
}

// ownDomain is MT003: the service refuses addresses in the tenant's own domains
// (graph-identity §1.5).
func ownDomain(f InvitationFacts) []Finding {
	if !f.Resource.owns(f.Email) {
		return nil
	}
	return []Finding{finding(OwnDomain,
		fmt.Sprintf("%s is refused: %s is a verified domain of the resource tenant itself.", f.inviting(), Domain(f.Email)),
		fmt.Sprintf("Correct the address or the tenant. Users with an address in %s are internal users of tenant %s: create them there.",
			Domain(f.Email), quote(f.Resource.Key)))}
}

// owns reports whether the domain of an address is a known domain of the tenant.
func (t Tenant) owns(email string) bool { return t.HasDomain(Domain(email)) }

// HasDomain reports whether a domain is a known domain of the tenant.
func (t Tenant) HasDomain(domain string) bool {
	domains, _ := t.Domains.Get()
	return slices.ContainsFunc(domains, func(d string) bool { return strings.EqualFold(d, domain) })
}

func quote(key string) string { return fmt.Sprintf("%q", key) }
