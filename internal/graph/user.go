package graph

import (
	"slices"
	"strings"
	"time"
)

// Property is a text property of a user that can be read and written.
type Property string

// The properties of a profile, by their names in Graph.
const (
	DisplayName       Property = "displayName"
	GivenName         Property = "givenName"
	Surname           Property = "surname"
	JobTitle          Property = "jobTitle"
	Department        Property = "department"
	CompanyName       Property = "companyName"
	OfficeLocation    Property = "officeLocation"
	MobilePhone       Property = "mobilePhone"
	BusinessPhone     Property = "businessPhones"
	EmployeeID        Property = "employeeId"
	UsageLocation     Property = "usageLocation"
	PreferredLanguage Property = "preferredLanguage"
)

// User is a user of a tenant. Text that Graph reports as null is empty.
type User struct {
	ID                string    `json:"id"`
	UserPrincipalName string    `json:"userPrincipalName"`
	Mail              string    `json:"mail"`
	OtherMails        []string  `json:"otherMails"`
	ProxyAddresses    []string  `json:"proxyAddresses"`
	UserType          string    `json:"userType"`
	CreationType      string    `json:"creationType"`
	ExternalUserState string    `json:"externalUserState"`
	CreatedDateTime   time.Time `json:"createdDateTime"`
	// StateChanged is the time of the last change of the external user state.
	StateChanged   time.Time `json:"externalUserStateChangeDateTime"`
	AccountEnabled bool      `json:"accountEnabled"`
	// ShowInAddressList is nil when Graph has no value, which says nothing about
	// Exchange Online (graph-identity §2.5).
	ShowInAddressList *bool `json:"showInAddressList"`
	// OnPremisesUserPrincipalName is written by Entra Connect.
	OnPremisesUserPrincipalName string `json:"onPremisesUserPrincipalName"`

	DisplayName       string   `json:"displayName"`
	GivenName         string   `json:"givenName"`
	Surname           string   `json:"surname"`
	JobTitle          string   `json:"jobTitle"`
	Department        string   `json:"department"`
	CompanyName       string   `json:"companyName"`
	OfficeLocation    string   `json:"officeLocation"`
	MobilePhone       string   `json:"mobilePhone"`
	BusinessPhones    []string `json:"businessPhones"`
	EmployeeID        string   `json:"employeeId"`
	UsageLocation     string   `json:"usageLocation"`
	PreferredLanguage string   `json:"preferredLanguage"`

	Identities []Identity `json:"identities"`
}

// Identity is one sign-in identity of a user.
type Identity struct {
	SignInType string `json:"signInType"`
	Issuer     string `json:"issuer"`
}

// userSelect lists the properties of every read of a user. Without $select Graph
// returns eleven properties and omits those that matter for guests.
var userSelect = strings.Join([]string{
	"id", "userPrincipalName", "mail", "otherMails", "proxyAddresses", "userType",
	"creationType", "externalUserState", "externalUserStateChangeDateTime", "createdDateTime", "accountEnabled",
	"showInAddressList", "displayName", "givenName", "surname", "jobTitle", "department", "companyName",
	"officeLocation", "mobilePhone", "businessPhones", "employeeId", "usageLocation",
	"preferredLanguage", "identities", "onPremisesUserPrincipalName",
}, ",")

// Text returns the value of a property, empty when it has none.
func (u User) Text(p Property) string {
	switch p {
	case DisplayName:
		return u.DisplayName
	case GivenName:
		return u.GivenName
	case Surname:
		return u.Surname
	case JobTitle:
		return u.JobTitle
	case Department:
		return u.Department
	case CompanyName:
		return u.CompanyName
	case OfficeLocation:
		return u.OfficeLocation
	case MobilePhone:
		return u.MobilePhone
	case BusinessPhone:
		// The list holds at most one number (graph-identity §2.2).
		if len(u.BusinessPhones) > 0 {
			return u.BusinessPhones[0]
		}
	case EmployeeID:
		return u.EmployeeID
	case UsageLocation:
		return u.UsageLocation
	case PreferredLanguage:
		return u.PreferredLanguage
	}
	return ""
}

// External reports whether the user signs in with an account of another
// organization, as guest or as member. The user type does not show that, and a
// converted internal user keeps an ordinary user principal name.
func (u User) External() bool {
	return u.CreationType == "Invitation" || u.ExternalUserState != "" ||
		strings.Contains(strings.ToUpper(u.UserPrincipalName), "#EXT#")
}

// PendingAcceptance is the state of an external user who has not redeemed the
// invitation yet.
const PendingAcceptance = "PendingAcceptance"

// Pending reports whether the user has not redeemed the invitation yet.
func (u User) Pending() bool { return u.ExternalUserState == PendingAcceptance }

// MailEnabled reports whether mail to the user's address is routed to it, which
// requires a proxy address (common-considerations, mail contacts).
func (u User) MailEnabled() bool { return len(u.ProxyAddresses) > 0 }

// IdentityIssuer returns the issuer of the user's identity, such as
// "ExternalAzureAD" or "mail" (one-time passcode); empty before redemption
// (graph-identity §1.6).
func (u User) IdentityIssuer() string {
	for _, i := range u.Identities {
		if i.SignInType == "federated" {
			return i.Issuer
		}
	}
	return ""
}

// InvitedAs reports whether the user was invited by this address, rather than
// found by it after an invitation by another one. When a contact holds the
// address as mail, the directory keeps it as an other mail (graph-identity §1.6).
func (u User) InvitedAs(email string) bool {
	name := strings.Replace(email, "@", "_", 1) + "#EXT#@"
	return strings.EqualFold(u.Mail, email) || slices.ContainsFunc(u.OtherMails, func(m string) bool { return strings.EqualFold(m, email) }) ||
		len(u.UserPrincipalName) > len(name) && strings.EqualFold(u.UserPrincipalName[:len(name)], name)
}

// HasAddress reports whether the user has the address.
func (u User) HasAddress(address string) bool {
	same := func(a string) bool { return strings.EqualFold(a, address) }
	return same(u.Mail) || slices.ContainsFunc(u.OtherMails, same) ||
		slices.ContainsFunc(u.ProxyAddresses, func(p string) bool {
			_, a, _ := strings.Cut(p, ":")
			return same(a)
		})
}

// UserChange is a patch: the properties to set and the properties to clear.
type UserChange struct {
	Set            map[Property]string
	Clear          []Property
	AccountEnabled *bool
	// OtherMails replaces the user's other mails, unless it is nil.
	OtherMails []string
	UserType   string // "Guest", "Member", or empty to leave it
	// ShowInAddressList is whether address lists show the user; nil leaves it.
	ShowInAddressList *bool
	// ClearShowInAddressList leaves Graph without a value, as it is for many users.
	ClearShowInAddressList bool
}

// Empty reports whether the change has no effect.
func (c UserChange) Empty() bool {
	return len(c.Set) == 0 && len(c.Clear) == 0 && c.AccountEnabled == nil && c.OtherMails == nil && c.UserType == "" &&
		c.ShowInAddressList == nil && !c.ClearShowInAddressList
}

// SeenIn reports whether the user shows every value of the change.
func (c UserChange) SeenIn(u User) bool {
	for p, want := range c.Set {
		if u.Text(p) != want {
			return false
		}
	}
	for _, p := range c.Clear {
		if u.Text(p) != "" {
			return false
		}
	}
	return (c.AccountEnabled == nil || *c.AccountEnabled == u.AccountEnabled) &&
		(c.OtherMails == nil || sameSet(c.OtherMails, u.OtherMails)) &&
		(c.UserType == "" || c.UserType == u.UserType) &&
		(c.ShowInAddressList == nil || u.ShowInAddressList != nil && *c.ShowInAddressList == *u.ShowInAddressList) &&
		(!c.ClearShowInAddressList || u.ShowInAddressList == nil)
}

// sameSet compares lists of the directory, which does not guarantee their order
// (graph-identity §0).
func sameSet(a, b []string) bool {
	sorted := func(list []string) []string {
		list = slices.Clone(list)
		slices.Sort(list)
		return list
	}
	return slices.Equal(sorted(a), sorted(b))
}

// body returns the PATCH body: null clears a property, except for collections.
func (c UserChange) body() map[string]any {
	body := map[string]any{}
	for p, value := range c.Set {
		body[string(p)] = value
		if p == BusinessPhone {
			body[string(p)] = []string{value}
		}
	}
	for _, p := range c.Clear {
		body[string(p)] = nil
		if p == BusinessPhone {
			body[string(p)] = []string{}
		}
	}
	if c.AccountEnabled != nil {
		body["accountEnabled"] = *c.AccountEnabled
	}
	if c.OtherMails != nil {
		body["otherMails"] = c.OtherMails
	}
	if c.UserType != "" {
		body["userType"] = c.UserType
	}
	switch {
	case c.ClearShowInAddressList:
		// The property is nullable, for which null clears (graph-identity §0, §2.2).
		body["showInAddressList"] = nil
	case c.ShowInAddressList != nil:
		body["showInAddressList"] = *c.ShowInAddressList
	}
	return body
}
