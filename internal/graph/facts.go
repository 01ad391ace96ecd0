package graph

import (
	"context"
	"errors"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// facts are answers about a tenant as a whole that stay constant during a run:
// each is read once, although hundreds of users are checked against it. A method
// that writes the subject of a fact settles or forgets it.
type facts struct {
	organization      share.Memo[Organization]
	invitesFrom       share.Memo[string]
	domainLists       share.Memo[DomainLists]
	conditionalAccess share.Memo[[]rules.ConditionalAccessPolicy]
	synchronizations  share.Memo[[]rules.Synchronization]
	// syncConfigurations are the same configurations with their ids.
	syncConfigurations share.Memo[[]SyncConfiguration]
	// syncMappings is keyed by application and job, and syncScopes by application, in
	// lower case.
	syncMappings      share.Memo[rules.SyncMapping]
	syncScopes        share.Memo[[]string]
	groupSyncPartners share.Memo[[]string]
	cloudEndpoints    share.Memo[[]string]
	// deletedUsers lists the recycle bin, by each address of its users.
	deletedUsers  share.Memo[map[string][]User]
	defaultAccess share.Memo[rules.AccessSettings]
	// partners is keyed by partnerKey.
	partners share.Memo[*rules.AccessSettings]
	// m365Capabilities is keyed by the id of the other tenant, in lower case, and by
	// theTenant for those of the default.
	m365Capabilities share.Memo[rules.M365Capabilities]
	// units are administrative units by display name in lower case.
	units share.Memo[AdministrativeUnit]
	// references holds whether an object exists, by its expected kind and its id.
	references share.Memo[bool]
	// tenantsByDomain are the ids of tenants by domain in lower case.
	tenantsByDomain share.Memo[string]
}

// theTenant is the key of facts that a tenant has one of.
const theTenant = ""

// remembered returns a fact, and reads it unless it is known or being read. Each
// caller waits as long as its own context allows; the read continues for the
// others.
func remembered[T any](ctx context.Context, c *Client, memo *share.Memo[T], key string, read func(context.Context) (T, error)) (T, error) {
	value, err := memo.Get(ctx, key, read)
	return value, c.waited(err)
}

// settle replaces a fact with the result of a write: another read may reach a
// replica without the change (graph-identity §1.8). Without a result, the next
// caller reads the fact.
func settle[T any](memo *share.Memo[T], key string, seen T, err error) {
	if err != nil {
		memo.Forget(key)
		return
	}
	memo.Settle(key, seen)
}

// waited adds the host to the error of a caller whose wait has ended.
func (c *Client) waited(err error) error {
	var wait *share.WaitError
	if errors.As(err, &wait) {
		return &transport.BrokenError{Host: c.host, Err: wait.Err}
	}
	return err
}
