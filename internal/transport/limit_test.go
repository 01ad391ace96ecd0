package transport

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestLimiter(t *testing.T) {
	t.Parallel()
	clock := newFakeClock()
	l := NewLimiter(clock, Quota{Units: 10, Period: time.Second}, Quota{Units: 2, Period: 20 * time.Second})
	wait := func(c Cost) time.Duration {
		before := clock.Now()
		if err := l.Wait(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		return clock.Now().Sub(before)
	}
	for range 10 {
		if d := wait(Cost{Units: 1}); d != 0 {
			t.Fatalf("waited %s within the quota", d)
		}
	}
	if d := wait(Cost{Units: 5}); d != 500*time.Millisecond {
		t.Errorf("five units over the quota waited %s", d)
	}
	clock.now = clock.now.Add(time.Minute)
	wait(Cost{Units: 1, Writes: 1})
	wait(Cost{Units: 1, Writes: 1})
	if d := wait(Cost{Units: 1, Writes: 1}); d != 10*time.Second {
		t.Errorf("third write waited %s", d)
	}
	l.Throttled(Cost{Units: 1}, 3*time.Second, &StatusError{})
	l.Throttled(Cost{Units: 1}, time.Second, &StatusError{})
	// The bucket is empty after the pause, and holds 10 units in a second.
	if d := wait(Cost{Units: 1}); d != 3*time.Second {
		t.Errorf("waited %s, want the longer pause", d)
	}
}

// TestThrottleScopes: reads may pass while writes are throttled.
func TestThrottleScopes(t *testing.T) {
	t.Parallel()
	read, write := Cost{Units: 1}, Cost{Units: 1, Writes: 1}
	for _, tt := range []struct {
		scope        string
		refused      Cost
		read, writes bool // paused
	}{
		{"", read, true, true},
		{"", write, false, true},
		{"Tenant_Application/Write/app/tenant", write, false, true},
		{"Tenant_Application/Write/app/tenant", read, false, true},
		{"Tenant_Application/ReadWrite/app/tenant", write, true, true},
		{"Tenant/Read", read, true, true}, // a write needs units too
	} {
		clock := newFakeClock()
		l := NewLimiter(clock, Quota{100, time.Second}, Quota{100, time.Second})
		l.Throttled(tt.refused, time.Minute, &StatusError{Header: http.Header{"X-Ms-Throttle-Scope": {tt.scope}}})
		for cost, paused := range map[Cost]bool{read: tt.read, write: tt.writes} {
			before := clock.Now()
			ctx, cancel := context.WithCancel(t.Context())
			if err := l.Wait(ctx, cost); err != nil {
				t.Fatal(err)
			}
			cancel()
			if waited := clock.Now().Sub(before) >= time.Minute; waited != paused {
				t.Errorf("%q: %+v waited %t, want %t", tt.scope, cost, waited, paused)
			}
			clock.now = before
		}
	}
}

// TestLimiterFollowsTheService: the cost and the used share in responses, and the rate
// after refusals.
func TestLimiterFollowsTheService(t *testing.T) {
	t.Parallel()
	clock := newFakeClock()
	l := NewLimiter(clock, Quota{100, 10 * time.Second}, Quota{10, 10 * time.Second})
	wait := func(c Cost) time.Duration {
		before := clock.Now()
		if err := l.Wait(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		return clock.Now().Sub(before)
	}
	wait(Cost{Units: 1})
	l.Answered(Cost{Units: 1}, http.Header{"X-Ms-Resource-Unit": {"100"}})
	if d := wait(Cost{Units: 1}); d < 90*time.Millisecond || d > 110*time.Millisecond {
		t.Errorf("after a request that has cost the whole quota, waited %s", d)
	}
	l.Answered(Cost{Units: 1, Writes: 1}, http.Header{"X-Ms-Throttle-Limit-Percentage": {"0.95"}})
	if d := wait(Cost{Units: 1, Writes: 1}); d > 110*time.Millisecond {
		t.Errorf("within the quota, waited %s", d)
	}
	l.Answered(Cost{Units: 1, Writes: 1}, http.Header{"X-Ms-Throttle-Limit-Percentage": {"1.02"}})
	if d := wait(Cost{Units: 1, Writes: 1}); d < 900*time.Millisecond {
		t.Errorf("above the quota, waited %s", d)
	}
	// A refusal at the rate of the quota lowers the rate, and time raises it again.
	for range 5 {
		wait(Cost{Units: 1, Writes: 1})
		l.Throttled(Cost{Units: 1, Writes: 1}, time.Millisecond, &StatusError{})
	}
	wait(Cost{Units: 1, Writes: 1})
	if d := wait(Cost{Units: 1, Writes: 1}); d < 1500*time.Millisecond {
		t.Errorf("after refusals, waited %s", d)
	}
	for range 60 {
		clock.now = clock.now.Add(risePeriod)
		l.Answered(Cost{Units: 1, Writes: 1}, nil)
	}
	for range 10 {
		wait(Cost{Units: 1, Writes: 1})
	}
	if d := wait(Cost{Units: 1, Writes: 1}); d > 1010*time.Millisecond {
		t.Errorf("after a time without refusals, waited %s", d)
	}
}

// TestLimiterEndsAtTheDeadline: a wait beyond the timeout fails at once, and says what
// it would wait for.
func TestLimiterEndsAtTheDeadline(t *testing.T) {
	t.Parallel()
	clock := newFakeClock()
	ctx, cancel := within(t, clock, 30*time.Second)
	defer cancel()
	l := NewLimiter(clock, Quota{100, time.Second}, Quota{1, time.Minute})
	write := Cost{Units: 1, Writes: 1}
	if err := l.Wait(ctx, write); err != nil {
		t.Fatal(err)
	}
	var full *QuotaError
	if err := l.Wait(ctx, write); !errors.As(err, &full) || full.Left != 30*time.Second || !strings.Contains(err.Error(), "1 writes in 1m0s is used up for 1m0s, but only 30s") {
		t.Errorf("got %v", err)
	}
	l.Throttled(write, 315*time.Second, &StatusError{Status: 429, Header: http.Header{
		"X-Ms-Throttle-Scope": {"Tenant_Application/Write/a/t"}, "X-Ms-Throttle-Information": {"WriteLimitExceeded"},
	}})
	var late *DeadlineError
	err := l.Wait(ctx, write)
	if !errors.As(err, &late) || late.RetryAfter != 315*time.Second {
		t.Fatalf("got %v", err)
	}
	for _, part := range []string{"5m15s", "throttled by Tenant_Application/Write, WriteLimitExceeded", "30s", "429"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%v lacks %q", err, part)
		}
	}
	if len(clock.waits) > 0 {
		t.Errorf("waited %v in vain", clock.waits)
	}
}
