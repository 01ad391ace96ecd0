package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var (
	opAddM365           = operation{"POST /policies/crossTenantAccessPolicy/partners/{id}/m365Capabilities", writeM365}
	opUpdateM365        = operation{"PATCH /policies/crossTenantAccessPolicy/partners/{id}/m365Capabilities/{name}", writeM365}
	opRemoveM365        = operation{"DELETE /policies/crossTenantAccessPolicy/partners/{id}/m365Capabilities/{name}", writeM365}
	opDefaultAddM365    = operation{"POST /policies/crossTenantAccessPolicy/default/m365Capabilities", writeM365}
	opDefaultUpdateM365 = operation{"PATCH /policies/crossTenantAccessPolicy/default/m365Capabilities/{name}", writeM365}
	opDefaultRemoveM365 = operation{"DELETE /policies/crossTenantAccessPolicy/default/m365Capabilities/{name}", writeM365}
)

// WidenedError means that a capability was created or changed by another writer in
// the meantime, and that a write would show more than that writer allows.
type WidenedError struct {
	Found rules.M365Capability
	// Wider is what the write would show beyond it.
	Wider []string
}

func (e *WidenedError) Error() string {
	return fmt.Sprintf("it was changed in the meantime and is %s now; the write would widen it: %s", e.Found, strings.Join(e.Wider, "; "))
}

// RefusedCapabilityError means that Graph does not accept a capability: a scope is
// invalid or, which is not documented, its trust is not allowed.
type RefusedCapabilityError struct{ Err error }

func (e *RefusedCapabilityError) Error() string { return e.Err.Error() }

// Unwrap returns the answer of Graph.
func (e *RefusedCapabilityError) Unwrap() error { return e.Err }

// SetM365Capability writes a capability of a partner configuration, or of the
// default for an empty id. Before is the current one, nil for none. If the service
// has another one than that, it is changed only when that does not widen it;
// otherwise the error is a WidenedError. A capability that Graph does not accept is a
// RefusedCapabilityError. AwaitM365Capabilities waits until the write can be read.
//
// POST /policies/crossTenantAccessPolicy/partners/{id}/m365Capabilities.
// PATCH /policies/crossTenantAccessPolicy/partners/{id}/m365Capabilities/{name}.
// POST /policies/crossTenantAccessPolicy/default/m365Capabilities.
// PATCH /policies/crossTenantAccessPolicy/default/m365Capabilities/{name}.
func (c *Client) SetM365Capability(ctx context.Context, partnerID string, want rules.M365Capability, before *rules.M365Capability) error {
	partnerID = strings.ToLower(partnerID)
	defer c.facts.m365Capabilities.Forget(partnerID)
	exists := before != nil
	err := transport.Poll(ctx, c.clock, "a place for "+want.Name, func(ctx context.Context) (bool, string, error) {
		err := c.writeM365(ctx, partnerID, want, exists)
		switch {
		case err == nil:
			return true, "", nil
		case exists && errors.Is(err, service.ErrNotFound):
			// It was deleted in the meantime, or a replica does not have it yet.
			exists = false
			return false, err.Error(), nil
		case c.notYet(partnerKey(partnerID), err):
			return false, err.Error(), nil
		case !exists && (errors.Is(err, service.ErrConflict) || errors.Is(err, service.ErrAmbiguous)):
			done, there, failure := c.comparedM365(ctx, partnerID, want, before)
			exists = there
			return done, err.Error(), failure
		}
		var refused *service.Error
		if errors.As(err, &refused) && refused.Status == http.StatusBadRequest {
			err = &RefusedCapabilityError{err}
		}
		return false, "", err
	})
	return c.named(opAddM365, err)
}

// comparedM365 looks for the capability that conflicts with a new one, or that a
// lost answer may have created, and reports whether it is as wanted, and whether it
// is there.
func (c *Client) comparedM365(ctx context.Context, partnerID string, want rules.M365Capability, before *rules.M365Capability) (done, there bool, err error) {
	found, err := c.currentM365(ctx, partnerID)
	if err != nil {
		return false, false, err
	}
	now, there := found.Find(want.Name)
	if !there || want.Same(now) {
		return there, there, nil
	}
	if wider := want.Widens(now); len(wider) > 0 && (before == nil || !before.Same(now)) {
		return false, true, &WidenedError{now, wider}
	}
	return false, true, nil
}

func (c *Client) writeM365(ctx context.Context, partnerID string, want rules.M365Capability, exists bool) error {
	k := call{op: eitherM365(partnerID, opAddM365, opDefaultAddM365), method: http.MethodPost, path: m365Path(partnerID), body: encodeM365(want)}
	if exists {
		k.op = eitherM365(partnerID, opUpdateM365, opDefaultUpdateM365)
		k.method, k.path = http.MethodPatch, k.path+"/"+url.PathEscape(want.Name)
	}
	return c.sendM365(ctx, k)
}

func (c *Client) sendM365(ctx context.Context, k call) error {
	return c.inM365Version(&k, func(k call) error { return c.send(ctx, k, nil) })
}

// RemoveM365Capability deletes a capability of a partner configuration, or of the
// default for an empty id, and returns when it is gone. Deleting a missing one
// succeeds.
//
// DELETE /policies/crossTenantAccessPolicy/partners/{id}/m365Capabilities/{name}.
// DELETE /policies/crossTenantAccessPolicy/default/m365Capabilities/{name}.
func (c *Client) RemoveM365Capability(ctx context.Context, partnerID, name string) error {
	partnerID = strings.ToLower(partnerID)
	defer c.facts.m365Capabilities.Forget(partnerID)
	op := eitherM365(partnerID, opRemoveM365, opDefaultRemoveM365)
	return c.remove(ctx, op, "capability "+name,
		func(ctx context.Context) error {
			return c.sendM365(ctx, call{op: op, method: http.MethodDelete, path: m365Path(partnerID) + "/" + url.PathEscape(name)})
		},
		func(ctx context.Context) (bool, error) {
			found, err := c.currentM365(ctx, partnerID)
			return err == nil && !found.Has(name), err
		})
}

// AwaitM365Capabilities returns the capabilities of a partner configuration, or of
// the default for an empty id, as soon as they show what was written.
//
// GET /policies/crossTenantAccessPolicy/partners/{id}/m365Capabilities.
// GET /policies/crossTenantAccessPolicy/default/m365Capabilities.
func (c *Client) AwaitM365Capabilities(ctx context.Context, partnerID string, written []rules.M365Capability) (rules.M365Capabilities, error) {
	partnerID = strings.ToLower(partnerID)
	var found rules.M365Capabilities
	err := transport.Poll(ctx, c.clock, "the change of the capabilities", func(ctx context.Context) (bool, string, error) {
		var err error
		if found, err = c.currentM365(ctx, partnerID); err != nil {
			return false, "", err
		}
		for _, w := range written {
			switch now, there := found.Find(w.Name); {
			case !there:
				return false, w.Name + " does not exist", nil
			case !w.Same(now):
				return false, fmt.Sprintf("%s is still %s", w.Name, now), nil
			}
		}
		return true, "", nil
	})
	settle(&c.facts.m365Capabilities, partnerID, found, err)
	return found, c.named(opM365Capabilities, err)
}
