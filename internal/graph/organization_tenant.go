package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

const organizationTenantsPath = multitenantPath + "/tenants"

var (
	opOrganizationTenants = operation{"GET /tenantRelationships/multiTenantOrganization/tenants", readMultitenant}
	opOrganizationTenant  = operation{"GET /tenantRelationships/multiTenantOrganization/tenants/{tenantId}", writeMultitenant}
	opAddTenant           = operation{"POST /tenantRelationships/multiTenantOrganization/tenants", writeMultitenant}
	opUpdateTenant        = operation{"PATCH /tenantRelationships/multiTenantOrganization/tenants/{tenantId}", writeMultitenant}
	opRemoveTenant        = operation{"DELETE /tenantRelationships/multiTenantOrganization/tenants/{tenantId}", writeMultitenant}
)

// longestTransition is the longest time between two looks at a transition, which may
// take hours.
const longestTransition = 30 * time.Second

// The roles and states of a tenant (graph-cross-tenant §3.2).
const (
	OrganizationOwner   = "owner"
	OrganizationMember  = "member"
	OrganizationPending = "pending"
	OrganizationActive  = "active"
	OrganizationRemoved = "removed"
)

// OrganizationTenant is a tenant of a multitenant organization, or one that was added
// and has not joined.
type OrganizationTenant struct {
	// TenantID and AddedBy are tenant ids in lower case.
	TenantID, AddedBy string
	DisplayName       string
	// Role and State are of the lists above. A tenant that is being removed has the
	// state "removed".
	Role, State string
	// Added and Joined are times in RFC 3339, empty for none.
	Added, Joined string
	// DesiredRole is the role that the tenant is about to have; empty for none.
	DesiredRole string
	// Status is the progress of a transition, empty for none: "notStarted", "running",
	// "succeeded" or "failed". Details explains a failure.
	Status, Details string
}

// Leaving reports whether the tenant is being removed.
func (t OrganizationTenant) Leaving() bool { return t.State == OrganizationRemoved }

// UnmarshalJSON reads an answer of Graph.
func (t *OrganizationTenant) UnmarshalJSON(data []byte) error {
	var wire struct {
		TenantID          string
		AddedByTenantID   *string `json:"addedByTenantId"`
		DisplayName       *string
		Role, State       string
		AddedDateTime     *string
		JoinedDateTime    *string
		TransitionDetails *struct {
			DesiredRole, DesiredState, Status, Details *string
		}
	}
	if err := json.Unmarshal(data, &wire); err != nil {
		return err
	}
	*t = OrganizationTenant{
		TenantID: strings.ToLower(wire.TenantID), AddedBy: strings.ToLower(text(wire.AddedByTenantID)), DisplayName: text(wire.DisplayName),
		Role: wire.Role, State: wire.State, Added: text(wire.AddedDateTime), Joined: text(wire.JoinedDateTime),
	}
	if d := wire.TransitionDetails; d != nil {
		t.Status, t.Details = text(d.Status), text(d.Details)
		if t.DesiredRole = text(d.DesiredRole); t.DesiredRole == t.Role {
			t.DesiredRole = ""
		}
		if text(d.DesiredState) == OrganizationRemoved {
			t.State = OrganizationRemoved
		}
	}
	return nil
}

// OrganizationTenantPages lists the tenants of the organization, pending ones included,
// page by page. A tenant without an organization has none.
//
// GET /tenantRelationships/multiTenantOrganization/tenants.
func (c *Client) OrganizationTenantPages(ctx context.Context) iter.Seq2[[]OrganizationTenant, error] {
	k := call{op: opOrganizationTenants, method: http.MethodGet, path: organizationTenantsPath}
	return pages[OrganizationTenant](c, k, func(k call, out any) error { return c.send(ctx, k, out) })
}

// OrganizationTenants lists the tenants of the organization, pending ones included. A
// tenant without an organization has none.
//
// GET /tenantRelationships/multiTenantOrganization/tenants.
func (c *Client) OrganizationTenants(ctx context.Context) ([]OrganizationTenant, error) {
	return collect(c.OrganizationTenantPages(ctx))
}

// ActiveOrganizationTenants lists the tenants of the tenant's organization, which has one
// at least: a replica that lists none has not heard of the organization yet.
//
// GET /tenantRelationships/multiTenantOrganization/tenants.
func (c *Client) ActiveOrganizationTenants(ctx context.Context) ([]OrganizationTenant, error) {
	all, err := c.OrganizationTenants(ctx)
	if err != nil || len(all) > 0 {
		return all, err
	}
	all, _ = lostResult(ctx, c, "the tenants of the multitenant organization", func(ctx context.Context) ([]OrganizationTenant, bool, error) {
		now, err := c.OrganizationTenants(ctx)
		return now, len(now) > 0, err
	})
	return all, nil
}

// OrganizationTenant reads a tenant of the organization.
//
// GET /tenantRelationships/multiTenantOrganization/tenants/{tenantId}.
func (c *Client) OrganizationTenant(ctx context.Context, tenantID string) (OrganizationTenant, error) {
	var t OrganizationTenant
	err := c.send(ctx, call{op: opOrganizationTenant, method: http.MethodGet, path: organizationTenantPath(tenantID)}, &t)
	return t, err
}

// OwnOrganizationTenant reads the tenant itself in its organization.
//
// GET /tenantRelationships/multiTenantOrganization/tenants/{tenantId}.
func (c *Client) OwnOrganizationTenant(ctx context.Context) (OrganizationTenant, error) {
	return c.RefreshOrganizationTenant(ctx, c.tenantID)
}

// RefreshOrganizationTenant reads a tenant that was there. Only two consecutive 404
// answers mean that it is gone (graph-identity §1.8).
//
// GET /tenantRelationships/multiTenantOrganization/tenants/{tenantId}.
func (c *Client) RefreshOrganizationTenant(ctx context.Context, tenantID string) (OrganizationTenant, error) {
	t, err := c.OrganizationTenant(ctx, tenantID)
	if errors.Is(err, service.ErrNotFound) {
		return c.OrganizationTenant(ctx, tenantID)
	}
	return t, err
}

// AddOrganizationTenant adds a tenant to the organization, and returns it when it can
// be read. It is false for a tenant that was there before. A tenant that is being
// removed is added when it is gone. An empty role is that of a member.
//
// POST /tenantRelationships/multiTenantOrganization/tenants.
func (c *Client) AddOrganizationTenant(ctx context.Context, tenantID, displayName, role string) (found OrganizationTenant, added bool, err error) {
	body := map[string]any{"tenantId": tenantID, "displayName": displayName}
	if role != "" {
		body["role"] = role
	}
	what := "tenant " + tenantID + " of the multitenant organization to be added"
	err = transport.PollUpTo(ctx, c.clock, longestTransition, what, func(ctx context.Context) (bool, string, error) {
		refused := c.send(ctx, call{op: opAddTenant, method: http.MethodPost, path: organizationTenantsPath, body: body}, nil)
		if refused == nil {
			added = true
			return true, "", nil
		}
		if !tenantExists(refused) && !errors.Is(refused, service.ErrAmbiguous) {
			return false, "", refused
		}
		now, err := c.OrganizationTenant(ctx, tenantID)
		switch {
		case errors.Is(err, service.ErrNotFound) || err == nil && now.Leaving():
			return false, refused.Error(), nil
		case err == nil:
			found, added = now, !tenantExists(refused)
		}
		return true, "", err
	})
	if err != nil || !added {
		return found, added, c.named(opAddTenant, err)
	}
	found, err = c.awaitOrganizationTenant(ctx, opAddTenant, tenantID, what, func(t OrganizationTenant) bool { return !t.Leaving() })
	return found, true, err
}

// tenantExists reports whether Graph refuses to add a tenant that is there already
// (graph-cross-tenant §3.4).
func tenantExists(err error) bool { return says(err, "Tenant is already being added") }

// SetOrganizationRole changes the role of a tenant, and returns it when it has the
// role.
//
// PATCH /tenantRelationships/multiTenantOrganization/tenants/{tenantId}.
func (c *Client) SetOrganizationRole(ctx context.Context, tenantID, role string) (OrganizationTenant, error) {
	k := call{op: opUpdateTenant, method: http.MethodPatch, path: organizationTenantPath(tenantID), body: map[string]any{"role": role}}
	if err := c.send(ctx, k, nil); err != nil {
		return OrganizationTenant{}, err
	}
	return c.awaitOrganizationTenant(ctx, opUpdateTenant, tenantID, "tenant "+tenantID+" of the multitenant organization to become "+role,
		func(t OrganizationTenant) bool { return t.Role == role && t.DesiredRole == "" })
}

// AwaitOrganizationTenants returns when the list of the organization's tenants shows a
// tenant as active: lists show a join later than reads of the tenant (graph-identity
// §2.4).
//
// GET /tenantRelationships/multiTenantOrganization/tenants.
func (c *Client) AwaitOrganizationTenants(ctx context.Context, tenantID string) error {
	what := "tenant " + tenantID + " to be listed as active in the multitenant organization"
	err := transport.PollUpTo(ctx, c.clock, longestTransition, what, func(ctx context.Context) (bool, string, error) {
		all, err := c.OrganizationTenants(ctx)
		listed := slices.ContainsFunc(all, func(t OrganizationTenant) bool { return t.TenantID == tenantID && t.State == OrganizationActive })
		return err == nil && listed, "the list as it was before the join", err
	})
	return c.named(opOrganizationTenants, err)
}

func (c *Client) awaitOrganizationTenant(
	ctx context.Context, op operation, tenantID, what string, seen func(OrganizationTenant) bool,
) (OrganizationTenant, error) {
	var found OrganizationTenant
	err := transport.PollUpTo(ctx, c.clock, longestTransition, what, func(ctx context.Context) (done bool, saw string, err error) {
		found, err = c.OrganizationTenant(ctx, tenantID)
		if errors.Is(err, service.ErrNotFound) {
			return false, "the tenant is not listed", nil
		}
		return err == nil && seen(found), found.describe(), err
	})
	return found, c.named(op, err)
}

// describe says what a wait has seen.
func (t OrganizationTenant) describe() string {
	said := fmt.Sprintf("%s, %s", t.Role, t.State)
	if t.DesiredRole != "" {
		said += ", to become " + t.DesiredRole
	}
	if t.Status != "" {
		said += ", transition " + t.Status
	}
	if t.Details != "" {
		said += ": " + t.Details
	}
	return said
}

// RemoveOrganizationTenant removes a tenant from the organization, and returns when it
// is gone. A refused removal of an owner is repeated after the tenant has become a
// member: whether owners can be removed is documented both ways (graph-cross-tenant
// §3.4). Removing a missing tenant succeeds.
//
// DELETE /tenantRelationships/multiTenantOrganization/tenants/{tenantId}.
func (c *Client) RemoveOrganizationTenant(ctx context.Context, tenantID, role string) error {
	err := c.deleteOrganizationTenant(ctx, tenantID)
	refused := (*service.Error)(nil)
	if role == OrganizationOwner && errors.As(err, &refused) && refused.Final() {
		if _, demoted := c.SetOrganizationRole(ctx, tenantID, OrganizationMember); demoted != nil {
			return err
		}
		err = c.deleteOrganizationTenant(ctx, tenantID)
	}
	if err := unless(err, service.ErrNotFound); err != nil {
		return err
	}
	what := "tenant " + tenantID + " to be removed from the multitenant organization"
	err = transport.PollUpTo(ctx, c.clock, longestTransition, what, func(ctx context.Context) (bool, string, error) {
		now, err := c.OrganizationTenant(ctx, tenantID)
		if errors.Is(err, service.ErrNotFound) {
			return true, "", nil
		}
		return false, now.describe(), err
	})
	return c.named(opRemoveTenant, err)
}

// deleteOrganizationTenant asks for the removal of a tenant. The answer of live tenants
// is not the documented one (msgraph-metadata#621); neither is read.
func (c *Client) deleteOrganizationTenant(ctx context.Context, tenantID string) error {
	return c.send(ctx, call{op: opRemoveTenant, method: http.MethodDelete, path: organizationTenantPath(tenantID)}, nil)
}

func organizationTenantPath(tenantID string) string {
	return organizationTenantsPath + "/" + url.PathEscape(tenantID)
}
