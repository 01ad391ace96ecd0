package crosstenant

import (
	"maps"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Partner is the configuration of one tenant for another. A null setting is
// inherited from the default configuration (graph-cross-tenant §1.5).
type Partner struct {
	TenantID string        `json:"tenantId"`
	Settings schema.Policy `json:"settings"`
	// Deleted is the time of the deletion.
	Deleted time.Time `json:"deletedDateTime,omitzero"`
	// Capabilities are those of a partner in the recycle bin: beta has a path for them
	// there (m365-capabilities §3).
	Capabilities []*Capability `json:"m365Capabilities,omitempty"`
}

// settingsOf are the settings of a partner entry, or of its synchronization policy.
func settingsOf(p *Partner) schema.Policy { return p.Settings }

func (p *Partner) copied() *Partner {
	return &Partner{TenantID: p.TenantID, Settings: maps.Clone(p.Settings), Deleted: p.Deleted, Capabilities: p.Capabilities}
}

// deletion is the date of the deletion, null before it; only beta returns it.
var deletion = schema.Read("deletedDateTime", func(p *Partner) any { return schema.Instant(p.Deleted) }).Within(schema.Beta)

var partnerClass = schema.NewPolicyClass("crossTenantAccessPolicyConfigurationPartner", partnerShape, settingsOf, deletion)

// bin is one of the two recycle bins of policies. A deleted object can be purged in
// all clouds, according to the documentation (graph-identity §15).
func bin(name string, without ...string) *kernel.ServedBin {
	return &kernel.ServedBin{
		Path: deletedPath + "/" + name, Source: "graph-cross-tenant §1.9", In: schema.BetaWorldwide, Purge: schema.Beta,
		Options: []string{"$select", "$top", "$count"}, Without: without,
	}
}

// Partners are the partners of a tenant, by their tenant ids.
var Partners = &kernel.Set[Partner]{
	Declaration: kernel.Declaration{
		Name: "partners", Key: "tenantId", Steady: true, Unlisted: true, Missing: noPartner,
		Class: partnerClass,
		Served: kernel.Served{
			Path: partnersPath, Read: readAccess, Create: writeAccess, Change: writeAccess, Remove: writeAccess, Source: "graph-cross-tenant §1.5",
			Options: []string{"$select", "$filter", "$top", "$count"}, Deleted: bin("crossTenantPartners"),
		},
	},
	ID:     func(p *Partner) *string { return &p.TenantID },
	Copy:   (*Partner).copied,
	Writes: partnerWrites,
	Bin: &kernel.Bin[Partner]{
		State:   "deleted_partners",
		Deleted: func(p *Partner) *time.Time { return &p.Deleted },
		Leave: func(d *kernel.Directory, p *Partner, at kernel.Moment) error {
			switch {
			case d.Exists(syncPolicies, p.TenantID):
				// The documentation requires this order; status and text are
				// assumed (graph-cross-tenant §1.8).
				return refusal.BadRequest("The user synchronization policy of the partner must be deleted before the partner.")
			case at.Settings.OrganizationPartnersStay && p.Settings[inOrganization] == true:
				return refusal.BadRequest("The partner is a tenant of the multitenant organization.")
			case at.Settings.PartnerWithCapabilitiesStays && len(capabilitiesOf(d, p.TenantID)) > 0:
				return refusal.BadRequest("The Microsoft 365 capabilities of the partner must be deleted before the partner.")
			}
			p.Capabilities = takeCapabilities(d, p.TenantID, at)
			return nil
		},
		Return: func(d *kernel.Directory, p *Partner, _ map[string]any, at kernel.Moment) error {
			if d.Exists("partners", p.TenantID) {
				return errPartnerExists(at)
			}
			for _, c := range p.Capabilities {
				Capabilities.Put(d, c, at)
			}
			p.Capabilities = nil
			return nil
		},
	},
}

const (
	syncPolicies = "syncPolicies"
	// inOrganization marks a tenant of the same multitenant organization.
	inOrganization = "isInMultiTenantOrganization"
)

// SyncPolicies are the synchronization policies of a tenant, by partner tenant id.
// They have a recycle bin too, whose list omits the groups in the documentation
// (graph-cross-tenant §1.9).
var SyncPolicies = &kernel.Set[Partner]{
	Declaration: kernel.Declaration{
		Name: syncPolicies, Key: "tenantId", State: "sync_policies", Steady: true, Unlisted: true, Missing: noPartner,
		Class: schema.NewPolicyClass("crossTenantIdentitySyncPolicyPartner", syncShape, settingsOf, deletion),
		Served: kernel.Served{
			Path: partnersPath + "/{id}/identitySynchronization", Read: readAccess, Create: writeAccess, Change: writeAccess, Remove: writeAccess,
			Source: "graph-cross-tenant §2", Options: []string{"$select"}, Deleted: bin("crossTenantSyncPolicyPartners", "groupSyncInbound"),
		},
	},
	ID:     func(p *Partner) *string { return &p.TenantID },
	Copy:   (*Partner).copied,
	Writes: syncWrites,
	Bin: &kernel.Bin[Partner]{
		State:   "deleted_sync_policies",
		Deleted: func(p *Partner) *time.Time { return &p.Deleted },
		Return: func(d *kernel.Directory, p *Partner, _ map[string]any, at kernel.Moment) error {
			switch {
			case d.Exists(syncPolicies, p.TenantID):
				return errPartnerExists(at)
			case !d.Exists("partners", p.TenantID):
				return refusal.NoCompany()
			}
			return nil
		},
	},
}

// noPartner is the error for a partner that does not or cannot exist
// (graph-cross-tenant §1.8).
func noPartner(key string) error {
	if !schema.IsGUID(key) {
		return schema.PolicyValue("tenantId")
	}
	return refusal.NoCompany()
}

// errPartnerExists has a documented code and no documented status; the directory
// uses 400 for duplicates of other properties (graph-cross-tenant §1.8).
func errPartnerExists(at kernel.Moment) error {
	status := 409
	if at.Settings.DuplicatePartnerIsBadRequest {
		status = 400
	}
	return refusal.New(status, refusal.CodeSameKey, "Another object with the same value for property tenantId already exists.")
}

// errSyncPolicyExists refuses a PUT of identitySynchronization that would replace
// one (graph-cross-tenant §1.8).
func errSyncPolicyExists(kernel.Moment) error {
	const message = "A conflicting object with one or more of the specified property values is present in the directory."
	e := refusal.New(409, refusal.CodeSameKey, message)
	e.Details = []refusal.Detail{{Code: refusal.CodeConflictingObjects, Message: message}}
	return e
}
