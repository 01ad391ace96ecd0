package wire

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Throttle enforces the published quotas for requests to Microsoft Graph, on the
// virtual clock (graph-identity §5).
type Throttle struct {
	config ThrottleConfig

	mu      sync.Mutex
	buckets map[string]*bucket
}

// ThrottleConfig holds the inputs of the quotas.
type ThrottleConfig struct {
	Now func() time.Time
	// Users returns the number of a tenant's users; the quota of an application
	// grows with it.
	Users func(tenantID string) int
	// Cost returns the resource units of a request, and whether it writes.
	Cost func(*http.Request) (units int, write bool)
}

// NewThrottle returns a Throttle with full quotas.
func NewThrottle(config ThrottleConfig) *Throttle {
	return &Throttle{config: config, buckets: map[string]*bucket{}}
}

// Layer refuses requests above a quota with 429. A $batch itself is free, its
// items are not.
func (t *Throttle) Layer() Layer {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			c := t.call(r)
			if c.path == "/$batch" {
				next.ServeHTTP(w, r)
				return
			}
			used, refused := t.take(c)
			if refused != nil {
				refused.write(w)
				refuse(w, r, http.StatusTooManyRequests, t.config.Now())
				return
			}
			if used > announceAbove {
				w.Header().Set("x-ms-throttle-limit-percentage", strconv.FormatFloat(used, 'f', 2, 64))
			}
			next.ServeHTTP(w, r)
		})
	}
}

// announceAbove is the share of a quota above which Graph reports the usage.
const announceAbove = 0.8

func (t *Throttle) call(r *http.Request) call {
	s := SubjectFrom(r.Context())
	units, write := t.config.Cost(r)
	return call{
		tenant: s.TenantID,
		app:    s.AppID,
		path:   strings.ToLower(belowRoot(Graph, r.URL.Path)),
		units:  units,
		write:  write,
		users:  t.config.Users(s.TenantID),
	}
}

// refusal names the exhausted quota.
type refusal struct {
	charge
	after time.Duration
}

func (r *refusal) write(w http.ResponseWriter) {
	h := w.Header()
	if !r.silent {
		// The documentation shows fractions, so clients must be able to parse
		// them.
		h.Set("Retry-After", strconv.FormatFloat(r.after.Seconds(), 'f', 3, 64))
	}
	h.Set("x-ms-throttle-scope", r.scope)
	h.Set("x-ms-throttle-information", r.reason)
}

// take pays all charges of a call or none. It returns the largest used share of a
// quota.
func (t *Throttle) take(c call) (used float64, refused *refusal) {
	now := t.config.Now()
	t.mu.Lock()
	defer t.mu.Unlock()
	charges := c.charges()
	for _, charge := range charges {
		after := t.bucket(charge, now).shortage(charge.units)
		if after > 0 && (refused == nil || after > refused.after) {
			refused = &refusal{charge, after.Round(time.Millisecond) + time.Millisecond}
		}
	}
	if refused != nil {
		return 0, refused
	}
	for _, charge := range charges {
		b := t.buckets[charge.key]
		b.level -= charge.units
		used = max(used, b.used())
	}
	return used, nil
}

func (t *Throttle) bucket(c charge, now time.Time) *bucket {
	b, ok := t.buckets[c.key]
	if !ok {
		b = newBucket(c.quota, now)
		t.buckets[c.key] = b
		return b
	}
	b.refill(c.quota, now)
	return b
}
