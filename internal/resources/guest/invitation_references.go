package guest

import (
	"context"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// links are the changes of a user's manager and sponsors.
type links struct {
	manager     *string // nil leaves the manager alone, "" removes them
	sponsors    []string
	setSponsors bool
}

// linksSince is the change from the state to the plan.
func (m *model) linksSince(before model) links {
	var l links
	if !m.ManagerID.IsUnknown() && !m.ManagerID.Same(before.ManagerID) {
		manager := m.ManagerID.ValueString()
		l.manager = &manager
	}
	if !m.Sponsors.IsUnknown() && !slices.Equal(tfkit.FoldedStrings(m.Sponsors), tfkit.FoldedStrings(before.Sponsors)) {
		l.sponsors, l.setSponsors = tfkit.FoldedStrings(m.Sponsors), true
	}
	return l
}

// readLinks reads manager and sponsors, which take a request each, if they are
// configured or the user is being imported.
func (m *model) readLinks(ctx context.Context, t *tenant.Tenant, n invitationNotes) error {
	if n.Import || n.manages("manager_id") {
		id, err := t.Graph.Manager(ctx, m.UserID.ValueString())
		if err != nil {
			return err
		}
		m.ManagerID = tfkit.FoldedOrNull(id)
	}
	if n.Import || n.manages("sponsors") {
		ids, err := t.Graph.Sponsors(ctx, m.UserID.ValueString())
		if err != nil {
			return err
		}
		// The configuration may contain the ids in another case.
		if n.Import || !slices.Equal(tfkit.FoldedStrings(m.Sponsors), ids) {
			m.Sponsors = tfkit.Set(ids)
		}
	}
	return nil
}
