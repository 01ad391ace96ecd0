package crosstenant

import (
	"maps"
	"reflect"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Defaults is the configuration for tenants without a partner configuration.
var Defaults = &kernel.Single[schema.Policy]{
	Declaration: kernel.Declaration{
		Name: "default", State: "cross_tenant_access_default",
		Class:  schema.NewPolicyClass(defaultTypeName, defaultShape, schema.Itself),
		Served: kernel.Served{Path: accessPath + "/default", Read: readAccess, Change: writeAccess, Source: "graph-cross-tenant §1.4"},
	},
	Initial: func(d *kernel.Directory, at kernel.Moment) *schema.Policy { return serviceDefault(d.Cloud, at.NewID()) },
	Copy:    schema.CopyPolicy,
	// The flag for the service default becomes visible later than the change itself
	// (graph-cross-tenant §1.4).
	Derive: func(d *kernel.Directory, read, listed *schema.Policy) *schema.Policy {
		shown := maps.Clone(*read)
		shown["isServiceDefault"] = IsServiceDefault(d, *listed)
		return &shown
	},
	Writes: &kernel.Writes[schema.Policy]{
		Complete: func(before *schema.Policy, sent map[string]any, at kernel.Moment) map[string]any {
			return completed(at, sent, *before)
		},
		Judge: func(d *kernel.Directory, next *schema.Policy, sent map[string]any, at kernel.Moment) error {
			restoreBlocks(*next, sent, d.Cloud)
			if err := checkSettings(*next, true); err != nil {
				return err
			}
			return checkLicense(d, sent, at.Settings)
		},
	},
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

// serviceDefault is the unmodified default configuration (graph-cross-tenant
// §1.4).
func serviceDefault(cloud, id string) *schema.Policy {
	restrictions := everything(accessBlocked)
	restrictions["devices"] = nil
	all := map[string]any{
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
		// Only in a recorded response.
		"m365CollaborationInbound":  map[string]any{"users": target(accessBlocked, allUsers, targetUser)},
		"m365CollaborationOutbound": map[string]any{"usersAndGroups": target(accessAllowed, allUsers, targetUser)},
		"appServiceConnectInbound":  map[string]any{"applications": target(accessBlocked, allApplications, targetApplication)},
	}
	facts, _ := schema.CloudOf(cloud)
	known, _ := schema.TypeOf(defaultTypeName).Prune(all, facts.V1).(map[string]any)
	p := schema.Policy(known)
	return &p
}

// IsServiceDefault reports whether a default has the values of the service.
func IsServiceDefault(d *kernel.Directory, p schema.Policy) bool {
	id, _ := p["id"].(string)
	if trust, _ := p["inboundTrust"].(map[string]any); trust[trustsNetwork] == false {
		// Equivalent to its absence in v1.0.
		trust, p = maps.Clone(trust), maps.Clone(p)
		delete(trust, trustsNetwork)
		p["inboundTrust"] = trust
	}
	return reflect.DeepEqual(p, *serviceDefault(d.Cloud, id))
}

// restoreBlocks resets the blocks that a PATCH of the default sets to null to the
// values of the service. A partner inherits from the default; that the default
// likewise reverts to the service is assumed.
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

// ResetDefault restores the service default. That it takes the capabilities along,
// which the service default disables, is inferred (m365-capabilities §3).
func ResetDefault(w *kernel.World, tenantID string) error {
	return w.Write(tenantID, func(d *kernel.Directory, at kernel.Moment) error {
		id, _ := (*Defaults.Truth(d))["id"].(string)
		Defaults.Put(d, serviceDefault(d.Cloud, id), at)
		if !at.Settings.DefaultResetKeepsCapabilities {
			takeCapabilities(d, defaultHolder, at)
		}
		return nil
	})
}

func resetDefault(c *operation.Call) (operation.Answer, error) {
	if err := c.NoParameters(); err != nil {
		return operation.Answer{}, err
	}
	return operation.Done(ResetDefault(c.World, c.Tenant))
}
