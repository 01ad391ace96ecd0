package graph

import (
	"context"
	"errors"
	"net/url"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
)

// newUserRoster shares the reads of users that a list of the external ones may answer.
// The query is a default one (graph-identity §2.4).
func newUserRoster(c *Client) *share.Roster[User] {
	external := call{op: opListUsers, path: "/users", query: url.Values{
		"$filter": {"userType eq 'Guest' or creationType eq 'Invitation'"}, "$select": {userSelect},
	}}
	return share.NewRoster(share.Source[User]{
		ID: func(u User) string { return u.ID }, Read: c.readUsers, List: listingOf[User](c, external),
	})
}

// ListedUser is RefreshUser for many users. A list of the external users answers, once
// that takes fewer requests than single reads. It is read once in a run and shows a
// change late, so a user of the list that is not current is read again.
//
// GET /users/{id}, GET /users, GET /directory/deletedItems/{id}.
func (c *Client) ListedUser(ctx context.Context, id string, current func(User) bool) (User, error) {
	u, err := c.PresentUser(ctx, id, current)
	if errors.Is(err, service.ErrNotFound) {
		return c.lookAgain(ctx, id, err)
	}
	return u, err
}

// PresentUser is [Client.User] for many users, as ListedUser is RefreshUser.
//
// GET /users/{id}, GET /users.
func (c *Client) PresentUser(ctx context.Context, id string, current func(User) bool) (User, error) {
	u, err := c.users.GetCurrent(ctx, id, current)
	return u, c.named(opReadUser, c.waited(err))
}

// readUsers is User for many users.
func (c *Client) readUsers(ctx context.Context, ids []string) map[string]share.Answer[User] {
	found := make(map[string]share.Answer[User], len(ids))
	for id, a := range c.askFor(ctx, ids, readUser) {
		var u User
		err := c.decodeAnswer(opReadUser, a, &u)
		found[id] = share.Answer[User]{Value: u, Err: err}
	}
	return found
}
