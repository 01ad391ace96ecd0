package graph

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
)

// deletedSelect lists the properties of a look-up in the recycle bin.
const deletedSelect = "id,userPrincipalName,mail,otherMails,proxyAddresses,userType,creationType,externalUserState,accountEnabled," +
	"onPremisesUserPrincipalName,showInAddressList"

// DeletedByAddress returns the users in the recycle bin with an address. The
// recycle bin is listed once and searched here: a filter with any() may be
// refused (graph-identity §2.6), deletion changes the user principal name, and
// one list takes fewer requests than a filter per invitation. The result includes
// later deletions and restores by this client.
//
// GET /directory/deletedItems/microsoft.graph.user, GET /directory/deletedItems/{id}.
func (c *Client) DeletedByAddress(ctx context.Context, address string) ([]User, error) {
	listed, err := remembered(ctx, c, &c.facts.deletedUsers, theTenant, c.listDeleted)
	if err != nil {
		return nil, err
	}
	address = strings.ToLower(address)
	found := slices.DeleteFunc(slices.Clone(listed[address]), func(u User) bool { return c.bin.left(u.ID) })
	entered, err := together(ctx, c.bin.unread(), c.findDeleted)
	if err != nil {
		return nil, err
	}
	for _, u := range c.bin.read(entered) {
		known := func(f User) bool { return f.ID == u.ID }
		if slices.Contains(u.formerAddresses(), address) && !slices.ContainsFunc(found, known) {
			found = append(found, u)
		}
	}
	return found, nil
}

// listDeleted reads the recycle bin, by each address of its users in lower case.
// Only success and refusals are remembered; after any other error the next
// look-up reads again.
func (c *Client) listDeleted(ctx context.Context) (map[string][]User, error) {
	users, err := everything[User](ctx, c, call{
		op: opListDeleted, method: http.MethodGet, path: "/directory/deletedItems/microsoft.graph.user",
		query: url.Values{"$select": {deletedSelect}, "$top": {"999"}},
	})
	if err != nil {
		if !errors.Is(err, service.ErrForbidden) {
			c.facts.deletedUsers.Forget(theTenant)
		}
		return nil, err
	}
	byAddress := map[string][]User{}
	for _, u := range users {
		for _, a := range u.formerAddresses() {
			byAddress[a] = append(byAddress[a], u)
		}
	}
	return byAddress, nil
}

// DeletedUser reads a user of the recycle bin by object id, which a deletion does not
// change.
//
// GET /directory/deletedItems/{id}.
func (c *Client) DeletedUser(ctx context.Context, id string) (User, error) {
	var u User
	err := c.read(ctx, readDeleted(id), &u)
	return u, err
}

func readDeleted(id string) call {
	return call{op: opReadDeleted, path: "/directory/deletedItems/" + url.PathEscape(id), query: url.Values{"$select": {deletedSelect}}}
}

// findDeleted reads one user of the recycle bin, empty when the bin does not have
// it (yet).
func (c *Client) findDeleted(ctx context.Context, id string) ([]User, error) {
	u, err := c.DeletedUser(ctx, id)
	if errors.Is(err, service.ErrNotFound) {
		return nil, nil
	}
	return []User{u}, err
}

// UserInBin reads a user of the recycle bin. It is empty when several reads do not find
// it there: a replica may have a deletion late.
//
// GET /directory/deletedItems/{id}.
func (c *Client) UserInBin(ctx context.Context, id string) (User, error) {
	u, err := lookFor(ctx, c, opReadDeleted, "deleted user "+id, 0, func(ctx context.Context) (User, error) { return c.DeletedUser(ctx, id) })
	return u, unless(err, service.ErrNotFound)
}

// formerAddresses returns the addresses that a user had before its deletion, in
// lower case. The directory puts the object id in front of the name
// (graph-identity §2.6).
func (u User) formerAddresses() []string {
	name := strings.ToLower(u.UserPrincipalName)
	all := []string{strings.TrimPrefix(name, strings.ToLower(strings.ReplaceAll(u.ID, "-", ""))), strings.ToLower(u.Mail)}
	for _, m := range u.OtherMails {
		all = append(all, strings.ToLower(m))
	}
	for _, p := range u.ProxyAddresses {
		_, a, _ := strings.Cut(p, ":")
		all = append(all, strings.ToLower(a))
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(a string) bool { return a == "" })
}

// recycleBin records the changes that a client made to the tenant's recycle bin.
type recycleBin struct {
	mu sync.Mutex
	// entered holds the deleted users, nil until they are read from the bin.
	entered map[string]*User
	// restored holds the restored users.
	restored map[string]bool
}

func newRecycleBin() *recycleBin {
	return &recycleBin{entered: map[string]*User{}, restored: map[string]bool{}}
}

// enter records a deletion.
func (b *recycleBin) enter(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.entered[id] = nil
	delete(b.restored, id)
}

// leave records a restore.
func (b *recycleBin) leave(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.entered, id)
	b.restored[id] = true
}

func (b *recycleBin) left(id string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.restored[id]
}

// unread returns the ids of the deleted users that have not been read since.
func (b *recycleBin) unread() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.DeleteFunc(slices.Sorted(maps.Keys(b.entered)), func(id string) bool { return b.entered[id] != nil })
}

// read records users by id, and returns all recorded ones.
func (b *recycleBin) read(found map[string][]User) []User {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []User
	for _, id := range slices.Sorted(maps.Keys(b.entered)) {
		if users := found[id]; len(users) > 0 {
			b.entered[id] = &users[0]
		}
		if u := b.entered[id]; u != nil {
			all = append(all, *u)
		}
	}
	return all
}
