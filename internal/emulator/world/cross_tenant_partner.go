package world

import (
	"maps"
	"strings"
)

// AddPartner creates a partner entry from a POST body.
func (w *World) AddPartner(tenantID string, body map[string]any) (Policy, error) {
	var created Policy
	err := w.write(tenantID, func(d *directory, at moment) (err error) {
		created, err = d.addPartner(body, at)
		return err
	})
	return created, err
}

func (d *directory) addPartner(body map[string]any, at moment) (Policy, error) {
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
		return nil, errPartnerExists()
	}
	settings := maps.Clone(body)
	delete(settings, "tenantId")
	next, err := d.patchedPartner(newPartner(d.Cloud, id), settings)
	if err != nil {
		return nil, err
	}
	d.partners.put(id, &Partner{TenantID: id, Settings: next}, at)
	return next, nil
}

func (d *directory) patchedPartner(current Policy, patch map[string]any) (Policy, error) {
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
	return next, d.checkLicence(patch)
}

// UpdatePartner applies a PATCH body to a partner entry.
func (w *World) UpdatePartner(tenantID, partnerID string, patch map[string]any) error {
	return w.write(tenantID, func(d *directory, at moment) error {
		p, err := d.partnerForChange(partnerID, at)
		if err != nil {
			return err
		}
		next, err := d.patchedPartner(p.Settings, patch)
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
		p, err := d.partnerForChange(partnerID, at)
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

func (d *directory) partnerForChange(partnerID string, at moment) (*Partner, error) {
	id := strings.ToLower(partnerID)
	if !isGUID(id) {
		return nil, errPolicyValue("tenantId")
	}
	p := d.partners.truth(id)
	if p == nil || d.partners.seen(id, at) == nil {
		return nil, errNoPartner()
	}
	return p, nil
}
