package share

import (
	"context"
	"sync"
	"time"
)

// Inquiry asks many questions concurrently and waits for each at most until its
// limit, even if the read ignores its context. It must not be copied.
type Inquiry struct {
	limit time.Duration
	asked sync.WaitGroup
	mu    sync.Mutex
}

// NewInquiry starts an inquiry.
func NewInquiry(limit time.Duration) *Inquiry { return &Inquiry{limit: limit} }

// Limit is the longest time that the inquiry waits for an answer.
func (q *Inquiry) Limit() time.Duration { return q.limit }

// Ask reads in the background and passes the answer to then. When the limit or
// the context ends first, then gets a [WaitError] and the result of the read is
// dropped. Calls of then never overlap, so they may write variables that the
// caller reads after [Inquiry.Wait].
func Ask[T any](ctx context.Context, q *Inquiry, read func(context.Context) (T, error), then func(T, error)) {
	q.asked.Go(func() {
		value, err := within(ctx, q.limit, read)
		q.mu.Lock()
		defer q.mu.Unlock()
		then(value, err)
	})
}

// Wait returns when every question so far is answered or has timed out. More
// questions may follow.
func (q *Inquiry) Wait() { q.asked.Wait() }

// within returns the result of read, or a [WaitError] when the context ends
// first.
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
