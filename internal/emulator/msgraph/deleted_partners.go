package msgraph

import (
	"maps"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

// recycleBin is one of the two collections below /policies/deletedItems
// (graph-cross-tenant §1.9).
type recycleBin struct {
	kind            world.PartnerKind
	set, entityType string
}

var (
	deletedPartners = recycleBin{world.PartnerSettings, "policies/deletedItems/crossTenantPartners", partnerType}
	deletedSyncs    = recycleBin{world.PartnerSync, "policies/deletedItems/crossTenantSyncPolicyPartners", syncType}
)

func (b recycleBin) body(r *request, p *world.Partner) map[string]any {
	if b.kind == world.PartnerSync {
		// The list of the documentation leaves the groups out.
		body := maps.Clone(map[string]any(p.Settings))
		delete(body, "groupSyncInbound")
		body["deletedDateTime"] = world.Instant(p.Deleted)
		return body
	}
	body := r.partnerBody(p.Settings)
	body["deletedDateTime"] = world.Instant(p.Deleted)
	return body
}

func (b recycleBin) list(r *request) (response, error) {
	q, err := r.query(optSelect, optTop, optSkipToken, optCount)
	if err != nil {
		return response{}, err
	}
	l, err := r.partnerListing(q)
	if err != nil {
		return response{}, err
	}
	blank := b.body(r, world.BlankPartner(r.api.config.Cloud, b.kind))
	if _, err := selectMembers(blank, q.Select, b.entityType); err != nil {
		return response{}, err
	}
	page, err := r.world().DeletedPartners(r.tenant(), b.kind, l)
	if err != nil {
		return response{}, err
	}
	return collection(r, "/"+b.set, fragmentOf(b.set, q.Select), page, l.Count, func(p *world.Partner) (map[string]any, error) {
		return selectMembers(b.body(r, p), q.Select, b.entityType)
	})
}

func (b recycleBin) get(r *request) (response, error) {
	return r.policy(b.set, b.entityType, func(tenantID string) (world.Policy, error) {
		p, err := r.world().DeletedPartner(tenantID, b.kind, r.params["partner"])
		if err != nil {
			return nil, err
		}
		return b.body(r, p), nil
	})
}

// restore answers the object as it is alive.
func (b recycleBin) restore(r *request) (response, error) {
	if err := r.noParameters(); err != nil {
		return response{}, err
	}
	p, err := r.world().RestorePartner(r.tenant(), b.kind, r.params["partner"])
	if err != nil {
		return response{}, err
	}
	body := b.body(r, p)
	body["deletedDateTime"] = nil
	return single(r, b.set+"/$entity", body), nil
}

func (b recycleBin) purge(r *request) (response, error) {
	return done(r.world().PurgePartner(r.tenant(), b.kind, r.params["partner"]))
}
