package graphapi

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// tracks reports whether one of the properties is selected.
func tracks(chosen operation.Selection, changed []string) bool {
	return slices.ContainsFunc(changed, func(name string) bool {
		return slices.Contains(chosen.Names, name) ||
			slices.ContainsFunc(chosen.Rows, func(p *schema.Property) bool { return p.Name == name })
	})
}

// tracked renders an object of a delta round. Properties that were never set are
// omitted; changed properties are included even if they are null; a minimal
// response contains only these (graph-identity §3). A nil list of changes means
// that the object is new to the client.
func (s set) tracked(chosen operation.Selection, v any, changed []string, minimal bool) map[string]any {
	body := map[string]any{"id": s.IDOf(v)}
	for _, p := range chosen.Rows {
		value := p.Get(v)
		did := slices.Contains(changed, p.Name)
		switch {
		case p.Untracked:
		case minimal && changed != nil && !did:
		case value == nil && !did:
		default:
			body[p.Name] = value
		}
	}
	for _, r := range s.References {
		targets := s.PointsAt(v, r.Name)
		if slices.Contains(chosen.Names, r.Name) && (changed == nil && len(targets) > 0 || slices.Contains(changed, r.Name)) {
			body[r.Name+"@delta"] = s.targets(targets)
		}
	}
	return body
}

func (s set) targets(ids []string) []map[string]any {
	values := []map[string]any{}
	for _, id := range ids {
		values = append(values, map[string]any{"@odata.type": "#" + s.Class.QualifiedType(), "id": id})
	}
	return values
}
