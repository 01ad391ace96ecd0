package msgraph

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

// tracks says whether one of the properties is among the selected ones.
func (c selection[T]) tracks(changed []string) bool {
	return slices.ContainsFunc(changed, func(name string) bool {
		return slices.Contains(c.names, name) ||
			slices.ContainsFunc(c.properties, func(p world.Property[T]) bool { return p.Name == name })
	})
}

// trackedUser renders a user of a delta round. Properties that were never set are
// left out, those that changed are there even when they are null; a minimal
// answer holds nothing else (graph-identity §3). A nil list of changes stands
// for a user who is new to the client.
func trackedUser(c selection[world.User], u *world.User, changed []string, minimal bool) map[string]any {
	body := map[string]any{"id": u.ID}
	for _, p := range c.properties {
		value := p.Get(u)
		did := slices.Contains(changed, p.Name)
		switch {
		case p.Name == "showInAddressList": // never in delta output, even when selected
		case minimal && changed != nil && !did:
		case value == nil && !did:
		default:
			body[p.Name] = value
		}
	}
	if slices.Contains(c.names, "manager") && (changed == nil && u.Manager != "" || slices.Contains(changed, "manager")) {
		body["manager@delta"] = managerDelta(u)
	}
	return body
}

func managerDelta(u *world.User) []map[string]any {
	if u.Manager == "" {
		return []map[string]any{}
	}
	return []map[string]any{{"@odata.type": "#microsoft.graph.user", "id": u.Manager}}
}
