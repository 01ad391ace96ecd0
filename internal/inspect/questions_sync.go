package inspect

import (
	"context"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/permission"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// The questions of a plan about the synchronization of a user's home tenant.
var (
	// SyncedHome reads a tenant's domains, to find the home tenant of a user of which a
	// plan sets a property.
	SyncedHome = question("domains of a possible home tenant of a user", domains, permission.SyncedHome)
	// SyncsWriting reads the configurations with a started job that keeps writing
	// another value than the planned one into a tenant.
	SyncsWriting = about("synchronization of a planned value", syncsWriting, permission.HomeSyncs, permission.HomeSyncJobs, permission.HomeSyncSecrets)
	// SyncedFrom reads the names of the configurations that have a user of the home
	// tenant in their scope.
	SyncedFrom = about("scope of synchronization", syncedFrom, permission.HomeSyncs, permission.HomeSyncedUser)
)

// PlannedValue is a value of a user that a plan sets in a tenant, by the mappings that
// keep writing another one.
type PlannedValue struct {
	TenantID    string
	Contradicts func(rules.SyncMapping) bool
}

func syncsWriting(ctx context.Context, home *tenant.Tenant, planned PlannedValue) ([]rules.Synchronization, error) {
	all, err := home.Graph.Synchronizations(ctx)
	if err != nil {
		return nil, err
	}
	var writing []rules.Synchronization
	for _, s := range all {
		target, known := s.TargetTenantID.Get()
		if s.Job == nil || !s.Job.Started || known && !strings.EqualFold(target, planned.TenantID) {
			continue
		}
		mapping, err := home.Graph.SyncMapping(ctx, s.ID, s.Job.ID)
		switch {
		case err != nil:
			return nil, err
		case !planned.Contradicts(mapping):
			continue
		case !known:
			return nil, s.TargetTenantID.Why()
		}
		writing = append(writing, s)
	}
	return writing, nil
}

// Synced is a user of the home tenant, and configurations of synchronization that may
// have it in their scope.
type Synced struct {
	// Address is the user principal name, or another address, of the user.
	Address string
	Syncs   []rules.Synchronization
}

func syncedFrom(ctx context.Context, home *tenant.Tenant, of Synced) ([]string, error) {
	found, err := home.Graph.UsersByAddress(ctx, of.Address)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, u := range found {
		if u.External() || rules.UserType(u.UserType) != rules.Member {
			continue // never synchronized
		}
		for _, s := range of.Syncs {
			in, known := s.SyncAll.Get()
			if !in {
				if in, err = home.Graph.InSyncScope(ctx, s.ID, u.ID); err != nil {
					return nil, err
				}
			}
			switch {
			case in:
				names = append(names, s.Name)
			case !known:
				return nil, s.SyncAll.Why()
			}
		}
	}
	return names, nil
}
