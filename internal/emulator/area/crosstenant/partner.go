package crosstenant

import (
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Partner is what one tenant says about another. A setting that is null is
// inherited from the default configuration (graph-cross-tenant §1.5).
type Partner struct {
	TenantID string        `json:"tenantId"`
	Settings schema.Policy `json:"settings"`
	// Deleted is when the object went to the recycle bin.
	Deleted time.Time `json:"deletedDateTime,omitzero"`
}

// Partners are the partners of a tenant, by their tenant ids.
var Partners = &kernel.Set[Partner]{
	Declaration: kernel.Declaration{Name: "partners", Steady: true, Unlisted: true, Missing: noPartner},
	ID:          func(p *Partner) *string { return &p.TenantID },
	Bin: &kernel.Bin[Partner]{
		State:   "deleted_partners",
		Deleted: func(p *Partner) *time.Time { return &p.Deleted },
		Leave: func(d *kernel.Directory, p *Partner, at kernel.Moment) error {
			switch {
			case d.Exists(syncPolicies, p.TenantID):
				// The documentation demands this order; status and text are assumed
				// (graph-cross-tenant §1.8).
				return refusal.BadRequest("The user synchronization policy of the partner must be deleted before the partner.")
			case at.Settings.OrganizationPartnersStay && p.Settings[inOrganization] == true:
				return refusal.BadRequest("The partner is a tenant of the multitenant organization.")
			}
			return nil
		},
		Return: func(d *kernel.Directory, p *Partner, _ map[string]any, at kernel.Moment) error {
			if d.Exists("partners", p.TenantID) {
				return errPartnerExists(at)
			}
			return nil
		},
	},
}

const (
	syncPolicies = "syncPolicies"
	// inOrganization marks a tenant of the same multitenant organization.
	inOrganization = "isInMultiTenantOrganization"
)

// SyncPolicies are what a tenant lets its partners synchronize into it, by their
// tenant ids; they go through a recycle bin as well (graph-cross-tenant §1.9).
var SyncPolicies = &kernel.Set[Partner]{
	Declaration: kernel.Declaration{Name: syncPolicies, State: "sync_policies", Steady: true, Unlisted: true, Missing: noPartner},
	ID:          func(p *Partner) *string { return &p.TenantID },
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

// noPartner is the answer for a partner that does not exist, or cannot
// (graph-cross-tenant §1.8).
func noPartner(key string) error {
	if !schema.IsGUID(key) {
		return schema.PolicyValue("tenantId")
	}
	return refusal.NoCompany()
}

// errPartnerExists has a documented code and no documented status; the directory
// says the same about other properties with 400 (graph-cross-tenant §1.8).
func errPartnerExists(at kernel.Moment) error {
	status := 409
	if at.Settings.DuplicatePartnerIsBadRequest {
		status = 400
	}
	return refusal.New(status, refusal.CodeSameKey, "Another object with the same value for property tenantId already exists.")
}

// errSyncPolicyExists answers a PUT of identitySynchronization that would
// replace one (graph-cross-tenant §1.8).
func errSyncPolicyExists() error {
	const message = "A conflicting object with one or more of the specified property values is present in the directory."
	e := refusal.New(409, refusal.CodeSameKey, message)
	e.Details = []refusal.Detail{{Code: refusal.CodeConflictingObjects, Message: message}}
	return e
}

// PartnerHas says whether the schema of a cloud knows a path below a partner
// entry, whether the entry holds a value there or not.
func PartnerHas(cloud, path string) bool { return partnerShape.Has(path, cloud) }

// BlankPartner is a partner in which nothing is set. It shows which members the
// schema of a cloud has.
func BlankPartner(cloud string) *Partner { return &Partner{Settings: newPartner(cloud, "")} }

// blankSyncPolicy is the same for what may be synchronized.
func blankSyncPolicy(string) *Partner { return &Partner{Settings: newSyncPolicy("")} }
