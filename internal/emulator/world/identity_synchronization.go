package world

import "strings"

// syncAllowed is the one member of the flags for users and for groups.
var syncAllowed = object(map[string]shape{"isSyncAllowed": {kind: kindBool, null: true}}).nullable()

// syncShape is the schema of identitySynchronization, which a target tenant
// keeps about a source tenant (graph-cross-tenant §2). What only beta has is the
// business of the API.
var syncShape = object(map[string]shape{
	"displayName":                          {kind: kindText, null: true},
	"userSyncInbound":                      syncAllowed,
	"groupSyncInbound":                     syncAllowed,
	"externalCloudAuthorizedApplicationId": {kind: kindGUID, null: true},
	"tenantId":                             {kind: kindGUID, fixed: true},
})

func newSyncPolicy(tenantID string) Policy {
	return Policy{
		"tenantId": tenantID, "displayName": nil, "userSyncInbound": nil,
		"groupSyncInbound": nil, "externalCloudAuthorizedApplicationId": nil,
	}
}

// SyncPolicy is what a tenant lets a partner synchronize into it.
func (w *World) SyncPolicy(tenantID, partnerID string) (Policy, error) {
	var found Policy
	err := w.read(tenantID, func(d *directory, at moment) error {
		p, err := visiblePartner(&d.syncPolicies.store, partnerID, at)
		if err != nil {
			return err
		}
		found = p.Settings
		return nil
	})
	return found, err
}

// CreateSyncPolicy answers a PUT, which only creates. The partner must exist;
// how a missing one is refused is assumed (graph-cross-tenant §2).
func (w *World) CreateSyncPolicy(tenantID, partnerID string, body map[string]any) error {
	return w.write(tenantID, func(d *directory, at moment) error {
		if w.settings.SyncPolicyPutReplaces && d.syncPolicies.truth(strings.ToLower(partnerID)) != nil {
			return d.updateSyncPolicy(partnerID, body, at)
		}
		return d.createSyncPolicy(partnerID, body, at)
	})
}

func (d *directory) createSyncPolicy(partnerID string, body map[string]any, at moment) error {
	p, err := changeablePartner(&d.partners.store, partnerID, at)
	if err != nil {
		return err
	}
	if d.syncPolicies.truth(p.TenantID) != nil || d.syncPolicies.seen(p.TenantID, at) != nil {
		return errSyncPolicyExists()
	}
	next, err := syncShape.patched(newSyncPolicy(p.TenantID), withoutKey(body, p.TenantID), d.Cloud)
	if err != nil {
		return err
	}
	if err := d.checkLicence(body, at.settings); err != nil {
		return err
	}
	d.syncPolicies.put(p.TenantID, &Partner{TenantID: p.TenantID, Settings: next}, at)
	return nil
}

// UpdateSyncPolicy applies a PATCH body to a policy that exists.
func (w *World) UpdateSyncPolicy(tenantID, partnerID string, patch map[string]any) error {
	return w.write(tenantID, func(d *directory, at moment) error { return d.updateSyncPolicy(partnerID, patch, at) })
}

func (d *directory) updateSyncPolicy(partnerID string, patch map[string]any, at moment) error {
	p, err := changeablePartner(&d.syncPolicies.store, partnerID, at)
	if err != nil {
		return err
	}
	next, err := syncShape.patched(p.Settings, withoutKey(patch, p.TenantID), d.Cloud)
	if err != nil {
		return err
	}
	if err := d.checkLicence(patch, at.settings); err != nil {
		return err
	}
	d.syncPolicies.put(p.TenantID, &Partner{TenantID: p.TenantID, Settings: next}, at)
	return nil
}

// DeleteSyncPolicy puts the policy into the recycle bin; synchronized users stay.
func (w *World) DeleteSyncPolicy(tenantID, partnerID string) error {
	return w.write(tenantID, func(d *directory, at moment) error {
		p, err := changeablePartner(&d.syncPolicies.store, partnerID, at)
		if err != nil {
			return err
		}
		d.syncPolicies.remove(p, at)
		return nil
	})
}
