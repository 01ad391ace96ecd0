package crosstenant

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// policy evaluates the three layers of the owner's tenant, the clouds of both, and
// the outbound setting of the viewer's (m365-capabilities §1). All of them are
// reasons, including those after the first that does not hold.
func (e edge) policy(row featureRow) (level string, reasons []Reason) {
	reasons = append(e.clouds(), e.entry(), e.trust(row))
	if row.trust == collaborationInbound {
		reasons = append(reasons, e.outbound())
	}
	open := true
	for _, r := range reasons {
		open = open && r.Holds
	}
	level = Nothing
	for _, l := range row.levels {
		r := e.capability(l)
		reasons = append(reasons, r)
		if open && r.Holds {
			level = l.shows
		}
	}
	return level, reasons
}

// clouds reports whether the owner's tenant has the capabilities, and whether both
// tenants enable the cloud of the other.
func (e edge) clouds() []Reason {
	has := *Offered.In(e.owner)
	reasons := []Reason{{"rollout", e.owner.Key, offeredMember, has, either(has, "available", "not available yet")}}
	if e.owner.SameCloud(e.viewer) {
		return reasons
	}
	for _, side := range [][2]*kernel.Directory{{e.owner, e.viewer}, {e.viewer, e.owner}} {
		on := Enables(side[0], side[1])
		reasons = append(reasons, Reason{
			"cloud", side[0].Key, "allowedCloudEndpoints", on,
			side[1].Facts().Endpoint + either(on, " is enabled", " is not enabled"),
		})
	}
	return reasons
}

// entry is the partner configuration about the viewer's tenant. Without one the
// default applies within a cloud.
func (e edge) entry() Reason {
	if Partners.Truth(e.owner, e.viewer.ID) != nil {
		return Reason{"entry", e.owner.Key, "partners/" + e.viewer.ID, true, "exists"}
	}
	same := e.owner.SameCloud(e.viewer)
	return Reason{
		"entry", e.owner.Key, "partners/" + e.viewer.ID, same,
		either(same, "does not exist, the default applies", "does not exist, and the default does not apply across clouds"),
	}
}

// block names the effective setting of a tenant about another: the partner's, or the
// default's.
func block(d, other *kernel.Directory, name string) string {
	if p := Partners.Truth(d, other.ID); p != nil && p.Settings[name] != nil {
		return "partners/" + other.ID + "/" + name
	}
	return "default/" + name
}

// trust reports whether the owner's tenant admits the viewer. Applications are
// admitted if at least one is.
func (e edge) trust(row featureRow) Reason {
	s, configured := effective(e.owner, e.viewer, row.trust)
	holds := configured && s != setting{} && s.permits(e.viewAs)
	return Reason{"trust", e.owner.Key, block(e.owner, e.viewer, row.trust), holds, either(holds, "admits the viewer", "does not admit the viewer")}
}

// outbound reports whether the viewer's tenant lets the viewer collaborate. A cloud
// without the setting lets every user.
func (e edge) outbound() Reason {
	s, configured := effective(e.viewer, e.owner, collaborationOutbound)
	holds := e.at.Settings.OutboundCollaborationIsIgnored || configured && s.permits(e.viewAs)
	return Reason{
		"outbound", e.viewer.Key, block(e.viewer, e.owner, collaborationOutbound), holds,
		either(holds, "lets the viewer collaborate", "does not let the viewer collaborate"),
	}
}

// capability is the one that decides about a level: the partner's, else the
// default's. Blocking one is deciding, too.
func (e edge) capability(l level) Reason {
	partner := Partners.Truth(e.owner, e.viewer.ID)
	decides, at := (*Capability)(nil), "default/"+capabilitySegment+"/"+l.name
	if partner != nil {
		decides = Capabilities.Truth(e.owner, capabilityKey(e.viewer.ID, l.name))
	}
	switch {
	case decides != nil:
		at = "partners/" + e.viewer.ID + "/" + capabilitySegment + "/" + l.name
	case partner == nil && e.owner.SameCloud(e.viewer), partner != nil && !e.at.Settings.PartnersIgnoreDefaultCapabilities:
		decides = Capabilities.Truth(e.owner, capabilityKey(defaultHolder, l.name))
	}
	r := Reason{Layer: "capability", Tenant: e.owner.Key, Setting: at}
	switch {
	case decides == nil:
		r.Says = "not set"
	case !decides.allowed():
		r.Says = "blocks " + l.shows
	case !decides.covers(e.ownerAs):
		r.Says = "allows " + l.shows + ", not of this owner"
	default:
		r.Holds, r.Says = true, "allows "+l.shows
	}
	return r
}

func either(holds bool, yes, no string) string {
	if holds {
		return yes
	}
	return no
}
