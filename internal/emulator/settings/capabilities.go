package settings

// Capabilities are the settings of the cross-tenant capabilities of Microsoft 365.
type Capabilities struct {
	// CapabilitiesInBetaOnly serves Microsoft 365 capabilities in beta only: the
	// documentation has pages of v1.0, whose schema of August 2026 lacks them
	// (m365-capabilities §3).
	CapabilitiesInBetaOnly bool `json:"capabilities_in_beta_only"`
	// MissingCapabilitiesAreNotFound answers 404 instead of 400 in a tenant that does
	// not have the capabilities yet (m365-capabilities §3).
	MissingCapabilitiesAreNotFound bool `json:"missing_capabilities_are_not_found"`
	// CapabilityNamesIgnoreCase accepts the names of capabilities in any case. They
	// are documented as case-sensitive, and written in two ways
	// (m365-capabilities §3).
	CapabilityNamesIgnoreCase bool `json:"capability_names_ignore_case"`
	// CapabilityNeedsTrust refuses a capability whose trust blocks all, instead of
	// keeping it without effect; neither is documented (m365-capabilities §3).
	CapabilityNeedsTrust bool `json:"capability_needs_trust"`
	// DuplicateCapabilityIsBadRequest answers a capability that exists with 400
	// instead of 409; neither is documented (m365-capabilities §3).
	DuplicateCapabilityIsBadRequest bool `json:"duplicate_capability_is_bad_request"`
	// CalendarSharingTakesGroupsOnly refuses scopes of type user for the sharing of
	// calendars: guides write all users as a group there (m365-capabilities §3).
	CalendarSharingTakesGroupsOnly bool `json:"calendar_sharing_takes_groups_only"`
	// CapabilityScopesMerge keeps the scopes that a PATCH of a capability omits,
	// instead of removing them (m365-capabilities §3).
	CapabilityScopesMerge bool `json:"capability_scopes_merge"`
	// DefaultResetKeepsCapabilities leaves the capabilities of the default as they are
	// when it is reset to the system default (m365-capabilities §3).
	DefaultResetKeepsCapabilities bool `json:"default_reset_keeps_capabilities"`
	// PartnerWithCapabilitiesStays refuses to delete a partner that has capabilities,
	// as it is documented for synchronization policies (m365-capabilities §3).
	PartnerWithCapabilitiesStays bool `json:"partner_with_capabilities_stays"`
	// PartnersIgnoreDefaultCapabilities ends the effect of the default's capabilities
	// for a tenant with a partner configuration, instead of for the capabilities that
	// the partner configuration names (m365-capabilities §1).
	PartnersIgnoreDefaultCapabilities bool `json:"partners_ignore_default_capabilities"`
	// NestedGroupsAreOutOfScope limits a capability for a group to the direct members
	// of the group (m365-capabilities §3).
	NestedGroupsAreOutOfScope bool `json:"nested_groups_are_out_of_scope"`
	// OutboundCollaborationIsIgnored shows users of another tenant what that tenant
	// allows, whatever the outbound settings of their own tenant are: the overview
	// speaks of an inbound control, the property of outbound collaboration
	// (m365-capabilities §2).
	OutboundCollaborationIsIgnored bool `json:"outbound_collaboration_is_ignored"`
}
