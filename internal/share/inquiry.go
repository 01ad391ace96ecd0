package share

import (
	"context"
	"sync"
	"time"
)

// Inquiry asks many questions at once and waits for each no longer than its limit,
// whatever becomes of the read. It must not be copied.
type Inquiry struct {
	limit time.Duration
	asked sync.WaitGroup
	mu    sync.Mutex
}

// NewInquiry begins an inquiry.
func NewInquiry(limit time.Duration) *Inquiry { return &Inquiry{limit: limit} }

// Limit is how long the inquiry waits for an answer.
func (q *Inquiry) Limit() time.Duration { return q.limit }

// Ask reads in the background and hands the answer to then. When the limit, or the
// context, ends first, then gets a [WaitError]; the read is left behind, and what it
// returns is dropped. No two calls of then overlap, so they may write
// what the caller reads after [Inquiry.Wait].
func Ask[T any](ctx context.Context, q *Inquiry, read func(context.Context) (T, error), then func(T, error)) {
	q.asked.Go(func() {
		value, err := within(ctx, q.limit, read)
		q.mu.Lock()
		defer q.mu.Unlock()
		then(value, err)
	})
}

// Wait returns when everything that has been asked so far is answered or given up.
// More may be asked then.
func (q *Inquiry) Wait() { q.asked.Wait() }

// within returns what read returns, or a [WaitError] when the context ends first.
func within[T any](ctx context.Context, limit time.Duration, read func(context.Context) (T, error)) (T, error) {
	type answer struct {
		value T
		err   error
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	answers := make(chan answer, 1)
	go func() {
		value, err := read(ctx)
		answers <- answer{value, err}
	}()
	select {
	case a := <-answers:
		return a.value, a.err
	case <-ctx.Done():
		var none T
		return none, &WaitError{ctx.Err()}
	}
}
