// Package settings lists the facts about the services that sources leave open.
// The emulator implements both behaviors, and a setting selects one.
package settings

// Settings are facts about the services that sources leave open or contradict,
// and that a client can notice. [Default] holds the values with the best support;
// the cited sections of reference/ list the sources.
//
// Delays are in units of the replication lag: without lag, the settings about new
// objects have no effect.
type Settings struct {
	// RefusedCharacters are the characters that an invited address may not
	// contain. Some texts list the apostrophe, which real guests have
	// (graph-identity §1.1).
	RefusedCharacters string `json:"refused_characters"`
	// FreshReferencesAreInvalid answers a reference to or from an object that
	// became readable within the lag with 400 (graph-identity §1.8).
	FreshReferencesAreInvalid bool `json:"fresh_references_are_invalid"`
	// FlappingReplicas hides a new directory object once more after its first
	// successful read (graph-identity §1.8).
	FlappingReplicas bool `json:"flapping_replicas"`
	// InvitationReadsLate delays changes of a user for the invitation service
	// longer than for reads of the user (graph-identity §1.7).
	InvitationReadsLate bool `json:"invitation_reads_late"`
	// OtherMailsUnordered returns multi-valued properties in arbitrary order
	// (graph-identity §0).
	OtherMailsUnordered bool `json:"other_mails_unordered"`
	// SearchIndexLags delays changes for advanced queries longer than for other
	// lists (graph-identity §2.4).
	SearchIndexLags bool `json:"search_index_lags"`
	// CustomMessagesOfApplicationsAreDropped omits the custom message from an
	// invitation mail that an application requests (graph-identity §1.6).
	CustomMessagesOfApplicationsAreDropped bool `json:"custom_messages_of_applications_are_dropped"`
	// HomeProxyAddressesCount answers the invitation of an alias with the
	// external user that was invited by another address of the same home account
	// (graph-identity §1.5).
	HomeProxyAddressesCount bool `json:"home_proxy_addresses_count"`
	// DuplicatePartnerIsBadRequest answers a second partner for one tenant with 400
	// instead of 409; the code is the same (graph-cross-tenant §1.8).
	DuplicatePartnerIsBadRequest bool `json:"duplicate_partner_is_bad_request"`
	// PartnerOverSoftDeletedConflicts answers a partner for a tenant whose former entry
	// is in the recycle bin like a second one, in the worldwide cloud, which alone
	// restores it. No document says what comes of it (graph-cross-tenant §1.9).
	PartnerOverSoftDeletedConflicts bool `json:"partner_over_soft_deleted_conflicts"`
	// UserTokensLackPolicyScopes leaves the permissions of policies out of the
	// tokens that the Azure CLI gets for a user (graph-identity §14).
	UserTokensLackPolicyScopes bool `json:"user_tokens_lack_policy_scopes"`
	// EmptyPageWithNextLink puts an empty page before the first one of a list
	// (graph-identity §2.4).
	EmptyPageWithNextLink bool `json:"empty_page_with_next_link"`
	// DerivedDisplayName selects the display name of an external user whose
	// invitation has none (graph-identity §1.1).
	DerivedDisplayName DerivedName `json:"derived_display_name"`
	// SyncNeedsP1InTarget refuses to allow inbound synchronization in a tenant
	// without Entra ID P1, as older pages say; the license table does not require
	// it (graph-cross-tenant §2).
	SyncNeedsP1InTarget bool `json:"sync_needs_p1_in_target"`
	// SyncNeedsP1InSource refuses to start a synchronization job in a tenant
	// without Entra ID P1. The license requirement for each synchronized user is
	// documented, the refusal is not (graph-cross-tenant §4.1).
	SyncNeedsP1InSource bool `json:"sync_needs_p1_in_source"`
	// DirectConnectNeedsP1 blocks shared channels when either tenant lacks Entra
	// ID P1. The requirement for both is documented, the consequence is not
	// (graph-cross-tenant §1.2).
	DirectConnectNeedsP1 bool `json:"direct_connect_needs_p1"`
	// PolicyNeedsP1 refuses trust settings and settings for individual users,
	// groups or applications in a tenant without Entra ID P1. The license
	// requirement is documented, the refusal by the API is not
	// (graph-cross-tenant §1.2).
	PolicyNeedsP1 bool `json:"policy_needs_p1"`
	// GroupsNeedP1 refuses to make groups whose members follow a rule, or that roles can
	// be assigned to, in a tenant without Entra ID P1. That a license is required is
	// documented, what the API answers without one is not (graph-identity §7.2).
	GroupsNeedP1 bool `json:"groups_need_p1"`
	// PolicyReadAllCoversB2BManagement accepts Policy.Read.All for reads of the
	// B2B management policies, which no permission table lists (graph-identity
	// §9.1).
	PolicyReadAllCoversB2BManagement bool `json:"policy_read_all_covers_b2b_management"`
	// OrganizationDefaultIsText returns isOrganizationDefault of these policies
	// as a string, as in the documentation's sample, instead of the declared
	// boolean (graph-identity §9.1).
	OrganizationDefaultIsText bool `json:"organization_default_is_text"`
	// B2BManagementNeedsDescription requires a description of a new B2B management
	// policy, as documented, instead of refusing every description, as observed
	// (graph-identity §9.1).
	B2BManagementNeedsDescription bool `json:"b2b_management_needs_description"`
	// DirectConnectIgnoresControls admits users to shared channels regardless of
	// terms of use and session controls. The documentation says that B2B direct
	// connect does not support them, but not whether they then block access
	// (graph-identity §12).
	DirectConnectIgnoresControls bool `json:"direct_connect_ignores_controls"`
	// SyncWithinChina allows synchronization between two tenants in China.
	// Documents contradict each other; the newest one with configuration steps
	// lists it (graph-cross-tenant §4.9).
	SyncWithinChina bool `json:"sync_within_china"`
	// InvitePolicyLags delays a change of allowInvitesFrom for the invitation
	// service longer than for reads of the policy (graph-identity §1.4).
	InvitePolicyLags bool `json:"invite_policy_lags"`
	// SecretsNeedWrite refuses the secrets of a synchronization to applications
	// with read permission only: no read permission for them is documented
	// (graph-cross-tenant §4.4).
	SecretsNeedWrite bool `json:"secrets_need_write"`
	// PreviewPoliciesAreHidden leaves policies with preview features, which beta alone
	// shows, out of the Conditional Access policies that v1.0 lists, and refuses to
	// read one by id. It is reported from live tenants, and in no document
	// (graph-identity §12, §17 no. 30).
	PreviewPoliciesAreHidden bool `json:"preview_policies_are_hidden"`
	// DeletedUsersRefuseAny answers any() in a filter of the recycle bin with 400.
	// The recycle bin takes the query options of the type, and no page shows such a
	// filter there (graph-identity §2.6, §17 no. 27).
	DeletedUsersRefuseAny bool `json:"deleted_users_refuse_any"`
	// ExpiredDeltaTokensAreGone answers an expired delta token with 410 and the URL of
	// a full round, as for any other reset, instead of the announced 400
	// (graph-identity §3, §17 no. 34).
	ExpiredDeltaTokensAreGone bool `json:"expired_delta_tokens_are_gone"`
	// ConvertedStaysInternalUntilRedeemed leaves a converted internal user
	// unchanged until the invitation is redeemed (graph-identity §1.7).
	ConvertedStaysInternalUntilRedeemed bool `json:"converted_stays_internal_until_redeemed"`

	// DeniedInvitationIsForbidden answers an invitation without the permission
	// with 403 instead of 401; both are reported (graph-identity §1.5, §17 no.
	// 2).
	DeniedInvitationIsForbidden bool `json:"denied_invitation_is_forbidden"`
	// ContactClearsMail leaves `mail` empty, in addition to the proxy addresses,
	// when a contact has the invited address: the oldest of three generations of
	// documentation (graph-identity §1.6, §17 no. 5).
	ContactClearsMail bool `json:"contact_clears_mail"`
	// KeepAutoRedeemedPending keeps a user pending although both tenants consent
	// to automatic redemption; the time of the redemption is not documented.
	KeepAutoRedeemedPending bool `json:"keep_auto_redeemed_pending"`
	// RefuseReinviteOfDeleted refuses to invite the address of a soft-deleted
	// user, as one unofficial article says (graph-identity §2.6).
	RefuseReinviteOfDeleted bool `json:"refuse_reinvite_of_deleted"`
	// BlockedDomainIsForbidden answers 403 instead of 400 when a domain list
	// refuses the address (graph-identity §1.5, §17 no. 3).
	BlockedDomainIsForbidden bool `json:"blocked_domain_is_forbidden"`
	// NewGuestsAreHidden sets showInAddressList of new external users to false
	// instead of leaving it null; both are reported (graph-identity §1.6, §2.5).
	NewGuestsAreHidden bool `json:"new_guests_are_hidden"`
	// HalfBlocksMerge keeps the half of a block that a PATCH omits, instead of
	// replacing the whole block (graph-cross-tenant §1.5, §10).
	HalfBlocksMerge bool `json:"half_blocks_merge"`
	// SyncPolicyPutReplaces lets a PUT change an existing
	// identitySynchronization, as one client relies on, instead of refusing it
	// with the documented 409 (graph-cross-tenant §2).
	SyncPolicyPutReplaces bool `json:"sync_policy_put_replaces"`
	// SecretsMerge keeps the secrets of a synchronization that a PUT omits,
	// instead of removing them (graph-cross-tenant §4.4, §10).
	SecretsMerge bool `json:"secrets_merge"`
	// SecretsAreMasked masks every value of the secrets of a synchronization, not
	// only the sensitive ones (graph-cross-tenant §4.4).
	SecretsAreMasked bool `json:"secrets_are_masked"`
	// FreshServicePrincipalConflicts answers synchronization calls shortly after
	// the creation of a service principal with 409 instead of 403; both are
	// observed (graph-cross-tenant §4.2).
	FreshServicePrincipalConflicts bool `json:"fresh_service_principal_conflicts"`

	Synchronization
	Audit
	Exchange
	Capabilities
	Entitlement
	Groups
	Organizations
}

// DerivedName selects the display name of an external user whose invitation has
// none.
type DerivedName string

// The sources of a derived display name.
const (
	NameFromLocalPart DerivedName = "local_part"
	NameFromAddress   DerivedName = "address"
	NoName            DerivedName = "nothing"
)

// Default returns the settings that sources support best.
func Default() Settings {
	return Settings{
		RefusedCharacters:                      "~!#$%^&*()+=[]{}\\/|;:\"<>?,",
		FreshReferencesAreInvalid:              true,
		FlappingReplicas:                       true,
		InvitationReadsLate:                    true,
		OtherMailsUnordered:                    true,
		SearchIndexLags:                        true,
		CustomMessagesOfApplicationsAreDropped: true,
		HomeProxyAddressesCount:                true,
		UserTokensLackPolicyScopes:             true,
		EmptyPageWithNextLink:                  true,
		DerivedDisplayName:                     NameFromLocalPart,
		PolicyNeedsP1:                          true,
		GroupsNeedP1:                           true,
		SyncWithinChina:                        true,
		PreviewPoliciesAreHidden:               true,
		Audit:                                  defaultAudit(),
		Entitlement:                            defaultEntitlement(),
		Exchange:                               defaultExchange(),
		Groups:                                 defaultGroups(),
		Organizations:                          defaultOrganizations(),
		Synchronization:                        defaultSynchronization(),
	}
}
