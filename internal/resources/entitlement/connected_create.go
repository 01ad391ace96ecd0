package entitlement

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// wanted is the connected organization of a plan. Its sources are those that the tenant
// has already, and domains.
func (r *connected) wanted(ctx context.Context, m *connectedModel, have []graph.IdentitySource) (graph.ConnectedOrganization, error) {
	want := graph.ConnectedOrganization{
		DisplayName: m.DisplayName.ValueString(), Description: m.Description.ValueString(), State: m.State.ValueString(),
	}
	if want.State == "" {
		want.State = graph.ConnectedConfigured
	}
	for _, s := range m.sources(ctx) {
		i := slices.IndexFunc(have, s.is)
		if i >= 0 {
			want.Sources = append(want.Sources, have[i])
			continue
		}
		source := s.domain()
		if tfkit.Known(s.TenantID) {
			source.TenantID = strings.ToLower(s.TenantID.ValueString())
			domain, err := r.domainOf(ctx, source.TenantID)
			if err != nil {
				return want, err
			}
			source.Domain = domain
		}
		want.Sources = append(want.Sources, source)
	}
	return want, nil
}

// domainOf returns a domain of a tenant of the provider, in any cloud: the service takes
// no tenant ids (graph-cross-tenant §6).
func (r *connected) domainOf(ctx context.Context, tenantID string) (string, error) {
	other, err := r.Tenants.ByID(tenantID)
	if err != nil {
		return "", fmt.Errorf("tenant %s: %s", tenantID, needsDomain)
	}
	o, err := other.Graph.Organization(ctx)
	if err != nil {
		return "", fmt.Errorf("cannot read the domains of tenant %q. %s", other.Key, tfkit.Explain(other, err))
	}
	return strings.ToLower(o.DefaultDomain), nil
}

// needsDomain says what to do about a tenant that the provider does not have.
const needsDomain = "the service finds a tenant by a domain of it, and takes no tenant ids. For a tenant that is not in the provider's tenants write domain_name instead" +
	" of tenant_id, with any domain that the tenant has verified"

// create creates the connected organization, or continues one that an interrupted apply
// has created. One that has a source of the plan already is left alone: the service
// creates proposed ones by itself.
func create(ctx context.Context, t *tenant.Tenant, want graph.ConnectedOrganization) (string, error) {
	known, err := t.Graph.LookForConnectedOrganization(ctx, func(o graph.ConnectedOrganization) bool { return continues(o, want) || shares(o, want) })
	if err != nil {
		return "", err
	}
	for _, o := range known {
		switch {
		case continues(o, want):
			return o.ID, nil
		case shares(o, want):
			return "", fmt.Errorf("connected organization %q has one of the identity sources already, and is %s. Import it:\n\nimport {\n"+
				"  to = multitenant_connected_organization.<name>\n  id = %q\n}", o.DisplayName, o.State, t.Key+"/"+o.ID)
		}
	}
	return t.Graph.AddConnectedOrganization(ctx, want, known)
}

// continues reports whether an interrupted apply has created a connected organization:
// it has the values of the configuration, and all sources or the first one.
func continues(o, want graph.ConnectedOrganization) bool {
	return o.DisplayName == want.DisplayName && o.Description == want.Description && o.State == want.State &&
		(graph.SourcesShow(o.Sources, want.Sources) || graph.SourcesShow(o.Sources, want.Sources[:1]))
}

// shares reports whether a connected organization has a source of the plan for certain.
func shares(o, want graph.ConnectedOrganization) bool {
	return slices.ContainsFunc(want.Sources, func(w graph.IdentitySource) bool {
		return slices.ContainsFunc(o.Sources, func(h graph.IdentitySource) bool {
			return w.Same(h) || w.TenantID != "" && w.TenantID == h.TenantID
		})
	})
}

// difference is the change from what a tenant has; an empty description is cleared.
func difference(want, now graph.ConnectedOrganization) map[string]any {
	change := map[string]any{}
	if want.DisplayName != now.DisplayName {
		change["displayName"] = want.DisplayName
	}
	if want.State != now.State {
		change["state"] = want.State
	}
	if want.Description != now.Description {
		if change["description"] = nil; want.Description != "" {
			change["description"] = want.Description
		}
	}
	if !graph.SourcesShow(now.Sources, want.Sources) {
		change["identitySources"] = want.Sources
	}
	return change
}
