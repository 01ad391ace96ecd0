package graph

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
)

// SyncConfiguration is a configuration of cross-tenant synchronization to any target.
type SyncConfiguration struct {
	SyncApplication
	// Target is the secret CompanyId, empty where it is not set.
	Target rules.Fact[string]
	Jobs   []SyncJob
}

// Blank reports whether nothing was done with a configuration: it has no target, and
// no job that has run.
func (s SyncConfiguration) Blank() bool {
	target, known := s.Target.Get()
	return known && target == "" && !s.Ran()
}

// Ran reports whether a job of the configuration has begun a cycle.
func (s SyncConfiguration) Ran() bool {
	return slices.ContainsFunc(s.Jobs, func(j SyncJob) bool { return j.Ran })
}

// SyncConfigurations lists the tenant's configurations. Plans share one list; any
// change of a configuration drops it.
//
// GET /servicePrincipals, GET /servicePrincipals/{id}/synchronization/jobs,
// GET /servicePrincipals/{id}/synchronization/secrets.
func (c *Client) SyncConfigurations(ctx context.Context) ([]SyncConfiguration, error) {
	return remembered(ctx, c, &c.facts.syncConfigurations, theTenant, c.ReadSyncConfigurations)
}

// ReadSyncConfigurations is SyncConfigurations without what was read before.
//
// GET /servicePrincipals, GET /servicePrincipals/{id}/synchronization/jobs,
// GET /servicePrincipals/{id}/synchronization/secrets.
func (c *Client) ReadSyncConfigurations(ctx context.Context) ([]SyncConfiguration, error) {
	principals, err := everything[syncPrincipal](ctx, c, call{
		op: opSyncApplications, method: http.MethodGet, path: "/servicePrincipals",
		query: url.Values{"$filter": {"applicationTemplateId eq '" + syncTemplate + "'"}, "$select": {principalSelect}},
	})
	if err != nil {
		return nil, err
	}
	all, err := share.Together(ctx, mostPerBatch, principals, func(ctx context.Context, p syncPrincipal) (SyncConfiguration, error) {
		return c.syncConfiguration(ctx, p)
	})
	if err != nil {
		return nil, err
	}
	list := make([]SyncConfiguration, 0, len(principals))
	for _, p := range principals {
		list = append(list, all[p])
	}
	return list, nil
}

func (c *Client) syncConfiguration(ctx context.Context, p syncPrincipal) (SyncConfiguration, error) {
	jobs, err := listed(c.SyncJobs(ctx, p.ID))
	if c.notReady(p.ID, err) {
		err = nil
	}
	if err != nil {
		return SyncConfiguration{}, err
	}
	s := SyncConfiguration{SyncApplication: p.application(), Jobs: jobs}
	secrets, err := c.SyncSecrets(ctx, p.ID)
	switch {
	case errors.Is(err, service.ErrNotFound), c.notReady(p.ID, err):
		s.Target = rules.Known("")
	case errors.Is(err, service.ErrForbidden):
		s.Target = rules.Unread[string](err)
	case err != nil:
		return s, err
	default:
		s.Target = secrets.fact(SecretCompany)
	}
	return s, nil
}

// forgetSyncs drops what was read about the configurations.
func (c *Client) forgetSyncs() {
	c.facts.syncConfigurations.Forget(theTenant)
	c.facts.synchronizations.Forget(theTenant)
}
