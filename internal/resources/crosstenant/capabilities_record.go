package crosstenant

import (
	"maps"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// capabilitiesRecord is the record in private state of what capabilities were before
// the resource.
var capabilitiesRecord = tfkit.Record[formerCapabilities]{Key: "former", Version: 1}

// formerCapabilities are the capabilities that this resource manages, by name, with
// their values before it; nil for a capability that it created. A destroy restores
// them.
type formerCapabilities struct {
	Capabilities map[string]*formerCapability `json:"capabilities"`
}

type formerCapability struct {
	Allowed        bool     `json:"allowed"`
	AllUsers       bool     `json:"allUsers"`
	Users          []string `json:"users,omitempty"`
	Groups         []string `json:"groups,omitempty"`
	ExcludedUsers  []string `json:"excludedUsers,omitempty"`
	ExcludedGroups []string `json:"excludedGroups,omitempty"`
}

// note adds capabilities that are not recorded yet, with their values in found.
func (f *formerCapabilities) note(names []string, found rules.M365Capabilities) {
	if f.Capabilities == nil {
		f.Capabilities = map[string]*formerCapability{}
	}
	for _, name := range names {
		if _, noted := f.Capabilities[name]; noted {
			continue
		}
		f.Capabilities[name] = nil
		if c, exists := found.Find(name); exists {
			f.Capabilities[name] = &formerCapability{
				c.Allowed, c.Scope.AllUsers, c.Scope.Users, c.Scope.Groups, c.Scope.ExcludedUsers, c.Scope.ExcludedGroups,
			}
		}
	}
}

// restoring is the change that restores capabilities which the resource no longer
// manages: those that it created are deleted, those that existed get their former
// values, and those that it has never managed stay.
func (f *formerCapabilities) restoring(names []string) capabilityChange {
	var change capabilityChange
	for _, name := range names {
		former, noted := f.Capabilities[name]
		switch {
		case noted && former == nil:
			change.remove = append(change.remove, name)
		case noted:
			change.set = append(change.set, former.capability(name))
		}
	}
	return change
}

// keep drops the capabilities that the resource does not manage, or no longer.
func (f *formerCapabilities) keep(names []string) {
	maps.DeleteFunc(f.Capabilities, func(name string, _ *formerCapability) bool { return !slices.Contains(names, name) })
}

func (f *formerCapability) capability(name string) rules.M365Capability {
	return rules.M365Capability{Name: name, Allowed: f.Allowed, Scope: rules.M365Scope{
		AllUsers: f.AllUsers, Users: f.Users, Groups: f.Groups, ExcludedUsers: f.ExcludedUsers, ExcludedGroups: f.ExcludedGroups,
	}}
}
