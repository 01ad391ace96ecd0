package graph

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// SponsorList names one of the two lists of sponsors of a connected organization.
type SponsorList string

// The lists.
const (
	ExternalSponsors SponsorList = "externalSponsors"
	InternalSponsors SponsorList = "internalSponsors"
)

var (
	opExternalSponsors      = operation{"GET " + connectedPath + "/{id}/externalSponsors", readConnected}
	opAddExternalSponsor    = operation{"POST " + connectedPath + "/{id}/externalSponsors/$ref", writeConnected}
	opRemoveExternalSponsor = operation{"DELETE " + connectedPath + "/{id}/externalSponsors/{id}/$ref", writeConnected}
	opInternalSponsors      = operation{"GET " + connectedPath + "/{id}/internalSponsors", readConnected}
	opAddInternalSponsor    = operation{"POST " + connectedPath + "/{id}/internalSponsors/$ref", writeConnected}
	opRemoveInternalSponsor = operation{"DELETE " + connectedPath + "/{id}/internalSponsors/{id}/$ref", writeConnected}
)

// sponsorOperations read a list, add to it and remove from it.
type sponsorOperations struct{ read, add, remove operation }

func (l SponsorList) operations() sponsorOperations {
	if l == ExternalSponsors {
		return sponsorOperations{opExternalSponsors, opAddExternalSponsor, opRemoveExternalSponsor}
	}
	return sponsorOperations{opInternalSponsors, opAddInternalSponsor, opRemoveInternalSponsor}
}

// ConnectedSponsors returns the object ids of the users and groups in a list of
// sponsors, sorted. A new connected organization is not heard of at once, and a deleted one
// is not gone at once.
//
// GET /identityGovernance/entitlementManagement/connectedOrganizations/{id}/externalSponsors,
// GET /identityGovernance/entitlementManagement/connectedOrganizations/{id}/internalSponsors.
func (c *Client) ConnectedSponsors(ctx context.Context, id string, list SponsorList) ([]string, error) {
	k := call{op: list.operations().read, method: http.MethodGet, path: sponsorsPath(id, list), query: url.Values{"$select": {"id"}}}
	found, err := lookFor(ctx, c, k.op, "connected organization "+id, 0, func(ctx context.Context) ([]struct{ ID string }, error) {
		return everything[struct{ ID string }](ctx, c, k)
	})
	ids := make([]string, 0, len(found))
	for _, s := range found {
		ids = append(ids, strings.ToLower(s.ID))
	}
	slices.Sort(ids)
	return ids, err
}

// SetConnectedSponsors adds and removes the sponsors in which a list differs, and
// returns when that can be read. A target that does not exist is a
// *MissingObjectError.
//
// POST /identityGovernance/entitlementManagement/connectedOrganizations/{id}/externalSponsors/$ref,
// DELETE /identityGovernance/entitlementManagement/connectedOrganizations/{id}/externalSponsors/{id}/$ref,
// POST /identityGovernance/entitlementManagement/connectedOrganizations/{id}/internalSponsors/$ref,
// DELETE /identityGovernance/entitlementManagement/connectedOrganizations/{id}/internalSponsors/{id}/$ref.
func (c *Client) SetConnectedSponsors(ctx context.Context, id string, list SponsorList, want []string) error {
	ops := list.operations()
	have, err := c.ConnectedSponsors(ctx, id, list)
	if err != nil {
		return err
	}
	add, remove := missingFrom(have, want), missingFrom(want, have)
	for _, sponsor := range add {
		k := call{op: ops.add, method: http.MethodPost, path: sponsorsPath(id, list) + "/$ref", body: c.reference(sponsor)}
		if err := c.sponsor(ctx, sponsor, k); err != nil && !referenceExists(err) {
			return err
		}
	}
	for _, sponsor := range remove {
		k := call{op: ops.remove, method: http.MethodDelete, path: sponsorsPath(id, list) + "/" + url.PathEscape(sponsor) + "/$ref"}
		if err := c.send(ctx, k, nil); err != nil && !referenceMissing(err) {
			return err
		}
	}
	if len(add)+len(remove) == 0 {
		return nil
	}
	err = transport.Poll(ctx, c.clock, "the sponsors of connected organization "+id, func(ctx context.Context) (bool, string, error) {
		now, err := c.ConnectedSponsors(ctx, id, list)
		return err == nil && sameSet(now, want), "the sponsors as they were before", err
	})
	return c.named(ops.read, err)
}

// sponsor adds a sponsor. A new user or group is not heard of at once (graph-identity
// §1.8).
func (c *Client) sponsor(ctx context.Context, id string, k call) error {
	tries := 0
	err := transport.Poll(ctx, c.clock, "the connected organization to take sponsor "+id, func(ctx context.Context) (bool, string, error) {
		err := c.send(transport.WithSafeRepeat(ctx), k, nil)
		if err == nil || !referenceUnheard(err) {
			return true, "", err
		}
		if tries++; tries == mostLooks {
			if errors.Is(err, service.ErrNotFound) {
				err = &MissingObjectError{ID: id, err: err}
			}
			return true, "", err
		}
		return false, err.Error(), nil
	})
	return c.named(k.op, err)
}

func sponsorsPath(id string, list SponsorList) string {
	return connectedOrganizationPath(id) + "/" + string(list)
}
