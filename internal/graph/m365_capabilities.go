package graph

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// The overview speaks of delegated permissions only; the pages of the operations
// list these as application permissions too. That the permission to write covers
// reading is assumed, as it does elsewhere in the policy (m365-capabilities §3).
var (
	readM365  = []string{"Policy.Read.All", "Policy.ReadWrite.CrossTenantCapability"}
	writeM365 = []string{"Policy.ReadWrite.CrossTenantCapability"}
)

const m365Segment = "m365Capabilities"

// The same operations exist in beta.
var (
	opM365Capabilities        = operation{"GET /policies/crossTenantAccessPolicy/partners/{id}/m365Capabilities", readM365}
	opDefaultM365Capabilities = operation{"GET /policies/crossTenantAccessPolicy/default/m365Capabilities", readM365}
)

// M365Capabilities reads the Microsoft 365 capabilities of a partner configuration,
// or of the default for an empty id, once.
//
// GET /policies/crossTenantAccessPolicy/partners/{id}/m365Capabilities.
// GET /policies/crossTenantAccessPolicy/default/m365Capabilities.
func (c *Client) M365Capabilities(ctx context.Context, partnerID string) (rules.M365Capabilities, error) {
	partnerID = strings.ToLower(partnerID)
	return remembered(ctx, c, &c.facts.m365Capabilities, partnerID, func(ctx context.Context) (rules.M365Capabilities, error) {
		return c.ReadM365Capabilities(ctx, partnerID)
	})
}

// ReadM365Capabilities reads the current M365Capabilities. That the tenant does not
// have the capabilities yet, or has no partner configuration, is an answer and no
// error.
//
// GET /policies/crossTenantAccessPolicy/partners/{id}/m365Capabilities.
// GET /policies/crossTenantAccessPolicy/default/m365Capabilities.
func (c *Client) ReadM365Capabilities(ctx context.Context, partnerID string) (rules.M365Capabilities, error) {
	return c.listM365(ctx, strings.ToLower(partnerID), readAll[m365JSON])
}

// RefreshM365Capabilities reads the current M365Capabilities, where those with the
// names existed before. A replica may briefly lose an object after showing it
// (graph-identity §1.8), so only two consecutive answers mean that one is gone.
//
// GET /policies/crossTenantAccessPolicy/partners/{id}/m365Capabilities.
// GET /policies/crossTenantAccessPolicy/default/m365Capabilities.
func (c *Client) RefreshM365Capabilities(ctx context.Context, partnerID string, names []string) (rules.M365Capabilities, error) {
	found, err := c.ReadM365Capabilities(ctx, partnerID)
	if err == nil && slices.ContainsFunc(names, func(name string) bool { return !found.Has(name) }) {
		return c.currentM365(ctx, strings.ToLower(partnerID))
	}
	return found, err
}

// currentM365 reads the capabilities in a request of its own: another caller's read
// may have begun before the last change.
func (c *Client) currentM365(ctx context.Context, partnerID string) (rules.M365Capabilities, error) {
	return c.listM365(ctx, partnerID, everything[m365JSON])
}

// listing reads all pages of capabilities.
type listing func(context.Context, *Client, call) ([]m365JSON, error)

func (c *Client) listM365(ctx context.Context, partnerID string, list listing) (rules.M365Capabilities, error) {
	found, err := c.tryM365(ctx, partnerID, list)
	if err == nil && found.NoEntry && c.isFresh(partnerKey(partnerID)) {
		// A replica may not have a new partner yet.
		err = transport.Poll(ctx, c.clock, "the new partner "+partnerID, func(ctx context.Context) (done bool, saw string, err error) {
			found, err = c.tryM365(ctx, partnerID, list)
			return !found.NoEntry || !c.isFresh(partnerKey(partnerID)), "the partner does not exist", err
		})
	}
	return found, c.named(opM365Capabilities, err)
}

func (c *Client) tryM365(ctx context.Context, partnerID string, list listing) (rules.M365Capabilities, error) {
	op := eitherM365(partnerID, opM365Capabilities, opDefaultM365Capabilities)
	k := call{op: op, method: http.MethodGet, path: m365Path(partnerID)}
	var found []m365JSON
	err := c.inM365Version(&k, func(k call) (err error) {
		if k.version == betaVersion {
			list = everything[m365JSON]
		}
		found, err = list(ctx, c, k)
		return err
	})
	switch {
	case err == nil:
		return decodeM365(found), nil
	case unknownSegment(err), errors.Is(err, service.ErrNotFound) && partnerID == "":
		return rules.M365Capabilities{NotRolledOut: true}, nil
	case errors.Is(err, service.ErrNotFound):
		return c.withoutM365(ctx, k, partnerID)
	}
	return rules.M365Capabilities{}, err
}

// inM365Version sends a call in v1.0, or in beta where v1.0 lacks the capabilities:
// the page of v1.0 names the worldwide cloud only, that of beta all clouds
// (m365-capabilities §3). The tenant's version is remembered.
func (c *Client) inM365Version(k *call, send func(call) error) error {
	c.mu.Lock()
	k.version = c.m365Version
	c.mu.Unlock()
	err := send(*k)
	if k.version == betaVersion || !unknownSegment(err) {
		return err
	}
	k.version = betaVersion
	if err = send(*k); !unknownSegment(err) {
		c.mu.Lock()
		c.m365Version = betaVersion
		c.mu.Unlock()
	}
	return err
}

// withoutM365 tells apart the causes of a 404 for the capabilities of a partner: the
// partner does not exist, or else its tenant does not have the capabilities yet
// (m365-capabilities §3). The partner is read first, so that a replica has shown it
// before the list is read again. The permission for capabilities does not cover
// that; without it, a partner that does not exist is the likely cause.
func (c *Client) withoutM365(ctx context.Context, k call, partnerID string) (rules.M365Capabilities, error) {
	if _, err := c.Partner(ctx, partnerID); err != nil {
		none := errors.Is(err, service.ErrNotFound) || errors.Is(err, service.ErrForbidden)
		return rules.M365Capabilities{NoEntry: none}, unless(unless(err, service.ErrNotFound), service.ErrForbidden)
	}
	found, err := everything[m365JSON](ctx, c, k)
	if errors.Is(err, service.ErrNotFound) {
		return rules.M365Capabilities{NotRolledOut: true}, nil
	}
	return decodeM365(found), err
}

// eitherM365 is an operation on the capabilities of a partner, or of the default.
func eitherM365(partnerID string, ofPartner, ofDefault operation) operation {
	if partnerID == "" {
		return ofDefault
	}
	return ofPartner
}

// m365Path is the path of the capabilities of a partner, or of the default.
func m365Path(partnerID string) string {
	if partnerID == "" {
		return defaultPath + "/" + m365Segment
	}
	return partnerPath(partnerID) + "/" + m365Segment
}

// unknownSegment reports whether the API version, or the tenant, does not have a
// path. The status is 400; that it can be 404 is assumed (m365-capabilities §3).
func unknownSegment(err error) bool {
	var refused *service.Error
	return errors.As(err, &refused) && (refused.Status == http.StatusBadRequest || refused.Status == http.StatusNotFound) &&
		strings.Contains(refused.Message, "Resource not found for the segment")
}
