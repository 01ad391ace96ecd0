package rules_test

import "github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"

type edgeGap struct {
	name         string
	remove       func(*edgeFacts)
	code         rules.Code
	side         rules.Side
	setting      string
	capabilities []rules.Capability
	// clouds is "same" or "across" if the setting applies there only.
	clouds string
}

// gaps are all single settings that an edge can lack, and m365Gaps those about the
// capabilities of Microsoft 365.
var gaps = []edgeGap{
	{"cloud of target", func(f *edgeFacts) { f.Source.CloudEndpoints = rules.Known([]string{"elsewhere"}) }, "MT060", "source", "allowedCloudEndpoints", rules.Capabilities(), "across"},
	{"cloud of source", func(f *edgeFacts) { f.Target.CloudEndpoints = rules.Known([]string{}) }, "MT060", "target", "allowedCloudEndpoints", rules.Capabilities(), "across"},
	{"outbound", func(f *edgeFacts) { entryOf(&f.Source).B2BCollaborationOutbound = shutToAll }, "MT062", "source", "b2bCollaborationOutbound", with("b2b_collaboration", "sync"), anywhere},
	{"inbound", func(f *edgeFacts) { entryOf(&f.Target).B2BCollaborationInbound = shutToAll }, "MT062", "target", "b2bCollaborationInbound", with("b2b_collaboration", "sync"), anywhere},
	{"inbound by default", func(f *edgeFacts) {
		entryOf(&f.Target).B2BCollaborationInbound = nil
		f.Target.Default = rules.Known(rules.AccessSettings{B2BCollaborationInbound: shutToAll})
	}, "MT062", "target", "b2bCollaborationInbound", with("b2b_collaboration", "sync"), anywhere},
	{"invitations", func(f *edgeFacts) {
		f.Invitations = rules.Known(rules.InvitationPolicy{AllowInvitesFrom: "none"})
	}, "MT063", "target", "allowInvitesFrom", with("b2b_collaboration", "sync"), anywhere},
	{"blocked domain", func(f *edgeFacts) {
		f.DomainLists = rules.Known(rules.DomainLists{Blocked: []string{"Contoso.example"}})
	}, "MT063", "target", "invitationsAllowedAndBlockedDomainsPolicy", with("b2b_collaboration", "sync"), anywhere},
	{"domain not on the list", func(f *edgeFacts) {
		f.DomainLists = rules.Known(rules.DomainLists{Allowed: []string{"northwind.example", "contoso.onmicrosoft.com"}})
	}, "MT063", "target", "invitationsAllowedAndBlockedDomainsPolicy", with("b2b_collaboration", "sync"), anywhere},
	{"trust of MFA", func(f *edgeFacts) { entryOf(&f.Target).InboundTrust.IsMFAAccepted = false }, "MT064", "target", "inboundTrust.isMfaAccepted", with("trust_mfa"), anywhere},
	{"trust of compliant devices", func(f *edgeFacts) { entryOf(&f.Target).InboundTrust.IsCompliantDeviceAccepted = false }, "MT064", "target", "inboundTrust.isCompliantDeviceAccepted", with("trust_compliant_device"), anywhere},
	{"trust of hybrid devices", func(f *edgeFacts) { entryOf(&f.Target).InboundTrust.IsHybridAzureADJoinedDeviceAccepted = false }, "MT064", "target", "inboundTrust.isHybridAzureADJoinedDeviceAccepted", with("trust_hybrid_device"), anywhere},
	{"consent outbound", func(f *edgeFacts) {
		entryOf(&f.Source).AutomaticUserConsent = rules.UserConsent{InboundAllowed: true}
	}, "MT065", "source", "automaticUserConsentSettings.outboundAllowed", with("auto_redeem", "sync"), anywhere},
	{"consent inbound", func(f *edgeFacts) {
		entryOf(&f.Target).AutomaticUserConsent = rules.UserConsent{OutboundAllowed: true}
	}, "MT065", "target", "automaticUserConsentSettings.inboundAllowed", with("auto_redeem", "sync"), anywhere},
	{"sync policy", func(f *edgeFacts) { entryOf(&f.Target).IdentitySync = nil }, "MT066", "target", "identitySynchronization.userSyncInbound.isSyncAllowed", with("sync"), anywhere},
	{"sync of users", func(f *edgeFacts) { entryOf(&f.Target).IdentitySync = &rules.IdentitySync{GroupSyncAllowed: new(true)} }, "MT066", "target", "identitySynchronization.userSyncInbound.isSyncAllowed", with("sync"), anywhere},
	{"synchronization", syncs(), "MT066", "source", "synchronization configuration", with("sync"), anywhere},
	{"right target", syncs(synchronization("cccc")), "MT066", "source", "synchronization secrets: CompanyId", with("sync"), anywhere},
	{"target", syncs(synchronization("")), "MT066", "source", "synchronization secrets: CompanyId", with("sync"), anywhere},
	{"job", syncs(synchronization("bbbb", func(s *synced) { s.Job = nil })), "MT066", "source", "synchronization job", with("sync"), anywhere},
	{"job of the template", syncs(synchronization("bbbb", func(s *synced) { s.Job.Template = "Azure2Other" })), "MT066", "source", "synchronization job", with("sync"), "same"},
	{"sign-in by policy", syncs(synchronization("bbbb", func(s *synced) { s.AuthenticationType = rules.Known("") })), "MT066", "source", "synchronization secrets: AuthenticationType", with("sync"), anywhere},
	{"scope of job", syncs(synchronization("bbbb", func(s *synced) { s.Scoped = rules.Known(false) })), "MT066", "source", "synchronization job: assignments", with("sync"), anywhere},
	{"started job", syncs(synchronization("bbbb", func(s *synced) { s.Job.Started = false })), "MT066", "source", "synchronization job: schedule.state", with("sync"), anywhere},
	{"healthy job", syncs(synchronization("bbbb", func(s *synced) { s.Job.Quarantined = true })), "MT066", "source", "synchronization job: status.code", with("sync"), anywhere},
	{"threshold", syncs(synchronization("bbbb", func(s *synced) { s.DeleteThreshold = rules.Known(false) })), "MT070", "source", "synchronization secrets: SyncNotificationSettings.DeleteThresholdEnabled", with("sync"), anywhere},
	{"mapping of users", syncs(synchronization("bbbb", func(s *synced) { mapped(s, func(m *rules.SyncMapping) { m.Users.Enabled = false }) })), "MT066", "source", "synchronization schema: mapping of users", with("sync"), anywhere},
	{"creation of users", syncs(synchronization("bbbb", func(s *synced) { mapped(s, func(m *rules.SyncMapping) { m.Users.Adds = false }) })), "MT066", "source", "synchronization schema: mapping of users", with("sync"), anywhere},
	{"mapping of groups", func(f *edgeFacts) { f.Target.GroupSync = rules.Known(true) }, "MT076", "source", "synchronization schema: mapping of groups", with("sync"), "same"},
	{"sync of groups", syncs(synchronization("bbbb", groupsToo)), "MT076", "target", "identitySynchronization.groupSyncInbound.isSyncAllowed", with("sync"), "same"},
	{"assigned groups", func(f *edgeFacts) {
		f.Target.GroupSync = rules.Known(true)
		syncs(synchronization("bbbb", groupsToo, func(s *synced) { s.SyncAll = rules.Known(true) }))(f)
	}, "MT076", "source", "synchronization secrets: SyncAll", with("sync"), "same"},
	{"one configuration", syncs(synchronization("bbbb"), synchronization("bbbb", func(s *synced) { s.Name = "Another" })), "MT076", "source", "synchronization configuration: second one", with("sync"), anywhere},
	{"license of source", func(f *edgeFacts) { f.Source.EntraP1 = rules.Known(false) }, "MT024", "source", "Entra ID P1", with("sync", "direct_connect"), anywhere},
	{"license of target", func(f *edgeFacts) { f.Target.EntraP1 = rules.Known(false) }, "MT024", "target", "Entra ID P1", with("direct_connect"), "same"},
	{"channels outbound", func(f *edgeFacts) { entryOf(&f.Source).B2BDirectConnectOutbound = nil }, "MT067", "source", "b2bDirectConnectOutbound", with("direct_connect"), "same"},
	{"channels inbound", func(f *edgeFacts) {
		entryOf(&f.Target).B2BDirectConnectInbound = &rules.B2BSetting{
			UsersAndGroups: users("allowed", everybody), Applications: applications("allowed", appID),
		}
	}, "MT067", "target", "b2bDirectConnectInbound", with("direct_connect"), "same"},
}
