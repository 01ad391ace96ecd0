package crosstenant

import (
	"maps"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

var partnerWrites = &kernel.Writes[Partner]{
	Keyed: newPartner,
	// A deletion that has not propagated conflicts like an existing entry
	// (graph-cross-tenant §1.8).
	Taken:   errPartnerExists,
	Deleted: func(s settings.Settings) bool { return s.PartnerOverSoftDeletedConflicts },
	Complete: func(before *Partner, sent map[string]any, at kernel.Moment) map[string]any {
		return completed(at, sent, before.Settings)
	},
	Judge: func(d *kernel.Directory, next *Partner, sent map[string]any, at kernel.Moment) error {
		if err := checkSettings(next.Settings, false); err != nil {
			return err
		}
		return checkLicense(d, sent, at.Settings)
	},
}

// newPartner inherits everything.
func newPartner(d *kernel.Directory, tenantID string, _ kernel.Moment) (*Partner, error) {
	if !schema.IsGUID(tenantID) {
		return nil, schema.PolicyValue("tenantId")
	}
	id := strings.ToLower(tenantID)
	if id == d.ID {
		// Undocumented; assumed to be refused (graph-cross-tenant §1.7, R9).
		return nil, refusal.BadRequest("A tenant cannot be its own partner.")
	}
	p := &Partner{TenantID: id, Settings: partnerClass.Blank(d.Cloud)}
	p.Settings["tenantId"] = id
	return p, nil
}

// completed adds to a PATCH body the omitted halves of settings, if the service
// keeps them.
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
