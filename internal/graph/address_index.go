package graph

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
)

const (
	// mostPages bounds the memory of a list that answers searches by address: 20,000
	// users are about 30 MB.
	mostPages = 20
	// listLag is the time in which lists show a new user (graph-identity §5).
	listLag = 2 * time.Minute
	// lookAge is how long invitations share one look at the users that were added. The
	// service itself answers the invitation of a user that was added since with that
	// user.
	lookAge = 30 * time.Second
)

// newUserIndex shares the searches for users by address that a list may answer.
func newUserIndex(c *Client) *share.Index[User] {
	all := call{op: opListUsers, path: "/users", query: url.Values{"$select": {userSelect}}}
	list := listingOf[User](c, all)
	list.Most = mostPages
	recent := &recentUsers{client: c}
	read, first := list.Read, list.First
	list.Read = func(ctx context.Context, most int) ([]User, bool, error) {
		recent.begin()
		return read(ctx, most)
	}
	list.First = func(ctx context.Context) ([]User, bool, error) {
		recent.begin()
		return first(ctx)
	}
	return share.NewIndex(share.Collection[User]{
		ID: func(u User) string { return u.ID }, Keys: User.addresses, List: list, Added: recent.list, Age: lookAge, Now: c.clock.Now,
		Find: func(ctx context.Context, addresses []string) map[string]share.Answer[[]User] {
			return searchFor[User](ctx, c, addresses, usersByAddress)
		},
	})
}

// addresses are those by which UsersByAddress finds a user, in lower case.
func (u User) addresses() []string {
	all := append([]string{u.Mail, u.UserPrincipalName}, u.OtherMails...)
	for _, p := range u.ProxyAddresses {
		if kind, address, _ := strings.Cut(p, ":"); strings.EqualFold(kind, "smtp") {
			all = append(all, address)
		}
	}
	for i := range all {
		all[i] = strings.ToLower(all[i])
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(a string) bool { return a == "" })
}

// recentUsers lists the users that were created since it did so last, and a little
// before, because lists show a new user late.
type recentUsers struct {
	client *Client

	mu    sync.Mutex
	since time.Time
}

// begin records the start of a list. The service's clock dates its users.
func (r *recentUsers) begin() {
	r.mu.Lock()
	defer r.mu.Unlock()
	now, told := r.client.ServiceTime()
	if !told {
		now = r.client.clock.Now()
	}
	r.since = now.Add(-listLag)
}

func (r *recentUsers) list(ctx context.Context) ([]User, error) {
	r.mu.Lock()
	since := r.since
	r.mu.Unlock()
	r.begin()
	return everything[User](ctx, r.client, call{op: opListUsers, method: "GET", path: "/users", query: url.Values{
		"$filter": {"createdDateTime ge " + instant(since)}, "$select": {userSelect}, "$top": {"999"},
	}})
}

// newContactIndex shares the searches for mail contacts by address that a list may
// answer.
func newContactIndex(c *Client) *share.Index[Contact] {
	all := call{op: opListContacts, path: "/contacts", query: url.Values{"$select": {contactSelect}}}
	list := listingOf[Contact](c, all)
	list.Most = mostPages
	return share.NewIndex(share.Collection[Contact]{
		ID: func(found Contact) string { return found.ID }, Keys: Contact.addresses, List: list,
		Find: func(ctx context.Context, addresses []string) map[string]share.Answer[[]Contact] {
			return searchFor[Contact](ctx, c, addresses, contactsByAddress)
		},
	})
}

// HoldersNow is Holders right before an invitation: it finds a user that was added
// meanwhile. Where the users of the tenant are listed, invitations share a look at
// those that were added since, and a user that a list has is read again.
//
// GET /users, GET /users/{id}, GET /organization.
func (c *Client) HoldersNow(ctx context.Context, address string) ([]User, error) {
	found, listed, err := c.people.Fresh(ctx, strings.ToLower(address))
	if err != nil {
		return nil, c.named(opListUsers, c.waited(err))
	}
	if listed && len(found) == 0 {
		return nil, nil
	}
	return c.searchHolders(ctx, address, c.findByAddress)
}

// userChanged drops what is known of a user that is about to be changed.
func (c *Client) userChanged(id string) { c.users.Outdate(id) }

// userSettled stores a user as it was read after a change.
func (c *Client) userSettled(u User) {
	c.users.Settle(u)
	c.people.Settle(u)
}

// userRemoved records a deletion.
func (c *Client) userRemoved(id string) {
	c.lists.Forget()
	c.users.Outdate(id)
	c.people.Remove(id)
}
