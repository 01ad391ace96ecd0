package inspect

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// Inquiry reads the facts of one check, concurrently and within a time limit. A
// fact that cannot be read stays unknown, and is listed as unread.
type Inquiry struct {
	machine *Machine
	inquiry *share.Inquiry
	unread  []*Unread
}

// Answered waits for all questions so far. More questions may follow.
func (i *Inquiry) Answered() { i.inquiry.Wait() }

// Unread waits for all questions so far, and lists the unread facts, by tenant.
func (i *Inquiry) Unread() []*Unread {
	i.Answered()
	slices.SortStableFunc(i.unread, func(a, b *Unread) int {
		return cmp.Or(strings.Compare(a.Tenant.Key, b.Tenant.Key), slices.Compare(a.Checks, b.Checks), strings.Compare(a.question, b.question))
	})
	return i.unread
}

// Question is a topic with the call that reads its answer.
type Question[T any] struct {
	Topic
	Read func(context.Context, *tenant.Tenant) (T, error)
}

// Ask reads the answer into a fact, which may be used once the inquiry is
// answered. It sends nothing when all checks that need the answer are off, or
// when the tenant has refused the question in this run.
func (q Question[T]) Ask(ctx context.Context, i *Inquiry, t *tenant.Tenant, into *rules.Fact[T]) {
	q.askThen(ctx, i, t, into, func(T) {})
}

// askThen passes the answer to a function that may ask more.
func (q Question[T]) askThen(ctx context.Context, i *Inquiry, t *tenant.Tenant, into *rules.Fact[T], then func(T)) {
	if !q.always && !i.machine.checks.On(q.Checks...) {
		return
	}
	key := asked{t.ID, q.Name}
	share.Ask(ctx, i.inquiry, func(ctx context.Context) (T, error) {
		if err := i.machine.refusal(key); err != nil {
			var none T
			return none, err
		}
		return q.Read(ctx, t)
	}, func(value T, err error) {
		if err == nil {
			*into = rules.Known(value)
			then(value)
			return
		}
		why := &Unread{Tenant: t, Checks: q.Checks, Waited: i.inquiry.Limit(), Err: err, question: q.Name}
		if why.Permission() != "" && !q.mixed {
			i.machine.remember(key, err)
		}
		i.unread = append(i.unread, why)
		*into = rules.Unread[T](why)
	})
}
