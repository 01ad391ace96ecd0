package crosstenant

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// block is one block of settings as an attribute.
type block struct {
	name  string
	graph graph.Block
}

// shared are the blocks that the default and a partner have in common.
var shared = []block{
	{"b2b_collaboration_inbound", graph.CollaborationInbound},
	{"b2b_collaboration_outbound", graph.CollaborationOutbound},
	{"b2b_direct_connect_inbound", graph.DirectInbound},
	{"b2b_direct_connect_outbound", graph.DirectOutbound},
	{"tenant_restrictions", graph.Restrictions},
	{"inbound_trust", graph.Trust},
}

// sharedModel is the shared blocks as Terraform has them.
type sharedModel struct {
	CollaborationInbound  types.Object `tfsdk:"b2b_collaboration_inbound"`
	CollaborationOutbound types.Object `tfsdk:"b2b_collaboration_outbound"`
	DirectInbound         types.Object `tfsdk:"b2b_direct_connect_inbound"`
	DirectOutbound        types.Object `tfsdk:"b2b_direct_connect_outbound"`
	Restrictions          types.Object `tfsdk:"tenant_restrictions"`
	Trust                 types.Object `tfsdk:"inbound_trust"`
}

func (m *sharedModel) at(b graph.Block) *types.Object {
	switch b {
	case graph.CollaborationInbound:
		return &m.CollaborationInbound
	case graph.CollaborationOutbound:
		return &m.CollaborationOutbound
	case graph.DirectInbound:
		return &m.DirectInbound
	case graph.DirectOutbound:
		return &m.DirectOutbound
	case graph.Restrictions:
		return &m.Restrictions
	case graph.Trust:
		return &m.Trust
	}
	return nil
}

// decode reads a block, which has to be known, into settings. One that inherits
// is nil there.
func decode(b graph.Block, from types.Object, into *graph.AccessSettings) {
	var s graph.AccessSettings
	switch a := from.Attributes(); {
	case from.IsNull(), boolOf(a["inherit"]):
	case b == graph.Trust:
		s.InboundTrust = &rules.InboundTrust{
			IsMFAAccepted:                       boolOf(a["is_mfa_accepted"]),
			IsCompliantDeviceAccepted:           boolOf(a["is_compliant_device_accepted"]),
			IsHybridAzureADJoinedDeviceAccepted: boolOf(a["is_hybrid_azure_ad_joined_device_accepted"]),
		}
	case b == graph.Consent:
		s.AutomaticUserConsent = rules.UserConsent{
			InboundAllowed: boolOf(a["inbound_allowed"]), OutboundAllowed: boolOf(a["outbound_allowed"]),
		}
	case b == graph.Redemption:
		s.RedemptionOrder = &graph.RedemptionOrder{
			Primary: textsOf(a["primary_identity_provider_precedence_order"]), Fallback: textOf(a["fallback_identity_provider"]),
		}
	default:
		setting := &rules.B2BSetting{UsersAndGroups: targetsOf(a["users_and_groups"]), Applications: targetsOf(a["applications"])}
		s.B2BCollaborationInbound, s.B2BCollaborationOutbound = setting, setting
		s.B2BDirectConnectInbound, s.B2BDirectConnectOutbound = setting, setting
		s.TenantRestrictions = setting
	}
	into.Copy(b, s)
}

func targetsOf(v attr.Value) *rules.Targets {
	half, ok := v.(types.Object)
	if !ok || half.IsNull() {
		return nil
	}
	t := &rules.Targets{Access: rules.AccessType(textOf(half.Attributes()["access_type"]))}
	set, _ := half.Attributes()["targets"].(types.Set)
	for _, e := range set.Elements() {
		if target, ok := e.(types.Object); ok {
			a := target.Attributes()
			t.Targets = append(t.Targets, rules.Target{ID: textOf(a["target"]), Type: textOf(a["target_type"])})
		}
	}
	return t
}

// encode writes a block of settings as an attribute. Inheritable is true for
// those of a partner.
func encode(b graph.Block, s graph.AccessSettings, inheritable bool) types.Object {
	attributes := blockTypes(b, inheritable)
	values := map[string]attr.Value{}
	for name, t := range attributes {
		values[name] = null(t)
	}
	setting := s.Setting(b)
	switch {
	case b == graph.Consent:
		values["inbound_allowed"] = types.BoolValue(s.AutomaticUserConsent.InboundAllowed)
		values["outbound_allowed"] = types.BoolValue(s.AutomaticUserConsent.OutboundAllowed)
	case b == graph.Redemption && s.RedemptionOrder != nil:
		values["primary_identity_provider_precedence_order"] = list(s.RedemptionOrder.Primary)
		values["fallback_identity_provider"] = types.StringValue(s.RedemptionOrder.Fallback)
	case b == graph.Trust && s.InboundTrust != nil:
		values["is_mfa_accepted"] = types.BoolValue(s.InboundTrust.IsMFAAccepted)
		values["is_compliant_device_accepted"] = types.BoolValue(s.InboundTrust.IsCompliantDeviceAccepted)
		values["is_hybrid_azure_ad_joined_device_accepted"] = types.BoolValue(s.InboundTrust.IsHybridAzureADJoinedDeviceAccepted)
	case setting != nil:
		values["users_and_groups"] = encodeTargets(setting.UsersAndGroups)
		values["applications"] = encodeTargets(setting.Applications)
	case inheritable:
		values["inherit"] = types.BoolValue(true)
	default:
		return types.ObjectNull(attributes)
	}
	return types.ObjectValueMust(attributes, values)
}

func encodeTargets(t *rules.Targets) types.Object {
	if t == nil {
		return types.ObjectNull(halfTypes)
	}
	targets := make([]attr.Value, 0, len(t.Targets))
	for _, target := range t.Targets {
		targets = append(targets, types.ObjectValueMust(targetTypes, map[string]attr.Value{
			"target": types.StringValue(target.ID), "target_type": types.StringValue(target.Type),
		}))
	}
	return types.ObjectValueMust(halfTypes, map[string]attr.Value{
		"access_type": types.StringValue(string(t.Access)),
		"targets":     types.SetValueMust(types.ObjectType{AttrTypes: targetTypes}, targets),
	})
}
