package graph

import (
	"context"
	"errors"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// facts are answers about a tenant as a whole that do not change during a run:
// hundreds of people are checked against them, and they are asked for once. A
// method that writes what a fact is about settles or forgets it.
type facts struct {
	organization      share.Memo[Organization]
	invitesFrom       share.Memo[string]
	domainLists       share.Memo[DomainLists]
	conditionalAccess share.Memo[[]rules.ConditionalAccessPolicy]
	synchronizations  share.Memo[[]rules.Synchronization]
	groupSyncPartners share.Memo[[]string]
	cloudEndpoints    share.Memo[[]string]
	// deletedUsers is the recycle bin, by each address of its users.
	deletedUsers  share.Memo[map[string][]User]
	defaultAccess share.Memo[AccessSettings]
	// partners is keyed by partnerKey.
	partners share.Memo[*AccessSettings]
	// references is whether an object exists, by what it is to be and its id.
	references share.Memo[bool]
}

// theTenant is the key of facts of which a tenant has one.
const theTenant = ""

// remembered returns a fact, reading it unless that was done or is being done. Each
// caller waits as long as its own context allows; the read goes on for the others.
func remembered[T any](ctx context.Context, c *Client, memo *share.Memo[T], key string, read func(context.Context) (T, error)) (T, error) {
	value, err := memo.Get(ctx, key, read)
	return value, c.waited(err)
}

// settle replaces a fact that was changed by what was seen of the change: another
// read may meet a replica that has not heard of it (graph-identity §1.8). Where
// nothing was seen, the next caller reads the fact.
func settle[T any](memo *share.Memo[T], key string, seen T, err error) {
	if err != nil {
		memo.Forget(key)
		return
	}
	memo.Settle(key, seen)
}

// waited names the host for which a caller has waited too long.
func (c *Client) waited(err error) error {
	var wait *share.WaitError
	if errors.As(err, &wait) {
		return &transport.BrokenError{Host: c.host, Err: wait.Err}
	}
	return err
}
