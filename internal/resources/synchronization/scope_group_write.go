package synchronization

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// holdings are what a group has before a write.
type holdings struct {
	group graph.Group
	// members and owners are sorted object ids. Members are all of them, or, while the
	// others remain, those that an earlier configuration listed.
	members, owners []string
	// applications are those to which it is assigned, as far as they were configured.
	applications []string
	unitID       string
}

// update changes an existing group.
func (r *scopeGroup) update(ctx context.Context, t *tenant.Tenant, m, state *scopeGroupModel) error {
	have := holdings{
		group: state.current(), members: state.Members.IDs(), owners: state.Owners.IDs(), applications: state.Applications.IDs(),
	}
	if u, there := state.unit(ctx); there {
		have.unitID = u.ID.ValueString()
	}
	if m.needsMembers(state) {
		s, err := t.Graph.GroupMembers(ctx, m.groupID())
		if err != nil {
			return err
		}
		have.members = s.All()
	}
	have.members = m.removable(have.members, *state)
	if err := r.write(ctx, t, m, have); err != nil {
		return err
	}
	if m.MemberCount.IsUnknown() && m.Members.IsNull() {
		count, err := t.Graph.CountMembers(ctx, m.groupID())
		if err != nil {
			return err
		}
		m.MemberCount = types.Int64Value(int64(count))
	}
	m.count(have, state.MemberCount.ValueInt64())
	return nil
}

// needsMembers reports whether the state does not list the members that are to be
// compared: they were not configured, or others were left alone.
func (m *scopeGroupModel) needsMembers(state *scopeGroupModel) bool {
	return !m.Members.IsNull() && (state.Members.IsNull() || state.additive() && !m.additive())
}

// removable returns the members that a change may remove. When others are to remain,
// those are the ones that the configuration listed before, which a state that has all
// members or none does not tell.
func (m *scopeGroupModel) removable(have []string, state scopeGroupModel) []string {
	if m.additive() && (!state.additive() || state.Members.IsNull()) {
		return common(have, m.Members.IDs())
	}
	return have
}

// write writes the differences between the configuration and a group. The
// application gets its role first and the group enters the unit last, so that a new
// group takes its members before application permissions end to apply to it.
func (r *scopeGroup) write(ctx context.Context, t *tenant.Tenant, m *scopeGroupModel, have holdings) error {
	unit, err := prepareUnit(ctx, t, m)
	if err != nil {
		return err
	}
	if c := m.change(have.group); !c.Empty() {
		if _, err := t.Graph.UpdateGroup(ctx, m.groupID(), c); err != nil {
			return err
		}
	}
	if err := writeMembers(ctx, t, m, have.members); err != nil {
		return err
	}
	if want := m.Owners.IDs(); tfkit.Known(m.Owners) && !slices.Equal(want, have.owners) {
		if err := t.Graph.SetGroupOwners(ctx, m.groupID(), want, principal(ctx, t)); err != nil {
			return err
		}
	}
	if err := assign(ctx, t, m, have.applications); err != nil {
		return err
	}
	return enterUnit(ctx, t, m, unit, have.unitID)
}

// principal returns the object id in lower case of the principal that the provider
// signs in with, empty if the token does not say it.
func principal(ctx context.Context, t *tenant.Tenant) string {
	id, _ := t.Principal(ctx)
	return strings.ToLower(id)
}

// writeMembers adds and removes members. Those that are not configured remain unless
// members are exclusive.
func writeMembers(ctx context.Context, t *tenant.Tenant, m *scopeGroupModel, have []string) error {
	if !tfkit.Known(m.Members) {
		return nil
	}
	want := m.Members.IDs()
	if add := without(want, have); len(add) > 0 {
		if err := t.Graph.AddMembers(ctx, m.groupID(), add); err != nil {
			return err
		}
	}
	if remove := without(have, want); len(remove) > 0 {
		return t.Graph.RemoveMembers(ctx, m.groupID(), remove)
	}
	return nil
}

func assign(ctx context.Context, t *tenant.Tenant, m *scopeGroupModel, have []string) error {
	if !tfkit.Known(m.Applications) {
		return nil
	}
	want := m.Applications.IDs()
	for _, id := range without(want, have) {
		if err := t.Graph.AssignGroup(ctx, id, m.groupID()); err != nil {
			return err
		}
	}
	for _, id := range without(have, want) {
		if err := t.Graph.UnassignGroup(ctx, id, m.groupID()); err != nil {
			return err
		}
	}
	return nil
}

// prepareUnit finds or creates the configured unit, and assigns the role of the
// application in it. It returns nil without a configured unit.
func prepareUnit(ctx context.Context, t *tenant.Tenant, m *scopeGroupModel) (*graph.AdministrativeUnit, error) {
	u, there := m.unit(ctx)
	if !there {
		return nil, nil
	}
	unit, err := unitOf(ctx, t, u)
	if err != nil || !u.GrantRole.ValueBool() {
		return &unit, err
	}
	self, told := t.Principal(ctx)
	if !told {
		return nil, fmt.Errorf("the token of tenant %q does not name the application that the provider signs in with. Remove grant_role, and assign the"+
			" role %s in administrative unit %s to it", t.Key, graph.GroupsAdministrator.Name, unit.ID)
	}
	return &unit, t.Graph.GrantScopedRole(ctx, self, graph.GroupsAdministrator, unit.ID)
}

func unitOf(ctx context.Context, t *tenant.Tenant, u unitModel) (graph.AdministrativeUnit, error) {
	if tfkit.Known(u.ID) {
		return t.Graph.AdministrativeUnit(ctx, u.ID.ValueString())
	}
	return t.Graph.UnitNamed(ctx, u.DisplayName.ValueString())
}

// enterUnit puts the group into a unit, and takes it out of the one before.
func enterUnit(ctx context.Context, t *tenant.Tenant, m *scopeGroupModel, unit *graph.AdministrativeUnit, before string) error {
	if unit == nil {
		return nil
	}
	units, err := t.Graph.GroupUnits(ctx, m.groupID())
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(units, func(x graph.AdministrativeUnit) bool { return strings.EqualFold(x.ID, unit.ID) }) {
		if err := t.Graph.AddToUnit(ctx, unit.ID, m.groupID()); err != nil {
			return err
		}
		if err := t.Graph.AwaitUnit(ctx, unit.ID, m.groupID()); err != nil {
			return err
		}
	}
	if before != "" && !strings.EqualFold(before, unit.ID) {
		err = t.Graph.RemoveFromUnit(ctx, before, m.groupID())
	}
	u, _ := m.unit(ctx)
	if !tfkit.Known(u.ID) {
		u.ID = types.StringValue(strings.ToLower(unit.ID))
		m.setUnit(u)
	}
	if m.Restricted.IsUnknown() {
		m.Restricted = types.BoolValue(unit.IsRestricted())
	}
	return err
}

// count completes the computed values after a write that succeeded. The number of
// members follows from what was written, and is read with the next plan.
func (m *scopeGroupModel) count(have holdings, before int64) {
	if m.MemberCount.IsUnknown() {
		m.MemberCount = types.Int64Value(before)
		if tfkit.Known(m.Members) {
			added, removed := without(m.Members.IDs(), have.members), without(have.members, m.Members.IDs())
			m.MemberCount = types.Int64Value(before + int64(len(added)-len(removed)))
		}
	}
	if m.NestedGroups.IsUnknown() {
		m.NestedGroups = tfkit.NewIDSet(nil)
	}
	if m.Restricted.IsUnknown() {
		m.Restricted = types.BoolValue(have.group.InRestrictedUnit())
	}
}
