package graph

import (
	"cmp"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// m365JSON is a Microsoft 365 capability as Graph has it (m365-capabilities §3).
type m365JSON struct {
	Type string `json:"@odata.type"`
	// Name is only in answers; the type says the same.
	Name          string          `json:"name,omitempty"`
	InboundAccess *m365AccessJSON `json:"inboundAccess"`
}

type m365AccessJSON struct {
	IsAllowed bool `json:"isAllowed"`
	// ResourceScopes are always sent: it is not documented whether scopes that are
	// left out stay.
	ResourceScopes *m365ScopesJSON `json:"resourceScopes"`
}

type m365ScopesJSON struct {
	Included []m365TargetJSON `json:"included"`
	Excluded []m365TargetJSON `json:"excluded"`
}

// m365TargetJSON is a user, a group, or all users. Public scripts also write one
// without members, which names nothing.
type m365TargetJSON struct {
	ID   string `json:"resourceId"`
	Type string `json:"resourceType"`
}

const m365Type = "#microsoft.graph."

// encodeM365 is the body of a POST or a PATCH. All users are a user in most kinds and
// a group in others (m365-capabilities §3).
func encodeM365(c rules.M365Capability) m365JSON {
	all := rules.TargetUser
	if kind, known := rules.M365KindOf(c.Name); known {
		all = kind.AllUsersType
	}
	scopes := m365ScopesJSON{
		Included: m365Targets(c.Scope.Users, c.Scope.Groups),
		Excluded: m365Targets(c.Scope.ExcludedUsers, c.Scope.ExcludedGroups),
	}
	if c.Scope.AllUsers {
		scopes.Included = []m365TargetJSON{{rules.M365All, all}}
	}
	return m365JSON{Type: m365Type + c.Name, InboundAccess: &m365AccessJSON{c.Allowed, &scopes}}
}

func m365Targets(users, groups []string) []m365TargetJSON {
	targets := make([]m365TargetJSON, 0, len(users)+len(groups))
	for _, id := range users {
		targets = append(targets, m365TargetJSON{id, rules.TargetUser})
	}
	for _, id := range groups {
		targets = append(targets, m365TargetJSON{id, rules.TargetGroup})
	}
	return targets
}

func decodeM365(all []m365JSON) rules.M365Capabilities {
	var found rules.M365Capabilities
	for _, one := range all {
		found.All = append(found.All, one.capability())
	}
	return found
}

func (j m365JSON) capability() rules.M365Capability {
	c := rules.M365Capability{Name: cmp.Or(j.Name, j.Type[strings.LastIndexByte(j.Type, '.')+1:])}
	if j.InboundAccess == nil {
		return c
	}
	c.Allowed = j.InboundAccess.IsAllowed
	s := j.InboundAccess.ResourceScopes
	if s == nil {
		return c
	}
	c.Scope.AllUsers = slices.ContainsFunc(s.Included, func(t m365TargetJSON) bool { return strings.EqualFold(t.ID, rules.M365All) })
	if !c.Scope.AllUsers {
		c.Scope.Users, c.Scope.Groups = m365IDs(s.Included)
	}
	c.Scope.ExcludedUsers, c.Scope.ExcludedGroups = m365IDs(s.Excluded)
	return c
}

// m365IDs splits targets by their type. A type that is neither is taken for that of
// a user.
func m365IDs(targets []m365TargetJSON) (users, groups []string) {
	for _, t := range targets {
		switch {
		case t.ID == "":
		case t.Type == rules.TargetGroup:
			groups = append(groups, t.ID)
		default:
			users = append(users, t.ID)
		}
	}
	return users, groups
}
