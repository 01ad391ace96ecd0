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

// UpdateDefaultAccess writes the blocks of the change and returns the settings as
// soon as the change can be read.
//
// PATCH /policies/crossTenantAccessPolicy/default.
func (c *Client) UpdateDefaultAccess(ctx context.Context, change AccessChange) (AccessDefaults, error) {
	k := call{op: opUpdateDefaultAccess, method: http.MethodPatch, path: defaultPath, body: change.body(defaultWires)}
	if err := c.send(ctx, k, nil); err != nil {
		c.facts.defaultAccess.Forget(theTenant)
		return AccessDefaults{}, err
	}
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
	_, err := c.awaitDefaultAccess(ctx, opResetDefaultAccess, func(d AccessDefaults) bool { return d.ServiceDefault })
	return err
}

func (c *Client) awaitDefaultAccess(ctx context.Context, op operation, seen func(AccessDefaults) bool) (AccessDefaults, error) {
	var found AccessDefaults
	err := transport.Poll(ctx, c.clock, "the change of the default access", func(ctx context.Context) (done bool, saw string, err error) {
		found, err = c.ReadDefaultAccess(ctx)
		return err == nil && seen(found), "the settings as they were before the change", err
	})
	settle(&c.facts.defaultAccess, theTenant, found.AccessSettings, err)
	return found, c.named(op, err)
}
