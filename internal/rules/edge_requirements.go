package rules

import "slices"

// place is the location of a setting.
type place int

const (
	// elsewhere is outside of the entry for the other tenant.
	elsewhere place = iota
	// inEither is the entry, or the default where it applies.
	inEither
	// inEntry is the entry alone.
	inEntry
)

// requirement is one setting on one side that a capability needs.
type requirement struct {
	code         Code
	side         Side
	capabilities []Capability
	setting      string
	place        place
	met          func(EdgeFacts, party) answer
	// problem and remedy are texts for fill.
	problem, remedy string
}

// unmet is a requirement that is not met.
type unmet struct {
	requirement
	// also are further settings that have to change.
	also []string
}

func (u unmet) settings() []string { return append([]string{u.setting}, u.also...) }

func (r requirement) concerns(f EdgeFacts, p party) bool {
	if r.setting == SettingCloudEndpoints && p.sameCloud {
		return false
	}
	return r.side == p.side && slices.ContainsFunc(f.Capabilities, func(c Capability) bool { return slices.Contains(r.capabilities, c) })
}

var (
	// Synchronization creates users who cannot sign in while collaboration is
	// blocked.
	byCollaboration = []Capability{B2BCollaboration, UserSync}
	byConsent       = []Capability{AutoRedeem, UserSync}
	bySync          = []Capability{UserSync}
	byConnect       = []Capability{DirectConnect}
	// Synchronization needs a license for each user in the source, and none in the
	// target; direct connect needs one in both tenants (graph-cross-tenant §1.2).
	bySourceLicense = []Capability{UserSync, DirectConnect}
)

const (
	lacksLicense = "Tenant {own} has no active plan of Entra ID P1 or P2, which the edge requires: " +
		"synchronization in the source for each of its users, B2B direct connect in both tenants. " +
		"It is not documented whether the service refuses it without the license."
	getLicense   = "Get Entra ID P1 for tenant {own}. If your agreement with Microsoft differs, set MT024 to off."
	openSetting  = "In tenant {own}, open {setting} of {partner}."
	allowSetting = "In tenant {own}, set {setting} of {partner} to true."
	enableCloud  = "In tenant {own}, add {cloud} to allowedCloudEndpoints of the cross-tenant access policy."
	apartClouds  = "Tenant {own} has not enabled the cloud of {other}: {cloud} is not in allowedCloudEndpoints."
	asksConsent  = "Users of the edge have to consent themselves: {setting} of the partner for {other} in tenant {own} is not true."
)

// requirements is the table of graph-cross-tenant §8, one row for each setting.
var requirements = []requirement{
	{CloudsNotEnabled, SourceSide, Capabilities(), SettingCloudEndpoints, elsewhere, cloudEnabled, apartClouds, enableCloud},
	{CloudsNotEnabled, TargetSide, Capabilities(), SettingCloudEndpoints, elsewhere, cloudEnabled, apartClouds, enableCloud},
	{
		CollaborationBlocked, SourceSide, byCollaboration, SettingCollaborationOutbound, inEither,
		collaborates(CollaborationOutbound),
		"Tenant {own} blocks access to {other}: {setting} blocks all users or all applications.", openSetting,
	},
	{
		CollaborationBlocked, TargetSide, byCollaboration, SettingCollaborationInbound, inEither,
		collaborates(CollaborationInbound),
		"Tenant {own} blocks users of {other}: {setting} blocks all users or all applications.", openSetting,
	},
	{
		InvitationsRefused, TargetSide, byCollaboration, SettingAllowInvitesFrom, elsewhere, invites,
		"Tenant {own} accepts no invitations: allowInvitesFrom of its authorization policy is \"none\".",
		"In tenant {own}, set allow_invites_from of multitenant_external_collaboration to \"adminsAndGuestInviters\" or wider. The change takes up to an hour.",
	},
	{
		InvitationsRefused, TargetSide, byCollaboration, SettingDomainLists, elsewhere, acceptsDomains,
		"Tenant {own} does not accept the domains of {other}: its collaboration restrictions exclude {domains}.",
		"In tenant {own}, allow {domains} in the collaboration restrictions, with multitenant_domain_list.",
	},
	trust("multifactor authentication", claimMFA),
	trust("compliant devices", claimCompliantDevice),
	trust("hybrid joined devices", claimHybridDevice),
	{
		ConsentMissing, SourceSide, byConsent, SettingConsentOutbound, inEntry,
		grants(func(s AccessSettings) bool { return s.AutomaticUserConsent.OutboundAllowed }), asksConsent, allowSetting,
	},
	{
		ConsentMissing, TargetSide, byConsent, SettingConsentInbound, inEntry,
		grants(func(s AccessSettings) bool { return s.AutomaticUserConsent.InboundAllowed }), asksConsent, allowSetting,
	},
	{
		SyncMissing, TargetSide, bySync, SettingUserSync, inEntry,
		grants(func(s AccessSettings) bool { return s.IdentitySync.AllowsUsers() }),
		"Tenant {own} does not let {other} synchronize users: {setting} of the partner is not true.", allowSetting,
	},
	{
		SyncMissing, SourceSide, bySync, SettingSyncConfiguration, elsewhere, configured,
		"Tenant {own} has no configuration of cross-tenant synchronization for {other}.",
		"In tenant {own}, create a synchronization configuration that writes to {other}, and start its job.",
	},
	{
		SyncMissing, SourceSide, bySync, SettingSyncTarget, elsewhere, aimed,
		"Synchronization configuration {configuration} of tenant {own} writes to {strayed}, and none writes to {other}.",
		"If {configuration} of tenant {own} is meant for {other}, set its secret CompanyId to {other_id}; otherwise create another configuration.",
	},
	{
		SyncMissing, SourceSide, bySync, SettingSyncJob, elsewhere, ofSync(hasJob),
		"Synchronization configuration {configuration} of tenant {own} for {other} has no job.",
		"In tenant {own}, create the job of {configuration}, and start it.",
	},
	{
		SyncMissing, SourceSide, bySync, SettingSyncAuthentication, elsewhere, ofSync(authenticates),
		"Synchronization configuration {configuration} of tenant {own} cannot sign in to {other}: its secret AuthenticationType is not SyncPolicy.",
		"In tenant {own}, set the secret AuthenticationType of {configuration} to SyncPolicy.",
	},
	{
		SyncMissing, SourceSide, bySync, SettingSyncJobScope, elsewhere, ofSync(hasScope),
		"Synchronization configuration {configuration} of tenant {own} for {other} has no users in scope: no user or group is assigned, and SyncAll is not true.",
		"In tenant {own}, assign a group to {configuration}.",
	},
	{
		SyncMissing, SourceSide, bySync, SettingSyncJobState, elsewhere, ofSync(isStarted),
		"The job of synchronization configuration {configuration} of tenant {own} for {other} is not started.",
		"In tenant {own}, start the job of {configuration}.",
	},
	{
		SyncMissing, SourceSide, bySync, SettingSyncJobStatus, elsewhere, ofSync(isHealthy),
		"The job of synchronization configuration {configuration} of tenant {own} for {other} is in quarantine{quarantine}.",
		"In tenant {own}, fix the cause of the quarantine, then restart the job of {configuration}.",
	},
	{
		SyncUnguarded, SourceSide, bySync, SettingSyncThreshold, elsewhere, ofSync(isGuarded),
		"Synchronization configuration {configuration} of tenant {own} has no threshold for accidental deletions:" +
			" if all users leave its scope, all of them are deleted in {other}.",
		"In tenant {own}, set DeleteThresholdEnabled and DeleteThresholdValue in the secret SyncNotificationSettings of {configuration}.",
	},
	{
		ConnectBlocked, SourceSide, byConnect, SettingConnectOutbound, inEither,
		connects(DirectOutbound),
		"Tenant {own} blocks its users from shared channels of {other}: {setting} does not allow Office365.", openSetting,
	},
	{
		ConnectBlocked, TargetSide, byConnect, SettingConnectInbound, inEither,
		connects(DirectInbound),
		"Tenant {own} blocks users of {other} from its shared channels: {setting} does not allow Office365.", openSetting,
	},
	{
		SyncMissing, SourceSide, bySync, SettingSyncUsers, elsewhere, ofSync(createsUsers),
		"The job of synchronization configuration {configuration} of tenant {own} creates no users in {other}: its mapping of users is disabled, or its flowTypes lack Add.",
		"In tenant {own}, enable the mapping of users of {configuration}, with Add, Update and Delete as flowTypes.",
	},
	{
		SyncContradicts, SourceSide, bySync, SettingSyncGroups, elsewhere, mapsGroups,
		"Tenant {other} allows {own} to synchronize groups, and the job of synchronization configuration {configuration} of tenant {own} synchronizes none: its mapping of groups is disabled.",
		"In tenant {own}, enable the mapping of groups of {configuration}, or set groupSyncInbound.isSyncAllowed of tenant {other} to false.",
	},
	{
		SyncContradicts, TargetSide, bySync, SettingGroupSync, elsewhere, allowsGroups,
		"Synchronization configuration {configuration} of tenant {other} synchronizes groups, and tenant {own} does not allow it: {setting} is not true.",
		"In tenant {own}, set {setting} of the cross-tenant access partner for {other} to true (group_sync_allowed of identity_synchronization), or disable" +
			" the mapping of groups of {configuration} in tenant {other}.",
	},
	{
		SyncContradicts, SourceSide, bySync, SettingSyncAll, elsewhere, assignsGroups,
		"Synchronization configuration {configuration} of tenant {own} maps groups and synchronizes none: SyncAll is true, and only assigned groups are synchronized.",
		"In tenant {own}, set SyncAll of {configuration} to false, assign the groups and restart the job, or disable its mapping of groups.",
	},
	{
		SyncContradicts, SourceSide, bySync, SettingSyncSecond, elsewhere, isOnly,
		"Tenant {own} synchronizes users to {other} with two configurations, {configuration} and {second}. The job that runs last decides about a user in the scope of both.",
		"In tenant {own}, stop the job of {second}, or make sure that no user is in the scope of both and that neither deletes users of the other.",
	},
	{LicenseMissing, SourceSide, bySourceLicense, SettingEntraP1, elsewhere, licensed, lacksLicense, getLicense},
	{LicenseMissing, TargetSide, byConnect, SettingEntraP1, elsewhere, licensed, lacksLicense, getLicense},
	{
		SyncMissing, SourceSide, bySync, SettingChinaSync, elsewhere, syncedWithinChina, "", "",
	},
	{
		SyncMissing, TargetSide, bySync, SettingCrossCloudSync, elsewhere, crossCloudEnabled, "", "",
	},
}

func trust(what string, c claim) requirement {
	return requirement{
		TrustMissing, TargetSide,
		[]Capability{c.capability},
		c.setting, inEither,
		func(_ EdgeFacts, p party) answer {
			return answerOf(p.trust(), c.accepted)
		},
		"Tenant {own} does not trust " + what + " of {other}: {setting} is not true.", allowSetting + "{kept}",
	}
}
