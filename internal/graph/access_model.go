package graph

import (
	"github.com/microsoftgraph/msgraph-sdk-go/models"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// accessModel is the common interface of the SDK's models of the default and of a
// partner.
type accessModel interface {
	GetB2bCollaborationInbound() models.CrossTenantAccessPolicyB2BSettingable
	GetB2bCollaborationOutbound() models.CrossTenantAccessPolicyB2BSettingable
	GetB2bDirectConnectInbound() models.CrossTenantAccessPolicyB2BSettingable
	GetB2bDirectConnectOutbound() models.CrossTenantAccessPolicyB2BSettingable
	GetTenantRestrictions() models.CrossTenantAccessPolicyTenantRestrictionsable
	GetInboundTrust() models.CrossTenantAccessPolicyInboundTrustable
	GetAutomaticUserConsentSettings() models.InboundOutboundPolicyConfigurationable

	SetB2bCollaborationInbound(models.CrossTenantAccessPolicyB2BSettingable)
	SetB2bCollaborationOutbound(models.CrossTenantAccessPolicyB2BSettingable)
	SetB2bDirectConnectInbound(models.CrossTenantAccessPolicyB2BSettingable)
	SetB2bDirectConnectOutbound(models.CrossTenantAccessPolicyB2BSettingable)
	SetTenantRestrictions(models.CrossTenantAccessPolicyTenantRestrictionsable)
	SetInboundTrust(models.CrossTenantAccessPolicyInboundTrustable)
	SetAutomaticUserConsentSettings(models.InboundOutboundPolicyConfigurationable)
}

func accessSettings(m accessModel) AccessSettings {
	s := AccessSettings{
		AccessSettings: rules.AccessSettings{
			B2BCollaborationInbound:  b2bSetting(m.GetB2bCollaborationInbound()),
			B2BCollaborationOutbound: b2bSetting(m.GetB2bCollaborationOutbound()),
			B2BDirectConnectInbound:  b2bSetting(m.GetB2bDirectConnectInbound()),
			B2BDirectConnectOutbound: b2bSetting(m.GetB2bDirectConnectOutbound()),
		},
		TenantRestrictions: b2bSetting(m.GetTenantRestrictions()),
	}
	if trust := m.GetInboundTrust(); trust != nil {
		s.InboundTrust = &rules.InboundTrust{
			IsMFAAccepted:                       yes(trust.GetIsMfaAccepted()),
			IsCompliantDeviceAccepted:           yes(trust.GetIsCompliantDeviceAccepted()),
			IsHybridAzureADJoinedDeviceAccepted: yes(trust.GetIsHybridAzureADJoinedDeviceAccepted()),
		}
	}
	if consent := m.GetAutomaticUserConsentSettings(); consent != nil {
		s.AutomaticUserConsent = rules.UserConsent{
			InboundAllowed: yes(consent.GetInboundAllowed()), OutboundAllowed: yes(consent.GetOutboundAllowed()),
		}
	}
	return s
}

func b2bSetting(m models.CrossTenantAccessPolicyB2BSettingable) *rules.B2BSetting {
	if m == nil {
		return nil
	}
	return &rules.B2BSetting{UsersAndGroups: targets(m.GetUsersAndGroups()), Applications: targets(m.GetApplications())}
}

func targets(m models.CrossTenantAccessPolicyTargetConfigurationable) *rules.Targets {
	if m == nil {
		return nil
	}
	s := &rules.Targets{}
	if access := m.GetAccessType(); access != nil {
		s.Access = rules.AccessType(access.String())
	}
	for _, t := range m.GetTargets() {
		target := rules.Target{ID: text(t.GetTarget())}
		if kind := t.GetTargetType(); kind != nil {
			target.Type = kind.String()
		}
		s.Targets = append(s.Targets, target)
	}
	return s
}

// write adds the blocks of the change to a body; a nil block is written as null.
func (c AccessChange) write(m accessModel) {
	for _, b := range c.Blocks {
		setting := c.Settings.Setting(b)
		switch b {
		case CollaborationInbound:
			m.SetB2bCollaborationInbound(settingModel(setting))
		case CollaborationOutbound:
			m.SetB2bCollaborationOutbound(settingModel(setting))
		case DirectInbound:
			m.SetB2bDirectConnectInbound(settingModel(setting))
		case DirectOutbound:
			m.SetB2bDirectConnectOutbound(settingModel(setting))
		case Restrictions:
			m.SetTenantRestrictions(restrictionsModel(setting))
		case Trust:
			m.SetInboundTrust(trustModel(c.Settings.InboundTrust))
		case Consent:
			consent := models.NewInboundOutboundPolicyConfiguration()
			consent.SetInboundAllowed(&c.Settings.AutomaticUserConsent.InboundAllowed)
			consent.SetOutboundAllowed(&c.Settings.AutomaticUserConsent.OutboundAllowed)
			m.SetAutomaticUserConsentSettings(consent)
		}
	}
}

func settingModel(s *rules.B2BSetting) models.CrossTenantAccessPolicyB2BSettingable {
	if s == nil {
		return nil
	}
	m := models.NewCrossTenantAccessPolicyB2BSetting()
	fillSetting(m, s)
	return m
}

func restrictionsModel(s *rules.B2BSetting) models.CrossTenantAccessPolicyTenantRestrictionsable {
	if s == nil {
		return nil
	}
	m := models.NewCrossTenantAccessPolicyTenantRestrictions()
	// The SDK writes the type, which the service refuses here (graph-cross-tenant
	// §1.6). Setting it to nil would write a null under another name.
	m.GetBackingStore().Clear()
	m.SetAdditionalData(map[string]any{})
	fillSetting(m, s)
	return m
}

func fillSetting(m models.CrossTenantAccessPolicyB2BSettingable, s *rules.B2BSetting) {
	if s.UsersAndGroups != nil {
		m.SetUsersAndGroups(targetsModel(s.UsersAndGroups))
	}
	if s.Applications != nil {
		m.SetApplications(targetsModel(s.Applications))
	}
}

func targetsModel(t *rules.Targets) models.CrossTenantAccessPolicyTargetConfigurationable {
	access := models.ALLOWED_CROSSTENANTACCESSPOLICYTARGETCONFIGURATIONACCESSTYPE
	if t.Access == rules.Blocked {
		access = models.BLOCKED_CROSSTENANTACCESSPOLICYTARGETCONFIGURATIONACCESSTYPE
	}
	m := models.NewCrossTenantAccessPolicyTargetConfiguration()
	m.SetAccessType(&access)
	list := make([]models.CrossTenantAccessPolicyTargetable, 0, len(t.Targets))
	for _, target := range t.Targets {
		kind := targetTypes[target.Type]
		one := models.NewCrossTenantAccessPolicyTarget()
		one.SetTarget(&target.ID)
		one.SetTargetType(&kind)
		list = append(list, one)
	}
	m.SetTargets(list)
	return m
}

var targetTypes = map[string]models.CrossTenantAccessPolicyTargetType{
	rules.TargetUser:        models.USER_CROSSTENANTACCESSPOLICYTARGETTYPE,
	rules.TargetGroup:       models.GROUP_CROSSTENANTACCESSPOLICYTARGETTYPE,
	rules.TargetApplication: models.APPLICATION_CROSSTENANTACCESSPOLICYTARGETTYPE,
}

func trustModel(t *rules.InboundTrust) models.CrossTenantAccessPolicyInboundTrustable {
	if t == nil {
		return nil
	}
	m := models.NewCrossTenantAccessPolicyInboundTrust()
	m.SetIsMfaAccepted(&t.IsMFAAccepted)
	m.SetIsCompliantDeviceAccepted(&t.IsCompliantDeviceAccepted)
	m.SetIsHybridAzureADJoinedDeviceAccepted(&t.IsHybridAzureADJoinedDeviceAccepted)
	return m
}

func yes(b *bool) bool { return b != nil && *b }
