package wire

import "time"

// quota is a published limit: a number of units in a window.
type quota struct {
	limit  float64
	window time.Duration
}

func (q quota) perSecond() float64 { return q.limit / q.window.Seconds() }

// bucket is a token bucket: it starts full, holds the units of one window, and
// refills at the quota's rate.
type bucket struct {
	quota
	level float64
	at    time.Time
}

func newBucket(q quota, now time.Time) *bucket {
	return &bucket{quota: q, level: q.limit, at: now}
}

// refill adds the units for the time since the last call. A changed quota, as
// after growth of the tenant, keeps the used units.
func (b *bucket) refill(q quota, now time.Time) {
	used := b.limit - b.level
	b.quota = q
	used -= now.Sub(b.at).Seconds() * q.perSecond()
	b.level = q.limit - max(used, 0)
	b.at = now
}

// shortage is the time until the units are available; 0 when they are. A request
// above the whole quota waits for a full bucket, not forever.
func (b *bucket) shortage(units float64) time.Duration {
	missing := min(units, b.limit) - b.level
	if missing <= 0 {
		return 0
	}
	return time.Duration(missing / b.perSecond() * float64(time.Second))
}

// used is the used share of the quota.
func (b *bucket) used() float64 { return 1 - b.level/b.limit }
