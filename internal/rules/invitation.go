package rules

import (
	"slices"
	"strings"
)

// Tenant is a tenant of the configuration.
type Tenant struct {
	// Key is the tenant's key in the provider's `tenants`.
	Key string
	ID  string
	// Cloud is the name of its cloud, as in `tenants`.
	Cloud string
	// Domains are its verified domains, including the initial one.
	Domains Fact[[]string]
}

// User is a user of a tenant that holds an address: as user principal name, mail,
// proxy address or other mail.
type User struct {
	ID                string
	UserPrincipalName string
	Mail              string
	ProxyAddresses    []string
	// OnPremisesUPN is onPremisesUserPrincipalName.
	OnPremisesUPN string
	UserType      UserType
	// External reports that the account belongs to another organization. The user
	// type does not tell.
	External bool
	// State is externalUserState.
	State string
	// Blocked reports that the user may not sign in.
	Blocked bool
	// Unfinished reports that an interrupted apply of the same configuration left
	// this user; the next apply continues with it.
	Unfinished bool
}

// MailEnabled reports whether the user has a proxy address (common-considerations,
// mail contacts).
func (u User) MailEnabled() bool { return len(u.ProxyAddresses) > 0 }

// Addresses are the mail addresses of the user, in lower case and without
// duplicates: the user principal name, mail, and the proxy addresses for mail.
func (u User) Addresses() []string {
	all := []string{u.UserPrincipalName, u.Mail}
	for _, text := range u.ProxyAddresses {
		if p, err := ParseProxyAddress(text); err == nil && p.IsMail() {
			all = append(all, p.Address)
		}
	}
	var addresses []string
	for _, a := range all {
		if a = strings.ToLower(a); a != "" && !slices.Contains(addresses, a) {
			addresses = append(addresses, a)
		}
	}
	return addresses
}

// Contact is a mail contact (orgContact) that holds an address.
type Contact struct {
	ID, DisplayName, Mail string
	// Synced reports that the contact comes from an on-premises directory.
	Synced bool
}

// The values of on_existing and on_soft_deleted that rules distinguish; any other
// value counts as "error".
const (
	OnExistingAdopt      = "adopt"
	OnSoftDeletedRestore = "restore"
	OnSoftDeletedIgnore  = "ignore"
)

// InvitationFacts are the facts about a planned invitation.
type InvitationFacts struct {
	Email         string
	InvitedAs     UserType
	OnExisting    string
	OnSoftDeleted string
	// InvitedUserID is the internal user to convert, empty for none.
	InvitedUserID string

	Resource Tenant
	// Users, Deleted and Contacts hold the address in the resource tenant.
	Users    Fact[[]User]
	Deleted  Fact[[]User]
	Contacts Fact[[]Contact]

	// Home is the home tenant, nil if it is not configured.
	Home *Tenant
	// People are the users of the home tenant that hold the address.
	People Fact[[]User]
	// Aliases are the external users of the resource tenant that hold another
	// address of the only user in People.
	Aliases Fact[[]AliasHolder]
	// TriesOwnDomain reports that an address in a domain of the resource tenant is
	// invited anyway, because MT003 is no error.
	TriesOwnDomain bool
	// Body reports that the invitation mail has a custom text; ByUser, that a user
	// sends it and not an application.
	Body, ByUser bool

	Invitations Fact[InvitationPolicy]
	DomainLists Fact[DomainLists]
	// ListsAwaited is set if the invitation waits for the lists; see [Ruling].
	ListsAwaited bool
	// Inbound is the ruling of the resource tenant, Outbound that of the home
	// tenant.
	Inbound, Outbound Ruling
	// ResourceClouds and HomeClouds are the allowed cloud endpoints of the two
	// tenants.
	ResourceClouds, HomeClouds Clouds
}

// Clouds are the allowedCloudEndpoints of a tenant.
type Clouds struct {
	Enabled Fact[[]string]
	// Awaited is set if the invitation waits for the tenant's policy; see [Ruling].
	Awaited bool
}

// AliasHolder is an external user that holds another address of an invited user.
type AliasHolder struct {
	User
	Alias string
}

// CheckInvitation finds the obstacles to an invitation and its unexpected effects:
// MT001 to MT006, MT008, MT010 to MT012, MT015 and MT019 to MT023.
//
// If a user is adopted or restored instead, no rule about invitations applies.
func CheckInvitation(f InvitationFacts) []Finding {
	if people := f.externals(); len(people) > 0 {
		if f.OnExisting == OnExistingAdopt || slices.ContainsFunc(people, f.converted) || slices.ContainsFunc(people, func(u User) bool { return u.Unfinished }) {
			return nil
		}
		return []Finding{externalExists(f, people)}
	}
	if f.restores() {
		return nil
	}
	if holders, _ := f.Aliases.Get(); len(holders) > 0 {
		if f.OnExisting == OnExistingAdopt {
			return nil
		}
		return []Finding{aliasExists(f, holders)}
	}
	findings := ownDomain(f)
	if len(findings) > 0 && !f.TriesOwnDomain {
		// The address or the tenant is wrong, and findings about the rest would be
		// about another invitation.
		return findings
	}
	for _, rule := range []func(InvitationFacts) []Finding{
		differentUPN, nobodyAtHome, blockedAtHome, internalHolder, deletedExists, mailContact,
		bodyLeftOut, noInvitations, domainRefused, accessBlocked, cloudsApart,
	} {
		findings = append(findings, rule(f)...)
	}
	return findings
}

// Invites reports whether an invitation is sent, as far as is known: no user is
// adopted or restored instead.
func (f InvitationFacts) Invites() bool {
	holders, _ := f.Aliases.Get()
	return len(f.externals()) == 0 && len(holders) == 0 && !f.restores()
}

// externals are the external users with the address.
func (f InvitationFacts) externals() []User {
	users, _ := f.Users.Get()
	return external(users)
}

func external(users []User) []User {
	return slices.DeleteFunc(slices.Clone(users), func(u User) bool { return !u.External })
}

// converted reports whether the planned conversion has already taken place; the
// apply then adopts the user.
func (f InvitationFacts) converted(u User) bool { return strings.EqualFold(u.ID, f.InvitedUserID) }

// restores reports whether a deleted user is restored instead of inviting a new
// one. A deleted internal user would be restored as an internal user, which does
// not help.
func (f InvitationFacts) restores() bool {
	deleted, _ := f.Deleted.Get()
	return f.InvitedUserID == "" && f.OnSoftDeleted == OnSoftDeletedRestore && len(external(deleted)) > 0
}

// inviting is the beginning of a finding's detail.
func (f InvitationFacts) inviting() string {
	return "Inviting " + f.Email + " to tenant " + quote(f.Resource.Key)
}
