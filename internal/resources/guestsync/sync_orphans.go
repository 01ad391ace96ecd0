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
// lost state nothing else tells that they have to leave.
func (e *edge) findOrphans(ctx context.Context, v *view, candidates marked) error {
	if len(candidates) == 0 {
		return nil
	}
	return e.source.Graph.EachDeletedUser(ctx, e.since, nil, func(page []graph.TrackedUser) error {
		for i := range page {
			source, err := reconcile.ParseID(page[i].ID)
			if err != nil {
				return err
			}
			if target, found := candidates[source]; found {
				v.Orphans = append(v.Orphans, reconcile.Orphan{Source: source, Target: target})
			}
		}
		return nil
	})
}
