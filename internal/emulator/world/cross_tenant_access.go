package world

import (
	"maps"
	"reflect"
	"slices"
)

var accessPolicyShape = object(map[string]shape{
	"id":              {kind: kindText, fixed: true},
	"displayName":     {kind: kindText},
	"description":     {kind: kindText, fixed: true},
	"deletedDateTime": {kind: kindText, fixed: true},
	// Declared in the worldwide schema only, and needed on both sides of an edge
	// between clouds: every cloud accepts it (graph-cross-tenant §1.10).
	"allowedCloudEndpoints": {kind: kindTexts, values: []string{"microsoftonline.com", "microsoftonline.us", "partner.microsoftonline.cn"}},
})

const trustsNetwork = "isCompliantNetworkAccepted"

var (
	accessType = shape{kind: kindText, values: []string{accessAllowed, accessBlocked}}
	// What the values may be is checked by the rules of their block.
	targetConfiguration = object(map[string]shape{
		"accessType": accessType, "targets": listOf(map[string]shape{"target": {kind: kindText}, "targetType": {kind: kindText}}),
	}).nullable()
	b2bShape          = object(map[string]shape{"usersAndGroups": targetConfiguration, "applications": targetConfiguration}).nullable()
	restrictionsShape = object(map[string]shape{
		"usersAndGroups": targetConfiguration, "applications": targetConfiguration,
		// The service does not support devices yet (graph-cross-tenant §1.6).
		"devices": {kind: kindNothing, null: true},
	}).nullable().worldwide()
	consentShape = object(map[string]shape{
		"inboundAllowed": {kind: kindBool, null: true}, "outboundAllowed": {kind: kindBool, null: true},
	}).nullable().merging().staying()
	trustShape = object(map[string]shape{
		"isMfaAccepted":                       {kind: kindBool, null: true},
		"isCompliantDeviceAccepted":           {kind: kindBool, null: true},
		"isHybridAzureADJoinedDeviceAccepted": {kind: kindBool, null: true},
		// Seen in beta only, which is the business of the API.
		trustsNetwork: {kind: kindBool, null: true},
	}).nullable().merging()
	redemptionShape = object(map[string]shape{
		"primaryIdentityProviderPrecedenceOrder": {kind: kindTexts, values: []string{"azureActiveDirectory", "externalFederation", "socialIdentityProviders"}},
		"fallbackIdentityProvider":               {kind: kindText, values: []string{"defaultConfiguredIdp", "emailOneTimePasscode", "microsoftAccount"}},
	})
	usersShape = object(map[string]shape{"users": targetConfiguration}).nullable().worldwide()
	bothShape  = object(map[string]shape{"usersAndGroups": targetConfiguration}).nullable().worldwide()
	appsShape  = object(map[string]shape{"applications": targetConfiguration}).nullable().worldwide()
)

// settingsShape holds the blocks that the default and a partner share.
var settingsShape = map[string]shape{
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

var partnerShape = object(with(settingsShape, map[string]shape{
	"tenantRestrictions":             restrictionsShape.untyped(),
	"automaticUserConsentSettings":   consentShape,
	"crossCloudMeetingConfiguration": consentShape,
	"protectedContentSharing":        consentShape,
	"isServiceProvider":              {kind: kindBool, null: true},
	"isInMultiTenantOrganization":    {kind: kindBool, fixed: true, global: true},
	"tenantId":                       {kind: kindGUID, fixed: true},
}))

var defaultShape = object(with(settingsShape, map[string]shape{
	"id":               {kind: kindText, fixed: true},
	"isServiceDefault": {kind: kindBool, fixed: true},
	// Automatic redemption is a matter between two partners
	// (graph-cross-tenant §1.4).
	"automaticUserConsentSettings":                      {kind: kindObject, fixed: true},
	"crossCloudMeetingConfiguration":                    consentShape,
	"protectedContentSharing":                           consentShape,
	"invitationRedemptionIdentityProviderConfiguration": redemptionShape,
}))

func with(a, b map[string]shape) map[string]shape {
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
func serviceDefault(cloud, id string) *Policy {
	p := Policy{
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
	}
	if Worldwide(cloud) {
		restrictions := everything(accessBlocked)
		restrictions["devices"] = nil
		p["tenantRestrictions"] = restrictions
		// Seen in a recorded answer only.
		p["m365CollaborationInbound"] = map[string]any{"users": target(accessBlocked, allUsers, targetUser)}
		p["m365CollaborationOutbound"] = map[string]any{"usersAndGroups": target(accessAllowed, allUsers, targetUser)}
		p["appServiceConnectInbound"] = map[string]any{"applications": target(accessBlocked, allApplications, targetApplication)}
	}
	return &p
}

func defaultAccessPolicy(id string) *Policy {
	return &Policy{
		"id": id, "displayName": "CrossTenantAccessPolicy", "description": nil, "deletedDateTime": nil,
		"allowedCloudEndpoints": []any{},
	}
}

// newPartner inherits everything.
func newPartner(cloud, tenantID string) Policy {
	p := Policy{
		"tenantId": tenantID, "isServiceProvider": nil, "inboundTrust": nil,
		"b2bCollaborationOutbound": nil, "b2bCollaborationInbound": nil,
		"b2bDirectConnectOutbound": nil, "b2bDirectConnectInbound": nil,
		"crossCloudMeetingConfiguration": consentShape.cleared(),
		"automaticUserConsentSettings":   consentShape.cleared(),
	}
	if Worldwide(cloud) {
		p["isInMultiTenantOrganization"], p["tenantRestrictions"] = false, nil
		p["m365CollaborationInbound"], p["m365CollaborationOutbound"], p["appServiceConnectInbound"] = nil, nil, nil
	}
	return p
}

// AccessPolicy is the root of the cross-tenant access policy.
func (w *World) AccessPolicy(tenantID string) (Policy, error) {
	return w.policy(tenantID, func(d *directory) *replicated[Policy] { return &d.access })
}

// UpdateAccessPolicy applies a PATCH body to the root.
func (w *World) UpdateAccessPolicy(tenantID string, patch map[string]any) error {
	return w.write(tenantID, func(d *directory, at moment) error { return d.updateAccess(patch, at) })
}

// updateAccess refuses the tenant's own cloud, which no tenant lists; that it is
// refused is assumed (graph-cross-tenant §1.3).
func (d *directory) updateAccess(patch map[string]any, at moment) error {
	if endpoints, ok := patch["allowedCloudEndpoints"].([]any); ok && slices.Contains(endpoints, any(d.facts().endpoint)) {
		return badRequest("The cloud endpoint '%s' is the tenant's own.", d.facts().endpoint)
	}
	return d.updatePolicy(&d.access, accessPolicyShape, patch, at)
}

// DefaultAccess is what applies to tenants without a partner entry.
func (w *World) DefaultAccess(tenantID string) (Policy, error) {
	var p Policy
	err := w.read(tenantID, func(d *directory, at moment) error {
		// Whether it is still the service's own shows later than what was
		// changed (graph-cross-tenant §1.4).
		p = maps.Clone(*d.defaults.as(byID, at))
		p["isServiceDefault"] = d.isServiceDefault(*d.defaults.as(inLists, at))
		return nil
	})
	return p, err
}

func (d *directory) isServiceDefault(p Policy) bool {
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
func (w *World) UpdateDefaultAccess(tenantID string, patch map[string]any) error {
	return w.write(tenantID, func(d *directory, at moment) error {
		return d.updateDefault(w.completed(patch, *d.defaults.truth()), at)
	})
}

func (d *directory) updateDefault(patch map[string]any, at moment) error {
	next, err := defaultShape.patched(*d.defaults.truth(), patch, d.Cloud)
	if err != nil {
		return err
	}
	restoreBlocks(next, patch, d.Cloud)
	if err := checkSettings(next, true); err != nil {
		return err
	}
	if err := d.checkLicence(patch, at.settings); err != nil {
		return err
	}
	d.defaults.write(&next, at)
	return nil
}

// restoreBlocks gives blocks that a PATCH of the default sets to null the values
// of the service. A partner inherits from the default; that the default goes back
// to the service in the same way is assumed.
func restoreBlocks(next Policy, patch map[string]any, cloud string) {
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
func (w *World) ResetDefaultAccess(tenantID string) error {
	return w.write(tenantID, func(d *directory, at moment) error {
		id, _ := (*d.defaults.truth())["id"].(string)
		d.defaults.write(serviceDefault(d.Cloud, id), at)
		return nil
	})
}

// Partner is what a tenant says about another.
func (w *World) Partner(tenantID, partnerID string) (Policy, error) {
	var found Policy
	err := w.read(tenantID, func(d *directory, at moment) error {
		p, err := visiblePartner(&d.partners.store, partnerID, at)
		if err != nil {
			return err
		}
		found = p.Settings
		return nil
	})
	return found, err
}

// Partners serves one page of the partners.
func (w *World) Partners(tenantID string, l Listing[Partner]) (Page[Partner], error) {
	var page Page[Partner]
	err := w.read(tenantID, func(d *directory, at moment) (err error) {
		page, err = d.partners.page(l, at, func(*Partner) bool { return true })
		return err
	})
	return page, err
}
