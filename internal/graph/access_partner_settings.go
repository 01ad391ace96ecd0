package graph

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// PartnerSettings are the settings of a partner as a configuration has them.
type PartnerSettings struct {
	// Change holds the configured blocks.
	Change AccessChange
	// Sync is nil where synchronization is not configured, or configured as absent.
	Sync *rules.IdentitySync
}

// Covers reports whether an entry says nothing beyond these settings: each of its
// blocks is inherited or as configured, synchronization is absent or as
// configured, and no service provider has marked the entry. An interrupted creation
// leaves such an entry, and a multitenant organization makes one with a synchronization
// policy that allows nothing (graph-cross-tenant §3.4).
func (s PartnerSettings) Covers(p Partner) bool {
	if p.IsServiceProvider || p.SaysMore {
		return false
	}
	unsynced := p.IdentitySync == nil || p.InOrganization && p.IdentitySync.Empty()
	beyond := func(w wire) bool {
		return !w.block().Same(p.AccessSettings, rules.AccessSettings{}) && !w.block().Same(p.AccessSettings, s.Change.Settings)
	}
	return !slices.ContainsFunc(partnerWires, beyond) &&
		(unsynced || s.Sync.Same(p.IdentitySync))
}

// missing is the part of these settings that an entry lacks.
func (s PartnerSettings) missing(p Partner) PartnerSettings {
	var lacks PartnerSettings
	for _, b := range s.Change.Blocks {
		if !b.Same(s.Change.Settings, p.AccessSettings) {
			lacks.Change.Set(b, s.Change.Settings)
		}
	}
	if s.Sync != nil && !s.Sync.SeenIn(p.IdentitySync) {
		lacks.Sync = s.Sync
	}
	return lacks
}

func (s PartnerSettings) empty() bool { return s.Change.Empty() && s.Sync == nil }
