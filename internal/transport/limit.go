package transport

import (
	"context"
	"net/http"
	"time"
)

// Cost is the share of a service's quotas that one request takes.
type Cost struct {
	// Units are resource units; see graph-identity §5 for Graph's.
	Units int
	// Writes is the number of writes, which also count against the write quota.
	Writes int
}

// Limiter keeps the requests of one tenant to one service within its quotas. It
// starts with the published ones, and follows what the service says: the cost and the
// used share in the headers of its responses, and refusals.
type Limiter struct {
	clock         Clock
	units, writes *bucket
}

// NewLimiter returns a limiter with full quotas.
func NewLimiter(clock Clock, units, writes Quota) *Limiter {
	return &Limiter{clock: clock, units: newBucket(clock, "units", units), writes: newBucket(clock, "writes", writes)}
}

// Wait returns when a request of the given cost may be sent. When that is after the
// deadline, it fails at once, with a *QuotaError or, in a pause after a refusal, with a
// *DeadlineError.
func (l *Limiter) Wait(ctx context.Context, c Cost) error {
	if c.Writes == 0 {
		return l.units.wait(ctx, max(c.Units, 1))
	}
	// The write quota is the narrower one, and waiting for it refills the other.
	if err := l.writes.wait(ctx, c.Writes); err != nil {
		return err
	}
	return l.units.wait(ctx, max(c.Units, 1))
}

// Throttled pauses the requests that share a quota with a refused one. Without a
// scope in the refusal, these are the writes for a write, and all requests for a
// read: reads may pass while writes are throttled (graph-identity §5).
func (l *Limiter) Throttled(c Cost, pause time.Duration, refused *StatusError) {
	until := l.clock.Now().Add(pause)
	for _, b := range l.scope(c, refused.Header) {
		b.throttle(until, refused)
	}
}

func (l *Limiter) scope(c Cost, h http.Header) []*bucket {
	switch kind := throttleOf(h).kind; {
	case kind == "Write", kind == "" && c.Writes > 0:
		return []*bucket{l.writes}
	case kind == "Read":
		return []*bucket{l.units}
	}
	return []*bucket{l.units, l.writes}
}

// Answered corrects the quotas by the headers of a response: the units that the
// request has cost, and a quota that is used up.
func (l *Limiter) Answered(c Cost, h http.Header) {
	l.units.charge(unitsOf(h) - max(c.Units, 1))
	b := l.units
	if c.Writes > 0 {
		b = l.writes
		b.rise()
	}
	if usedOf(h) >= 1 {
		b.drain()
	}
	l.units.rise()
}

// limited waits for the quotas before each try.
type limited struct {
	next    http.RoundTripper
	limiter *Limiter
	cost    func(*http.Request) Cost
}

func (l *limited) RoundTrip(req *http.Request) (*http.Response, error) {
	cost := l.cost(req)
	if err := l.limiter.Wait(req.Context(), cost); err != nil {
		return nil, err
	}
	resp, err := l.next.RoundTrip(req)
	if err == nil {
		l.limiter.Answered(cost, resp.Header)
	}
	return resp, err
}
