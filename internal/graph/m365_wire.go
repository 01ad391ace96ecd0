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
