package world

import (
	"maps"
	"strings"
)

// AddPartner creates a partner entry from a POST body.
func (w *World) AddPartner(tenantID string, body map[string]any) (Policy, error) {
	var created Policy
	err := w.write(tenantID, func(d *directory, at moment) (err error) {
		created, err = w.addPartner(d, body, at)
		return err
	})
	return created, err
}

func (w *World) addPartner(d *directory, body map[string]any, at moment) (Policy, error) {
	if err := partnerShape.refuseUnknown(body, d.Cloud); err != nil {
		return nil, err
	}
	id, ok := body["tenantId"].(string)
	if !ok || !isGUID(id) {
		return nil, errPolicyValue("tenantId")
	}
	id = strings.ToLower(id)
	if id == d.ID {
		// Undocumented; assumed to be refused (graph-cross-tenant §1.7, R9).
		return nil, badRequest("A tenant cannot be its own partner.")
	}
	// A deletion that has not propagated conflicts like an existing entry
	// (graph-cross-tenant §1.8).
	if d.partners.truth(id) != nil || d.partners.seen(id, at) != nil {
		return nil, errPartnerExists(w.settings.DuplicatePartnerIsBadRequest)
	}
	settings := maps.Clone(body)
	delete(settings, "tenantId")
	next, err := d.patchedPartner(newPartner(d.Cloud, id), settings, at)
	if err != nil {
		return nil, err
	}
	d.partners.put(id, &Partner{TenantID: id, Settings: next}, at)
	return next, nil
}

func (d *directory) patchedPartner(current Policy, patch map[string]any, at moment) (Policy, error) {
	if _, sent := patch["isServiceProvider"]; sent {
		// Refused for app-only tokens, whatever the value
		// (graph-cross-tenant §1.5).
		return nil, errDenied()
	}
	next, err := partnerShape.patched(current, patch, d.Cloud)
	if err != nil {
		return nil, err
	}
	if err := checkSettings(next, false); err != nil {
		return nil, err
	}
	return next, d.checkLicence(patch, at.settings)
}

// UpdatePartner applies a PATCH body to a partner entry.
func (w *World) UpdatePartner(tenantID, partnerID string, patch map[string]any) error {
	return w.write(tenantID, func(d *directory, at moment) error {
		p, err := changeablePartner(&d.partners.store, partnerID, at)
		if err != nil {
			return err
		}
		next, err := d.patchedPartner(p.Settings, w.completed(withoutKey(patch, p.TenantID), p.Settings), at)
		if err != nil {
			return err
		}
		d.partners.put(p.TenantID, &Partner{TenantID: p.TenantID, Settings: next}, at)
		return nil
	})
}

// DeletePartner puts a partner entry into the recycle bin.
func (w *World) DeletePartner(tenantID, partnerID string) error {
	return w.write(tenantID, func(d *directory, at moment) error {
		p, err := changeablePartner(&d.partners.store, partnerID, at)
		if err != nil {
			return err
		}
		if d.syncPolicies.truth(p.TenantID) != nil {
			// The documentation demands this order; status and text are assumed
			// (graph-cross-tenant §1.8).
			return badRequest("The user synchronization policy of the partner must be deleted before the partner.")
		}
		d.partners.remove(p, at)
		return nil
	})
}

// withoutKey drops a key that repeats the path of a PATCH or PUT, which says
// nothing new. Another key stays, to be refused.
func withoutKey(body map[string]any, partnerID string) map[string]any {
	if id, ok := body["tenantId"].(string); !ok || !strings.EqualFold(id, partnerID) {
		return body
	}
	rest := maps.Clone(body)
	delete(rest, "tenantId")
	return rest
}

// completed is a PATCH body with the halves of settings that it leaves out, where
// they are kept.
func (w *World) completed(patch map[string]any, current Policy) map[string]any {
	if !w.settings.HalfBlocksMerge {
		return patch
	}
	whole := maps.Clone(patch)
	for _, name := range settingBlocks {
		block, sent := patch[name].(map[string]any)
		former, set := current[name].(map[string]any)
		if sent && set {
			next := maps.Clone(former)
			maps.Copy(next, block)
			whole[name] = next
		}
	}
	return whole
}
