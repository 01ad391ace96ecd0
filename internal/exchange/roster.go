package exchange

import (
	"context"
	"errors"
	"math"
	"strings"
	"sync"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

const (
	// readsBeforeList is the number of single reads before the first list.
	readsBeforeList = 10
	// listGrowth is by how much more single reads precede the next one.
	listGrowth = 4
	// listLimit leaves time for the single reads of a batch whose list fails.
	listLimit = share.DefaultLimit / 2
)

// roster answers the reads of single mail users. The size of a tenant is not known,
// so it reads singly until that has taken as many requests as a list may take, and
// then tries a list of no more pages than that. A list that ends serves the rest of
// the run. One that does not was in vain, and is tried again after listGrowth times
// as many reads. The requests are thereby within a small factor of the fewest.
type roster struct {
	read func(ctx context.Context, objectID string) (MailUser, error)
	list func(ctx context.Context, mostPages int) (users []MailUser, complete bool, err error)

	gathered *share.Gatherer[string, MailUser]
	// reads counts single reads, and threshold is their number before the next list.
	// The gatherer's batches do not overlap, and only they use them.
	reads, threshold int

	mu sync.Mutex
	// known holds mail users by object id in lower case.
	known map[string]MailUser
	// changed are those that this client has changed: what a list says of them may be
	// older than the change.
	changed map[string]bool
	// refused is why the application cannot read mail users, for the rest of the run.
	refused error
}

func newRoster(
	read func(context.Context, string) (MailUser, error), list func(context.Context, int) ([]MailUser, bool, error),
) *roster {
	r := &roster{
		read: read, list: list, threshold: readsBeforeList, known: map[string]MailUser{}, changed: map[string]bool{},
	}
	r.gathered = share.NewGatherer(pageSize, r.answer)
	return r
}

func (r *roster) get(ctx context.Context, objectID string) (MailUser, error) {
	key := strings.ToLower(objectID)
	if u, ok := r.look(key); ok {
		return u, nil
	}
	return r.gathered.Get(ctx, key)
}

// answer answers a batch of reads; the gatherer calls it.
func (r *roster) answer(ctx context.Context, ids []string) map[string]share.Answer[MailUser] {
	if r.reads+len(ids) > r.threshold {
		r.tryList(ctx)
	}
	answers := make(map[string]share.Answer[MailUser], len(ids))
	var open []string
	for _, id := range ids {
		if u, ok := r.look(id); ok {
			answers[id] = share.Answer[MailUser]{Value: u}
		} else {
			open = append(open, id)
		}
	}
	r.reads += len(open)
	// The reads do not fail together: each has its own error.
	single, err := share.Together(ctx, mostReads, open, func(ctx context.Context, id string) (share.Answer[MailUser], error) {
		u, err := r.readUnlessRefused(ctx, id)
		return share.Answer[MailUser]{Value: u, Err: err}, nil
	})
	for _, id := range open {
		a, ok := single[id]
		if !ok {
			a.Err = err
		}
		answers[id] = a
	}
	return answers
}

// readUnlessRefused reads a mail user. What the application may not do for one it may
// not do for the others.
func (r *roster) readUnlessRefused(ctx context.Context, id string) (MailUser, error) {
	r.mu.Lock()
	err := r.refused
	r.mu.Unlock()
	if err != nil {
		return MailUser{}, err
	}
	u, err := r.read(ctx, id)
	if Unavailable(err) {
		r.mu.Lock()
		r.refused = err
		r.mu.Unlock()
	}
	return u, err
}

// tryList lists with as many pages as single reads would take.
func (r *roster) tryList(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, listLimit)
	defer cancel()
	users, complete, err := r.list(ctx, r.threshold)
	switch {
	case err != nil, complete:
		// A list that fails is not tried again, because single reads do without it.
		r.threshold = math.MaxInt
	default:
		r.threshold *= listGrowth
	}
	if err == nil && complete {
		r.fill(users)
	}
}

func (r *roster) fill(users []MailUser) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, u := range users {
		if key := strings.ToLower(u.ObjectID); key != "" && !r.changed[key] {
			r.known[key] = u
		}
	}
}

func (r *roster) look(key string) (MailUser, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	u, ok := r.known[key]
	return u, ok
}

// outdate drops what is known of a mail user that is about to be changed.
func (r *roster) outdate(objectID string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	key := strings.ToLower(objectID)
	r.changed[key] = true
	delete(r.known, key)
}

// settle stores a mail user as it was read after a change.
func (r *roster) settle(u MailUser) {
	r.mu.Lock()
	defer r.mu.Unlock()
	key := strings.ToLower(u.ObjectID)
	r.changed[key] = true
	r.known[key] = u
}

// waited adds the host to the error of a caller whose wait has ended.
func (c *Client) waited(err error) error {
	var wait *share.WaitError
	if errors.As(err, &wait) {
		return &transport.BrokenError{Host: c.host, Err: wait.Err}
	}
	return err
}
