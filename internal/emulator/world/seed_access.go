package world

import (
	"maps"
)

// loadAccess fills in the cross-tenant access policy: root, default, partners. A
// list of clouds that has the tenant's own in it, as lists that are shared by
// several tenants do, is taken as it is.
func (w *World) loadAccess(d *directory, t *seedTenant) error {
	access, _ := deepCopy(t.policies.access).(map[string]any)
	if err := d.updatePolicy(&d.access, accessPolicyShape, access, moment{}); err != nil {
		return t.at["cross_tenant_access_policy"].because(err)
	}
	if t.policies.defaults != nil {
		body, _ := deepCopy(t.policies.defaults).(map[string]any)
		if err := d.updateDefault(body, moment{}); err != nil {
			return t.at["cross_tenant_access_policy"].because(err)
		}
	}
	for _, p := range t.policies.partners {
		body, _ := deepCopy(p.value).(map[string]any)
		if err := w.seedPartner(d, body); err != nil {
			return p.node.because(err)
		}
	}
	return nil
}

// seedPartner adds a partner with what Graph lets nobody set here: the mark of a
// service provider, which no application may write, and the synchronization
// policy, which has a path of its own.
func (w *World) seedPartner(d *directory, body map[string]any) error {
	sync, synced := body["identitySynchronization"]
	provider, marked := body["isServiceProvider"]
	delete(body, "identitySynchronization")
	delete(body, "isServiceProvider")
	created, err := w.addPartner(d, body, moment{})
	if err != nil {
		return err
	}
	id, _ := created["tenantId"].(string)
	if marked {
		mark, err := partnerShape.fields["isServiceProvider"].accept("isServiceProvider", nil, provider)
		if err != nil {
			return err
		}
		next := maps.Clone(created)
		next["isServiceProvider"] = mark
		d.partners.put(id, &Partner{TenantID: id, Settings: next}, moment{})
	}
	if !synced || sync == nil {
		return nil
	}
	policy, ok := sync.(map[string]any)
	if !ok {
		return errPolicyValue("identitySynchronization")
	}
	return d.createSyncPolicy(id, policy, moment{})
}
