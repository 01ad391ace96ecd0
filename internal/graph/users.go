package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var (
	opReadUser   = operation{"GET /users/{id}", []string{"User.Read.All", "User.ReadWrite.All"}}
	opListUsers  = operation{"GET /users", []string{"User.Read.All", "User.ReadWrite.All"}}
	opUpdateUser = operation{"PATCH /users/{id}", []string{"User.ReadWrite.All"}}
	opRevoke     = operation{"POST /users/{id}/revokeSignInSessions", []string{"User.RevokeSessions.All"}}
	opDeleteUser = operation{"DELETE /users/{id}", []string{"User.DeleteRestore.All", "User.ReadWrite.All"}}
)

// User reads a user by object id. Concurrent reads share their requests.
//
// GET /users/{id}.
func (c *Client) User(ctx context.Context, id string) (User, error) {
	var u User
	err := c.read(ctx, readUser(id), &u)
	return u, err
}

// readUser is the read of a user by object id or user principal name.
func readUser(idOrName string) call {
	return call{op: opReadUser, path: userPath(idOrName), query: url.Values{"$select": {userSelect}}}
}

// UserByName reads a user by user principal name.
//
// GET /users/{id}.
func (c *Client) UserByName(ctx context.Context, upn string) (User, error) {
	var u User
	err := c.read(ctx, readUser(upn), &u)
	return u, err
}

// UsersByAddress returns every user, internal or external, with an e-mail
// address: as mail, as another mail, as any proxy address or as user principal
// name. The answer is remembered for the run. Where many are searched for, a list of
// the users answers.
//
// GET /users.
func (c *Client) UsersByAddress(ctx context.Context, address string) ([]User, error) {
	found, err := c.people.Get(ctx, strings.ToLower(address))
	return found, c.named(opListUsers, c.waited(err))
}

// findByAddress is UsersByAddress without what is remembered.
func (c *Client) findByAddress(ctx context.Context, address string) ([]User, error) {
	return readAll[User](ctx, c, usersByAddress(address))
}

// usersByAddress is the search for an address. It is not an advanced query, whose
// index gets a new user late (graph-identity §2.4).
func usersByAddress(address string) call {
	return call{op: opListUsers, path: "/users", query: url.Values{"$filter": {filterByAddress(address)}, "$select": {userSelect}}}
}

// Holders returns every user that blocks an invitation to an address: users with
// the address, and the user of a recent invitation to it. Lists show the latter
// with a delay, so it is also read by the user principal name that an invitation
// creates, as long as addresses are searched for one by one.
//
// GET /users, GET /users/{id}, GET /organization.
func (c *Client) Holders(ctx context.Context, address string) ([]User, error) {
	if c.people.Listed() {
		return c.UsersByAddress(ctx, address)
	}
	return c.searchHolders(ctx, address, c.UsersByAddress)
}

// searchHolders searches for an address, and reads the user of a recent invitation.
func (c *Client) searchHolders(ctx context.Context, address string, search func(context.Context, string) ([]User, error)) ([]User, error) {
	found, invited, err := share.Both(ctx,
		func(ctx context.Context) ([]User, error) { return search(ctx, address) },
		func(ctx context.Context) (*User, error) { return c.invitedBy(ctx, address) })
	if err != nil {
		return nil, err
	}
	if invited != nil && !slices.ContainsFunc(found, func(u User) bool { return u.ID == invited.ID }) {
		found = append(found, *invited)
	}
	return found, nil
}

// invitedBy returns the external user whose name was derived from an address, if
// the user still has the address; nil when there is none. Without the permission
// to read the tenant's initial domain the name is unknown.
func (c *Client) invitedBy(ctx context.Context, address string) (*User, error) {
	o, err := c.Organization(ctx)
	if err != nil {
		return nil, unless(err, service.ErrForbidden)
	}
	name := externalName(address, o.InitialDomain)
	if name == "" {
		return nil, nil
	}
	u, err := c.UserByName(ctx, name)
	if err != nil {
		return nil, unless(err, service.ErrNotFound)
	}
	if !u.HasAddress(address) {
		return nil, nil
	}
	return &u, nil
}

// externalName returns the user principal name that an invitation of the address
// creates, empty for an invalid address.
func externalName(address, initialDomain string) string {
	name, err := rules.GuestUPN(address, initialDomain)
	if err != nil {
		return ""
	}
	return name
}

// unless returns an error unless it is the expected one.
func unless(err, expected error) error {
	if errors.Is(err, expected) {
		return nil
	}
	return err
}

// UpdateUser changes a user and returns when the change was accepted. AwaitUser
// waits until it can be read.
//
// PATCH /users/{id}.
func (c *Client) UpdateUser(ctx context.Context, id string, change UserChange) error {
	c.userChanged(id)
	patch := func(ctx context.Context) error {
		return c.send(ctx, call{
			op: opUpdateUser, method: http.MethodPatch, path: userPath(id), body: change.body(),
		}, nil)
	}
	return c.pollFresh(ctx, id, patch)
}

// AwaitUser returns the user as soon as Graph shows the given change. With an
// empty change it waits until the user can be read.
func (c *Client) AwaitUser(ctx context.Context, id string, change UserChange) (User, error) {
	var found User
	err := transport.Poll(ctx, c.clock, "the change of user "+id, func(ctx context.Context) (bool, string, error) {
		u, err := c.User(ctx, id)
		if c.notYet(id, err) {
			return false, "the user does not exist", nil
		}
		if err != nil {
			return false, "", err
		}
		found = u
		return change.SeenIn(u), "the user as it was before the change", nil
	})
	if err == nil {
		c.userSettled(found)
	}
	return found, c.named(opReadUser, err)
}

// DeleteUser moves a user to the recycle bin for 30 days, and returns when the
// user is gone. Deleting a missing user succeeds.
//
// DELETE /users/{id}.
func (c *Client) DeleteUser(ctx context.Context, id string) error {
	err := c.send(ctx, call{op: opDeleteUser, method: http.MethodDelete, path: userPath(id)}, nil)
	gone := errors.Is(err, service.ErrNotFound)
	if err != nil && !gone {
		return err
	}
	// A retry gets a 404 when an earlier attempt succeeded.
	c.bin.enter(id)
	c.userRemoved(id)
	if gone {
		return nil
	}
	err = transport.Poll(ctx, c.clock, "user "+id+" to disappear", func(ctx context.Context) (bool, string, error) {
		_, err := c.User(ctx, id)
		switch {
		case errors.Is(err, service.ErrNotFound), errors.Is(err, service.ErrForbidden):
			// Without read permission the deletion cannot be confirmed; trust the
			// 204.
			return true, "", nil
		case err != nil:
			return false, "", err
		}
		return false, "the user still exists", nil
	})
	return c.named(opDeleteUser, err)
}

// RevokeSessions invalidates the refresh tokens and session cookies of an internal user,
// and returns when Graph has accepted that. It takes some minutes. For an external user
// the answer is the same, and nothing happens (user-revokesigninsessions).
//
// POST /users/{id}/revokeSignInSessions.
func (c *Client) RevokeSessions(ctx context.Context, id string) error {
	return c.send(transport.WithSafeRepeat(ctx), call{op: opRevoke, method: http.MethodPost, path: userPath(id) + "/revokeSignInSessions"}, nil)
}

// pollFresh repeats a call for a user that this client just created while Graph
// answers 404.
func (c *Client) pollFresh(ctx context.Context, id string, do func(context.Context) error) error {
	var last error
	err := transport.Poll(ctx, c.clock, "user "+id+" to appear", func(ctx context.Context) (bool, string, error) {
		last = do(ctx)
		if c.notYet(id, last) {
			return false, last.Error(), nil
		}
		return true, "", last
	})
	return c.named(opReadUser, err)
}

// named adds the operation to an error without one, such as a timeout.
func (c *Client) named(op operation, err error) error {
	var e *service.Error
	if err == nil || errors.As(err, &e) {
		return err
	}
	return c.failed(op, err)
}

// filterByAddress matches every user with the address.
func filterByAddress(address string) string {
	return fmt.Sprintf("mail eq '%[1]s' or userPrincipalName eq '%[1]s' or otherMails/any(x:x eq '%[1]s')"+
		" or proxyAddresses/any(x:x eq 'SMTP:%[1]s') or proxyAddresses/any(x:x eq 'smtp:%[1]s')", quoted(address))
}

// quoted escapes text for the quotes of an OData literal.
func quoted(s string) string { return strings.ReplaceAll(s, "'", "''") }

func userPath(id string) string { return "/users/" + url.PathEscape(id) }
