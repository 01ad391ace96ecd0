package world

import (
	"slices"
	"time"
)

// Property is one property of a directory object as Graph shows it.
type Property[T any] struct {
	Name string
	// Get gives string, bool, []string, []map[string]any, map[string]any,
	// [time.Time] or nil.
	Get func(*T) any
	// set checks a JSON value and stores it; nil when Graph does not write it.
	set func(*T, any) error
	// sensitive properties of administrators need more than a permission
	// (graph-identity §2.2).
	sensitive bool
}

// UserProperties lists the modelled properties of a user in a fixed order.
func UserProperties() []Property[User] { return userProperties }

// UserProperty finds a property by its exact name.
func UserProperty(name string) (Property[User], bool) {
	p, ok := userPropertyByName[name]
	return p, ok
}

// KnownUserProperty says whether Graph's schema has a property that the
// emulator leaves out, so that the answer is 501 and not "does not exist".
func KnownUserProperty(name string) bool { return slices.Contains(unmodelledUserProperties, name) }

// Limits are those of graph-identity §2.2.
var userProperties = []Property[User]{
	{Name: "id", Get: func(u *User) any { return u.ID }},
	{Name: "deletedDateTime", Get: func(u *User) any { return Instant(u.Deleted) }},
	{Name: "accountEnabled", Get: func(u *User) any { return u.AccountEnabled }, set: setAccountEnabled, sensitive: true},
	sensitive(phones("businessPhones", func(u *User) *[]string { return &u.BusinessPhones })),
	text("city", 128, func(u *User) *string { return &u.City }),
	text("companyName", 64, func(u *User) *string { return &u.CompanyName }),
	text("country", 128, func(u *User) *string { return &u.Country }),
	{Name: "createdDateTime", Get: func(u *User) any { return Instant(u.Created) }},
	readOnly("creationType", func(u *User) string { return u.CreationType }),
	text("department", 64, func(u *User) *string { return &u.Department }),
	required("displayName", 256, func(u *User) *string { return &u.DisplayName }),
	text("employeeId", 16, func(u *User) *string { return &u.EmployeeID }),
	text("employeeType", 64, func(u *User) *string { return &u.EmployeeType }),
	readOnly("externalUserState", func(u *User) string { return u.ExternalUserState }),
	{Name: "externalUserStateChangeDateTime", Get: func(u *User) any { return Instant(u.ExternalUserStateChanged) }},
	text("faxNumber", 64, func(u *User) *string { return &u.FaxNumber }),
	text("givenName", 64, func(u *User) *string { return &u.GivenName }),
	{Name: "identities", Get: identities, set: setIdentities},
	{Name: "isManagementRestricted", Get: func(*User) any { return nil }},
	text("jobTitle", 128, func(u *User) *string { return &u.JobTitle }),
	{Name: "mail", Get: func(u *User) any { return textOrNull(u.Mail) }, set: setMail},
	{Name: "mailNickname", Get: func(u *User) any { return textOrNull(u.MailNickname) }, set: setMailNickname},
	sensitive(text("mobilePhone", 64, func(u *User) *string { return &u.MobilePhone })),
	text("officeLocation", 128, func(u *User) *string { return &u.OfficeLocation }),
	{Name: "onPremisesExtensionAttributes", Get: extensions, set: setExtensions},
	sensitive(text("onPremisesImmutableId", 256, func(u *User) *string { return &u.OnPremisesImmutableID })),
	{Name: "onPremisesSyncEnabled", Get: func(u *User) any { return boolOrNull(u.OnPremisesSyncEnabled) }},
	readOnly("onPremisesUserPrincipalName", func(u *User) string { return u.OnPremisesUserPrincipalName }),
	{Name: "otherMails", Get: func(u *User) any { return list(u.OtherMails) }, set: setOtherMails, sensitive: true},
	text("postalCode", 40, func(u *User) *string { return &u.PostalCode }),
	{Name: "preferredLanguage", Get: func(u *User) any { return textOrNull(u.PreferredLanguage) }, set: setPreferredLanguage},
	{Name: "proxyAddresses", Get: func(u *User) any { return list(u.ProxyAddresses) }},
	{Name: "showInAddressList", Get: func(u *User) any { return boolOrNull(u.ShowInAddressList) }, set: setShowInAddressList},
	text("state", 128, func(u *User) *string { return &u.State }),
	text("streetAddress", 1024, func(u *User) *string { return &u.StreetAddress }),
	text("surname", 64, func(u *User) *string { return &u.Surname }),
	{Name: "usageLocation", Get: func(u *User) any { return textOrNull(u.UsageLocation) }, set: setUsageLocation},
	{Name: "userPrincipalName", Get: func(u *User) any { return u.UserPrincipalName }, set: setUPN, sensitive: true},
	{Name: "userType", Get: func(u *User) any { return textOrNull(u.UserType) }, set: setUserType},
}

// The rest of the user type in the official schema; the navigation properties
// that matter have routes of their own.
var unmodelledUserProperties = []string{
	"aboutMe", "ageGroup", "assignedLicenses", "assignedPlans", "authorizationInfo", "birthday",
	"consentProvidedForMinor", "customSecurityAttributes", "deviceEnrollmentLimit", "employeeHireDate",
	"employeeLeaveDateTime", "employeeOrgData", "hireDate", "identityParentId", "imAddresses", "interests",
	"isResourceAccount", "lastPasswordChangeDateTime", "legalAgeGroupClassification",
	"licenseAssignmentStates", "mailboxSettings", "mySite", "onPremisesDistinguishedName",
	"onPremisesDomainName", "onPremisesLastSyncDateTime", "onPremisesProvisioningErrors",
	"onPremisesSamAccountName", "onPremisesSecurityIdentifier", "passwordPolicies", "passwordProfile",
	"pastProjects", "preferredDataLocation", "preferredName", "print", "provisionedPlans",
	"responsibilities", "schools", "securityIdentifier", "serviceProvisioningErrors", "signInActivity",
	"signInSessionsValidFromDateTime", "skills",
}

var userPropertyByName = func() map[string]Property[User] {
	byName := map[string]Property[User]{}
	for _, p := range userProperties {
		byName[p.Name] = p
	}
	return byName
}()

// setUserType needs no special role (graph-identity §2.2).
func setUserType(u *User, value any) error {
	s, ok := value.(string)
	if !ok || s != typeGuest && s != typeMember {
		return errInvalidValue("userType")
	}
	u.UserType = s
	return nil
}

func identities(u *User) any {
	all := make([]map[string]any, 0, len(u.Identities))
	for _, i := range u.Identities {
		all = append(all, map[string]any{
			"signInType": i.SignInType, "issuer": textOrNull(i.Issuer), "issuerAssignedId": textOrNull(i.IssuerAssignedID),
		})
	}
	return all
}

// Instant gives a time of the directory, which counts in whole seconds, or null.
func Instant(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Truncate(time.Second)
}

func textOrNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func boolOrNull(b *bool) any {
	if b == nil {
		return nil
	}
	return *b
}

// list is never null (graph-identity §0).
func list(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}
