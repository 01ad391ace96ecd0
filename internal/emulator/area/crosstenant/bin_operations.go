package crosstenant

import (
	"maps"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// recycleBin is one of the two collections below /policies/deletedItems
// (graph-cross-tenant §1.9).
type recycleBin struct {
	of               *kernel.Set[Partner]
	name, entityType string
	blank            func(cloud string) *Partner
	body             func(*operation.Call, schema.Policy) map[string]any
}

var (
	deletedPartners = recycleBin{Partners, "policies/deletedItems/crossTenantPartners", partnerType, BlankPartner, partnerBody}
	deletedSyncs    = recycleBin{SyncPolicies, "policies/deletedItems/crossTenantSyncPolicyPartners", syncType, blankSyncPolicy, deletedSyncBody}
)

// deletedSyncBody leaves the groups out, as the list of the documentation does.
func deletedSyncBody(_ *operation.Call, p schema.Policy) map[string]any {
	body := maps.Clone(map[string]any(p))
	delete(body, "groupSyncInbound")
	return body
}

// rows are those of the collection. A deleted object can be purged in all clouds,
// by the documentation at least (graph-identity §15).
func (b recycleBin) rows() []operation.Row {
	row := func(method, path string, in schema.Editions, run func(*operation.Call) (operation.Answer, error)) operation.Row {
		return operation.Row{Method: method, Path: "/" + b.name + path, Permissions: writeAccess, In: in, Source: "graph-cross-tenant §1.9", Run: run}
	}
	return []operation.Row{
		row(operation.Get, "", schema.BetaWorldwide, b.list),
		row(operation.Get, "/{partner}", schema.BetaWorldwide, b.get),
		row(operation.Post, "/{partner}/restore", schema.BetaWorldwide, b.restore),
		row(operation.Delete, "/{partner}", schema.Beta, b.purge),
	}
}

func (b recycleBin) deleted(c *operation.Call, p *Partner) map[string]any {
	body := b.body(c, p.Settings)
	body["deletedDateTime"] = schema.Instant(p.Deleted)
	return body
}

func (b recycleBin) list(c *operation.Call) (operation.Answer, error) {
	q, err := c.Query(operation.OptSelect, operation.OptTop, operation.OptSkipToken, operation.OptCount)
	if err != nil {
		return operation.Answer{}, err
	}
	l, err := operation.PlainListing(q)
	if err != nil {
		return operation.Answer{}, err
	}
	if _, err := c.SelectMembers(b.deleted(c, b.blank(c.Cloud)), q.Select, b.entityType); err != nil {
		return operation.Answer{}, err
	}
	page, err := b.of.DeletedObjects(c.World, c.Tenant, l)
	if err != nil {
		return operation.Answer{}, err
	}
	return c.Page("/"+b.name, operation.FragmentOf(b.name, q.Select), page, l.Count, func(v any) (map[string]any, error) {
		return c.SelectMembers(b.deleted(c, schema.Of[Partner](v)), q.Select, b.entityType)
	})
}

func (b recycleBin) get(c *operation.Call) (operation.Answer, error) {
	return c.Policy(b.name, b.entityType, func(w *kernel.World, tenantID string) (schema.Policy, error) {
		p, err := b.of.GetDeleted(w, tenantID, c.Params["partner"])
		if err != nil {
			return nil, err
		}
		return b.deleted(c, p), nil
	})
}

// restore answers with the object as it is alive.
func (b recycleBin) restore(c *operation.Call) (operation.Answer, error) {
	if err := c.NoParameters(); err != nil {
		return operation.Answer{}, err
	}
	p, err := b.of.Restore(c.World, c.Tenant, c.Params["partner"], nil, c.Actor)
	if err != nil {
		return operation.Answer{}, err
	}
	return c.Single(b.name+"/$entity", b.deleted(c, p)), nil
}

func (b recycleBin) purge(c *operation.Call) (operation.Answer, error) {
	return operation.Done(b.of.Purge(c.World, c.Tenant, c.Params["partner"], c.Actor))
}
