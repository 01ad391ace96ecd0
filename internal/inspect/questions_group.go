package inspect

import (
	"context"
	"errors"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/permission"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// The questions of a plan about a scope group.
var (
	// GroupsAmong reads which of some object ids are groups.
	GroupsAmong = about("groups among members", func(ctx context.Context, t *tenant.Tenant, ids []string) ([]string, error) {
		return t.Graph.GroupsAmong(ctx, ids)
	}, permission.ScopeMembers)
	// GroupsNamed reads the groups with a display name.
	GroupsNamed = about("groups with a name", func(ctx context.Context, t *tenant.Tenant, name string) ([]graph.Group, error) {
		return t.Graph.GroupsByName(ctx, name)
	}, permission.ScopeName)
	// MembersOf reads the direct members of a group.
	MembersOf = about("members of a group", func(ctx context.Context, t *tenant.Tenant, id string) ([]string, error) {
		members, err := t.Graph.GroupMembers(ctx, id)
		return members.All(), err
	}, permission.ScopeLeavers)
	// SynchronizationsOf reads the synchronizations to which a group is assigned, with
	// their thresholds. A refusal to show a threshold is an error.
	SynchronizationsOf = about("synchronizations of a group", func(ctx context.Context, t *tenant.Tenant, id string) ([]rules.Synchronization, error) {
		all, err := t.Graph.SynchronizationsOf(ctx, id)
		for _, s := range all {
			if why := s.DeleteThreshold.Why(); errors.Is(why, service.ErrForbidden) {
				return nil, why
			}
		}
		return all, err
	}, permission.ScopeSyncs, permission.ScopeSyncJobs, permission.ScopeSyncSecrets)
	// ScopeMapping reads what the job of a synchronization maps, and whether it deletes
	// users that leave its scope.
	ScopeMapping = about("mapping of a synchronization of a group", func(ctx context.Context, t *tenant.Tenant, s rules.Synchronization) (rules.SyncMapping, error) {
		return t.Graph.SyncMapping(ctx, s.ID, s.Job.ID)
	}, permission.ScopeSyncJobs)
	// UnitRestricted reads whether an administrative unit is restricted. One that does
	// not exist yet will be: the provider creates no others.
	UnitRestricted = about("administrative unit", func(ctx context.Context, t *tenant.Tenant, u UnitName) (bool, error) {
		units, err := u.find(ctx, t)
		return !slices.ContainsFunc(units, func(u graph.AdministrativeUnit) bool { return !u.IsRestricted() }), err
	}, permission.ScopeUnit)
)

// UnitName identifies an administrative unit: by object id, or else by display name.
type UnitName struct{ ID, DisplayName string }

func (u UnitName) find(ctx context.Context, t *tenant.Tenant) ([]graph.AdministrativeUnit, error) {
	if u.ID == "" {
		return t.Graph.AdministrativeUnitsByName(ctx, u.DisplayName)
	}
	unit, err := t.Graph.AdministrativeUnit(ctx, u.ID)
	if errors.Is(err, service.ErrNotFound) {
		return nil, nil
	}
	return []graph.AdministrativeUnit{unit}, err
}
