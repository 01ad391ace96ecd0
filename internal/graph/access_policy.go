package graph

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// One permission covers reads and writes; reading alone needs less
// (graph-cross-tenant §1.2).
var (
	readAccess  = []string{"Policy.Read.All", "Policy.ReadWrite.CrossTenantAccess"}
	writeAccess = []string{"Policy.ReadWrite.CrossTenantAccess"}
)

const accessPath = "/policies/crossTenantAccessPolicy"

var (
	opAccessPolicy       = operation{"GET /policies/crossTenantAccessPolicy", readAccess}
	opUpdateAccessPolicy = operation{"PATCH /policies/crossTenantAccessPolicy", writeAccess}
)

// CloudEndpoints lists the other clouds that are enabled in the tenant, by the
// host names of their login services. It is read once.
//
// GET /policies/crossTenantAccessPolicy.
func (c *Client) CloudEndpoints(ctx context.Context) ([]string, error) {
	return remembered(ctx, c, &c.facts.cloudEndpoints, theTenant, c.ReadCloudEndpoints)
}

// ReadCloudEndpoints reads the current CloudEndpoints.
//
// GET /policies/crossTenantAccessPolicy.
func (c *Client) ReadCloudEndpoints(ctx context.Context) ([]string, error) {
	var endpoints []string
	// The schemas of the national clouds do not declare the property in v1.0,
	// although it must be set there too (graph-cross-tenant §1.10).
	for _, v := range []string{version, betaVersion} {
		var policy struct{ AllowedCloudEndpoints *[]string }
		if err := c.send(ctx, call{op: opAccessPolicy, method: http.MethodGet, version: v, path: accessPath}, &policy); err != nil {
			return nil, err
		}
		if policy.AllowedCloudEndpoints != nil {
			return *policy.AllowedCloudEndpoints, nil
		}
	}
	return endpoints, nil
}

// SetCloudEndpoints replaces the list of the other clouds, and returns when the
// new one can be read. The order has no meaning.
//
// PATCH /policies/crossTenantAccessPolicy.
func (c *Client) SetCloudEndpoints(ctx context.Context, endpoints []string) error {
	err := transport.Poll(ctx, c.clock, "the cross-tenant access policy to appear", func(ctx context.Context) (bool, string, error) {
		err := c.patchCloudEndpoints(ctx, endpoints)
		if errors.Is(err, service.ErrNotFound) {
			// The policy always exists, but after its list was cleared a write may
			// be answered with 404 (graph-cross-tenant §1.3).
			return false, err.Error(), nil
		}
		return true, "", err
	})
	if err == nil {
		err = transport.Poll(ctx, c.clock, "the new cloud endpoints", func(ctx context.Context) (bool, string, error) {
			now, err := c.ReadCloudEndpoints(ctx)
			return sameNames(now, endpoints), "the list is still " + strings.Join(now, ", "), err
		})
	}
	settle(&c.facts.cloudEndpoints, theTenant, endpoints, err)
	return c.named(opUpdateAccessPolicy, err)
}

// patchCloudEndpoints falls back to beta where v1.0 lacks the property.
func (c *Client) patchCloudEndpoints(ctx context.Context, endpoints []string) error {
	k := call{op: opUpdateAccessPolicy, method: http.MethodPatch, path: accessPath, body: map[string][]string{
		"allowedCloudEndpoints": append([]string{}, endpoints...),
	}}
	err := c.send(ctx, k, nil)
	var refused *service.Error
	if !errors.As(err, &refused) || refused.Status != http.StatusBadRequest {
		return err
	}
	k.version = betaVersion
	if c.send(ctx, k, nil) == nil {
		return nil
	}
	return err
}

func sameNames(a, b []string) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(slices.Compact(a), slices.Compact(b))
}
