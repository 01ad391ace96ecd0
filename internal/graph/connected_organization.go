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

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

const connectedPath = "/identityGovernance/entitlementManagement/connectedOrganizations"

var (
	readConnected  = []string{"EntitlementManagement.Read.All", "EntitlementManagement.ReadWrite.All"}
	writeConnected = readConnected[1:]

	opListConnected   = operation{"GET /identityGovernance/entitlementManagement/connectedOrganizations", readConnected}
	opAddConnected    = operation{"POST /identityGovernance/entitlementManagement/connectedOrganizations", writeConnected}
	opReadConnected   = operation{"GET /identityGovernance/entitlementManagement/connectedOrganizations/{id}", readConnected}
	opUpdateConnected = operation{"PATCH /identityGovernance/entitlementManagement/connectedOrganizations/{id}", writeConnected}
	opDeleteConnected = operation{"DELETE /identityGovernance/entitlementManagement/connectedOrganizations/{id}", writeConnected}
)

// The states of a connected organization.
const (
	ConnectedConfigured = "configured"
	ConnectedProposed   = "proposed"
)

// ConnectedOrganization is a connected organization of entitlement management.
type ConnectedOrganization struct {
	ID                       string
	DisplayName, Description string
	// State is "configured", or "proposed" for one that the service has created.
	State string
	// Created is a time in RFC 3339.
	Created string
	Sources []IdentitySource
}

// UnmarshalJSON reads an answer of Graph.
func (o *ConnectedOrganization) UnmarshalJSON(data []byte) error {
	var wire struct {
		ID, State                                 string
		DisplayName, Description, CreatedDateTime *string
		IdentitySources                           []IdentitySource
	}
	if err := json.Unmarshal(data, &wire); err != nil {
		return err
	}
	*o = ConnectedOrganization{
		ID: strings.ToLower(wire.ID), DisplayName: text(wire.DisplayName), Description: text(wire.Description),
		State: wire.State, Created: text(wire.CreatedDateTime), Sources: wire.IdentitySources,
	}
	return nil
}

// ConnectedOrganizationPages lists the connected organizations, page by page.
//
// GET /identityGovernance/entitlementManagement/connectedOrganizations.
func (c *Client) ConnectedOrganizationPages(ctx context.Context) iter.Seq2[[]ConnectedOrganization, error] {
	k := call{op: opListConnected, method: http.MethodGet, path: connectedPath}
	return pages[ConnectedOrganization](c, k, func(k call, out any) error { return c.send(ctx, k, out) })
}

// ConnectedOrganizations lists the connected organizations.
//
// GET /identityGovernance/entitlementManagement/connectedOrganizations.
func (c *Client) ConnectedOrganizations(ctx context.Context) ([]ConnectedOrganization, error) {
	return collect(c.ConnectedOrganizationPages(ctx))
}

// looksBeforeCreation is how often the list is read for an object that an interrupted
// apply may have created a moment ago, and that replicas show late.
const looksBeforeCreation = 4

// LookForConnectedOrganization lists the connected organizations until one is there, or
// the list has been read several times.
//
// GET /identityGovernance/entitlementManagement/connectedOrganizations.
func (c *Client) LookForConnectedOrganization(ctx context.Context, there func(ConnectedOrganization) bool) ([]ConnectedOrganization, error) {
	var all []ConnectedOrganization
	err := c.severalLooks(ctx, "a connected organization", looksBeforeCreation, "none", func(ctx context.Context) (found bool, err error) {
		all, err = c.ConnectedOrganizations(ctx)
		return slices.ContainsFunc(all, there), err
	})
	return all, c.named(opListConnected, err)
}

// ConnectedOrganization reads a connected organization.
//
// GET /identityGovernance/entitlementManagement/connectedOrganizations/{id}.
func (c *Client) ConnectedOrganization(ctx context.Context, id string) (ConnectedOrganization, error) {
	var o ConnectedOrganization
	err := c.send(ctx, call{op: opReadConnected, method: http.MethodGet, path: connectedOrganizationPath(id)}, &o)
	return o, err
}

// RefreshConnectedOrganization reads one that was there. Only two consecutive 404
// answers mean that it is gone (graph-identity §1.8).
//
// GET /identityGovernance/entitlementManagement/connectedOrganizations/{id}.
func (c *Client) RefreshConnectedOrganization(ctx context.Context, id string) (ConnectedOrganization, error) {
	o, err := c.ConnectedOrganization(ctx, id)
	if errors.Is(err, service.ErrNotFound) {
		return c.ConnectedOrganization(ctx, id)
	}
	return o, err
}

// AddConnectedOrganization creates a connected organization with its first source and
// returns its id; more sources take a change (graph-cross-tenant §6). After a lost
// answer, a connected organization that has the name and is not among the known ones is
// the new one.
//
// POST /identityGovernance/entitlementManagement/connectedOrganizations.
func (c *Client) AddConnectedOrganization(ctx context.Context, o ConnectedOrganization, known []ConnectedOrganization) (string, error) {
	body := map[string]any{"displayName": o.DisplayName, "state": o.State, "identitySources": sourceBodies(o.Sources[:1])}
	if o.Description != "" {
		body["description"] = o.Description
	}
	var made ConnectedOrganization
	err := c.send(ctx, call{op: opAddConnected, method: http.MethodPost, path: connectedPath, body: body}, &made)
	if !errors.Is(err, service.ErrAmbiguous) {
		return made.ID, err
	}
	lost, found := lostResult(ctx, c, "a connected organization "+o.DisplayName, func(ctx context.Context) (ConnectedOrganization, bool, error) {
		now, err := c.ConnectedOrganizations(ctx)
		return firstOf(slices.DeleteFunc(slices.Clone(now), func(n ConnectedOrganization) bool {
			return n.DisplayName != o.DisplayName || slices.ContainsFunc(known, func(k ConnectedOrganization) bool { return k.ID == n.ID })
		}), err)
	})
	if found {
		return lost.ID, nil
	}
	return "", err
}

// UpdateConnectedOrganization writes changed properties: "displayName", "description"
// and "state" as texts, nil for null, and "identitySources" as all sources. The result
// can be read later: see AwaitConnectedOrganization. A new connected organization may
// reach some replicas late.
//
// PATCH /identityGovernance/entitlementManagement/connectedOrganizations/{id}.
func (c *Client) UpdateConnectedOrganization(ctx context.Context, id string, change map[string]any) error {
	if sources, given := change["identitySources"].([]IdentitySource); given {
		change["identitySources"] = sourceBodies(sources)
	}
	_, err := lookFor(ctx, c, opUpdateConnected, "connected organization "+id, 0, func(ctx context.Context) (none struct{}, _ error) {
		return none, c.send(ctx, call{op: opUpdateConnected, method: http.MethodPatch, path: connectedOrganizationPath(id), body: change}, nil)
	})
	return err
}

// AwaitConnectedOrganization returns a connected organization as soon as it shows what
// was written.
//
// GET /identityGovernance/entitlementManagement/connectedOrganizations/{id}.
func (c *Client) AwaitConnectedOrganization(ctx context.Context, want ConnectedOrganization) (ConnectedOrganization, error) {
	var found ConnectedOrganization
	what := fmt.Sprintf("the change of connected organization %q", want.DisplayName)
	err := transport.Poll(ctx, c.clock, what, func(ctx context.Context) (done bool, saw string, err error) {
		found, err = c.ConnectedOrganization(ctx, want.ID)
		if errors.Is(err, service.ErrNotFound) {
			return false, err.Error(), nil
		}
		return err == nil && found.DisplayName == want.DisplayName && found.Description == want.Description && found.State == want.State &&
			SourcesShow(found.Sources, want.Sources), "the connected organization as it was before", err
	})
	return found, c.named(opReadConnected, err)
}

// DeleteConnectedOrganization deletes a connected organization, and returns when it is
// gone. Deleting a missing one succeeds.
//
// DELETE /identityGovernance/entitlementManagement/connectedOrganizations/{id}.
func (c *Client) DeleteConnectedOrganization(ctx context.Context, id string) error {
	return c.remove(ctx, opDeleteConnected, "connected organization "+id,
		func(ctx context.Context) error {
			return c.send(ctx, call{op: opDeleteConnected, method: http.MethodDelete, path: connectedOrganizationPath(id)}, nil)
		},
		func(ctx context.Context) (bool, error) {
			_, err := c.ConnectedOrganization(ctx, id)
			return errors.Is(err, service.ErrNotFound), unless(err, service.ErrNotFound)
		})
}

func connectedOrganizationPath(id string) string { return connectedPath + "/" + url.PathEscape(id) }
