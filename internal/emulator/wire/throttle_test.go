package wire

import (
	"net/http"
	"strconv"
	"testing"
	"time"
)

// clock is a virtual clock for one test.
type clock struct{ now time.Time }

func (c *clock) Now() time.Time { return c.now }

func (c *clock) advance(d time.Duration) { c.now = c.now.Add(d) }

func throttled(c *clock, users int) http.Handler {
	t := NewThrottle(ThrottleConfig{
		Now:   c.Now,
		Users: func(string) int { return users },
		Cost:  func(r *http.Request) (int, bool) { return 1, r.Method != http.MethodGet },
	})
	return Chain(answers(200), about(Subject{Service: Graph, TenantID: "t1", AppID: "a1"}), t.Layer())
}

// accepted counts requests until the first refusal.
func accepted(h http.Handler, method, path string) int {
	for n := range 20_000 {
		if do(h, method, path).Code == http.StatusTooManyRequests {
			return n
		}
	}
	return -1
}

func TestThrottleQuotas(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, method, path string
		users, want        int
		scope, information string
		retryAfter         bool
	}{
		{"small tenant", "GET", "/v1.0/users", 49, 3500, "Tenant_Application/ReadWrite/a1/t1", "ResourceUnitLimitExceeded", true},
		{"medium tenant", "GET", "/v1.0/users", 500, 5000, "Tenant_Application/ReadWrite/a1/t1", "ResourceUnitLimitExceeded", true},
		{"large tenant", "GET", "/v1.0/users", 501, 8000, "Tenant_Application/ReadWrite/a1/t1", "ResourceUnitLimitExceeded", true},
		{"writes", "POST", "/v1.0/invitations", 49, 3000, "Tenant_Application/Write/a1/t1", "WriteLimitExceeded", true},
		{"conditional access", "GET", "/v1.0/identity/conditionalAccess/policies", 49, 1, "Tenant/ReadWrite/a1/t1", "ResourceUnitLimitExceeded", false},
		{"audit logs", "GET", "/v1.0/auditLogs/directoryAudits", 49, 5, "Tenant_Application/Read/a1/t1", "ResourceUnitLimitExceeded", true},
		{"batch is free", "POST", "/v1.0/$batch", 49, -1, "", "", false},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := &clock{start}
			h := throttled(c, tc.users)
			if got := accepted(h, tc.method, tc.path); got != tc.want {
				t.Fatalf("accepted %d, want %d", got, tc.want)
			}
			if tc.want < 0 {
				return
			}
			w := do(h, tc.method, tc.path)
			if got := w.Header().Get("x-ms-throttle-scope"); got != tc.scope {
				t.Errorf("scope %q", got)
			}
			if got := w.Header().Get("x-ms-throttle-information"); got != tc.information {
				t.Errorf("information %q", got)
			}
			if got := w.Header().Get("Retry-After") != ""; got != tc.retryAfter {
				t.Errorf("Retry-After %q", w.Header().Get("Retry-After"))
			}
		})
	}
}

// A client that waits as long as Retry-After says is served.
func TestThrottleRetryAfter(t *testing.T) {
	t.Parallel()
	c := &clock{start}
	h := throttled(c, 1)
	accepted(h, "POST", "/v1.0/invitations")
	for range 5 {
		w := do(h, "POST", "/v1.0/invitations")
		seconds, err := strconv.ParseFloat(w.Header().Get("Retry-After"), 64)
		if err != nil {
			t.Fatal(err)
		}
		c.advance(time.Duration(seconds * float64(time.Second)))
		if w := do(h, "POST", "/v1.0/invitations"); w.Code != 200 {
			t.Fatalf("still %d after %vs", w.Code, seconds)
		}
	}
}

// Reads succeed while writes are throttled, and a refused request costs nothing.
func TestThrottleReadsPass(t *testing.T) {
	t.Parallel()
	c := &clock{start}
	h := throttled(c, 1)
	accepted(h, "POST", "/v1.0/invitations")
	if w := do(h, "GET", "/v1.0/users"); w.Code != 200 {
		t.Errorf("read: %d", w.Code)
	}
	c.advance(150 * time.Second)
	if got := accepted(h, "POST", "/v1.0/invitations"); got != 3000 {
		t.Errorf("accepted %d after a full window", got)
	}
}

func TestThrottlePercentage(t *testing.T) {
	t.Parallel()
	c := &clock{start}
	h := throttled(c, 1)
	for n := range 3500 {
		got := do(h, "GET", "/v1.0/users").Header().Get("x-ms-throttle-limit-percentage")
		if want := n+1 > 2800; (got != "") != want {
			t.Fatalf("request %d: %q", n+1, got)
		}
	}
}
