package crosstenant

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// syncAllowed is the one member of the flags for users and for groups.
var syncAllowed = schema.Object(map[string]schema.Shape{"isSyncAllowed": {Kind: schema.KindBool, Null: true}}).Nullable()

// syncShape is the schema of identitySynchronization, which a target tenant
// keeps about a source tenant (graph-cross-tenant §2). What only beta has is the
// business of the API.
var syncShape = schema.Object(map[string]schema.Shape{
	"displayName":                          {Kind: schema.KindText, Null: true},
	"userSyncInbound":                      syncAllowed,
	"groupSyncInbound":                     syncAllowed,
	"externalCloudAuthorizedApplicationId": {Kind: schema.KindGUID, Null: true},
	"tenantId":                             {Kind: schema.KindGUID, Fixed: true},
})

func newSyncPolicy(tenantID string) schema.Policy {
	return schema.Policy{
		"tenantId": tenantID, "displayName": nil, "userSyncInbound": nil,
		"groupSyncInbound": nil, "externalCloudAuthorizedApplicationId": nil,
	}
}

// CreateSyncPolicy answers a PUT, which only creates. The partner must exist;
// how a missing one is refused is assumed (graph-cross-tenant §2).
func CreateSyncPolicy(w *kernel.World, tenantID, partnerID string, body map[string]any) error {
	return w.Write(tenantID, func(d *kernel.Directory, at kernel.Moment) error {
		if at.Settings.SyncPolicyPutReplaces && SyncPolicies.Truth(d, strings.ToLower(partnerID)) != nil {
			return updateSyncPolicy(d, partnerID, body, at)
		}
		return createSyncPolicy(d, partnerID, body, at)
	})
}

func createSyncPolicy(d *kernel.Directory, partnerID string, body map[string]any, at kernel.Moment) error {
	p, err := Partners.ForChange(d, partnerID, at)
	if err != nil {
		return err
	}
	if SyncPolicies.Truth(d, p.TenantID) != nil || SyncPolicies.Seen(d, p.TenantID, at) != nil {
		return errSyncPolicyExists()
	}
	next, err := syncShape.Patched(newSyncPolicy(p.TenantID), withoutKey(body, p.TenantID), d.Cloud)
	if err != nil {
		return err
	}
	if err := checkLicence(d, body, at.Settings); err != nil {
		return err
	}
	SyncPolicies.Put(d, &Partner{TenantID: p.TenantID, Settings: next}, at)
	return nil
}

// UpdateSyncPolicy applies a PATCH body to a policy that exists.
func UpdateSyncPolicy(w *kernel.World, tenantID, partnerID string, patch map[string]any) error {
	return w.Write(tenantID, func(d *kernel.Directory, at kernel.Moment) error { return updateSyncPolicy(d, partnerID, patch, at) })
}

func updateSyncPolicy(d *kernel.Directory, partnerID string, patch map[string]any, at kernel.Moment) error {
	p, err := SyncPolicies.ForChange(d, partnerID, at)
	if err != nil {
		return err
	}
	next, err := syncShape.Patched(p.Settings, withoutKey(patch, p.TenantID), d.Cloud)
	if err != nil {
		return err
	}
	if err := checkLicence(d, patch, at.Settings); err != nil {
		return err
	}
	SyncPolicies.Put(d, &Partner{TenantID: p.TenantID, Settings: next}, at)
	return nil
}
