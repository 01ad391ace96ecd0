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
	// Domains are its verified domains, the initial one included.
	Domains Fact[[]string]
}

// User is a user of a tenant who holds an address: as user principal name, mail,
// proxy address or other mail.
type User struct {
	ID                string
	UserPrincipalName string
	Mail              string
	ProxyAddresses    []string
	// OnPremisesUPN is onPremisesUserPrincipalName.
	OnPremisesUPN string
	UserType      UserType
	// External reports that the account lives in another organization. The user
	// type says nothing about it.
	External bool
	// State is externalUserState.
	State string
	// Blocked reports that the user may not sign in.
	Blocked bool
	// Unfinished reports that an interrupted apply of the same configuration
	// left this person behind; the next apply continues with them.
	Unfinished bool
}

// MailEnabled reports whether the user has a proxy address (common-considerations,
// mail contacts).
func (u User) MailEnabled() bool { return len(u.ProxyAddresses) > 0 }

// Addresses are the mail addresses of the user, in lower case and each once: the
// user principal name, mail, and the proxy addresses that are for mail.
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

// The choices of on_existing and on_soft_deleted that rules care about; anything
// else counts as "error".
const (
	OnExistingAdopt      = "adopt"
	OnSoftDeletedRestore = "restore"
	OnSoftDeletedIgnore  = "ignore"
)

// InvitationFacts are what the rules want to know about an invitation that is
// planned.
type InvitationFacts struct {
	Email         string
	InvitedAs     UserType
	OnExisting    string
	OnSoftDeleted string
	// InvitedUserID is the internal user who is converted, empty for none.
	InvitedUserID string

	Resource Tenant
	// Users, Deleted and Contacts hold the address in the resource tenant.
	Users    Fact[[]User]
	Deleted  Fact[[]User]
	Contacts Fact[[]Contact]

	// Home is the person's own tenant, nil when it is not configured.
	Home *Tenant
	// People hold the address in the home tenant.
	People Fact[[]User]
	// Aliases are the external users of the resource tenant who hold another
	// address of the one person in People.
	Aliases Fact[[]AliasHolder]
	// TriesOwnDomain reports that an address in a domain of the resource tenant is
	// invited all the same, because MT003 is no error.
	TriesOwnDomain bool
	// Body reports that the invitation mail is to contain a text of its own, and
	// ByUser that a user sends it and not an application.
	Body, ByUser bool

	Invitations Fact[InvitationPolicy]
	DomainLists Fact[DomainLists]
	// Inbound is the resource tenant's verdict, Outbound the home tenant's.
	Inbound, Outbound Ruling
	// ResourceClouds and HomeClouds are the clouds that the two work with.
	ResourceClouds, HomeClouds Clouds
}

// Clouds are the allowedCloudEndpoints of a tenant.
type Clouds struct {
	Enabled Fact[[]string]
	// Awaited is set when the invitation waits for the tenant's policy; see
	// [Ruling].
	Awaited bool
}

// AliasHolder is an external user who holds another address of a person.
type AliasHolder struct {
	User
	Alias string
}

// CheckInvitation finds what stands in the way of an invitation, and what it
// would surprise with: MT001 to MT006, MT008, MT010 to MT012, MT015 and MT019 to MT023.
//
// Where nobody is invited, because somebody is adopted or restored, no rule about
// invitations applies.
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
		// The address or the tenant is wrong, and advice about the rest would be
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

// externals are the external users who hold the address.
func (f InvitationFacts) externals() []User {
	users, _ := f.Users.Get()
	return external(users)
}

func external(users []User) []User {
	return slices.DeleteFunc(slices.Clone(users), func(u User) bool { return !u.External })
}

// converted reports whether the conversion that is planned has taken place
// before; the apply then only takes the person over.
func (f InvitationFacts) converted(u User) bool { return strings.EqualFold(u.ID, f.InvitedUserID) }

// restores reports whether a deleted person comes back instead of a new one. A
// deleted internal user would come back as what they were, which is no answer.
func (f InvitationFacts) restores() bool {
	deleted, _ := f.Deleted.Get()
	return f.InvitedUserID == "" && f.OnSoftDeleted == OnSoftDeletedRestore && len(external(deleted)) > 0
}

// inviting begins the sentence of a finding.
func (f InvitationFacts) inviting() string {
	return "Inviting " + f.Email + " to tenant " + quote(f.Resource.Key)
}
