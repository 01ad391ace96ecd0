package msgraph

import (
	"maps"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

// The gates repeat the table of graph-identity §2.4 row by row.
const textual = "eq in ge le startsWith"

var users = resource[world.User]{
	typeName:   "User",
	entityType: "microsoft.graph.user",
	set:        "users",
	properties: world.UserProperties(),
	// Exactly these eleven (graph-identity §2.1).
	defaults: []string{
		"businessPhones", "displayName", "givenName", "id", "jobTitle", "mail", "mobilePhone",
		"officeLocation", "preferredLanguage", "surname", "userPrincipalName",
	},
	omitted: world.KnownUserProperty,
	gates: map[string]gate{
		"id":                            {"eq in", "ne not"},
		"accountEnabled":                {"eq in", "ne not"},
		"displayName":                   {"eq in startsWith $orderby", "ne not null"},
		"userPrincipalName":             {"eq in le startsWith $orderby", "ne not endsWith"},
		"mail":                          {textual, "ne not null endsWith"},
		"otherMails":                    {textual, "ne not endsWith $count"},
		"proxyAddresses":                {"eq ge le startsWith", "not endsWith $count"},
		"userType":                      {"eq in", "ne not null"},
		"creationType":                  {"eq in", "ne not"},
		"externalUserState":             {"eq in", "ne not"},
		"createdDateTime":               {"eq ge le", "in ne $orderby"},
		"department":                    {textual, "ne not null"},
		"givenName":                     {textual, "ne not null"},
		"surname":                       {textual, "ne not null"},
		"usageLocation":                 {textual, "ne not null"},
		"mailNickname":                  {textual, "ne not null"},
		"jobTitle":                      {"eq in ge le", "ne not null"},
		"employeeId":                    {"eq startsWith", "ne le null"},
		"companyName":                   {"", textual + " ne not null"},
		"officeLocation":                {"", textual + " ne not null"},
		"preferredLanguage":             {"", textual + " ne not null"},
		"mobilePhone":                   {"", textual + " ne not null"},
		"employeeType":                  {"", textual + " ne not null"},
		"showInAddressList":             {"", "eq ne in ge le not null"},
		"onPremisesSyncEnabled":         {"eq in", "ne ge le null not"},
		"onPremisesExtensionAttributes": {"", "eq ne in not null"},
		"identities":                    {"eq", ""},
	},
}

// deletedUsers differ by the date and by sorting on it (graph-identity §2.6).
var deletedUsers = func() resource[world.User] {
	s := users
	s.set = "directory/deletedItems/graph.user"
	s.defaults = append(slices.Clone(users.defaults), "deletedDateTime")
	s.gates = maps.Clone(users.gates)
	s.gates["deletedDateTime"] = gate{"", "$orderby"}
	return s
}()

// basicProperties is what User.ReadBasic.All shows (graph-identity §2.7).
var basicProperties = []string{"id", "displayName", "givenName", "surname", "mail", "userPrincipalName"}

// selectUsers resolves $select within what the caller may see.
func selectUsers(r *request, s resource[world.User], names []string) (selection[world.User], error) {
	full := r.caller.actor().Has(readProfiles...)
	if !full && len(names) == 0 {
		s.defaults = slices.DeleteFunc(slices.Clone(s.defaults), func(n string) bool { return !slices.Contains(basicProperties, n) })
	}
	chosen, err := s.selected(names)
	if err != nil || full {
		return chosen, err
	}
	if slices.ContainsFunc(names, func(n string) bool { return !slices.Contains(basicProperties, n) }) {
		return chosen, denied()
	}
	return chosen, nil
}
