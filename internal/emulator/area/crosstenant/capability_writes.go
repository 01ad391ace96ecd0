package crosstenant

import (
	"maps"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

var capabilityWrites = &kernel.Writes[Capability]{
	Keyed: newCapability,
	Taken: errCapabilityExists,
	Complete: func(before *Capability, sent map[string]any, at kernel.Moment) map[string]any {
		return withScopes(at, sent, before.Settings)
	},
	Judge: func(_ *kernel.Directory, next *Capability, sent map[string]any, at kernel.Moment) error {
		if sent[inboundAccess] == nil {
			return refusal.BadRequest("A value is required for property '%s'.", inboundAccess)
		}
		return checkScopes(next, at)
	},
	Settle: func(_ *kernel.Directory, _, next *Capability, _ kernel.Actor, at kernel.Moment) error {
		next.Modified = at.Now.UTC().Truncate(schema.Tick)
		return nil
	},
}

// newCapability is a capability before its access is set. The errors are assumed
// (m365-capabilities §3).
func newCapability(_ *kernel.Directory, key string, at kernel.Moment) (*Capability, error) {
	c := &Capability{Key: key, Settings: schema.Policy{}}
	row, name, _ := capabilityKind(c.name(), at.Settings)
	c.Settings["name"] = name
	if !row.settable(c.holder()) {
		return nil, refusal.BadRequest("The capability '%s' can be set on the %s only.", name, row.onlyOn)
	}
	return c, nil
}

// checkTrust rejects a capability without the trust that gives it effect, if the
// settings demand it.
func checkTrust(d *kernel.Directory, holder, name string, at kernel.Moment) error {
	row, _, _ := capabilityKind(name, at.Settings)
	if !at.Settings.CapabilityNeedsTrust || row.trust == "" || admitsAny(d, holder, row.trust) {
		return nil
	}
	return refusal.BadRequest("The capability '%s' needs '%s' to be allowed.", name, row.trust)
}

// errCapabilityExists has no documented status; policies answer 409 elsewhere
// (m365-capabilities §3).
func errCapabilityExists(at kernel.Moment) error {
	status := 409
	if at.Settings.DuplicateCapabilityIsBadRequest {
		status = 400
	}
	return refusal.New(status, refusal.CodeSameKey, "Another object with the same value for property name already exists.")
}

// admitsAny reports whether a block of a partner, or of the default, admits at least
// one user or application.
func admitsAny(d *kernel.Directory, holder, block string) bool {
	s := stored((*Defaults.Truth(d))[block])
	if p := Partners.Truth(d, holder); p != nil {
		s = stored(p.Settings[block]).or(s)
	}
	return s != setting{} && !s.users.blocks(allUsers) && !s.applications.blocks(allApplications)
}

// withScopes is a PATCH body with the scopes that it leaves out, where they are
// kept.
func withScopes(at kernel.Moment, sent map[string]any, current schema.Policy) map[string]any {
	access, ok := sent[inboundAccess].(map[string]any)
	former, _ := current[inboundAccess].(map[string]any)
	if _, given := access[resourceScopes]; !at.Settings.CapabilityScopesMerge || !ok || given || former == nil {
		return sent
	}
	whole := maps.Clone(access)
	whole[resourceScopes] = former[resourceScopes]
	next := maps.Clone(sent)
	next[inboundAccess] = whole
	return next
}

// scope is a user, a group, or all users of a tenant.
type scope struct{ id, kind string }

// scopesOf reads one list of the scopes, without entries that have no members.
func (c *Capability) scopesOf(list string) []scope {
	access, _ := c.Settings[inboundAccess].(map[string]any)
	scopes, _ := access[resourceScopes].(map[string]any)
	entries, _ := scopes[list].([]any)
	var all []scope
	for _, e := range entries {
		entry, _ := e.(map[string]any)
		id, _ := entry["resourceId"].(string)
		kind, _ := entry["resourceType"].(string)
		if id != "" || kind != "" {
			all = append(all, scope{id, kind})
		}
	}
	return all
}

func (c *Capability) allowed() bool {
	access, _ := c.Settings[inboundAccess].(map[string]any)
	return access["isAllowed"] == true
}

// checkScopes validates ids and types. Whether they exist is not checked, which is
// assumed.
func checkScopes(c *Capability, at kernel.Moment) error {
	access, _ := c.Settings[inboundAccess].(map[string]any)
	if _, ok := access["isAllowed"]; !ok {
		return refusal.BadRequest("A value is required for property 'isAllowed'.")
	}
	row, _, _ := capabilityKind(c.name(), at.Settings)
	groupsOnly := at.Settings.CalendarSharingTakesGroupsOnly && row.feature == CalendarSharing
	for _, s := range slices.Concat(c.scopesOf("included"), c.scopesOf("excluded")) {
		switch {
		case s.kind == "" || s.id != scopeAll && !schema.IsGUID(s.id):
			return refusal.BadRequest("'%s' has the invalid scope '%s' of type '%s'.", c.name(), s.id, s.kind)
		case groupsOnly && s.kind != targetGroup:
			return refusal.BadRequest("'%s' takes scopes of type 'group' only.", c.name())
		}
	}
	return nil
}

// covers reports whether a user is in the scope of a capability: included, and not
// excluded.
func (c *Capability) covers(p Person) bool {
	names := func(s scope) bool {
		switch {
		case s.id == scopeAll:
			return true
		case s.kind == targetGroup:
			return slices.ContainsFunc(p.Groups, func(id string) bool { return strings.EqualFold(id, s.id) })
		default:
			return strings.EqualFold(s.id, p.ID)
		}
	}
	return slices.ContainsFunc(c.scopesOf("included"), names) && !slices.ContainsFunc(c.scopesOf("excluded"), names)
}
