package guestsync

import (
	"context"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guestsync/reconcile"
)

// marked are external users with an anchor that is no user in scope, by the anchor: of
// other syncs, or of users who have left.
type marked map[reconcile.ID]reconcile.ID

func (m marked) add(u *reconcile.External) {
	if source, err := reconcile.ParseID(u.Anchor); err == nil && !u.Internal {
		m[source] = u.ID
	}
}

// findOrphans finds those whose user is in the recycle bin of the home tenant: after a
// lost state nothing else tells that they have to leave. Another sync may have made
// those whose user exists. They are this sync's own if its record is lost while its
// resource is not.
func (e *edge) findOrphans(ctx context.Context, v *view, candidates marked) error {
	if len(candidates) == 0 {
		return nil
	}
	err := e.source.Graph.EachDeletedUser(ctx, e.since, nil, func(page []graph.TrackedUser) error {
		for i := range page {
			source, err := reconcile.ParseID(page[i].ID)
			if err != nil {
				return err
			}
			if target, found := candidates[source]; found {
				v.Orphans = append(v.Orphans, reconcile.Orphan{Source: source, Target: target})
				delete(candidates, source)
			}
		}
		return nil
	})
	if err != nil || !e.lost {
		return err
	}
	return e.findOutOfScope(ctx, v, candidates)
}

// findOutOfScope finds those whose user exists in the home tenant.
func (e *edge) findOutOfScope(ctx context.Context, v *view, candidates marked) error {
	ids := make([]string, 0, len(candidates))
	for source := range candidates {
		ids = append(ids, source.String())
	}
	found, err := e.source.Graph.TrackedUsers(ctx, ids, nil)
	for source, target := range candidates {
		if _, exists := found[source.String()]; exists {
			v.Orphans = append(v.Orphans, reconcile.Orphan{Source: source, Target: target})
		}
	}
	return err
}
