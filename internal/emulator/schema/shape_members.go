package schema

import (
	"maps"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// RefuseUnknown names the first member of a body that the schema of the cloud
// lacks; names have one case only (graph-cross-tenant §1.8).
func (s Shape) RefuseUnknown(body map[string]any, cloud string) error {
	for _, name := range slices.Sorted(maps.Keys(body)) {
		if !IsAnnotation(name) && !s.Has(name, cloud) {
			return refusal.InvalidProperty(name)
		}
	}
	return nil
}

// Has says whether the schema of a cloud knows a path, such as
// "inboundTrust/isMfaAccepted".
func (s Shape) Has(path, cloud string) bool {
	name, rest, nested := strings.Cut(path, "/")
	field, ok := s.Fields[name]
	if m, declared := TypeOf(s.Type).Member(name); !ok || declared && !m.Editions.Include(clouds[cloud].V1) {
		return false
	}
	return !nested || field.Kind == KindObject && field.Has(rest, cloud)
}
