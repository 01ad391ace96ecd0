package rules

// AccessSettings is a cross-tenant access configuration: the default of a tenant,
// or its entry for a partner. A nil block of an entry is inherited from the
// default, except consent and synchronization, which only an entry can grant
// (graph-cross-tenant §1.4, §1.5).
type AccessSettings struct {
	B2BCollaborationInbound, B2BCollaborationOutbound *B2BSetting
	B2BDirectConnectInbound, B2BDirectConnectOutbound *B2BSetting
	// TenantRestrictions exist only in the public cloud.
	TenantRestrictions *B2BSetting
	InboundTrust       *InboundTrust
	// M365CollaborationInbound are the users of the other tenant for which the
	// Microsoft 365 capabilities have an effect, M365CollaborationOutbound the own
	// users that use those of the other tenant, and AppServiceConnectInbound the
	// applications that move mailboxes (m365-capabilities §2).
	M365CollaborationInbound, M365CollaborationOutbound, AppServiceConnectInbound *Targets
	// AutomaticUserConsent is only that of an entry.
	AutomaticUserConsent UserConsent
	// RedemptionOrder is nil for a partner.
	RedemptionOrder *RedemptionOrder
	// IdentitySync is nil where the entry has no synchronization policy.
	IdentitySync *IdentitySync
	// IsServiceProvider marks the entry of a cloud solution provider, which no
	// topology declares.
	IsServiceProvider bool
}

// InboundTrust lists the claims of the partner's sign-ins that this tenant accepts.
// Null in Graph is false.
type InboundTrust struct {
	IsMFAAccepted, IsCompliantDeviceAccepted, IsHybridAzureADJoinedDeviceAccepted bool
}

// UserConsent is automaticUserConsentSettings. Null in Graph is false, because a
// default cannot grant consent.
type UserConsent struct{ InboundAllowed, OutboundAllowed bool }

// RedemptionOrder selects the account that redeems an invitation: the first match
// in Primary, in order, or else Fallback.
type RedemptionOrder struct {
	Primary  []string
	Fallback string
}

// IdentitySync is identitySynchronization of an entry: whether the partner may
// create its users and groups here (graph-cross-tenant §2).
type IdentitySync struct {
	// DisplayName is that of the policy, empty where it has none.
	DisplayName     string
	UserSyncAllowed bool
	// GroupSyncAllowed is nil where it is not configured, or was not read: v1.0 does
	// not have it.
	GroupSyncAllowed *bool
}

// AllowsUsers reports whether a policy allows the partner to synchronize users.
func (s *IdentitySync) AllowsUsers() bool { return s != nil && s.UserSyncAllowed }

// AllowsGroups reports whether a policy that was read in beta allows the partner to
// synchronize groups.
func (s *IdentitySync) AllowsGroups() bool {
	return s != nil && s.GroupSyncAllowed != nil && *s.GroupSyncAllowed
}

// SaysGroups reports whether a policy says whether groups are allowed.
func (s *IdentitySync) SaysGroups() bool { return s != nil && s.GroupSyncAllowed != nil }

// Empty reports whether a policy has no name and allows nothing, as far as it was read.
func (s *IdentitySync) Empty() bool { return s.Same(&IdentitySync{}) }

// Same reports whether two policies allow the same, under the same name.
func (s *IdentitySync) Same(o *IdentitySync) bool {
	if s == nil || o == nil {
		return s == o
	}
	return s.DisplayName == o.DisplayName && s.UserSyncAllowed == o.UserSyncAllowed && s.AllowsGroups() == o.AllowsGroups()
}

// Office365 is the application of Teams shared channels, the only use of B2B direct
// connect (graph-cross-tenant §1.7).
const Office365 = "Office365"

// The names of settings in findings, as Graph has them.
const (
	SettingCloudEndpoints        = "allowedCloudEndpoints"
	SettingCollaborationInbound  = "b2bCollaborationInbound"
	SettingCollaborationOutbound = "b2bCollaborationOutbound"
	SettingConnectInbound        = "b2bDirectConnectInbound"
	SettingConnectOutbound       = "b2bDirectConnectOutbound"
	SettingM365Inbound           = "m365CollaborationInbound"
	SettingM365Outbound          = "m365CollaborationOutbound"
	SettingServiceConnectInbound = "appServiceConnectInbound"
	SettingTrustMFA              = "inboundTrust.isMfaAccepted"
	SettingTrustCompliantDevice  = "inboundTrust.isCompliantDeviceAccepted"
	SettingTrustHybridDevice     = "inboundTrust.isHybridAzureADJoinedDeviceAccepted"
	SettingConsentInbound        = "automaticUserConsentSettings.inboundAllowed"
	SettingConsentOutbound       = "automaticUserConsentSettings.outboundAllowed"
	SettingUserSync              = "identitySynchronization.userSyncInbound.isSyncAllowed"
	SettingGroupSync             = "identitySynchronization.groupSyncInbound.isSyncAllowed"
	SettingAllowInvitesFrom      = "allowInvitesFrom"
	SettingDomainLists           = "invitationsAllowedAndBlockedDomainsPolicy"
	SettingSyncConfiguration     = "synchronization configuration"
	SettingSyncTarget            = "synchronization secrets: CompanyId"
	SettingSyncAuthentication    = "synchronization secrets: AuthenticationType"
	SettingSyncThreshold         = "synchronization secrets: SyncNotificationSettings.DeleteThresholdEnabled"
	SettingSyncJob               = "synchronization job"
	SettingSyncJobState          = "synchronization job: schedule.state"
	SettingSyncJobStatus         = "synchronization job: status.code"
	SettingSyncJobScope          = "synchronization job: assignments"
	SettingSyncUsers             = "synchronization schema: mapping of users"
	SettingSyncGroups            = "synchronization schema: mapping of groups"
	SettingSyncAll               = "synchronization secrets: SyncAll"
	SettingSyncSecond            = "synchronization configuration: second one"
	SettingEntraP1               = "Entra ID P1"
	SettingChinaSync             = "synchronization within China"
	// SettingCrossCloudSync is under "Microsoft cloud settings" in the portal.
	SettingCrossCloudSync    = "cross-cloud synchronization"
	SettingPartner           = "cross-tenant access partner"
	SettingConditionalAccess = "Conditional Access policies"
	SettingLegacySharing     = "organization relationships, sharing policies and availability address spaces"
)

// AdmitsTo reports whether a setting lets the subject use one application
// (algorithm of graph-cross-tenant §1.7).
func (s *B2BSetting) AdmitsTo(application string, who Subject) Verdict {
	if s == nil || s.UsersAndGroups == nil || s.Applications == nil {
		return Undecided
	}
	return who.any(s.admitsTo(application, who))
}

func (s *B2BSetting) admitsTo(application string, who Subject) Verdict {
	matched := s.UsersAndGroups.match(who)
	named := s.Applications.covers(application)
	switch (halves{s.UsersAndGroups.Access, s.Applications.Access}) {
	case halves{Allowed, Allowed}:
		return matched.provided(named)
	case halves{Allowed, Blocked}:
		return matched.provided(!named)
	case halves{Blocked, Allowed}:
		return matched.reversed().provided(named)
	case halves{Blocked, Blocked}:
		if !named {
			return Admitted
		}
		return matched.reversed()
	}
	return Undecided
}

// covers reports whether the targets include an application, by its id or by a
// keyword.
func (t *Targets) covers(application string) bool {
	return t.has(AllApplications) || t.has(application) || application == Office365 && t.has(AllMicrosoftApps)
}

// halves is the combination of the access types of both halves.
type halves struct{ users, applications AccessType }

func (v Verdict) provided(condition bool) Verdict {
	if !condition {
		return Refused
	}
	return v
}
