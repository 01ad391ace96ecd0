package directory

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// userClass has the limits of graph-identity §2.2, the operators of the table in
// §2.4 and the eleven default properties of §2.1. Addresses have the operators of
// other texts, although their page lists eq and null only.
var userClass = schema.NewClass("User", "user", append([]schema.Property{
	schema.ReadText("id", func(u *User) *string { return &u.ID }).Filter("eq in", "ne not").Default().Basics(),
	schema.Moment("deletedDateTime", func(u *User) *time.Time { return &u.Deleted }).Seeded(notSeeded),
	schema.Bool("accountEnabled", func(u *User) *bool { return &u.AccountEnabled }).Filter("eq in", "ne not").Guarded(),
	phones("businessPhones", func(u *User) *[]string { return &u.BusinessPhones }).Default().Guarded(),
	schema.Text("city", 128, func(u *User) *string { return &u.City }).Filter(textual, "ne not null"),
	schema.Text("companyName", 64, func(u *User) *string { return &u.CompanyName }).Filter("", textual+" ne not null"),
	schema.Text("country", 128, func(u *User) *string { return &u.Country }).Filter(textual, "ne not null"),
	schema.Moment("createdDateTime", func(u *User) *time.Time { return &u.Created }).Filter("eq ge le", "in ne $orderby"),
	schema.ReadText("creationType", func(u *User) *string { return &u.CreationType }).Filter("eq in", "ne not"),
	schema.Text("department", 64, func(u *User) *string { return &u.Department }).Filter(textual, "ne not null"),
	schema.Text("displayName", 256, func(u *User) *string { return &u.DisplayName }).Required().
		Filter("eq in startsWith $orderby", "ne not null").Default().Basics().Search(schema.ByWords),
	schema.Text("employeeId", 16, func(u *User) *string { return &u.EmployeeID }).Filter("eq startsWith", "ne le null"),
	schema.Text("employeeType", 64, func(u *User) *string { return &u.EmployeeType }).Filter("", textual+" ne not null"),
	schema.ReadText("externalUserState", func(u *User) *string { return &u.ExternalUserState }).Filter("eq in", "ne not").Seeded(seedState),
	schema.Moment("externalUserStateChangeDateTime", func(u *User) *time.Time { return &u.ExternalUserStateChanged }),
	schema.Text("faxNumber", 64, func(u *User) *string { return &u.FaxNumber }),
	schema.Text("givenName", 64, func(u *User) *string { return &u.GivenName }).Filter(textual, "ne not null").Default().Basics(),
	schema.Writes(schema.Read("identities", identities), setIdentities).Filter("eq", "").Seeded(seedIdentities),
	schema.Read("isManagementRestricted", func(u *User) any { return restrictedOrNull(u.Restricted) }),
	schema.Text("jobTitle", 128, func(u *User) *string { return &u.JobTitle }).Filter("eq in ge le", "ne not null").Default(),
	schema.Writes(schema.ReadText("mail", func(u *User) *string { return &u.Mail }), setMail).
		Filter(textual, "ne not null endsWith").Default().Basics().Search(schema.ByStart),
	schema.Writes(schema.ReadText("mailNickname", func(u *User) *string { return &u.MailNickname }), setMailNickname).
		Filter(textual, "ne not null"),
	schema.Text("mobilePhone", 64, func(u *User) *string { return &u.MobilePhone }).Filter("", textual+" ne not null").Default().Guarded(),
	schema.Text("officeLocation", 128, func(u *User) *string { return &u.OfficeLocation }).Filter("", textual+" ne not null").Default(),
	schema.Writes(schema.Read("onPremisesExtensionAttributes", extensions), setExtensions).Filter("", "eq ne in not null").Filtered(),
	schema.Text("onPremisesImmutableId", 256, func(u *User) *string { return &u.OnPremisesImmutableID }).Guarded(),
	seedFlag("onPremisesSyncEnabled", func(u *User) **bool { return &u.OnPremisesSyncEnabled }).Filter("eq in", "ne ge le null not"),
	schema.ReadText("onPremisesUserPrincipalName", func(u *User) *string { return &u.OnPremisesUserPrincipalName }),
	schema.Writes(schema.Texts("otherMails", func(u *User) *[]string { return &u.OtherMails }), setOtherMails).
		Filter("eq in ge le startsWith", "ne not endsWith $count").Guarded(),
	// Never returned (graph-identity §2.2).
	schema.Writes(schema.Null("passwordProfile"), setPasswordProfile).Guarded(),
	schema.Text("postalCode", 40, func(u *User) *string { return &u.PostalCode }).Filter(textual, "ne not null"),
	schema.Writes(schema.ReadText("preferredLanguage", func(u *User) *string { return &u.PreferredLanguage }), setPreferredLanguage).
		Filter("", textual+" ne not null").Default(),
	// Recomputed from mail; writes are refused for missing privilege
	// (graph-identity §2.2).
	schema.Texts("proxyAddresses", func(u *User) *[]string { return &u.ProxyAddresses }).Seeded(seedProxies).Denied().
		Filter("eq ge le startsWith", "not endsWith $count"),
	// Never in delta responses, even if selected (graph-identity §3).
	schema.Writes(seedFlag("showInAddressList", func(u *User) **bool { return &u.ShowInAddressList }), setShowInAddressList).
		Filter("", "eq ne in ge le not null").Hidden(),
	schema.Read(sessionsValidFrom, sessions),
	schema.Read(signInActivity, signIns).OnRequest().Hidden().Seeded(seedSignIns),
	schema.Text("state", 128, func(u *User) *string { return &u.State }).Filter(textual, "ne not null"),
	schema.Text("streetAddress", 1024, func(u *User) *string { return &u.StreetAddress }).Filter(textual, "ne not null"),
	schema.Text("surname", 64, func(u *User) *string { return &u.Surname }).Filter(textual, "ne not null").Default().Basics(),
	schema.Writes(schema.ReadText("usageLocation", func(u *User) *string { return &u.UsageLocation }), setUsageLocation).
		Filter(textual, "ne not null"),
	schema.Writes(schema.ReadText("userPrincipalName", func(u *User) *string { return &u.UserPrincipalName }), setUPN).
		Filter("eq in le startsWith $orderby", "ne not endsWith").Default().Basics().Guarded().Search(schema.ByStart),
	schema.Writes(schema.ReadText("userType", func(u *User) *string { return &u.UserType }), setUserType).
		Filter("eq in", "ne not null"),
}, schema.Nulls(
	// Properties of synchronized users, minors and employees only.
	"ageGroup", "consentProvidedForMinor", "employeeHireDate", "employeeOrgData", "imAddresses", "onPremisesDistinguishedName",
	"onPremisesDomainName", "onPremisesSamAccountName", "onPremisesSecurityIdentifier",
)...)...)

func identities(u *User) any {
	all := make([]map[string]any, 0, len(u.Identities))
	for _, i := range u.Identities {
		all = append(all, map[string]any{
			"signInType": i.SignInType, "issuer": schema.TextOrNull(i.Issuer), "issuerAssignedId": schema.TextOrNull(i.IssuerAssignedID),
		})
	}
	return all
}

// notSeeded refuses properties that only the directory sets.
func notSeeded(_, _ any) error { return errors.New("is not a user property that a seed can set") }

func seedState(v, value any) error {
	u := schema.Of[User](v)
	u.ExternalUserState, _ = value.(string)
	if u.ExternalUserState != StatePending && u.ExternalUserState != StateAccepted {
		return fmt.Errorf("must be %s or %s", StatePending, StateAccepted)
	}
	return nil
}

func seedProxies(v, value any) error {
	proxies, ok := schema.StringList(value)
	if !ok {
		return errors.New("must be a list of addresses")
	}
	primaries := 0
	for _, p := range proxies {
		if !strings.Contains(p, ":") {
			return fmt.Errorf("%q lacks a prefix such as smtp: before the address", p)
		}
		if strings.HasPrefix(p, "SMTP:") {
			primaries++
		}
	}
	if primaries > 1 {
		return errors.New("only one address can be primary (SMTP:)")
	}
	if proxies == nil {
		// An explicit empty list, which differs from an absent one.
		proxies = []string{}
	}
	schema.Of[User](v).ProxyAddresses = proxies
	return nil
}

func seedIdentities(v, value any) error {
	entries, ok := value.([]any)
	if !ok {
		return errors.New("must be a list")
	}
	u := schema.Of[User](v)
	u.Identities = nil
	for _, e := range entries {
		identity, ok := toIdentity(e)
		if !ok {
			return errors.New("each identity has signInType, issuer and issuerAssignedId")
		}
		u.Identities = append(u.Identities, identity)
	}
	return nil
}
