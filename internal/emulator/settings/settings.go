// Package settings lists the facts about the services that sources leave open:
// the emulator has both behaviors, and a run chooses.
package settings

// Settings are facts about the services that sources leave open or contradict,
// and that a client can notice. [Default] holds the values that sources
// support best; the sections named here tell the sources (reference/).
//
// What takes a while, takes it in units of the replication lag: without lag the
// settings about fresh objects change nothing.
type Settings struct {
	// RefusedCharacters are those that an invited address may not contain. Some
	// texts list the apostrophe, which real guests have (graph-identity §1.1).
	RefusedCharacters string `json:"refused_characters"`
	// FreshReferencesAreInvalid answers a reference to or from an object that can
	// be read since less than the lag with 400 (graph-identity §1.8).
	FreshReferencesAreInvalid bool `json:"fresh_references_are_invalid"`
	// FlappingReplicas lets a new object of the directory vanish once more after
	// its first sighting (graph-identity §1.8).
	FlappingReplicas bool `json:"flapping_replicas"`
	// InvitationReadsLate has the invitation service see changes of a user later
	// than those who read the user (graph-identity §1.7).
	InvitationReadsLate bool `json:"invitation_reads_late"`
	// OtherMailsUnordered returns multi-valued properties in an order of their own
	// (graph-identity §0).
	OtherMailsUnordered bool `json:"other_mails_unordered"`
	// SearchIndexLags has advanced queries hear of changes later than other lists
	// (graph-identity §2.4).
	SearchIndexLags bool `json:"search_index_lags"`
	// CustomMessagesOfApplicationsAreDropped leaves the text of an application out
	// of the mail that it has sent (graph-identity §1.6).
	CustomMessagesOfApplicationsAreDropped bool `json:"custom_messages_of_applications_are_dropped"`
	// HomeProxyAddressesCount answers the invitation of an alias with the external
	// user who was invited by another address of the same person
	// (graph-identity §1.5).
	HomeProxyAddressesCount bool `json:"home_proxy_addresses_count"`
	// DuplicatePartnerIsBadRequest answers a second partner for one tenant with 400
	// instead of 409; the code is the same (graph-cross-tenant §1.8).
	DuplicatePartnerIsBadRequest bool `json:"duplicate_partner_is_bad_request"`
	// PartnerOverSoftDeletedConflicts answers a partner for a tenant whose former entry
	// is in the recycle bin like a second one. No document says what comes of it
	// (graph-cross-tenant §1.9).
	PartnerOverSoftDeletedConflicts bool `json:"partner_over_soft_deleted_conflicts"`
	// OrganizationPartnersStay refuses to delete the entry about a tenant of the same
	// multitenant organization. Each active tenant must have one about each other;
	// that a deletion is refused is not documented (graph-cross-tenant §3.4).
	OrganizationPartnersStay bool `json:"organization_partners_stay"`
	// UserTokensLackPolicyScopes leaves the permissions of policies out of the
	// tokens that the Azure CLI gets for a user (graph-identity §14).
	UserTokensLackPolicyScopes bool `json:"user_tokens_lack_policy_scopes"`
	// EmptyPageWithNextLink puts an empty page before the first one of a list
	// (graph-identity §2.4).
	EmptyPageWithNextLink bool `json:"empty_page_with_next_link"`
	// DerivedDisplayName is the name of an external user who is invited without one
	// (graph-identity §1.1).
	DerivedDisplayName DerivedName `json:"derived_display_name"`
	// SyncNeedsP1InTarget refuses to admit synchronization into a tenant without
	// Entra ID P1, as older pages have it; the licence table asks for none
	// (graph-cross-tenant §2).
	SyncNeedsP1InTarget bool `json:"sync_needs_p1_in_target"`
	// SyncNeedsP1InSource refuses to start the job of a synchronization in a tenant
	// without Entra ID P1. That each user who is synchronized needs the licence is
	// documented, that the service refuses is not (graph-cross-tenant §4.1).
	SyncNeedsP1InSource bool `json:"sync_needs_p1_in_source"`
	// DirectConnectNeedsP1 keeps people out of shared channels where one of the two
	// tenants lacks Entra ID P1. That both need it is documented, what comes of it
	// is not (graph-cross-tenant §1.2).
	DirectConnectNeedsP1 bool `json:"direct_connect_needs_p1"`
	// PolicyNeedsP1 refuses to trust claims and to name users, groups or
	// applications in a tenant without Entra ID P1. That a licence is required is
	// documented, that the API refuses is not (graph-cross-tenant §1.2).
	PolicyNeedsP1 bool `json:"policy_needs_p1"`
	// GroupsNeedP1 refuses to make groups whose members follow a rule, or that roles can
	// be assigned to, in a tenant without Entra ID P1. That a license is required is
	// documented, what the API answers without one is not (graph-identity §7.2).
	GroupsNeedP1 bool `json:"groups_need_p1"`
	// PolicyReadAllCoversB2BManagement lets Policy.Read.All read the B2B management
	// policies, which no table of permissions says (graph-identity §9.1).
	PolicyReadAllCoversB2BManagement bool `json:"policy_read_all_covers_b2b_management"`
	// OrganizationDefaultIsText answers isOrganizationDefault of these policies with
	// a text, as the documentation's sample does, instead of the boolean that it
	// declares (graph-identity §9.1).
	OrganizationDefaultIsText bool `json:"organization_default_is_text"`
	// DirectConnectIgnoresControls lets people into shared channels as if policies
	// had no terms of use and no session controls. The documentation says that B2B
	// direct connect does not support them, and not whether they then block
	// (graph-identity §12).
	DirectConnectIgnoresControls bool `json:"direct_connect_ignores_controls"`
	// SyncWithinChina lets a tenant in China synchronize people into another one
	// there. Documents contradict each other; the newest that configures it lists
	// it (graph-cross-tenant §4.9).
	SyncWithinChina bool `json:"sync_within_china"`
	// InvitePolicyLags has the invitation service obey a change of allowInvitesFrom
	// later than those who read the policy (graph-identity §1.4).
	InvitePolicyLags bool `json:"invite_policy_lags"`
	// SecretsNeedWrite refuses the secrets of a synchronization to those who may
	// only read synchronizations: no read of them is documented
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
	// ConvertedStaysInternalUntilRedeemed leaves an internal user who is converted
	// as they are until they accept the invitation (graph-identity §1.7).
	ConvertedStaysInternalUntilRedeemed bool `json:"converted_stays_internal_until_redeemed"`

	// DeniedInvitationIsForbidden answers an invitation without permission with
	// 403 instead of 401; both are reported (graph-identity §1.5, §17 no. 2).
	DeniedInvitationIsForbidden bool `json:"denied_invitation_is_forbidden"`
	// ContactClearsMail leaves `mail` empty, not only the proxy addresses, when
	// a contact owns the invited address: the oldest of three generations of
	// documentation (graph-identity §1.6, §17 no. 5).
	ContactClearsMail bool `json:"contact_clears_mail"`
	// KeepAutoRedeemedPending leaves a person pending although both tenants
	// consent to automatic redemption; the moment of it is not documented.
	KeepAutoRedeemedPending bool `json:"keep_auto_redeemed_pending"`
	// RefuseReinviteOfDeleted refuses to invite an address that a soft-deleted
	// user holds, as one unofficial article says (graph-identity §2.6).
	RefuseReinviteOfDeleted bool `json:"refuse_reinvite_of_deleted"`
	// BlockedDomainIsForbidden answers 403 instead of 400 when a domain list
	// refuses the address (graph-identity §1.5, §17 no. 3).
	BlockedDomainIsForbidden bool `json:"blocked_domain_is_forbidden"`
	// NewGuestsAreHidden sets showInAddressList of new external users to false
	// instead of leaving it null; both are reported (graph-identity §1.6, §2.5).
	NewGuestsAreHidden bool `json:"new_guests_are_hidden"`
	// HalfBlocksMerge keeps the half of a setting that a PATCH leaves out, instead
	// of replacing the setting as a whole (graph-cross-tenant §1.5, §10).
	HalfBlocksMerge bool `json:"half_blocks_merge"`
	// SyncPolicyPutReplaces lets a PUT of identitySynchronization change one that
	// exists, as one client relies on, instead of refusing it with the documented
	// 409 (graph-cross-tenant §2).
	SyncPolicyPutReplaces bool `json:"sync_policy_put_replaces"`
	// SecretsMerge keeps the secrets of a synchronization that a PUT does not
	// name, instead of dropping them (graph-cross-tenant §4.4, §10).
	SecretsMerge bool `json:"secrets_merge"`
	// SecretsAreMasked hides every value of the secrets of a synchronization,
	// not only the sensitive ones (graph-cross-tenant §4.4).
	SecretsAreMasked bool `json:"secrets_are_masked"`
	// FreshServicePrincipalConflicts answers synchronization calls that come
	// right after the creation of a service principal with 409 instead of 403;
	// both are observed (graph-cross-tenant §4.2).
	FreshServicePrincipalConflicts bool `json:"fresh_service_principal_conflicts"`
}

// DerivedName is how the directory names an external user whose invitation has
// no name.
type DerivedName string

// What the name of an external user is derived from.
const (
	NameFromLocalPart DerivedName = "local_part"
	NameFromAddress   DerivedName = "address"
	NoName            DerivedName = "nothing"
)

// Default are the facts as sources support them best.
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
		OrganizationPartnersStay:               true,
		UserTokensLackPolicyScopes:             true,
		EmptyPageWithNextLink:                  true,
		DerivedDisplayName:                     NameFromLocalPart,
		PolicyNeedsP1:                          true,
		GroupsNeedP1:                           true,
		SyncWithinChina:                        true,
		PreviewPoliciesAreHidden:               true,
	}
}
