package settings

// Synchronization are facts about the cycles of cross-tenant synchronization that
// sources leave open.
type Synchronization struct {
	// DeleteThresholdIsInclusive holds deletions back when their number reaches the
	// threshold. One sentence of the page says that the threshold is met, another that
	// it is exceeded (graph-cross-tenant §4.6).
	DeleteThresholdIsInclusive bool `json:"delete_threshold_is_inclusive"`
	// LostSyncedUsersAreProvisionedAgain creates a user again that was deleted in the
	// target tenant, with the next change in the source. The page about users who leave
	// says so; the codes of the log have an error that only a restart ends
	// (graph-cross-tenant §4.6).
	LostSyncedUsersAreProvisionedAgain bool `json:"lost_synced_users_are_provisioned_again"`
	// SyncIgnoresCollaborationSettings creates users although settings of either tenant
	// block B2B collaboration. Whether they stop the provisioning itself is not
	// documented (graph-cross-tenant §4.6).
	SyncIgnoresCollaborationSettings bool `json:"sync_ignores_collaboration_settings"`
	// SyncedMembersAreMailEnabled gives new synchronized members a proxy address, which
	// makes them mail users of Exchange. Reports contradict each other (exchange §10).
	SyncedMembersAreMailEnabled bool `json:"synced_members_are_mail_enabled"`
	// ApplicationPermissionsCoverSync accepts Application.ReadWrite.All and
	// Directory.ReadWrite.All for synchronizations, as older pages and one client say;
	// the current pages do not list them (graph-cross-tenant §4.2).
	ApplicationPermissionsCoverSync bool `json:"application_permissions_cover_sync"`
	// GroupPolicyStaysInCloud refuses a synchronization policy that allows groups of a
	// tenant of another cloud. That they are not synchronized across clouds is
	// documented, the answer to the setting is not (graph-cross-tenant §4.8).
	GroupPolicyStaysInCloud bool `json:"group_policy_stays_in_cloud"`
}

func defaultSynchronization() Synchronization { return Synchronization{GroupPolicyStaysInCloud: true} }
