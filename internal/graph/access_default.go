package graph

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

const defaultPath = accessPath + "/default"

var (
	opDefaultAccess       = operation{"GET /policies/crossTenantAccessPolicy/default", readAccess}
	opUpdateDefaultAccess = operation{"PATCH /policies/crossTenantAccessPolicy/default", writeAccess}
	opResetDefaultAccess  = operation{"POST /policies/crossTenantAccessPolicy/default/resetToSystemDefault", writeAccess}
)

// AccessDefaults are the settings for every tenant without a partner
// configuration.
type AccessDefaults struct {
	rules.AccessSettings
	// ServiceDefault is true until the settings are changed for the first time.
	// The service reports that with a delay (graph-cross-tenant §1.4).
	ServiceDefault bool
}

// UnmarshalJSON reads an answer of Graph.
func (d *AccessDefaults) UnmarshalJSON(data []byte) error {
	var marks struct{ IsServiceDefault bool }
	settings, err := decodeSettings(data, defaultWires)
	err = cmp.Or(err, json.Unmarshal(data, &marks))
	*d = AccessDefaults{settings, marks.IsServiceDefault}
	return err
}

// DefaultAccess reads the settings for every tenant without a partner
// configuration, once.
//
// GET /policies/crossTenantAccessPolicy/default.
func (c *Client) DefaultAccess(ctx context.Context) (rules.AccessSettings, error) {
	return remembered(ctx, c, &c.facts.defaultAccess, theTenant, func(ctx context.Context) (rules.AccessSettings, error) {
		d, err := c.ReadDefaultAccess(ctx)
		return d.AccessSettings, err
	})
}

// ReadDefaultAccess reads the current DefaultAccess.
//
// GET /policies/crossTenantAccessPolicy/default.
func (c *Client) ReadDefaultAccess(ctx context.Context) (AccessDefaults, error) {
	var d AccessDefaults
	err := c.send(ctx, call{op: opDefaultAccess, method: http.MethodGet, path: defaultPath}, &d)
	return d, err
}

// SetDefaultAccess writes the blocks of the change. It can be read later: see
// AwaitDefaultAccess.
//
// PATCH /policies/crossTenantAccessPolicy/default.
func (c *Client) SetDefaultAccess(ctx context.Context, change AccessChange) error {
	defer c.facts.defaultAccess.Forget(theTenant)
	return c.send(ctx, call{op: opUpdateDefaultAccess, method: http.MethodPatch, path: defaultPath, body: change.body(defaultWires)}, nil)
}

// AwaitDefaultAccess returns when a change can be read.
//
// GET /policies/crossTenantAccessPolicy/default.
func (c *Client) AwaitDefaultAccess(ctx context.Context, change AccessChange) error {
	return c.awaitDefaultAccess(ctx, opUpdateDefaultAccess, func(d AccessDefaults) bool { return change.SeenIn(d.AccessSettings) })
}

// ResetDefaultAccess resets every block to its value in a new tenant, and returns
// when that can be read.
//
// POST /policies/crossTenantAccessPolicy/default/resetToSystemDefault.
func (c *Client) ResetDefaultAccess(ctx context.Context) error {
	defer c.facts.m365Capabilities.Forget(theTenant)
	k := call{op: opResetDefaultAccess, method: http.MethodPost, path: defaultPath + "/resetToSystemDefault"}
	if err := c.send(ctx, k, nil); err != nil {
		c.facts.defaultAccess.Forget(theTenant)
		return err
	}
	return c.awaitDefaultAccess(ctx, opResetDefaultAccess, func(d AccessDefaults) bool { return d.ServiceDefault })
}

func (c *Client) awaitDefaultAccess(ctx context.Context, op operation, seen func(AccessDefaults) bool) error {
	var found AccessDefaults
	err := transport.Poll(ctx, c.clock, "the change of the default access", func(ctx context.Context) (done bool, saw string, err error) {
		found, err = c.ReadDefaultAccess(ctx)
		return err == nil && seen(found), "the settings as they were before the change", err
	})
	settle(&c.facts.defaultAccess, theTenant, found.AccessSettings, err)
	return c.named(op, err)
}
