package directory

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/memberrule"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// ruleTexts are the texts of users by their names in membership rules
// (graph-identity §7.7).
var ruleTexts = map[string]func(*User) string{
	"city":                         func(u *User) string { return u.City },
	"companyName":                  func(u *User) string { return u.CompanyName },
	"country":                      func(u *User) string { return u.Country },
	"department":                   func(u *User) string { return u.Department },
	"displayName":                  func(u *User) string { return u.DisplayName },
	"employeeId":                   func(u *User) string { return u.EmployeeID },
	"facsimileTelephoneNumber":     func(u *User) string { return u.FaxNumber },
	"givenName":                    func(u *User) string { return u.GivenName },
	"jobTitle":                     func(u *User) string { return u.JobTitle },
	"mail":                         func(u *User) string { return u.Mail },
	"mailNickName":                 func(u *User) string { return u.MailNickname },
	"mobile":                       func(u *User) string { return u.MobilePhone },
	"objectId":                     func(u *User) string { return u.ID },
	"onPremisesDistinguishedName":  unset,
	"onPremisesSecurityIdentifier": unset,
	"physicalDeliveryOfficeName":   func(u *User) string { return u.OfficeLocation },
	"postalCode":                   func(u *User) string { return u.PostalCode },
	"preferredLanguage":            func(u *User) string { return u.PreferredLanguage },
	"state":                        func(u *User) string { return u.State },
	"streetAddress":                func(u *User) string { return u.StreetAddress },
	"surname":                      func(u *User) string { return u.Surname },
	"telephoneNumber":              telephoneNumber,
	"usageLocation":                func(u *User) string { return u.UsageLocation },
	"userPrincipalName":            func(u *User) string { return u.UserPrincipalName },
	"userType":                     func(u *User) string { return u.UserType },
	memberrule.ManagerProperty:     func(u *User) string { return u.Manager },
}

// unset is the value of a property that users of the emulator do not have.
func unset(*User) string { return "" }

func telephoneNumber(u *User) string {
	if len(u.BusinessPhones) == 0 {
		return ""
	}
	return u.BusinessPhones[0]
}

// attribute is the value of a property in membership rules.
func (u *User) attribute(property string) any {
	switch property {
	case "accountEnabled":
		return u.AccountEnabled
	case "dirSyncEnabled":
		return schema.BoolOrNull(u.OnPremisesSyncEnabled)
	case "otherMails":
		return u.OtherMails
	case "proxyAddresses":
		return u.ProxyAddresses
	}
	if text := ruleTexts[property]; text != nil {
		return schema.TextOrNull(text(u))
	}
	if strings.HasPrefix(property, "extensionAttribute") {
		return schema.TextOrNull(u.Extensions[property])
	}
	return nil
}
