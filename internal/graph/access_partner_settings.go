package graph

import (
	"slices"
	"strings"

	"github.com/microsoft/kiota-abstractions-go/serialization"
	"github.com/microsoftgraph/msgraph-sdk-go/models"
)

// PartnerSettings are the settings of a partner as a configuration has them.
type PartnerSettings struct {
	// Change holds the configured blocks.
	Change AccessChange
	// Sync is nil where synchronization is not configured, or configured as absent.
	Sync *IdentitySync
}

// partnerBlocks are the blocks that an entry about a partner can have.
var partnerBlocks = []Block{
	CollaborationInbound, CollaborationOutbound, DirectInbound, DirectOutbound, Restrictions, Trust, Consent,
}

// Covers reports whether an entry says nothing beyond these settings: each of its
// blocks is inherited or as configured, synchronization is absent or as
// configured, and no other service or person has marked the entry. An interrupted
// creation leaves such an entry.
func (s PartnerSettings) Covers(p Partner) bool {
	if p.InOrganization || p.IsServiceProvider || p.SaysMore {
		return false
	}
	beyond := func(b Block) bool { return !p.Same(b, AccessSettings{}) && !p.Same(b, s.Change.Settings) }
	return !slices.ContainsFunc(partnerBlocks, beyond) &&
		(p.Sync == nil || s.Sync != nil && *p.Sync == *s.Sync)
}

// missing is the part of these settings that an entry lacks.
func (s PartnerSettings) missing(p Partner) PartnerSettings {
	var lacks PartnerSettings
	for _, b := range s.Change.Blocks {
		if !s.Change.Settings.Same(b, p.AccessSettings) {
			lacks.Change.Set(b, s.Change.Settings)
		}
	}
	if s.Sync != nil && !s.Sync.SeenIn(p.Sync) {
		lacks.Sync = s.Sync
	}
	return lacks
}

func (s PartnerSettings) empty() bool { return s.Change.Empty() && s.Sync == nil }

// saysMore reports whether an entry has a value that no block of this package
// holds. The service shows properties that neither its schema nor the SDK
// declares, such as protectedContentSharing (graph-cross-tenant §1.5).
func saysMore(m models.CrossTenantAccessPolicyConfigurationPartnerable) bool {
	parts := []serialization.AdditionalDataHolder{m}
	if trust := m.GetInboundTrust(); trust != nil {
		parts = append(parts, trust)
	}
	if sync := m.GetIdentitySynchronization(); sync != nil {
		parts = append(parts, sync)
	}
	if restrictions := m.GetTenantRestrictions(); restrictions != nil {
		if restrictions.GetDevices() != nil {
			return true
		}
		parts = append(parts, restrictions)
	}
	return slices.ContainsFunc(parts, func(p serialization.AdditionalDataHolder) bool { return hasValue(p.GetAdditionalData()) })
}

// hasValue reports whether undeclared properties have a value. An object whose
// members are all null has none: a new entry has such objects.
func hasValue(properties map[string]any) bool {
	for name, value := range properties {
		if strings.Contains(name, "@odata.") || value == nil {
			continue
		}
		if object, ok := value.(map[string]any); !ok || hasValue(object) {
			return true
		}
	}
	return false
}
