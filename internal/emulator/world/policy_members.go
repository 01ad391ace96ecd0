package world

import (
	"maps"
	"slices"
	"strings"
)

// IsAnnotation says whether a member of a body is OData's own and carries no
// value: "@odata.context", or the type of a property, as in
// "allowedCloudEndpoints@odata.type". What binds a property to other objects is
// not one of them.
func IsAnnotation(name string) bool {
	return strings.HasPrefix(name, "@odata.") || strings.HasSuffix(name, "@odata.type")
}

// refuseUnknown names the first member of a body that the schema of the cloud
// lacks; names have one case only (graph-cross-tenant §1.8).
func (s shape) refuseUnknown(body map[string]any, cloud string) error {
	for _, name := range slices.Sorted(maps.Keys(body)) {
		if !IsAnnotation(name) && !s.has(name, cloud) {
			return errInvalidProperty(name)
		}
	}
	return nil
}

// has says whether the schema of a cloud knows a path, such as
// "inboundTrust/isMfaAccepted".
func (s shape) has(path, cloud string) bool {
	name, rest, nested := strings.Cut(path, "/")
	field, ok := s.fields[name]
	if !ok || field.global && !Worldwide(cloud) {
		return false
	}
	return !nested || field.kind == kindObject && field.has(rest, cloud)
}

// PartnerHas says whether the schema of a cloud knows a path below a partner
// entry, whether the entry holds a value there or not.
func PartnerHas(cloud, path string) bool { return partnerShape.has(path, cloud) }

// BlankPartner is an object of a kind in which nothing is set. It shows which
// members the schema of a cloud has.
func BlankPartner(cloud string, kind PartnerKind) *Partner {
	if kind == PartnerSync {
		return &Partner{Settings: newSyncPolicy("")}
	}
	return &Partner{Settings: newPartner(cloud, "")}
}
