package provisioning

import (
	"slices"
	"strconv"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/expression"
)

// attribute is an attribute of users by the name that schemas use, and the property
// of Graph with its value. Names are those of the directory, not those of Graph
// (graph-cross-tenant §4.5).
type attribute struct {
	name     string
	property string
	read     func(*directory.User) expression.Value
	// write converts a value to that of the property; nil for attributes that are not
	// written this way.
	write func(expression.Value) any
}

func textAttribute(name, property string, field func(*directory.User) string) attribute {
	return attribute{
		name, property,
		func(u *directory.User) expression.Value { return textValue(field(u)) },
		func(v expression.Value) any { return v.String() },
	}
}

func textValue(s string) expression.Value {
	if s == "" {
		return nil
	}
	return expression.Text(s)
}

func flagAttribute(name string, field func(*directory.User) *bool) attribute {
	return attribute{
		name, name,
		func(u *directory.User) expression.Value {
			if b := field(u); b != nil {
				return expression.Truth(*b)
			}
			return nil
		},
		func(v expression.Value) any {
			b, err := strconv.ParseBool(v.String())
			if err != nil {
				return v.String() // refused by the property
			}
			return b
		},
	}
}

// attributes are the attributes that the emulator can synchronize.
var attributes = slices.Concat([]attribute{
	flagAttribute("accountEnabled", func(u *directory.User) *bool { return &u.AccountEnabled }),
	flagAttribute("showInAddressList", func(u *directory.User) *bool { return u.ShowInAddressList }),
	textAttribute("city", "city", func(u *directory.User) string { return u.City }),
	textAttribute("companyName", "companyName", func(u *directory.User) string { return u.CompanyName }),
	textAttribute("country", "country", func(u *directory.User) string { return u.Country }),
	textAttribute("department", "department", func(u *directory.User) string { return u.Department }),
	textAttribute("displayName", "displayName", func(u *directory.User) string { return u.DisplayName }),
	textAttribute("employeeId", "employeeId", func(u *directory.User) string { return u.EmployeeID }),
	textAttribute("employeeType", "employeeType", func(u *directory.User) string { return u.EmployeeType }),
	textAttribute("facsimileTelephoneNumber", "faxNumber", func(u *directory.User) string { return u.FaxNumber }),
	textAttribute("givenName", "givenName", func(u *directory.User) string { return u.GivenName }),
	textAttribute("jobTitle", "jobTitle", func(u *directory.User) string { return u.JobTitle }),
	textAttribute("mail", "mail", func(u *directory.User) string { return u.Mail }),
	textAttribute("mailNickname", "mailNickname", func(u *directory.User) string { return u.MailNickname }),
	textAttribute("mobile", "mobilePhone", func(u *directory.User) string { return u.MobilePhone }),
	textAttribute("physicalDeliveryOfficeName", "officeLocation", func(u *directory.User) string { return u.OfficeLocation }),
	textAttribute("postalCode", "postalCode", func(u *directory.User) string { return u.PostalCode }),
	textAttribute("preferredLanguage", "preferredLanguage", func(u *directory.User) string { return u.PreferredLanguage }),
	textAttribute("state", "state", func(u *directory.User) string { return u.State }),
	textAttribute("streetAddress", "streetAddress", func(u *directory.User) string { return u.StreetAddress }),
	textAttribute("surname", "surname", func(u *directory.User) string { return u.Surname }),
	textAttribute("usageLocation", "usageLocation", func(u *directory.User) string { return u.UsageLocation }),
	textAttribute("userType", "userType", func(u *directory.User) string { return u.UserType }),
	{
		"telephoneNumber", "businessPhones",
		func(u *directory.User) expression.Value {
			return expression.Value(u.BusinessPhones[:min(1, len(u.BusinessPhones))])
		},
		func(v expression.Value) any { return []any{v.String()} },
	},
	// The name of an external user is made of the mapped one; see [cycle.rename].
	{name: attributeUPN, read: func(u *directory.User) expression.Value { return textValue(u.UserPrincipalName) }},
	{name: "objectId", read: func(u *directory.User) expression.Value { return textValue(u.ID) }},
	{name: "netId", read: func(u *directory.User) expression.Value { return textValue(netID(u.ID)) }},
	{name: "otherMails", read: func(u *directory.User) expression.Value { return u.OtherMails }},
	{name: "proxyAddresses", read: func(u *directory.User) expression.Value { return u.ProxyAddresses }},
	{name: "immutableId", read: func(u *directory.User) expression.Value { return textValue(u.OnPremisesImmutableID) }},
	{name: attributeDeleted, read: func(u *directory.User) expression.Value { return expression.Truth(u.IsDeleted()) }},
	// Only internal users without a phone sign-in have none (graph-cross-tenant §4.5).
	{name: matchedBy, read: func(u *directory.User) expression.Value { return expression.Text("None") }},
}, extensionAttributes())

// Attributes that the engine handles itself.
const (
	attributeUPN     = "userPrincipalName"
	attributeDeleted = "IsSoftDeleted"
	attributeEnabled = "accountEnabled"
	attributeManager = "manager"
	attributeRoles   = "appRoleAssignments"
)

func extensionAttributes() []attribute {
	var all []attribute
	for n := 1; n <= 15; n++ {
		name := "extensionAttribute" + strconv.Itoa(n)
		a := textAttribute(name, "onPremisesExtensionAttributes", func(u *directory.User) string { return u.Extensions[name] })
		a.write = func(v expression.Value) any { return map[string]any{name: v.String()} }
		all = append(all, a)
	}
	return all
}

var attributeByName = func() map[string]*attribute {
	all := map[string]*attribute{}
	for i := range attributes {
		all[strings.ToLower(attributes[i].name)] = &attributes[i]
	}
	return all
}()

// attributeOf finds an attribute; the case of names does not matter.
func attributeOf(name string) *attribute { return attributeByName[strings.ToLower(name)] }

// netID stands for the internal identifier of an account, which Graph does not
// show.
func netID(id string) string { return "1003" + strings.ToUpper(strings.ReplaceAll(id, "-", "")[:12]) }

// attributesOf are the attributes of a user of the source for expressions.
func attributesOf(u *directory.User, roles []string) expression.Attributes {
	return func(name string) expression.Value {
		switch a := attributeOf(name); {
		case strings.EqualFold(name, attributeRoles):
			return roles
		case strings.EqualFold(name, attributeManager):
			return textValue(u.Manager)
		case a == nil:
			return nil
		default:
			return a.read(u)
		}
	}
}
