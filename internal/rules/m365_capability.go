package rules

import (
	"fmt"
	"slices"
	"strings"
)

// M365Capability is a Microsoft 365 capability that a partner configuration or the
// default allows or blocks (m365-capabilities §3).
type M365Capability struct {
	// Name is the name of its kind in Graph; the service may have more kinds than
	// M365Kinds.
	Name    string
	Allowed bool
	Scope   M365Scope
}

// M365Scope are the users that a capability concerns, in the tenant that owns the
// data: the included ones, without the excluded ones.
type M365Scope struct {
	// AllUsers includes all users. Users and Groups have no effect then. A scope
	// without any of the three includes no user.
	AllUsers bool
	// Users and Groups are object ids.
	Users, Groups []string
	// ExcludedUsers and ExcludedGroups are object ids, or M365All.
	ExcludedUsers, ExcludedGroups []string
}

// M365All is the id that stands for all users in a scope.
const M365All = "All"

// M365Capabilities are those of one partner configuration, or of the default.
type M365Capabilities struct {
	// NotRolledOut is set if the tenant does not have the capabilities yet: they
	// reached tenants one after the other (m365-capabilities §1).
	NotRolledOut bool
	// NoEntry is set if the tenant has no partner configuration for the other
	// tenant, and so no capabilities for it.
	NoEntry bool
	All     []M365Capability
}

// Find returns the capability with a name.
func (c M365Capabilities) Find(name string) (M365Capability, bool) {
	i := slices.IndexFunc(c.All, func(held M365Capability) bool { return held.Name == name })
	if i < 0 {
		return M365Capability{}, false
	}
	return c.All[i], true
}

// Has reports whether there is a capability with a name.
func (c M365Capabilities) Has(name string) bool {
	_, has := c.Find(name)
	return has
}

// Same reports whether two capabilities of one kind show the same. A blocked one
// without included users blocks all users, like one that includes all.
func (c M365Capability) Same(o M365Capability) bool {
	a, b := c.normal(), o.normal()
	return a.Allowed == b.Allowed && a.Scope.AllUsers == b.Scope.AllUsers &&
		slices.Equal(a.Scope.included(), b.Scope.included()) && slices.Equal(a.Scope.excluded(), b.Scope.excluded())
}

func (c M365Capability) normal() M365Capability {
	if !c.Allowed && len(c.Scope.included()) == 0 {
		c.Scope.AllUsers = true
	}
	if c.Scope.AllUsers {
		c.Scope.Users, c.Scope.Groups = nil, nil
	}
	return c
}

func (s M365Scope) included() []string { return scopes(s.Users, s.Groups) }

func (s M365Scope) excluded() []string { return scopes(s.ExcludedUsers, s.ExcludedGroups) }

// scopes returns users and groups as they are compared and named.
func scopes(users, groups []string) []string {
	var all []string
	for _, id := range users {
		all = append(all, "user "+strings.ToLower(id))
	}
	for _, id := range groups {
		all = append(all, "group "+strings.ToLower(id))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Widens lists what a capability shows beyond a former one, for a message: nothing
// if it shows the same or less. Whether a user is in a group is not read, so an
// included user always counts as new unless it was included itself.
func (c M365Capability) Widens(former M365Capability) []string {
	to, from := c.normal(), former.normal()
	if !to.Allowed {
		return nil
	}
	var wider []string
	if !from.Allowed {
		wider = append(wider, "it is blocked so far")
	}
	if from.Allowed && !from.Scope.AllUsers {
		switch more := without(to.Scope.included(), from.Scope.included()); {
		case to.Scope.AllUsers:
			wider = append(wider, fmt.Sprintf("all users instead of %s", from.Scope.named()))
		case len(more) > 0:
			wider = append(wider, "also "+list(more))
		}
	}
	if more := without(from.Scope.excluded(), to.Scope.excluded()); from.Allowed && len(more) > 0 {
		wider = append(wider, list(more)+" no longer excluded")
	}
	return wider
}

// String describes the effect: "allowed for all users except group g1".
func (c M365Capability) String() string {
	n := c.normal()
	text := "blocked for "
	if n.Allowed {
		text = "allowed for "
	}
	if n.Scope.AllUsers {
		text += "all users"
	} else {
		text += n.Scope.named()
	}
	if excluded := n.Scope.excluded(); len(excluded) > 0 {
		text += " except " + list(excluded)
	}
	return text
}

func (s M365Scope) named() string {
	if names := s.included(); len(names) > 0 {
		return list(names)
	}
	return "no user"
}

func without(all, others []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(name string) bool { return slices.Contains(others, name) })
}
