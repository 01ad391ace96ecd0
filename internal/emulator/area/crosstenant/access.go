package crosstenant

import (
	"maps"
	"reflect"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

var accessPolicyShape = schema.Object(map[string]schema.Shape{
	"id":              {Kind: schema.KindText, Fixed: true},
	"displayName":     {Kind: schema.KindText},
	"description":     {Kind: schema.KindText, Fixed: true},
	"deletedDateTime": {Kind: schema.KindText, Fixed: true},
	// Declared in the worldwide schema only, and needed on both sides of an edge
	// between clouds: every cloud accepts it (graph-cross-tenant §1.10).
	"allowedCloudEndpoints": {Kind: schema.KindTexts, Values: []string{"microsoftonline.com", "microsoftonline.us", "partner.microsoftonline.cn"}},
})

const trustsNetwork = "isCompliantNetworkAccepted"

var (
	accessType = schema.Shape{Kind: schema.KindText, Values: []string{accessAllowed, accessBlocked}}
	// What the values may be is checked by the rules of their block.
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
		// Seen in beta only, which is the business of the API.
		trustsNetwork: {Kind: schema.KindBool, Null: true},
	}).Nullable().Merging()
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

var partnerShape = schema.Object(with(settingsShape, map[string]schema.Shape{
	"tenantRestrictions":             restrictionsShape.Untyped(),
	"automaticUserConsentSettings":   consentShape,
	"crossCloudMeetingConfiguration": consentShape,
	"protectedContentSharing":        consentShape,
	"isServiceProvider":              {Kind: schema.KindBool, Null: true},
	inOrganization:                   {Kind: schema.KindBool, Fixed: true},
	"tenantId":                       {Kind: schema.KindGUID, Fixed: true},
})).Typed(partnerTypeName)

var defaultShape = schema.Object(with(settingsShape, map[string]schema.Shape{
	"id":               {Kind: schema.KindText, Fixed: true},
	"isServiceDefault": {Kind: schema.KindBool, Fixed: true},
	// Automatic redemption is a matter between two partners
	// (graph-cross-tenant §1.4).
	"automaticUserConsentSettings":                      {Kind: schema.KindObject, Fixed: true},
	"crossCloudMeetingConfiguration":                    consentShape,
	"protectedContentSharing":                           consentShape,
	"invitationRedemptionIdentityProviderConfiguration": redemptionShape,
})).Typed(defaultTypeName)

// The official types of a partner and of the default.
const (
	partnerTypeName = "crossTenantAccessPolicyConfigurationPartner"
	defaultTypeName = "crossTenantAccessPolicyConfigurationDefault"
)

func with(a, b map[string]schema.Shape) map[string]schema.Shape {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

func target(access, all, targetType string) map[string]any {
	return map[string]any{"accessType": access, "targets": []any{map[string]any{"target": all, "targetType": targetType}}}
}

func everything(access string) map[string]any {
	return map[string]any{
		"usersAndGroups": target(access, allUsers, targetUser),
		"applications":   target(access, allApplications, targetApplication),
	}
}

// serviceDefault is the configuration that nobody has touched
// (graph-cross-tenant §1.4).
func serviceDefault(cloud, id string) *schema.Policy {
	restrictions := everything(accessBlocked)
	restrictions["devices"] = nil
	return known(defaultTypeName, cloud, schema.Policy{
		"id": id,
		"inboundTrust": map[string]any{
			"isMfaAccepted": false, "isCompliantDeviceAccepted": false, "isHybridAzureADJoinedDeviceAccepted": false,
		},
		"b2bCollaborationOutbound":     everything(accessAllowed),
		"b2bCollaborationInbound":      everything(accessAllowed),
		"b2bDirectConnectOutbound":     everything(accessBlocked),
		"b2bDirectConnectInbound":      everything(accessBlocked),
		"automaticUserConsentSettings": map[string]any{"inboundAllowed": false, "outboundAllowed": false},
		"invitationRedemptionIdentityProviderConfiguration": map[string]any{
			"primaryIdentityProviderPrecedenceOrder": []any{"azureActiveDirectory", "externalFederation", "socialIdentityProviders"},
			"fallbackIdentityProvider":               "defaultConfiguredIdp",
		},
		"tenantRestrictions": restrictions,
		// Seen in a recorded answer only.
		"m365CollaborationInbound":  map[string]any{"users": target(accessBlocked, allUsers, targetUser)},
		"m365CollaborationOutbound": map[string]any{"usersAndGroups": target(accessAllowed, allUsers, targetUser)},
		"appServiceConnectInbound":  map[string]any{"applications": target(accessBlocked, allApplications, targetApplication)},
	})
}

// known is a policy with what its type has in a cloud.
func known(typeName, cloud string, p schema.Policy) *schema.Policy {
	facts, _ := schema.CloudOf(cloud)
	members, _ := schema.TypeOf(typeName).Prune(map[string]any(p), facts.V1).(map[string]any)
	pruned := schema.Policy(members)
	return &pruned
}

func defaultAccessPolicy(id string) *schema.Policy {
	return &schema.Policy{
		"id": id, "displayName": "CrossTenantAccessPolicy", "description": nil, "deletedDateTime": nil,
		"allowedCloudEndpoints": []any{},
	}
}

// newPartner inherits everything.
func newPartner(cloud, tenantID string) schema.Policy {
	return *known(partnerTypeName, cloud, schema.Policy{
		"tenantId": tenantID, "isServiceProvider": nil, "inboundTrust": nil,
		"b2bCollaborationOutbound": nil, "b2bCollaborationInbound": nil,
		"b2bDirectConnectOutbound": nil, "b2bDirectConnectInbound": nil,
		"crossCloudMeetingConfiguration": consentShape.Cleared(),
		"automaticUserConsentSettings":   consentShape.Cleared(),
		inOrganization:                   false, "tenantRestrictions": nil,
		"m365CollaborationInbound": nil, "m365CollaborationOutbound": nil, "appServiceConnectInbound": nil,
	})
}

// AccessPolicy is the root of the cross-tenant access policy.
func AccessPolicy(w *kernel.World, tenantID string) (schema.Policy, error) {
	return value(Access.Get(w, tenantID))
}

// UpdateAccessPolicy applies a PATCH body to the root.
func UpdateAccessPolicy(w *kernel.World, tenantID string, patch map[string]any) error {
	return w.Write(tenantID, func(d *kernel.Directory, at kernel.Moment) error { return updateAccess(d, patch, at) })
}

// updateAccess refuses the tenant's own cloud, which no tenant lists; that it is
// refused is assumed (graph-cross-tenant §1.3).
func updateAccess(d *kernel.Directory, patch map[string]any, at kernel.Moment) error {
	if endpoints, ok := patch["allowedCloudEndpoints"].([]any); ok && slices.Contains(endpoints, any(d.Facts().Endpoint)) {
		return refusal.BadRequest("The cloud endpoint '%s' is the tenant's own.", d.Facts().Endpoint)
	}
	return change(d, Access, accessPolicyShape, patch, at)
}

// DefaultAccess is what applies to tenants without a partner entry.
func DefaultAccess(w *kernel.World, tenantID string) (schema.Policy, error) {
	var p schema.Policy
	err := w.Read(tenantID, func(d *kernel.Directory, at kernel.Moment) error {
		// Whether it is still the service's own shows later than what was
		// changed (graph-cross-tenant §1.4).
		p = maps.Clone(*Defaults.As(d, kernel.ByID, at))
		p["isServiceDefault"] = isServiceDefault(d, *Defaults.As(d, kernel.InLists, at))
		return nil
	})
	return p, err
}

func isServiceDefault(d *kernel.Directory, p schema.Policy) bool {
	id, _ := p["id"].(string)
	if trust, _ := p["inboundTrust"].(map[string]any); trust[trustsNetwork] == false {
		// The same as its absence, which is all that v1.0 knows.
		trust, p = maps.Clone(trust), maps.Clone(p)
		delete(trust, trustsNetwork)
		p["inboundTrust"] = trust
	}
	return reflect.DeepEqual(p, *serviceDefault(d.Cloud, id))
}

// UpdateDefaultAccess applies a PATCH body to the default configuration.
func UpdateDefaultAccess(w *kernel.World, tenantID string, patch map[string]any) error {
	return w.Write(tenantID, func(d *kernel.Directory, at kernel.Moment) error {
		return updateDefault(d, completed(at, patch, *Defaults.Truth(d)), at)
	})
}

func updateDefault(d *kernel.Directory, patch map[string]any, at kernel.Moment) error {
	next, err := defaultShape.Patched(*Defaults.Truth(d), patch, d.Cloud)
	if err != nil {
		return err
	}
	restoreBlocks(next, patch, d.Cloud)
	if err := checkSettings(next, true); err != nil {
		return err
	}
	if err := checkLicence(d, patch, at.Settings); err != nil {
		return err
	}
	Defaults.Put(d, &next, at)
	return nil
}

// restoreBlocks gives blocks that a PATCH of the default sets to null the values
// of the service. A partner inherits from the default; that the default goes back
// to the service in the same way is assumed.
func restoreBlocks(next schema.Policy, patch map[string]any, cloud string) {
	service := *serviceDefault(cloud, "")
	for name, value := range patch {
		switch own, has := service[name]; {
		case value != nil:
		case has:
			next[name] = own
		default:
			delete(next, name)
		}
	}
}

// ResetDefaultAccess puts the service default back.
func ResetDefaultAccess(w *kernel.World, tenantID string) error {
	return w.Write(tenantID, func(d *kernel.Directory, at kernel.Moment) error {
		id, _ := (*Defaults.Truth(d))["id"].(string)
		Defaults.Put(d, serviceDefault(d.Cloud, id), at)
		return nil
	})
}
