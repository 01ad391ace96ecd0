package synchronization

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// beginning is the way in which a resource got its group.
type beginning int

const (
	made beginning = iota
	// continued groups were left by an interrupted apply, and count as created.
	continued
	adopted
)

// interruption is how long a group counts as left by an interrupted apply.
const interruption = time.Hour

// begin creates the group, continues that of an interrupted apply, or adopts an
// existing one.
func begin(ctx context.Context, t *tenant.Tenant, m *scopeGroupModel) (graph.Group, beginning, error) {
	found, err := t.Graph.GroupsByName(ctx, m.DisplayName.ValueString())
	switch {
	case err != nil:
		return graph.Group{}, made, err
	case len(found) == 0:
		g, err := t.Graph.CreateGroup(ctx, m.first())
		return g, made, err
	case len(found) > 1:
		return graph.Group{}, made, fmt.Errorf("%d groups have the display name: %s. Import the one to manage by its object id, or choose another name",
			len(found), idsOf(found))
	case m.OnExisting.ValueString() == existingAdopt:
		return found[0], adopted, suitable(found[0])
	}
	left, err := leftOver(ctx, t, m, found[0])
	if err == nil && !left {
		err = fmt.Errorf("the tenant has a group with that name, %s. Set on_existing = \"adopt\", or import it as %q", found[0].ID, t.Key+"/"+found[0].ID)
	}
	return found[0], continued, err
}

// recent reports whether a group may be that of an interrupted apply.
func recent(t *tenant.Tenant, g graph.Group) bool {
	now, known := t.Graph.ServiceTime()
	return known && g.Security() && now.Sub(g.Created) < interruption
}

// leftOver reports whether a group is new and contains nothing beyond the
// configuration.
func leftOver(ctx context.Context, t *tenant.Tenant, m *scopeGroupModel, g graph.Group) (bool, error) {
	if !recent(t, g) || g.Rule() != m.MembershipRule.ValueString() {
		return false, nil
	}
	s, err := t.Graph.Scope(ctx, g.ID, graph.ScopeParts{Members: true})
	if err != nil {
		return false, err
	}
	foreign := without(m.others(s.Owners, principal(ctx, t)), m.Owners.IDs())
	return len(without(s.Members.All(), m.Members.IDs())) == 0 && len(foreign) == 0, nil
}

// fill writes what is configured beyond the group itself, and completes the model.
func (r *scopeGroup) fill(ctx context.Context, t *tenant.Tenant, m *scopeGroupModel, g graph.Group, from beginning) error {
	s, err := present(ctx, t, m, g, from)
	if err != nil {
		return err
	}
	s.Owners = m.others(s.Owners, principal(ctx, t))
	have := holdings{group: g, members: s.Members.All(), owners: s.Owners}
	if m.additive() {
		have.members = common(have.members, m.Members.IDs())
	}
	m.GroupID = types.StringValue(strings.ToLower(g.ID))
	if err := r.write(ctx, t, m, have); err != nil {
		return err
	}
	// Values that are not configured are those of the group.
	if !tfkit.Known(m.MailNickname) {
		m.MailNickname = tfkit.StringOrNull(g.MailNickname)
	}
	if m.Description.IsUnknown() {
		m.Description = tfkit.StringOrNull(g.Description)
	}
	if m.Owners.IsUnknown() {
		m.Owners = tfkit.NewIDSet(s.Owners)
	}
	m.count(have, int64(s.Count))
	return nil
}

// present reads the owners of a group, and the members of one that existed. A new
// group may have the caller as its owner.
func present(ctx context.Context, t *tenant.Tenant, m *scopeGroupModel, g graph.Group, from beginning) (graph.Scope, error) {
	if from == made {
		owners, err := t.Graph.GroupOwners(ctx, g.ID)
		return graph.Scope{Owners: owners}, err
	}
	return t.Graph.Scope(ctx, g.ID, graph.ScopeParts{Members: !m.Members.IsNull()})
}

// afterFailure says what remains of a failed create, which is not in the state:
// Terraform would delete and replace the group, and its users would leave the scope.
func (from beginning) afterFailure(t *tenant.Tenant, g graph.Group) string {
	if from == adopted {
		return fmt.Sprintf("\n\nThe group %s existed before, and remains. Apply again to adopt it and to write the rest.", g.ID)
	}
	return fmt.Sprintf("\n\nThe group exists as %s in tenant %q and is not in the state. Apply again within an hour: the apply continues it. Later, import it as %q.",
		g.ID, t.Key, t.Key+"/"+g.ID)
}

func idsOf(groups []graph.Group) string {
	ids := make([]string, len(groups))
	for i, g := range groups {
		ids[i] = g.ID
	}
	return strings.Join(ids, ", ")
}
