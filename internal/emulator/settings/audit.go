package settings

// Audit are the settings about the audit log and about sign-in activity.
type Audit struct {
	// AuditDelay is the time until a record of the audit log can be read; lists show it
	// later still, like other objects. Minutes are reported (graph-identity §11).
	AuditDelay Lags `json:"audit_delay"`
	// AuditNeedsDirectoryRead refuses the audit log to applications without
	// Directory.Read.All. The page lists it together with AuditLog.Read.All; the
	// metadata of permissions has either (graph-identity §11).
	AuditNeedsDirectoryRead bool `json:"audit_needs_directory_read"`
	// PartnerChangesNamePartner lists the tenant of a changed partner entry, and of its
	// synchronization policy, among the changed properties. It is documented for added
	// entries only (graph-identity §11).
	PartnerChangesNamePartner bool `json:"partner_changes_name_partner"`
	// DefaultAccessIsAuditedAsSync records changes of the default of cross-tenant access
	// in the category of synchronization, as the list of activities says
	// (graph-identity §11).
	DefaultAccessIsAuditedAsSync bool `json:"default_access_is_audited_as_sync"`
	// RedemptionIsLoggedByB2BAuth names the service "B2B Auth" in the records of
	// redemptions, as one recorded sample does, instead of "Invited Users"
	// (graph-identity §11).
	RedemptionIsLoggedByB2BAuth bool `json:"redemption_is_logged_by_b2b_auth"`
}

func defaultAudit() Audit {
	return Audit{AuditDelay: 1, AuditNeedsDirectoryRead: true, PartnerChangesNamePartner: true, DefaultAccessIsAuditedAsSync: true}
}
