package crosstenant

import (
	"maps"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// capabilitiesRecord is the record in the attribute former of what capabilities were
// before the resource.
var capabilitiesRecord = tfkit.Record[formerCapabilities]{
	Key: "former", Version: 2, Older: map[int]func([]byte) (formerCapabilities, error){1: decodeFormerCapabilities},
}

// formerCapabilities are all capabilities at the time when the resource was created or
// imported, by name. A destroy restores the managed ones, and deletes those that did
// not exist. It also has those that are not managed: an update that is killed may
// have changed one of them for the first time.
type formerCapabilities struct {
	All     map[string]formerCapability `json:"all"`
	Managed []string                    `json:"managed"`
}

// decodeFormerCapabilities reads the record in the private state of earlier providers:
// the managed capabilities, nil for one that the resource created.
func decodeFormerCapabilities(data []byte) (formerCapabilities, error) {
	var old struct {
		Capabilities map[string]*formerCapability `json:"capabilities"`
	}
	err := tfkit.DecodeExactly(data, &old)
	f := formerCapabilities{map[string]formerCapability{}, names(old.Capabilities)}
	for name, c := range old.Capabilities {
		if c != nil {
			f.All[name] = *c
		}
	}
	return f, err
}

type formerCapability struct {
	Allowed        bool     `json:"allowed"`
	AllUsers       bool     `json:"allUsers"`
	Users          []string `json:"users,omitempty"`
	Groups         []string `json:"groups,omitempty"`
	ExcludedUsers  []string `json:"excludedUsers,omitempty"`
	ExcludedGroups []string `json:"excludedGroups,omitempty"`
}

// complete adds the existing capabilities, except those that are managed.
func (f formerCapabilities) complete(found rules.M365Capabilities) formerCapabilities {
	all := map[string]formerCapability{}
	maps.Copy(all, f.All)
	for _, c := range found.All {
		if !slices.Contains(f.Managed, c.Name) {
			all[c.Name] = formerCapability{
				c.Allowed, c.Scope.AllUsers, c.Scope.Users, c.Scope.Groups, c.Scope.ExcludedUsers, c.Scope.ExcludedGroups,
			}
		}
	}
	return formerCapabilities{all, f.Managed}
}

// restoring is the change that restores capabilities which the resource no longer
// manages: those that it created are deleted, those that existed get their former
// values, and those that it has never managed stay.
func (f formerCapabilities) restoring(names []string) capabilityChange {
	var change capabilityChange
	for _, name := range names {
		former, existed := f.All[name]
		switch {
		case !slices.Contains(f.Managed, name):
		case existed:
			change.set = append(change.set, former.capability(name))
		default:
			change.remove = append(change.remove, name)
		}
	}
	return change
}

func (f formerCapability) capability(name string) rules.M365Capability {
	return rules.M365Capability{Name: name, Allowed: f.Allowed, Scope: rules.M365Scope{
		AllUsers: f.AllUsers, Users: f.Users, Groups: f.Groups, ExcludedUsers: f.ExcludedUsers, ExcludedGroups: f.ExcludedGroups,
	}}
}
