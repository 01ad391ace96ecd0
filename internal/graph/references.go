package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var (
	opReadGroup   = operation{"GET /groups/{id}", []string{"GroupMember.Read.All", "Group.Read.All", "Group.ReadWrite.All"}}
	opReadContact = operation{"GET /contacts/{id}", []string{"OrgContact.Read.All", "Directory.Read.All"}}
)

const (
	// mostLooks is the number of reads without a result after which an object
	// counts as missing and not as late, over about three seconds.
	mostLooks = 6
	// referencePatience is how long Graph may refuse a reference between two
	// objects that can be read (msgraph-sdk-dotnet#2508 saw minutes).
	referencePatience = 5 * time.Minute
)

var _ service.Adviser = (*MissingObjectError)(nil)

// MissingObjectError means that the target of a reference does not exist in the
// tenant.
type MissingObjectError struct {
	ID  string
	err error
}

func (e *MissingObjectError) Error() string {
	return fmt.Sprintf("the tenant has no object %s", e.ID)
}

// Advice is what to do about a reference to an object that does not exist.
func (e *MissingObjectError) Advice(tenant string) string {
	return fmt.Sprintf("Tenant %q has no user, group or contact %s. Correct the id: managers and sponsors are objects"+
		" of the resource tenant, not of the home tenant.", tenant, e.ID)
}

// Unwrap returns Graph's refusal.
func (e *MissingObjectError) Unwrap() error { return e.err }

// referrer is a user with a reference, and the allowed kinds of its target.
type referrer struct {
	userID string
	kinds  []kind
}

// kind is a kind of directory object, with the call that reads one.
type kind struct {
	op   operation
	path string
}

var (
	kindUser    = kind{opReadUser, "/users/"}
	kindGroup   = kind{opReadGroup, "/groups/"}
	kindContact = kind{opReadContact, "/contacts/"}

	// managerKinds and sponsorKinds are the allowed targets of managers and
	// sponsors (graph-identity §2.1).
	managerKinds = []kind{kindUser, kindContact}
	sponsorKinds = []kind{kindUser, kindGroup}
)

// refer writes a reference of a user to a target, or removes it when the target
// is empty. A refusal caused by replication lag of either object is retried; a
// target that does not exist is a *MissingObjectError.
func (c *Client) refer(ctx context.Context, r referrer, targetID string, k call) error {
	began, missing := c.clock.Now(), 0
	err := transport.Poll(ctx, c.clock, "user "+r.userID+" to take the reference", func(ctx context.Context) (bool, string, error) {
		err := c.send(ctx, k, nil)
		switch {
		case err == nil, !referenceUnheard(err), k.method == http.MethodDelete && errors.Is(err, service.ErrNotFound):
			return true, "", err
		case targetID != "" && c.missing(ctx, targetID, r.kinds):
			if missing++; missing == mostLooks {
				return true, "", &MissingObjectError{ID: targetID, err: err}
			}
		case c.clock.Now().Sub(began) > referencePatience, errors.Is(err, service.ErrNotFound) && !c.isFresh(r.userID):
			return true, "", err
		}
		return false, err.Error(), nil
	})
	return c.named(k.op, err)
}

// missing reports whether an object is known not to exist.
func (c *Client) missing(ctx context.Context, id string, kinds []kind) bool {
	found, err := c.exists(ctx, id, kinds)
	return err == nil && !found
}

// exists reports whether an object of one of the kinds can be read. It fails when
// one of the kinds cannot be read.
func (c *Client) exists(ctx context.Context, id string, kinds []kind) (bool, error) {
	var untold error
	for _, k := range kinds {
		var object struct{ ID string }
		err := c.read(ctx, call{op: k.op, path: k.path + url.PathEscape(id), query: url.Values{"$select": {"id"}}}, &object)
		switch {
		case err == nil:
			return true, nil
		case !errors.Is(err, service.ErrNotFound):
			untold = err
		}
	}
	return false, untold
}

// ManagerExists reports whether the tenant has a user or a contact with the id,
// allowing for replication lag. The answer is remembered for the run.
//
// GET /users/{id}, GET /contacts/{id}.
func (c *Client) ManagerExists(ctx context.Context, id string) (bool, error) {
	return c.appears(ctx, "manager "+id, id, managerKinds)
}

// SponsorExists reports whether the tenant has a user or a group with the id,
// allowing for replication lag. The answer is remembered for the run.
//
// GET /users/{id}, GET /groups/{id}.
func (c *Client) SponsorExists(ctx context.Context, id string) (bool, error) {
	return c.appears(ctx, "sponsor "+id, id, sponsorKinds)
}

func (c *Client) appears(ctx context.Context, key, id string, kinds []kind) (bool, error) {
	return remembered(ctx, c, &c.facts.references, key, func(ctx context.Context) (bool, error) {
		looks, found := 0, false
		err := transport.Poll(ctx, c.clock, "object "+id+" to appear", func(ctx context.Context) (bool, string, error) {
			var err error
			looks++
			found, err = c.exists(ctx, id, kinds)
			return found || looks == mostLooks, "no such object", err
		})
		return found, c.named(opReadUser, err)
	})
}
