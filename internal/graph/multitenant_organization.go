package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

const multitenantPath = "/tenantRelationships/multiTenantOrganization"

// Multitenant organizations exist in the worldwide cloud only, and their changes are
// carried out minutes to hours after a request (graph-cross-tenant §3).
var (
	readMultitenant  = []string{"MultiTenantOrganization.Read.All", "MultiTenantOrganization.ReadWrite.All"}
	writeMultitenant = readMultitenant[1:]

	opMultitenant       = operation{"GET /tenantRelationships/multiTenantOrganization", readMultitenant}
	opCreateMultitenant = operation{"PUT /tenantRelationships/multiTenantOrganization", writeMultitenant}
	opUpdateMultitenant = operation{"PATCH /tenantRelationships/multiTenantOrganization", writeMultitenant}
)

// MultitenantOrganization is the multitenant organization of a tenant. The zero value
// stands for none.
type MultitenantOrganization struct {
	// ID differs between the tenants of an organization.
	ID                       string
	DisplayName, Description string
	// Created is a time in RFC 3339.
	Created string
	// Active is false in a tenant without an organization.
	Active bool
}

// UnmarshalJSON reads an answer of Graph. A tenant without an organization has one
// that is inactive (graph-cross-tenant §3.2).
func (o *MultitenantOrganization) UnmarshalJSON(data []byte) error {
	var wire struct {
		ID              string
		DisplayName     *string
		Description     *string
		CreatedDateTime *string
		State           string
	}
	if err := json.Unmarshal(data, &wire); err != nil {
		return err
	}
	*o = MultitenantOrganization{}
	if wire.State == "active" {
		*o = MultitenantOrganization{wire.ID, text(wire.DisplayName), text(wire.Description), text(wire.CreatedDateTime), true}
	}
	return nil
}

// MultitenantOrganization reads the current multitenant organization of the tenant.
//
// GET /tenantRelationships/multiTenantOrganization.
func (c *Client) MultitenantOrganization(ctx context.Context) (MultitenantOrganization, error) {
	var o MultitenantOrganization
	err := c.send(ctx, call{op: opMultitenant, method: http.MethodGet, path: multitenantPath}, &o)
	return o, err
}

// RefreshMultitenantOrganization reads an existing organization. A replica may briefly
// lose a new one, so only two consecutive answers mean that it is gone.
//
// GET /tenantRelationships/multiTenantOrganization.
func (c *Client) RefreshMultitenantOrganization(ctx context.Context) (MultitenantOrganization, error) {
	o, err := c.MultitenantOrganization(ctx)
	if err != nil || o.Active {
		return o, err
	}
	return c.MultitenantOrganization(ctx)
}

// CreateMultitenantOrganization creates an organization, which the tenant then owns,
// and returns it when it exists. The tenant must have none. The names are sent as they
// are; an empty description is left out.
//
// PUT /tenantRelationships/multiTenantOrganization.
func (c *Client) CreateMultitenantOrganization(ctx context.Context, displayName, description string) (MultitenantOrganization, error) {
	body := map[string]any{"displayName": displayName}
	if description != "" {
		body["description"] = description
	}
	err := c.send(ctx, call{op: opCreateMultitenant, method: http.MethodPut, path: multitenantPath, body: body}, nil)
	if err != nil {
		if found, there := c.carriedOutAlready(ctx, err); there && found.DisplayName == displayName {
			return found, nil
		}
		if !errors.Is(err, service.ErrAmbiguous) {
			return MultitenantOrganization{}, err
		}
	}
	return c.awaitMultitenant(ctx, opCreateMultitenant, "the multitenant organization to be created",
		func(o MultitenantOrganization) bool { return o.Active })
}

// carriedOutAlready looks for the organization after a creation failed: the request may
// have been carried out and repeated by the transport, or an interrupted apply may have
// sent it before, which a replica shows late. Then the service refuses another one.
func (c *Client) carriedOutAlready(ctx context.Context, err error) (MultitenantOrganization, bool) {
	var refused *service.Error
	if !errors.Is(err, service.ErrAmbiguous) && (!errors.As(err, &refused) || refused.Status != http.StatusBadRequest && refused.Status != http.StatusConflict) {
		return MultitenantOrganization{}, false
	}
	return lostResult(ctx, c, "the multitenant organization", func(ctx context.Context) (MultitenantOrganization, bool, error) {
		now, err := c.MultitenantOrganization(ctx)
		return now, now.Active, err
	})
}

// UpdateMultitenantOrganization writes the changed names, "displayName" and
// "description", and returns the organization when it shows them.
//
// PATCH /tenantRelationships/multiTenantOrganization.
func (c *Client) UpdateMultitenantOrganization(ctx context.Context, change Settings) (MultitenantOrganization, error) {
	if err := c.send(ctx, call{op: opUpdateMultitenant, method: http.MethodPatch, path: multitenantPath, body: change}, nil); err != nil {
		return MultitenantOrganization{}, err
	}
	return c.awaitMultitenant(ctx, opUpdateMultitenant, "the change of the multitenant organization", func(o MultitenantOrganization) bool {
		description, _ := change["description"].(string)
		name, renamed := change["displayName"].(string)
		_, described := change["description"]
		return (!renamed || o.DisplayName == name) && (!described || o.Description == description)
	})
}

func (c *Client) awaitMultitenant(
	ctx context.Context, op operation, what string, seen func(MultitenantOrganization) bool,
) (MultitenantOrganization, error) {
	var found MultitenantOrganization
	err := transport.PollUpTo(ctx, c.clock, longestTransition, what, func(ctx context.Context) (done bool, saw string, err error) {
		found, err = c.MultitenantOrganization(ctx)
		return err == nil && seen(found), found.describe(), err
	})
	return found, c.named(op, err)
}

func (o MultitenantOrganization) describe() string {
	if !o.Active {
		return "the tenant has no multitenant organization"
	}
	return fmt.Sprintf("multitenant organization %q", o.DisplayName)
}

// LeaveMultitenantOrganization removes the tenant from its organization, and returns
// when it has none. The last tenant deletes the organization by that. Leaving none
// succeeds.
//
// DELETE /tenantRelationships/multiTenantOrganization/tenants/{tenantId}.
func (c *Client) LeaveMultitenantOrganization(ctx context.Context) error {
	now, err := c.RefreshMultitenantOrganization(ctx)
	if err != nil || !now.Active {
		return err
	}
	if err := unless(c.deleteOrganizationTenant(ctx, c.tenantID), service.ErrNotFound); err != nil {
		return err
	}
	_, err = c.awaitMultitenant(ctx, opRemoveTenant, "the tenant to leave the multitenant organization",
		func(o MultitenantOrganization) bool { return !o.Active })
	return err
}
