package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

const joinRequestPath = multitenantPath + "/joinRequest"

var (
	opJoinRequest = operation{"GET /tenantRelationships/multiTenantOrganization/joinRequest", readMultitenant}
	opJoin        = operation{"PATCH /tenantRelationships/multiTenantOrganization/joinRequest", writeMultitenant}
)

// noTenant is the tenant id of a request that has not been made; it resets a failed one
// (graph-cross-tenant §3.2).
const noTenant = "00000000-0000-0000-0000-000000000000"

// JoinRequest is the request of the tenant to join a multitenant organization.
type JoinRequest struct {
	// AddedBy is the owner that added the tenant, in lower case; empty without a request.
	AddedBy string
	// State is "pending" or "active", empty without a request.
	State string
	// Status is the progress of the request, as in [OrganizationTenant].
	Status, Details string
}

// UnmarshalJSON reads an answer of Graph.
func (r *JoinRequest) UnmarshalJSON(data []byte) error {
	var wire struct {
		AddedByTenantID   *string `json:"addedByTenantId"`
		MemberState       *string
		TransitionDetails *struct{ Status, Details *string }
	}
	if err := json.Unmarshal(data, &wire); err != nil {
		return err
	}
	*r = JoinRequest{AddedBy: strings.ToLower(text(wire.AddedByTenantID)), State: text(wire.MemberState)}
	if r.AddedBy == noTenant {
		r.AddedBy = ""
	}
	if d := wire.TransitionDetails; d != nil {
		r.Status, r.Details = text(d.Status), text(d.Details)
	}
	return nil
}

// Failed reports whether the request has failed.
func (r JoinRequest) Failed() bool { return r.Status == "failed" }

// joined reports whether the request has led into the organization of an owner.
func (r JoinRequest) joined(owner string) bool {
	return r.AddedBy == owner && r.State == OrganizationActive && !r.Failed()
}

// waits reports whether the request for an owner's organization is being carried out.
func (r JoinRequest) waits(owner string) bool {
	return r.AddedBy == owner && r.State == OrganizationPending && !r.Failed()
}

func (r JoinRequest) describe() string {
	if r.AddedBy == "" {
		return "no join request"
	}
	return strings.TrimSuffix(fmt.Sprintf("join request %s, transition %s: %s", r.State, r.Status, r.Details), ": ")
}

// JoinFailedError is a join request that the service has accepted and not carried out.
type JoinFailedError struct {
	// Owner is the tenant whose organization was to be joined.
	Owner string
	// Details is the reason that the service gives, often a general one.
	Details string
}

func (e *JoinFailedError) Error() string {
	return fmt.Sprintf("the request to join the multitenant organization of tenant %s has failed: %s", e.Owner, e.Details)
}

// Advice lists the documented causes: the service often gives none (graph-cross-tenant
// §3.4).
func (e *JoinFailedError) Advice(tenant string) string {
	return fmt.Sprintf("Check in tenant %s that tenant %q is added and pending. A request fails too if the owner has added the tenant only now (apply again"+
		" later), if tenant %q is in another multitenant organization, if 100 tenants are active, and if one of the tenants has too many users.",
		e.Owner, tenant, tenant)
}

// JoinRequest reads the current request of the tenant.
//
// GET /tenantRelationships/multiTenantOrganization/joinRequest.
func (c *Client) JoinRequest(ctx context.Context) (JoinRequest, error) {
	var r JoinRequest
	err := c.send(ctx, call{op: opJoinRequest, method: http.MethodGet, path: joinRequestPath}, &r)
	return r, err
}

// A request that is made too early fails, although the owner has added the tenant
// (graph-cross-tenant §3.4): it is repeated a few times.
const (
	joinAttempts = 4
	joinPause    = 30 * time.Second
)

// JoinMultitenantOrganization joins the organization of an owner, and returns when the
// tenant is active in it. A request that is being carried out is continued, and a
// failed one is reset. Listed reports whether the owner lists the tenant as pending, so
// that it is worthwhile to repeat a request that has failed. The error of a failed
// request is a *[JoinFailedError].
//
// PATCH /tenantRelationships/multiTenantOrganization/joinRequest.
func (c *Client) JoinMultitenantOrganization(ctx context.Context, owner string, listed func(context.Context) bool) error {
	owner = strings.ToLower(owner)
	for attempt := 1; ; attempt++ {
		err := c.join(ctx, owner)
		if failed := (*JoinFailedError)(nil); !errors.As(err, &failed) || attempt == joinAttempts || !listed(ctx) {
			return err
		}
		if waited := c.clock.Wait(ctx, time.Duration(attempt)*joinPause); waited != nil {
			return err
		}
	}
}

func (c *Client) join(ctx context.Context, owner string) error {
	now, err := c.JoinRequest(ctx)
	if err != nil || now.joined(owner) {
		return err
	}
	if now.Failed() {
		if err := c.ResetJoinRequest(ctx); err != nil {
			return err
		}
	}
	if !now.waits(owner) {
		if err := unless(c.requestJoin(ctx, owner), service.ErrAmbiguous); err != nil {
			return err
		}
	}
	var found JoinRequest
	err = transport.PollUpTo(ctx, c.clock, longestTransition, "the tenant to join the multitenant organization of tenant "+owner,
		func(ctx context.Context) (done bool, saw string, err error) {
			found, err = c.JoinRequest(ctx)
			return err == nil && found.AddedBy == owner && (found.Failed() || found.joined(owner)), found.describe(), err
		})
	if err != nil {
		return c.named(opJoin, err)
	}
	if found.Failed() {
		return c.failed(opJoin, &JoinFailedError{owner, found.Details})
	}
	_, err = c.awaitMultitenant(ctx, opJoin, "the multitenant organization to be seen", func(o MultitenantOrganization) bool { return o.Active })
	return err
}

func (c *Client) requestJoin(ctx context.Context, owner string) error {
	return c.send(ctx, call{op: opJoin, method: http.MethodPatch, path: joinRequestPath, body: map[string]any{"addedByTenantId": owner}}, nil)
}

// ResetJoinRequest takes a request back that has failed or is being carried out, and
// returns when there is none.
//
// PATCH /tenantRelationships/multiTenantOrganization/joinRequest.
func (c *Client) ResetJoinRequest(ctx context.Context) error {
	if err := c.requestJoin(ctx, noTenant); err != nil {
		return err
	}
	err := transport.Poll(ctx, c.clock, "the join request to be reset", func(ctx context.Context) (bool, string, error) {
		now, err := c.JoinRequest(ctx)
		return err == nil && now.AddedBy == "", now.describe(), err
	})
	return c.named(opJoin, err)
}
