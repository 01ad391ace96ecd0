package crosstenant

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// syncAllowed is the one member of the flags for users and for groups.
var syncAllowed = schema.Object(map[string]schema.Shape{"isSyncAllowed": {Kind: schema.KindBool, Null: true}}).Nullable()

// syncShape is the schema of identitySynchronization, which a target tenant
// keeps about a source tenant (graph-cross-tenant §2).
var syncShape = schema.Object(map[string]schema.Shape{
	"displayName":                          {Kind: schema.KindText, Null: true},
	"userSyncInbound":                      syncAllowed,
	"groupSyncInbound":                     syncAllowed,
	"roleEnabledGroupSyncInbound":          {Kind: schema.KindObject, In: schema.Beta, Unmodelled: true, Optional: true},
	"externalCloudAuthorizedApplicationId": {Kind: schema.KindGUID, Null: true},
	"tenantId":                             {Kind: schema.KindGUID, Fixed: true},
})

// A PUT only creates. The partner must exist; how a missing one is refused is assumed
// (graph-cross-tenant §2).
var syncWrites = &kernel.Writes[Partner]{
	Keyed: func(d *kernel.Directory, tenantID string, at kernel.Moment) (*Partner, error) {
		p, err := Partners.ForChange(d, tenantID, at)
		if err != nil {
			return nil, err
		}
		return blankSync(p.TenantID), nil
	},
	Taken:    errSyncPolicyExists,
	Replaces: func(s settings.Settings) bool { return s.SyncPolicyPutReplaces },
	Judge: func(d *kernel.Directory, p *Partner, sent map[string]any, at kernel.Moment) error {
		if at.Settings.GroupPolicyStaysInCloud && admits(sent, "groupSyncInbound") {
			if source, known := d.Other(p.TenantID); known && !d.SameCloud(source) {
				return refusal.BadRequest("Groups can be synchronized within one cloud only.")
			}
		}
		return checkLicense(d, sent, at.Settings)
	},
}

// blankSync is a policy without values.
func blankSync(tenantID string) *Partner {
	return &Partner{TenantID: tenantID, Settings: schema.Policy{
		"tenantId": tenantID, "displayName": nil, "userSyncInbound": nil, "groupSyncInbound": nil, "externalCloudAuthorizedApplicationId": nil,
	}}
}
