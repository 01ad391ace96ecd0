package crosstenant

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// sharedModel contains the blocks of both the default and a partner.
type sharedModel struct {
	CollaborationInbound  types.Object `tfsdk:"b2b_collaboration_inbound"`
	CollaborationOutbound types.Object `tfsdk:"b2b_collaboration_outbound"`
	DirectInbound         types.Object `tfsdk:"b2b_direct_connect_inbound"`
	DirectOutbound        types.Object `tfsdk:"b2b_direct_connect_outbound"`
	Restrictions          types.Object `tfsdk:"tenant_restrictions"`
	Trust                 types.Object `tfsdk:"inbound_trust"`
	M365Inbound           types.Object `tfsdk:"m365_collaboration_inbound"`
	M365Outbound          types.Object `tfsdk:"m365_collaboration_outbound"`
	ServiceConnectInbound types.Object `tfsdk:"app_service_connect_inbound"`
}

func (m *sharedModel) blocks() []block {
	return []block{
		blockOf("b2b_collaboration_inbound", rules.CollaborationInbound, &m.CollaborationInbound, settingShape),
		blockOf("b2b_collaboration_outbound", rules.CollaborationOutbound, &m.CollaborationOutbound, settingShape),
		blockOf("b2b_direct_connect_inbound", rules.DirectInbound, &m.DirectInbound, settingShape),
		blockOf("b2b_direct_connect_outbound", rules.DirectOutbound, &m.DirectOutbound, settingShape),
		blockOf("tenant_restrictions", rules.Restrictions, &m.Restrictions, settingShape),
		blockOf("inbound_trust", rules.Trust, &m.Trust, trustShape),
		blockOf("m365_collaboration_inbound", rules.M365Inbound, &m.M365Inbound, usersShape),
		blockOf("m365_collaboration_outbound", rules.M365Outbound, &m.M365Outbound, usersAndGroupsShape),
		blockOf("app_service_connect_inbound", rules.ServiceConnectInbound, &m.ServiceConnectInbound, applicationsShape),
	}
}

// The values of blocks as objects of a configuration.
type (
	settingModel struct {
		UsersAndGroups *targetsModel `tfsdk:"users_and_groups"`
		Applications   *targetsModel `tfsdk:"applications"`
	}
	usersModel struct {
		Users *targetsModel `tfsdk:"users"`
	}
	usersAndGroupsModel struct {
		UsersAndGroups *targetsModel `tfsdk:"users_and_groups"`
	}
	applicationsModel struct {
		Applications *targetsModel `tfsdk:"applications"`
	}
	targetsModel struct {
		Access  string        `tfsdk:"access_type"`
		Targets []targetModel `tfsdk:"targets"`
	}
	targetModel struct {
		ID   string `tfsdk:"target"`
		Type string `tfsdk:"target_type"`
	}
	trustModel struct {
		IsMFAAccepted                       bool `tfsdk:"is_mfa_accepted"`
		IsCompliantDeviceAccepted           bool `tfsdk:"is_compliant_device_accepted"`
		IsHybridAzureADJoinedDeviceAccepted bool `tfsdk:"is_hybrid_azure_ad_joined_device_accepted"`
	}
	consentModel struct {
		InboundAllowed  bool `tfsdk:"inbound_allowed"`
		OutboundAllowed bool `tfsdk:"outbound_allowed"`
	}
	redemptionModel struct {
		Primary  []string `tfsdk:"primary_identity_provider_precedence_order"`
		Fallback string   `tfsdk:"fallback_identity_provider"`
	}
	syncModel struct {
		UserSyncAllowed  bool    `tfsdk:"user_sync_allowed"`
		GroupSyncAllowed *bool   `tfsdk:"group_sync_allowed"`
		DisplayName      *string `tfsdk:"display_name"`
	}
)

// inherit and absent are the markers for a missing value.
const (
	inherit = "inherit"
	absent  = "absent"
)

var (
	settingShape = shape[*rules.B2BSetting, settingModel]{inherit, encodeSetting, (*settingModel).setting}
	trustShape   = shape[*rules.InboundTrust, trustModel]{
		inherit,
		func(t *rules.InboundTrust) *trustModel { return (*trustModel)(t) },
		func(m *trustModel) *rules.InboundTrust { return (*rules.InboundTrust)(m) },
	}
	usersShape = halfShape(
		func(t *targetsModel) *usersModel { return &usersModel{t} },
		func(m *usersModel) *targetsModel { return m.Users })
	usersAndGroupsShape = halfShape(
		func(t *targetsModel) *usersAndGroupsModel { return &usersAndGroupsModel{t} },
		func(m *usersAndGroupsModel) *targetsModel { return m.UsersAndGroups })
	applicationsShape = halfShape(
		func(t *targetsModel) *applicationsModel { return &applicationsModel{t} },
		func(m *applicationsModel) *targetsModel { return m.Applications })
	// Consent is not inherited: an absent value is false.
	consentShape = shape[rules.UserConsent, consentModel]{
		inherit,
		func(c rules.UserConsent) *consentModel { return (*consentModel)(&c) },
		(*consentModel).consent,
	}
	redemptionShape = shape[*rules.RedemptionOrder, redemptionModel]{
		inherit,
		encodeRedemption,
		func(m *redemptionModel) *rules.RedemptionOrder { return (*rules.RedemptionOrder)(m) },
	}
	syncShape = shape[*rules.IdentitySync, syncModel]{absent, encodeSync, (*syncModel).policy}
)

// halfShape is the shape of a block with one half.
func halfShape[M any](toModel func(*targetsModel) *M, half func(*M) *targetsModel) shape[*rules.Targets, M] {
	return shape[*rules.Targets, M]{
		inherit,
		func(t *rules.Targets) *M {
			if t == nil {
				return nil
			}
			return toModel(encodeTargets(t))
		},
		func(m *M) *rules.Targets {
			if m == nil {
				return nil
			}
			return half(m).targets()
		},
	}
}

func encodeSetting(s *rules.B2BSetting) *settingModel {
	if s == nil {
		return nil
	}
	return &settingModel{encodeTargets(s.UsersAndGroups), encodeTargets(s.Applications)}
}

func encodeTargets(t *rules.Targets) *targetsModel {
	if t == nil {
		return nil
	}
	m := &targetsModel{string(t.Access), make([]targetModel, 0, len(t.Targets))}
	for _, target := range t.Targets {
		// The attribute is a set.
		if !slices.Contains(m.Targets, targetModel(target)) {
			m.Targets = append(m.Targets, targetModel(target))
		}
	}
	return m
}

func (m *settingModel) setting() *rules.B2BSetting {
	if m == nil {
		return nil
	}
	return &rules.B2BSetting{UsersAndGroups: m.UsersAndGroups.targets(), Applications: m.Applications.targets()}
}

func (m *targetsModel) targets() *rules.Targets {
	if m == nil {
		return nil
	}
	t := &rules.Targets{Access: rules.AccessType(m.Access)}
	for _, target := range m.Targets {
		t.Targets = append(t.Targets, rules.Target(target))
	}
	return t
}

func (m *consentModel) consent() rules.UserConsent {
	if m == nil {
		return rules.UserConsent{}
	}
	return rules.UserConsent(*m)
}

func encodeRedemption(o *rules.RedemptionOrder) *redemptionModel {
	if o == nil {
		return nil
	}
	// An empty order is configured as an empty list.
	return &redemptionModel{append([]string{}, o.Primary...), o.Fallback}
}

func encodeSync(s *rules.IdentitySync) *syncModel {
	if s == nil {
		return nil
	}
	m := &syncModel{UserSyncAllowed: s.UserSyncAllowed, GroupSyncAllowed: s.GroupSyncAllowed}
	if s.DisplayName != "" {
		m.DisplayName = &s.DisplayName
	}
	return m
}

func (m *syncModel) policy() *rules.IdentitySync {
	if m == nil {
		return nil
	}
	s := &rules.IdentitySync{UserSyncAllowed: m.UserSyncAllowed, GroupSyncAllowed: m.GroupSyncAllowed}
	if m.DisplayName != nil {
		s.DisplayName = *m.DisplayName
	}
	return s
}
