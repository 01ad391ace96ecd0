package directory

import (
	"slices"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// User is one version of a user object. Values returned by the world are never
// modified; an update creates a new one. Empty strings and nil pointers are null
// in Graph.
type User struct {
	ID                string `json:"id"`
	UserPrincipalName string `json:"userPrincipalName"`
	DisplayName       string `json:"displayName"`
	GivenName         string `json:"givenName,omitempty"`
	Surname           string `json:"surname,omitempty"`
	Mail              string `json:"mail,omitempty"`
	MailNickname      string `json:"mailNickname,omitempty"`
	UserType          string `json:"userType,omitempty"`
	AccountEnabled    bool   `json:"accountEnabled"`

	JobTitle          string `json:"jobTitle,omitempty"`
	Department        string `json:"department,omitempty"`
	CompanyName       string `json:"companyName,omitempty"`
	EmployeeID        string `json:"employeeId,omitempty"`
	EmployeeType      string `json:"employeeType,omitempty"`
	OfficeLocation    string `json:"officeLocation,omitempty"`
	StreetAddress     string `json:"streetAddress,omitempty"`
	City              string `json:"city,omitempty"`
	State             string `json:"state,omitempty"`
	PostalCode        string `json:"postalCode,omitempty"`
	Country           string `json:"country,omitempty"`
	MobilePhone       string `json:"mobilePhone,omitempty"`
	FaxNumber         string `json:"faxNumber,omitempty"`
	PreferredLanguage string `json:"preferredLanguage,omitempty"`
	UsageLocation     string `json:"usageLocation,omitempty"`

	BusinessPhones []string `json:"businessPhones,omitempty"`
	OtherMails     []string `json:"otherMails,omitempty"`
	ProxyAddresses []string `json:"proxyAddresses,omitempty"`

	ShowInAddressList *bool             `json:"showInAddressList,omitempty"`
	Extensions        map[string]string `json:"onPremisesExtensionAttributes,omitempty"`

	OnPremisesSyncEnabled       *bool  `json:"onPremisesSyncEnabled,omitempty"`
	OnPremisesUserPrincipalName string `json:"onPremisesUserPrincipalName,omitempty"`
	OnPremisesImmutableID       string `json:"onPremisesImmutableId,omitempty"`

	CreationType             string     `json:"creationType,omitempty"`
	ExternalUserState        string     `json:"externalUserState,omitempty"`
	ExternalUserStateChanged time.Time  `json:"externalUserStateChangeDateTime,omitzero"`
	Identities               []Identity `json:"identities,omitempty"`

	// SignIns is nil for a user that has never signed in.
	SignIns *SignIns `json:"signInActivity,omitempty"`

	Created time.Time `json:"createdDateTime,omitzero"`
	Deleted time.Time `json:"deletedDateTime,omitzero"`

	// Restricted means that the user is a member of a restricted unit.
	Restricted bool `json:"isManagementRestricted,omitempty"`

	Manager  string   `json:"manager,omitempty"`
	Sponsors []string `json:"sponsors,omitempty"`

	account *Account
}

// Identity is one sign-in identity (graph-identity §1.6).
type Identity struct {
	SignInType       string `json:"signInType"`
	Issuer           string `json:"issuer"`
	IssuerAssignedID string `json:"issuerAssignedId,omitempty"`
}

// Values of the properties of users.
const (
	TypeGuest  = "Guest"
	TypeMember = "Member"

	StatePending  = "PendingAcceptance"
	StateAccepted = "Accepted"

	CreationInvitation = "Invitation"

	SignInFederated = "federated"
	SignInUPN       = "userPrincipalName"

	UPNMarker = "#EXT#"

	// IssuerEntra is the issuer of external identities from another tenant
	// (graph-identity §1.6).
	IssuerEntra = "ExternalAzureAD"
)

// IsDeleted reports whether the user is in the deleted items.
func (u *User) IsDeleted() bool { return !u.Deleted.IsZero() }

// External reports whether the user has an external identity. The user type does
// not determine this: a Guest can be internal and a Member external
// (graph-identity §12).
func (u *User) External() bool {
	return u.CreationType == CreationInvitation || u.ExternalUserState != "" ||
		slices.ContainsFunc(u.Identities, func(i Identity) bool { return i.SignInType == SignInFederated })
}

// Holds reports whether an address belongs to the user, under any property.
func (u *User) Holds(address string) bool {
	if strings.EqualFold(u.Mail, address) || strings.EqualFold(u.UserPrincipalName, address) {
		return true
	}
	same := func(s string) bool { return strings.EqualFold(s, address) }
	if slices.ContainsFunc(u.OtherMails, same) {
		return true
	}
	return slices.ContainsFunc(u.ProxyAddresses, func(p string) bool { return strings.ToLower(p) == "smtp:"+strings.ToLower(address) })
}

func (u *User) keys() []string {
	keys := make([]string, 0, 2+len(u.OtherMails))
	if u.Mail != "" {
		keys = append(keys, MailKey(u.Mail))
	}
	for _, m := range u.OtherMails {
		keys = append(keys, OtherMailKey(m))
	}
	if home := u.Account(); home.HomeTenantID != "" {
		keys = append(keys, HomeKey(home.HomeTenantID, home.HomeUPN))
	}
	return keys
}

// HomeKey is the index key of the home account that redeemed an invitation.
func HomeKey(tenantID, upn string) string {
	return "home:" + tenantID + ":" + strings.ToLower(upn)
}

// MailKey is the index key of a `mail` value.
func MailKey(address string) string { return "mail:" + strings.ToLower(address) }

// OtherMailKey is the index key of an element of `otherMails`.
func OtherMailKey(address string) string { return "other:" + strings.ToLower(address) }

// addressKeys make the index keys of addresses in filters.
var addressKeys = map[string]func(string) string{
	"userPrincipalName": kernel.NameKey, "mail": MailKey, "otherMails": OtherMailKey, "proxyAddresses": kernel.ProxyKey,
}

// clone copies a user so that an update can change it.
func (u *User) clone() *User {
	c := *u
	c.BusinessPhones = slices.Clone(u.BusinessPhones)
	c.OtherMails = slices.Clone(u.OtherMails)
	c.ProxyAddresses = slices.Clone(u.ProxyAddresses)
	c.Identities = slices.Clone(u.Identities)
	c.Sponsors = slices.Clone(u.Sponsors)
	if u.account != nil {
		c.account = new(*u.account)
	}
	return &c
}
