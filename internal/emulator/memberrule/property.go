package memberrule

import (
	"slices"
	"strings"
)

// Kind is the type of a property in the rule language.
type Kind int

// The types of properties. The emulator does not model rules with properties of
// the kind Other.
const (
	Text Kind = iota
	Flag
	Texts
	Other
)

// property is a property of users that rules can name.
type property struct {
	name string
	kind Kind
}

// properties of users, with the names of the rule language, which differ from
// Graph's: officeLocation is physicalDeliveryOfficeName, and employeeType has no
// name (graph-identity §7.7).
var properties = slices.Concat(
	of(Flag, "accountEnabled", "dirSyncEnabled"),
	of(
		Text, "city", "companyName", "country", "department", "displayName", "employeeId", "facsimileTelephoneNumber", "givenName",
		"jobTitle", "mail", "mailNickName", "mobile", "objectId", "onPremisesDistinguishedName", "onPremisesSecurityIdentifier",
		"physicalDeliveryOfficeName", "postalCode", "preferredLanguage", "state", "streetAddress", "surname", "telephoneNumber",
		"usageLocation", "userPrincipalName", "userType",
		"extensionAttribute1", "extensionAttribute2", "extensionAttribute3", "extensionAttribute4", "extensionAttribute5",
		"extensionAttribute6", "extensionAttribute7", "extensionAttribute8", "extensionAttribute9", "extensionAttribute10",
		"extensionAttribute11", "extensionAttribute12", "extensionAttribute13", "extensionAttribute14", "extensionAttribute15",
	),
	of(Texts, "otherMails", "proxyAddresses"),
	of(Other, "assignedPlans", "employeeHireDate", "memberOf", "passwordPolicies", "sipProxyAddress"),
)

func of(k Kind, names ...string) []property {
	all := make([]property, 0, len(names))
	for _, name := range names {
		all = append(all, property{name, k})
	}
	return all
}

// Names lists the properties of a kind.
func Names(k Kind) []string {
	var names []string
	for _, p := range properties {
		if p.kind == k {
			names = append(names, p.name)
		}
	}
	return names
}

// named finds the property of a path such as user.department.
func (p *parser) named(path string) (property, error) {
	object, name, hasObject := strings.Cut(path, ".")
	switch {
	case !hasObject:
		return property{}, &Error{Code: codeObjectType, Message: "No object type"}
	case strings.EqualFold(object, "device"):
		return property{}, errNotModeled("a membershipRule about devices")
	case !strings.EqualFold(object, "user"):
		return property{}, &Error{Code: codeObjectType, Message: "No object type"}
	}
	same := strings.EqualFold
	if p.how.ExactNames {
		same = func(a, b string) bool { return a == b }
	}
	i := slices.IndexFunc(properties, func(x property) bool { return same(x.name, name) })
	switch {
	case i >= 0 && properties[i].kind == Other, strings.HasPrefix(strings.ToLower(name), "extension_"):
		return property{}, errNotModeled("the property '%s' of a membershipRule", name)
	case i < 0:
		return property{}, errProperty(name)
	}
	return properties[i], nil
}
