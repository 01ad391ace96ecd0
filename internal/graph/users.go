package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var (
	opReadUser   = operation{"GET /users/{id}", []string{"User.Read.All", "User.ReadWrite.All"}}
	opListUsers  = operation{"GET /users", []string{"User.Read.All", "User.ReadWrite.All"}}
	opUpdateUser = operation{"PATCH /users/{id}", []string{"User.ReadWrite.All"}}
	opDeleteUser = operation{"DELETE /users/{id}", []string{"User.DeleteRestore.All", "User.ReadWrite.All"}}
)

// User reads a person by object id. Reads that run at the same time share
// their requests.
//
// GET /users/{id}.
func (c *Client) User(ctx context.Context, id string) (User, error) {
	var u User
	err := c.read(ctx, call{op: opReadUser, path: userPath(id), query: url.Values{"$select": {userSelect}}}, &u)
	return u, err
}

// UserByName reads a person by user principal name.
//
// GET /users/{id}.
func (c *Client) UserByName(ctx context.Context, upn string) (User, error) {
	var u User
	err := c.read(ctx, call{op: opReadUser, path: userPath(upn), query: url.Values{"$select": {userSelect}}}, &u)
	return u, err
}

// UsersByAddress finds everybody, internal or external, who is known by an
// e-mail address: as mail, as another address, as any proxy address or as user
// principal name.
//
// GET /users.
func (c *Client) UsersByAddress(ctx context.Context, address string) ([]User, error) {
	return readAll[User](ctx, c, call{
		op: opListUsers, path: "/users", advanced: true,
		query: url.Values{"$filter": {filterByAddress(address)}, "$count": {"true"}, "$select": {userSelect}},
	})
}

// UpdateUser changes a person and returns when the change was accepted.
// AwaitUser tells when it can be read.
//
// PATCH /users/{id}.
func (c *Client) UpdateUser(ctx context.Context, id string, change UserChange) error {
	patch := func(ctx context.Context) error {
		return c.send(ctx, call{
			op: opUpdateUser, method: http.MethodPatch, path: userPath(id), body: change.body(),
		}, nil)
	}
	return c.pollFresh(ctx, id, patch)
}

// AwaitUser returns the person as soon as Graph shows the given change, which
// may be empty: then it waits for the person to be readable at all.
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
	return found, c.named(opReadUser, err)
}

// DeleteUser moves a person to the recycle bin, where they stay for 30 days,
// and returns when they are gone. Deleting somebody who is gone succeeds.
//
// DELETE /users/{id}.
func (c *Client) DeleteUser(ctx context.Context, id string) error {
	err := c.send(ctx, call{op: opDeleteUser, method: http.MethodDelete, path: userPath(id)}, nil)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	err = transport.Poll(ctx, c.clock, "user "+id+" to disappear", func(ctx context.Context) (bool, string, error) {
		_, err := c.User(ctx, id)
		switch {
		case errors.Is(err, ErrNotFound), errors.Is(err, ErrForbidden):
			// Who may delete but not read has to take Graph's word for it.
			return true, "", nil
		case err != nil:
			return false, "", err
		}
		return false, "the user still exists", nil
	})
	return c.named(opDeleteUser, err)
}

// pollFresh repeats a call about a person whom this client has just created
// while Graph says that they do not exist yet.
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

// notYet reports whether an error is replication lag: only somebody created in
// this run can be missing and exist.
func (c *Client) notYet(id string, err error) bool {
	return errors.Is(err, ErrNotFound) && c.isFresh(id)
}

// named makes an *Error of one that has no operation yet, such as a timeout.
func (c *Client) named(op operation, err error) error {
	var e *Error
	if err == nil || errors.As(err, &e) {
		return err
	}
	return c.failed(op, err)
}

// filterByAddress matches everybody who is known by an address.
func filterByAddress(address string) string {
	return fmt.Sprintf("mail eq '%[1]s' or userPrincipalName eq '%[1]s' or otherMails/any(x:x eq '%[1]s')"+
		" or proxyAddresses/any(x:x eq 'SMTP:%[1]s') or proxyAddresses/any(x:x eq 'smtp:%[1]s')", quoted(address))
}

// quoted is text inside the quotes of an OData literal.
func quoted(s string) string { return strings.ReplaceAll(s, "'", "''") }

func userPath(id string) string { return "/users/" + url.PathEscape(id) }
