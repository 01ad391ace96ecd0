package guest

import (
	"context"
	"errors"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// settle writes the configured profile and references of a new or adopted user, and
// returns the user as read from Graph: nil if the application cannot read users.
func settle(ctx context.Context, t *tenant.Tenant, m model, p arrival) (*graph.User, error) {
	change := m.wanted()
	if p.fresh {
		// The invitation has the display name, and creates enabled accounts.
		delete(change.Set, graph.DisplayName)
		if m.AccountEnabled.ValueBool() {
			change.AccountEnabled = nil
		}
	} else if p.user != nil && change.SeenIn(*p.user) {
		change = graph.UserChange{}
	}
	l := links{}
	if tfkit.Known(m.ManagerID) {
		l.manager = m.ManagerID.ValueStringPointer()
	}
	if tfkit.Known(m.Sponsors) {
		l.sponsors = tfkit.FoldedStrings(m.Sponsors)
		l.setSponsors = true
	}
	if err := write(ctx, t, p.userID, change, l); err != nil {
		return nil, err
	}
	if p.user != nil && change.Empty() {
		return p.user, nil
	}
	u, err := t.Graph.AwaitUser(ctx, p.userID, change)
	if errors.Is(err, service.ErrForbidden) {
		return nil, nil
	}
	return &u, err
}

// apply changes an existing user and returns when the change can be read, if the
// application can read users.
func apply(ctx context.Context, t *tenant.Tenant, id string, change graph.UserChange, l links) error {
	if err := write(ctx, t, id, change, l); err != nil || change.Empty() {
		return err
	}
	_, err := t.Graph.AwaitUser(ctx, id, change)
	if errors.Is(err, service.ErrForbidden) {
		return nil
	}
	return err
}

func write(ctx context.Context, t *tenant.Tenant, id string, change graph.UserChange, l links) error {
	if !change.Empty() {
		if err := t.Graph.UpdateUser(ctx, id, change); err != nil {
			return err
		}
	}
	if l.manager != nil {
		if err := t.Graph.SetManager(ctx, id, *l.manager); err != nil {
			return err
		}
	}
	if l.setSponsors {
		return t.Graph.SetSponsors(ctx, id, l.sponsors)
	}
	return nil
}
