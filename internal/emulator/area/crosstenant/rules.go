package crosstenant

import (
	"cmp"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

const (
	accessAllowed = "allowed"
	accessBlocked = "blocked"

	allUsers        = "AllUsers"
	allApplications = "AllApplications"

	targetUser        = "user"
	targetGroup       = "group"
	targetApplication = "application"
)

// applicationKeywords denote more than one application (graph-cross-tenant §1.7).
var applicationKeywords = []string{allApplications, Office365, "AllMicrosoftApps"}

// targets is one half of a setting: the users, groups or applications, and whether
// they are allowed or blocked.
type targets struct {
	access string
	names  []targetName
}

type targetName struct{ name, kind string }

// setting is a pair of halves. A half that is missing in a default allows all.
type setting struct{ users, applications *targets }

// or takes the missing halves from another setting. Assumed: a partner inherits
// them individually (graph-cross-tenant §1.5).
func (s setting) or(defaults setting) setting {
	return setting{cmp.Or(s.users, defaults.users), cmp.Or(s.applications, defaults.applications)}
}

func toSetting(block any) (setting, error) {
	object, ok := block.(map[string]any)
	if !ok {
		return setting{}, nil
	}
	users := object["usersAndGroups"]
	if users == nil {
		users = object["users"]
	}
	var s setting
	var err error
	if s.users, err = toTargets(users); err != nil {
		return s, err
	}
	s.applications, err = toTargets(object["applications"])
	return s, err
}

func toTargets(half any) (*targets, error) {
	if half == nil {
		return nil, nil
	}
	object, _ := half.(map[string]any)
	access, _ := object["accessType"].(string)
	entries, ok := object["targets"].([]any)
	if access == "" || !ok || len(entries) == 0 {
		return nil, schema.PolicyValue("targets")
	}
	t := &targets{access: access}
	for _, e := range entries {
		entry, _ := e.(map[string]any)
		name, _ := entry["target"].(string)
		kind, _ := entry["targetType"].(string)
		if name == "" || kind == "" {
			return nil, schema.PolicyValue("targets")
		}
		t.names = append(t.names, targetName{name, kind})
	}
	return t, nil
}

func (t *targets) has(name string) bool {
	return t != nil && slices.ContainsFunc(t.names, func(n targetName) bool { return n.name == name })
}

func (t *targets) blocks(name string) bool {
	return t != nil && t.access == accessBlocked && t.has(name)
}

// settingBlocks are the blocks with users, groups and applications.
var settingBlocks = []string{
	"b2bCollaborationInbound", "b2bCollaborationOutbound", "b2bDirectConnectInbound", "b2bDirectConnectOutbound",
	"tenantRestrictions", "appServiceConnectInbound", "m365CollaborationInbound", "m365CollaborationOutbound",
}

// checkSettings applies the rules R1 to R5 of graph-cross-tenant §1.7.
func checkSettings(p schema.Policy, isDefault bool) error {
	for _, name := range settingBlocks {
		s, err := toSetting(p[name])
		if err != nil {
			return err
		}
		if err := s.check(name); err != nil {
			return err
		}
		inbound := name == "b2bCollaborationInbound" || name == "b2bDirectConnectInbound"
		if isDefault && inbound && s.users != nil && !s.users.has(allUsers) {
			return refusal.BadRequest("The default '%s' can only target AllUsers.", name) // R4
		}
	}
	return nil
}

func (s setting) check(block string) error {
	if err := s.users.checkNames(block, allUsers, func(n targetName) bool {
		return n.name == allUsers && n.kind == targetUser || schema.IsGUID(n.name) && (n.kind == targetUser || n.kind == targetGroup)
	}); err != nil {
		return err
	}
	if err := s.applications.checkNames(block, allApplications, func(n targetName) bool {
		return n.kind == targetApplication && (schema.IsGUID(n.name) || slices.Contains(applicationKeywords, n.name))
	}); err != nil {
		return err
	}
	if s.users == nil || s.applications == nil {
		return nil
	}
	noUser, noApplication := s.users.blocks(allUsers), s.applications.blocks(allApplications)
	switch {
	case noUser && !noApplication: // R1
		return refusal.BadRequest("'%s' blocks all users, so it must block all applications as well.", block)
	case noApplication && s.users.access == accessAllowed: // R2
		return refusal.BadRequest("'%s' allows users, so it cannot block all applications.", block)
	}
	return nil
}

// checkNames applies R3, the keyword for all is exclusive, and R5, an id or
// keyword fits its type.
func (t *targets) checkNames(block, all string, fits func(targetName) bool) error {
	if t == nil {
		return nil
	}
	if t.has(all) && len(t.names) > 1 {
		return refusal.BadRequest("'%s' combines %s with other targets.", block, all)
	}
	for _, n := range t.names {
		if !fits(n) {
			return refusal.BadRequest("'%s' has the invalid target '%s' of type '%s'.", block, n.name, n.kind)
		}
	}
	return nil
}

// Person is a user as a target of a setting: a user id with its groups, or empty
// for an unknown user.
type Person struct {
	ID     string
	Groups []string
}

// match compares ids ignoring case, because they are stored as sent.
func (t *targets) match(p Person) bool {
	return slices.ContainsFunc(t.names, func(n targetName) bool {
		switch {
		case n.name == allUsers:
			return true
		case n.kind == targetGroup:
			return slices.ContainsFunc(p.Groups, func(id string) bool { return strings.EqualFold(id, n.name) })
		default:
			return p.ID != "" && strings.EqualFold(n.name, p.ID)
		}
	})
}

// permits reports whether at least one application is accessible to a user, by the
// interpretation table of graph-cross-tenant §1.7. An invitation requires this.
func (s setting) permits(p Person) bool {
	everybody := s.users == nil
	matched := everybody || s.users.match(p)
	switch {
	case everybody || s.users.access == accessAllowed:
		return matched && !s.applications.blocks(allApplications)
	case s.applications == nil || s.applications.access == accessAllowed:
		return !matched
	default:
		return !matched || !s.applications.has(allApplications)
	}
}
