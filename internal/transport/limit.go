package transport

import (
	"context"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Cost is the share of a service's quotas that one request takes.
type Cost struct {
	// Units are resource units; see graph-identity §5 for Graph's.
	Units int
	// Writes is the number of writes, which also count against the write quota.
	Writes int
}

// Quota is a published limit: a number of units, refilled over a period.
type Quota struct {
	Units  int
	Period time.Duration
}

func (q Quota) limiter() *rate.Limiter {
	return rate.NewLimiter(rate.Limit(float64(q.Units)/q.Period.Seconds()), q.Units)
}

// Limiter keeps the requests of one tenant to one service within its quotas, and
// pauses all of them when the service asks one of them to wait.
type Limiter struct {
	clock  Clock
	units  *rate.Limiter
	writes *rate.Limiter

	mu     sync.Mutex
	resume time.Time
}

// NewLimiter returns a limiter with full quotas.
func NewLimiter(clock Clock, units, writes Quota) *Limiter {
	return &Limiter{clock: clock, units: units.limiter(), writes: writes.limiter()}
}

// Wait returns when a request of the given cost may be sent.
func (l *Limiter) Wait(ctx context.Context, c Cost) error {
	now := l.clock.Now()
	delay := l.units.ReserveN(now, max(c.Units, 1)).DelayFrom(now)
	if c.Writes > 0 {
		delay = max(delay, l.writes.ReserveN(now, c.Writes).DelayFrom(now))
	}
	if err := l.clock.Wait(ctx, delay); err != nil {
		return err
	}
	// A pause may be extended while requests wait for its end.
	for {
		pause := l.pause()
		if pause <= 0 {
			return nil
		}
		if err := l.clock.Wait(ctx, pause); err != nil {
			return err
		}
	}
}

// Pause suspends all requests for d.
func (l *Limiter) Pause(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if until := l.clock.Now().Add(d); until.After(l.resume) {
		l.resume = until
	}
}

func (l *Limiter) pause() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.resume.Sub(l.clock.Now())
}

type limited struct {
	next    http.RoundTripper
	limiter *Limiter
	cost    func(*http.Request) Cost
}

func (l *limited) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := l.limiter.Wait(req.Context(), l.cost(req)); err != nil {
		return nil, err
	}
	return l.next.RoundTrip(req)
}
