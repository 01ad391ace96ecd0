package graph

import (
	"context"
	"net/http"
	"net/url"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
)

// newUserRoster shares the reads of users that a list may answer.
func newUserRoster(c *Client) *share.Roster[User] {
	return share.NewRoster(share.Source[User]{
		ID: func(u User) string { return u.ID }, Read: c.RefreshUser, List: c.listGuests, Reads: mostPerBatch,
	})
}

// ListedUser reads a user. Where many are read, a list of the guests answers, which is
// read once in a run and shows a change later than RefreshUser: a caller that finds
// another value than expected asks RefreshUser.
//
// GET /users/{id}, GET /users.
func (c *Client) ListedUser(ctx context.Context, id string) (User, error) {
	u, err := c.users.Get(ctx, id)
	return u, c.named(opReadUser, c.waited(err))
}

// listGuests lists the guests of the tenant, and stops after a number of pages. The
// query is a default one (graph-identity §2.4).
func (c *Client) listGuests(ctx context.Context, most int) (guests []User, complete bool, err error) {
	k := call{op: opListUsers, method: http.MethodGet, path: "/users", query: url.Values{"$filter": {"userType eq 'Guest'"}, "$select": {userSelect}, "$top": {"999"}}}
	read := 0
	for some, err := range pages[User](c, k, func(k call, out any) error { return c.send(ctx, k, out) }) {
		if err != nil {
			return nil, false, err
		}
		if read++; read > most {
			return nil, false, nil
		}
		guests = append(guests, some...)
	}
	return guests, true, nil
}
