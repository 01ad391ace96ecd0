package report

// The attributes that are read, by their names in the provider's schemas.

// owner is the tenant of an object, which every resource and nearly every data
// source has.
type owner struct {
	Tenant   value[string] `json:"tenant"`
	TenantID value[string] `json:"tenant_id"`
}

type invitationShape struct {
	owner
	Email        value[string] `json:"email"`
	HomeTenant   value[string] `json:"home_tenant"`
	DisplayName  value[string] `json:"display_name"`
	UserID       value[string] `json:"user_id"`
	UPN          value[string] `json:"user_principal_name"`
	UserType     value[string] `json:"user_type"`
	InvitedAs    value[string] `json:"invited_user_type"`
	State        value[string] `json:"external_user_state"`
	Enabled      value[bool]   `json:"account_enabled"`
	CreationType value[string] `json:"creation_type"`
}

type userTypeShape struct {
	owner
	UserID   value[string] `json:"user_id"`
	UserType value[string] `json:"user_type"`
	UPN      value[string] `json:"user_principal_name"`
}

type visibilityShape struct {
	owner
	UserID  value[string] `json:"user_id"`
	Visible value[bool]   `json:"visible"`
	UPN     value[string] `json:"user_principal_name"`
}

// mailUserShape is about the mail user of an external user.
type mailUserShape struct {
	owner
	UserID value[string] `json:"user_id"`
	UPN    value[string] `json:"user_principal_name"`
}

type departureShape struct {
	owner
	UserID value[string] `json:"user_id"`
	UPN    value[string] `json:"user_principal_name"`
	Stage  value[string] `json:"stage"`
}

// guestSyncShape has the numbers of users; the users themselves are in no file.
type guestSyncShape struct {
	owner
	Source   value[string]       `json:"source"`
	SourceID value[string]       `json:"source_tenant_id"`
	People   value[int]          `json:"people"`
	Changes  value[numbersShape] `json:"changes"`
}

// numbersShape are the numbers of users that a run changes.
type numbersShape struct {
	Create  value[int] `json:"create"`
	Adopt   value[int] `json:"adopt"`
	Restore value[int] `json:"restore"`
	Update  value[int] `json:"update"`
	Refused value[int] `json:"refused"`
	Hide    value[int] `json:"hide"`
	Disable value[int] `json:"disable"`
	Delete  value[int] `json:"delete"`
}

type contactShape struct {
	owner
	Email       value[string] `json:"email"`
	DisplayName value[string] `json:"display_name"`
	Hidden      value[bool]   `json:"hidden_from_address_lists"`
}

type policyShape struct {
	owner
	Clouds value[[]value[string]] `json:"allowed_cloud_endpoints"`
}

type capabilitiesShape struct {
	owner
	PartnerID    value[string]                        `json:"partner_tenant_id"`
	Capabilities value[map[string]value[allowsShape]] `json:"capabilities"`
}

// jobShape is a synchronization, whose tenants are those of an edge.
type jobShape struct {
	Source value[string] `json:"source"`
	Target value[string] `json:"target"`
	Status value[string] `json:"status"`
}

type allowsShape struct {
	Allowed value[bool] `json:"allowed"`
}

// accessShape has the blocks of an entry and of a default.
type accessShape struct {
	CollaborationInbound  value[settingShape] `json:"b2b_collaboration_inbound"`
	CollaborationOutbound value[settingShape] `json:"b2b_collaboration_outbound"`
	DirectInbound         value[settingShape] `json:"b2b_direct_connect_inbound"`
	DirectOutbound        value[settingShape] `json:"b2b_direct_connect_outbound"`
	Trust                 value[trustShape]   `json:"inbound_trust"`
	M365Inbound           value[usersShape]   `json:"m365_collaboration_inbound"`
	M365Outbound          value[groupsShape]  `json:"m365_collaboration_outbound"`
	ServiceConnect        value[appsShape]    `json:"app_service_connect_inbound"`
}

type partnerShape struct {
	owner
	accessShape
	PartnerID value[string]       `json:"partner_tenant_id"`
	OnDestroy value[string]       `json:"on_destroy"`
	Consent   value[consentShape] `json:"automatic_user_consent"`
	Sync      value[syncShape]    `json:"identity_synchronization"`
}

type defaultShape struct {
	owner
	accessShape
}

type consentShape struct {
	Inbound  value[bool] `json:"inbound_allowed"`
	Outbound value[bool] `json:"outbound_allowed"`
}

type syncShape struct {
	Allowed value[bool] `json:"user_sync_allowed"`
	Absent  value[bool] `json:"absent"`
}

type trustShape struct {
	Inherit   value[bool] `json:"inherit"`
	MFA       value[bool] `json:"is_mfa_accepted"`
	Compliant value[bool] `json:"is_compliant_device_accepted"`
	Hybrid    value[bool] `json:"is_hybrid_azure_ad_joined_device_accepted"`
}

// The blocks with users and applications. Those of Microsoft 365 have one half.
type (
	settingShape struct {
		Inherit value[bool]         `json:"inherit"`
		Users   value[targetsShape] `json:"users_and_groups"`
		Apps    value[targetsShape] `json:"applications"`
	}
	usersShape struct {
		Inherit value[bool]         `json:"inherit"`
		Users   value[targetsShape] `json:"users"`
	}
	groupsShape struct {
		Inherit value[bool]         `json:"inherit"`
		Users   value[targetsShape] `json:"users_and_groups"`
	}
	appsShape struct {
		Inherit value[bool]         `json:"inherit"`
		Apps    value[targetsShape] `json:"applications"`
	}
)

type targetsShape struct {
	Access  value[string]               `json:"access_type"`
	Targets value[[]value[targetShape]] `json:"targets"`
}

type targetShape struct {
	Target value[string] `json:"target"`
	Type   value[string] `json:"target_type"`
}

type tenantShape struct {
	owner
	Cloud   value[string]          `json:"cloud"`
	Name    value[string]          `json:"display_name"`
	Domains value[[]value[string]] `json:"verified_domains"`
}

type guestsShape struct {
	owner
	Guests value[map[string]value[guestShape]] `json:"guests"`
}

type guestShape struct {
	UserID      value[string] `json:"user_id"`
	UPN         value[string] `json:"user_principal_name"`
	Mail        value[string] `json:"mail"`
	Email       value[string] `json:"email"`
	DisplayName value[string] `json:"display_name"`
	UserType    value[string] `json:"user_type"`
	State       value[string] `json:"external_user_state"`
	Enabled     value[bool]   `json:"account_enabled"`
}

type recipientsShape struct {
	owner
	Recipients value[map[string]value[recipientShape]] `json:"recipients"`
}

type recipientShape struct {
	UserID value[string] `json:"user_id"`
	Hidden value[bool]   `json:"hidden"`
}

type checkShape struct {
	Edges      value[[]value[declaredShape]]   `json:"edges"`
	Findings   value[[]value[findingShape]]    `json:"findings"`
	Unchecked  value[[]value[uncheckedShape]]  `json:"unchecked"`
	Undeclared value[[]value[undeclaredShape]] `json:"undeclared"`
}

type declaredShape struct {
	Source       value[string]          `json:"source"`
	Target       value[string]          `json:"target"`
	Capabilities value[[]value[string]] `json:"capabilities"`
}

type findingShape struct {
	Code     value[string] `json:"code"`
	Edge     value[string] `json:"edge"`
	Side     value[string] `json:"side"`
	Tenant   value[string] `json:"tenant"`
	Severity value[string] `json:"severity"`
	Summary  value[string] `json:"summary"`
	Remedy   value[string] `json:"remedy"`
}

type uncheckedShape struct {
	Edge   value[string] `json:"edge"`
	Side   value[string] `json:"side"`
	Tenant value[string] `json:"tenant"`
	What   value[string] `json:"what"`
	Why    value[string] `json:"why"`
}

type undeclaredShape struct {
	Tenant  value[string] `json:"tenant"`
	Partner value[string] `json:"partner"`
	Setting value[string] `json:"setting"`
	Summary value[string] `json:"summary"`
}
