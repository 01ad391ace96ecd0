package crosstenant

import (
	"maps"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// AddPartner creates a partner entry from a POST body.
func AddPartner(w *kernel.World, tenantID string, body map[string]any) (schema.Policy, error) {
	var created schema.Policy
	err := w.Write(tenantID, func(d *kernel.Directory, at kernel.Moment) (err error) {
		created, err = addPartner(d, body, at)
		return err
	})
	return created, err
}

func addPartner(d *kernel.Directory, body map[string]any, at kernel.Moment) (schema.Policy, error) {
	if err := partnerShape.RefuseUnknown(body, d.Cloud); err != nil {
		return nil, err
	}
	id, ok := body["tenantId"].(string)
	if !ok || !schema.IsGUID(id) {
		return nil, schema.PolicyValue("tenantId")
	}
	id = strings.ToLower(id)
	if id == d.ID {
		// Undocumented; assumed to be refused (graph-cross-tenant §1.7, R9).
		return nil, refusal.BadRequest("A tenant cannot be its own partner.")
	}
	// A deletion that has not propagated conflicts like an existing entry
	// (graph-cross-tenant §1.8).
	if Partners.Truth(d, id) != nil || Partners.Seen(d, id, at) != nil {
		return nil, errPartnerExists(at)
	}
	if at.Settings.PartnerOverSoftDeletedConflicts && schema.IsWorldwide(d.Cloud) && Partners.InBin(d, id) {
		return nil, errPartnerExists(at)
	}
	settings := maps.Clone(body)
	delete(settings, "tenantId")
	next, err := patchedPartner(d, newPartner(d.Cloud, id), settings, at)
	if err != nil {
		return nil, err
	}
	Partners.Put(d, &Partner{TenantID: id, Settings: next}, at)
	return next, nil
}

func patchedPartner(d *kernel.Directory, current schema.Policy, patch map[string]any, at kernel.Moment) (schema.Policy, error) {
	if _, sent := patch["isServiceProvider"]; sent {
		// Refused for app-only tokens, whatever the value
		// (graph-cross-tenant §1.5).
		return nil, refusal.Denied()
	}
	next, err := partnerShape.Patched(current, patch, d.Cloud)
	if err != nil {
		return nil, err
	}
	if err := checkSettings(next, false); err != nil {
		return nil, err
	}
	return next, checkLicence(d, patch, at.Settings)
}

// UpdatePartner applies a PATCH body to a partner entry.
func UpdatePartner(w *kernel.World, tenantID, partnerID string, patch map[string]any) error {
	return w.Write(tenantID, func(d *kernel.Directory, at kernel.Moment) error {
		p, err := Partners.ForChange(d, partnerID, at)
		if err != nil {
			return err
		}
		next, err := patchedPartner(d, p.Settings, completed(at, withoutKey(patch, p.TenantID), p.Settings), at)
		if err != nil {
			return err
		}
		Partners.Put(d, &Partner{TenantID: p.TenantID, Settings: next}, at)
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
func completed(at kernel.Moment, patch map[string]any, current schema.Policy) map[string]any {
	if !at.Settings.HalfBlocksMerge {
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
