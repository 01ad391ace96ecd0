package transport

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Quota is a published limit: a number of units, refilled over a period.
type Quota struct {
	Units  int
	Period time.Duration
}

// Share is a part of the quota, from 0 to 1: at least one unit.
func (q Quota) Share(part float64) Quota {
	return Quota{Units: max(int(float64(q.Units)*part), 1), Period: q.Period}
}

func (q Quota) perSecond() rate.Limit { return rate.Limit(float64(q.Units) / q.Period.Seconds()) }

// A service that refuses requests at the published rate has a lower limit, or another
// client shares it. The rate then falls by a factor, and rises again in steps, which
// are parts of the published rate: clients that share a quota come to equal parts.
const (
	rateFall   = 0.9
	rateRise   = 0.02
	risePeriod = 5 * time.Second
	slowest    = 0.05
)

// bucket is one quota: a token bucket, and the pause that the service has asked for.
type bucket struct {
	clock Clock
	// name is what the quota counts.
	name  string
	quota Quota
	rate  *rate.Limiter

	mu      sync.Mutex
	resume  time.Time
	refused *StatusError
	// changed is the last change of the rate.
	changed time.Time
}

func newBucket(clock Clock, name string, q Quota) *bucket {
	return &bucket{clock: clock, name: name, quota: q, rate: rate.NewLimiter(q.perSecond(), q.Units)}
}

// wait returns when n units are available and no pause is left.
func (b *bucket) wait(ctx context.Context, n int) error {
	for {
		if pause, refused := b.pause(); pause > 0 {
			if err := b.waitFor(ctx, pause, refused); err != nil {
				return err
			}
			continue
		}
		now := b.clock.Now()
		reserved := b.rate.ReserveN(now, min(n, b.quota.Units))
		if err := b.waitFor(ctx, reserved.DelayFrom(now), nil); err != nil {
			reserved.CancelAt(b.clock.Now())
			return err
		}
		// A pause that has begun meanwhile has emptied the bucket: without another
		// reservation, all waiting requests would be sent at its end.
		if pause, _ := b.pause(); pause <= 0 {
			return nil
		}
	}
}

// waitFor fails at once when the wait ends after the deadline. Refused is the refusal
// that the wait follows from, nil for the quota.
func (b *bucket) waitFor(ctx context.Context, d time.Duration, refused *StatusError) error {
	deadline, bounded := ctx.Deadline()
	left := max(deadline.Sub(b.clock.Now()), 0)
	switch {
	case !bounded || d <= left:
		return b.clock.Wait(ctx, d)
	case refused != nil:
		return &DeadlineError{RetryAfter: d, Left: left, Err: refused}
	}
	return &QuotaError{Name: b.name, Quota: b.quota, Wait: d, Left: left}
}

func (b *bucket) pause() (time.Duration, *StatusError) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.resume.Sub(b.clock.Now()), b.refused
}

// throttle pauses all requests, and continues at the rate of the quota: what the
// bucket held was wrong. If it held nothing, the rate was.
func (b *bucket) throttle(until time.Time, refused *StatusError) {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.clock.Now()
	if now.After(b.resume) && b.rate.TokensAt(now) < 1 {
		b.setRate(now, max(b.rate.Limit()*rateFall, b.quota.perSecond()*slowest))
	}
	b.charge(int(b.rate.TokensAt(now)))
	if until.After(b.resume) {
		b.resume, b.refused = until, refused
	}
}

// rise raises a rate that has fallen.
func (b *bucket) rise() {
	b.mu.Lock()
	defer b.mu.Unlock()
	now, published := b.clock.Now(), b.quota.perSecond()
	if b.rate.Limit() < published && now.Sub(b.changed) >= risePeriod {
		b.setRate(now, min(b.rate.Limit()+published*rateRise, published))
	}
}

func (b *bucket) setRate(now time.Time, to rate.Limit) {
	b.rate.SetLimitAt(now, to)
	b.changed = now
}

// drain empties the bucket.
func (b *bucket) drain() { b.charge(int(b.rate.TokensAt(b.clock.Now()))) }

// charge takes units without waiting for them.
func (b *bucket) charge(n int) {
	if n > 0 {
		b.rate.ReserveN(b.clock.Now(), min(n, b.quota.Units))
	}
}

// QuotaError means that a request was not sent, because its quota allows it only
// after the operation's timeout.
type QuotaError struct {
	// Name is what the quota counts.
	Name       string
	Quota      Quota
	Wait, Left time.Duration
}

func (e *QuotaError) Error() string {
	return fmt.Sprintf("the quota of %d %s in %s is used up for %s, but only %s of the timeout remain",
		e.Quota.Units, e.Name, InWords(e.Quota.Period), InWords(e.Wait), InWords(e.Left))
}
