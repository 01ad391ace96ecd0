package crosstenant

import (
	"maps"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Access is the root of the cross-tenant access policy.
var Access = &kernel.Single[schema.Policy]{
	Declaration: kernel.Declaration{
		Name: "crossTenantAccessPolicy", State: "cross_tenant_access_policy",
		Class:  schema.NewPolicyClass("crossTenantAccessPolicy", accessPolicyShape, schema.Itself),
		Served: kernel.Served{Path: accessPath, Read: readAccess, Change: writeAccess, Source: "graph-cross-tenant §1.3"},
	},
	Initial: func(_ *kernel.Directory, at kernel.Moment) *schema.Policy {
		return &schema.Policy{
			"id": at.NewID(), "displayName": "CrossTenantAccessPolicy", "description": nil, "deletedDateTime": nil,
			"allowedCloudEndpoints": []any{},
		}
	},
	Copy:   schema.CopyPolicy,
	Writes: &kernel.Writes[schema.Policy]{Judge: refuseOwnCloud},
}

// refuseOwnCloud refuses the tenant's own cloud in its list, which is assumed
// (graph-cross-tenant §1.3). Seeds may list it, because several tenants can share a
// list.
func refuseOwnCloud(d *kernel.Directory, _ *schema.Policy, sent map[string]any, at kernel.Moment) error {
	endpoints, _ := sent["allowedCloudEndpoints"].([]any)
	if !at.Seeding() && slices.Contains(endpoints, any(d.Facts().Endpoint)) {
		return refusal.BadRequest("The cloud endpoint '%s' is the tenant's own.", d.Facts().Endpoint)
	}
	return nil
}

// The clouds whose tenants a tenant can collaborate with.
var allowedCloudEndpoints = schema.Shape{Kind: schema.KindTexts, Values: []string{"microsoftonline.com", "microsoftonline.us", "partner.microsoftonline.cn"}}

var accessPolicyShape = schema.Object(map[string]schema.Shape{
	"id":              {Kind: schema.KindText, Fixed: true},
	"displayName":     {Kind: schema.KindText},
	"description":     {Kind: schema.KindText, Fixed: true},
	"deletedDateTime": {Kind: schema.KindText, Fixed: true},
	// Declared in the worldwide schema only, and needed on both sides of an edge
	// between clouds: every cloud accepts it (graph-cross-tenant §1.10).
	"allowedCloudEndpoints": allowedCloudEndpoints.Within(schema.V1 | schema.Beta),
})

const trustsNetwork = "isCompliantNetworkAccepted"

var (
	accessType = schema.Shape{Kind: schema.KindText, Values: []string{accessAllowed, accessBlocked}}
	// The values are checked by the rules of their block.
	targetConfiguration = schema.Object(map[string]schema.Shape{
		"accessType": accessType, "targets": schema.ListOf(map[string]schema.Shape{"target": {Kind: schema.KindText}, "targetType": {Kind: schema.KindText}}),
	}).Nullable()
	b2bShape          = schema.Object(map[string]schema.Shape{"usersAndGroups": targetConfiguration, "applications": targetConfiguration}).Nullable()
	restrictionsShape = schema.Object(map[string]schema.Shape{
		"usersAndGroups": targetConfiguration, "applications": targetConfiguration,
		// The service does not support devices yet (graph-cross-tenant §1.6).
		"devices": {Kind: schema.KindNothing, Null: true},
	}).Nullable()
	consentShape = schema.Object(map[string]schema.Shape{
		"inboundAllowed": {Kind: schema.KindBool, Null: true}, "outboundAllowed": {Kind: schema.KindBool, Null: true},
	}).Nullable().Merging().Staying()
	trustShape = schema.Object(map[string]schema.Shape{
		"isMfaAccepted":                       {Kind: schema.KindBool, Null: true},
		"isCompliantDeviceAccepted":           {Kind: schema.KindBool, Null: true},
		"isHybridAzureADJoinedDeviceAccepted": {Kind: schema.KindBool, Null: true},
		trustsNetwork:                         network,
	}).Nullable().Merging()
	// Observed in beta only.
	network         = schema.Shape{Kind: schema.KindBool, Null: true, In: schema.Beta}
	redemptionShape = schema.Object(map[string]schema.Shape{
		"primaryIdentityProviderPrecedenceOrder": {Kind: schema.KindTexts, Values: []string{"azureActiveDirectory", "externalFederation", "socialIdentityProviders"}},
		"fallbackIdentityProvider":               {Kind: schema.KindText, Values: []string{"defaultConfiguredIdp", "emailOneTimePasscode", "microsoftAccount"}},
	})
	usersShape = schema.Object(map[string]schema.Shape{"users": targetConfiguration}).Nullable()
	bothShape  = schema.Object(map[string]schema.Shape{"usersAndGroups": targetConfiguration}).Nullable()
	appsShape  = schema.Object(map[string]schema.Shape{"applications": targetConfiguration}).Nullable()
)

// settingsShape holds the blocks that the default and a partner share.
var settingsShape = map[string]schema.Shape{
	"inboundTrust":              trustShape,
	"b2bCollaborationInbound":   b2bShape,
	"b2bCollaborationOutbound":  b2bShape,
	"b2bDirectConnectInbound":   b2bShape,
	"b2bDirectConnectOutbound":  b2bShape,
	"tenantRestrictions":        restrictionsShape,
	"appServiceConnectInbound":  appsShape,
	"m365CollaborationInbound":  usersShape,
	"m365CollaborationOutbound": bothShape,
}

// partnerShape also has members that no v1.0 schema has: those in recorded
// responses of beta, some of which v1.0 returns too (graph-cross-tenant §1.5).
var partnerShape = schema.Object(with(settingsShape, map[string]schema.Shape{
	"tenantRestrictions":                                restrictionsShape.Untyped(),
	"automaticUserConsentSettings":                      consentShape,
	"crossCloudMeetingConfiguration":                    consentShape.WrittenIn(schema.Beta),
	"protectedContentSharing":                           leaking(consentShape.Within(schema.Beta).Showing(consents(nil, nil))),
	"isServiceProvider":                                 {Kind: schema.KindBool, Null: true, Denied: true},
	inOrganization:                                      {Kind: schema.KindBool, Fixed: true, Unset: false},
	"tenantId":                                          {Kind: schema.KindGUID, Fixed: true},
	"displayName":                                       {Kind: schema.KindText, In: schema.Beta, Unmodelled: true},
	"blockServiceProviderOutboundAccess":                {Kind: schema.KindBool, In: schema.Beta, Unmodelled: true},
	"invitationRedemptionIdentityProviderConfiguration": {Kind: schema.KindNothing, In: schema.Beta, Unmodelled: true},
}))

// defaultShape has the members of beta as in a recorded response
// (graph-cross-tenant §1.4).
var defaultShape = schema.Object(with(settingsShape, map[string]schema.Shape{
	"id":               {Kind: schema.KindText, Fixed: true},
	"isServiceDefault": {Kind: schema.KindBool, Fixed: true},
	"inboundTrust":     trusting(network.Showing(false)),
	// Automatic redemption is set between two partners only (graph-cross-tenant
	// §1.4).
	"automaticUserConsentSettings":                      {Kind: schema.KindObject, Fixed: true},
	"crossCloudMeetingConfiguration":                    consentShape.Within(schema.Beta).Showing(consents(false, false)),
	"protectedContentSharing":                           consentShape.Within(schema.Beta).Showing(consents(true, true)),
	"invitationRedemptionIdentityProviderConfiguration": redemptionShape,
}))

func leaking(s schema.Shape) schema.Shape {
	s.Leaks = true
	return s
}

// trusting is the trust with another schema of the network.
func trusting(network schema.Shape) schema.Shape {
	s := trustShape
	s.Fields = with(trustShape.Fields, map[string]schema.Shape{trustsNetwork: network})
	return s
}

func consents(inbound, outbound any) map[string]any {
	return map[string]any{"inboundAllowed": inbound, "outboundAllowed": outbound}
}

const defaultTypeName = "crossTenantAccessPolicyConfigurationDefault"

func with(a, b map[string]schema.Shape) map[string]schema.Shape {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}
