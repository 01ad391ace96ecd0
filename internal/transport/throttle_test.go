package transport

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestThrottlingWithoutATime: a 429 without a usable Retry-After, or with 0, is
// repeated with growing waits until the timeout.
func TestThrottlingWithoutATime(t *testing.T) {
	t.Parallel()
	for _, asked := range []string{"", "0", "soon"} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			clock, s := newFakeClock(), &script{answers: []answer{{status: http.StatusTooManyRequests, retryAfter: asked}}}
			ctx, cancel := within(t, clock, 15*time.Minute)
			defer cancel()
			err := try(ctx, pipeline(s, clock, token{}), method)
			var late *DeadlineError
			if !errors.As(err, &late) || late.RetryAfter != 0 {
				t.Errorf("%s, Retry-After %q: %v", method, asked, err)
			}
			// The waits grow to half a minute: 15 minutes allow about 40 tries.
			if n := len(s.bodies); n < 30 || n > 80 {
				t.Errorf("%s, Retry-After %q: %d tries in 15 minutes", method, asked, n)
			}
			for i, wait := range clock.waits {
				if most := shortestRetry << min(i, 10); wait > min(most, longestRetry) || wait < min(most, longestRetry)/2 {
					t.Errorf("wait %d is %s", i, wait)
				}
			}
		}
	}
}

// TestRetryAfter reads every form of the header.
func TestRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for text, want := range map[string]time.Duration{
		"": 0, "0": 0, "7": 7 * time.Second, " 7 ": 7 * time.Second, "2.128": 2128 * time.Millisecond, "315": 315 * time.Second,
		"86400": 24 * time.Hour, "-1": 0, "soon": 0, "NaN": 0, "1e309": 0, "1e12": 0,
		"Fri, 02 Jan 2026 03:04:15 GMT": 10 * time.Second,
		"Fri, 02 Jan 2026 03:04:00 GMT": 0,
	} {
		if got := retryAfter(http.Header{"Retry-After": {text}}, now); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	// The clock of this machine is two minutes behind that of the service.
	h := http.Header{"Retry-After": {"Fri, 02 Jan 2026 03:06:15 GMT"}, "Date": {"Fri, 02 Jan 2026 03:06:05 GMT"}}
	if got := retryAfter(h, now); got != 10*time.Second {
		t.Errorf("by the clock of the service: %s", got)
	}
}

// TestLastAnswerIsNamed: an error at the end of the timeout names the last answer.
func TestLastAnswerIsNamed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		s := &script{answers: []answer{{status: http.StatusServiceUnavailable}, {silent: true}}}
		err := try(ctx, New(options(s, SystemClock(), token{})), http.MethodGet)
		var late *DeadlineError
		if !errors.As(err, &late) || !strings.Contains(err.Error(), "503 Service Unavailable") {
			t.Errorf("got %v", err)
		}
	})
}

// TestInterruptEndsTheWait: Ctrl-C does not wait for the next try.
func TestInterruptEndsTheWait(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusTooManyRequests, http.StatusServiceUnavailable} {
		synctest.Test(t, func(t *testing.T) {
			ctx, interrupt := context.WithCancel(t.Context())
			time.AfterFunc(time.Second, interrupt)
			s, began := &script{answers: []answer{{status: status, retryAfter: "60"}, {status: http.StatusOK}}}, time.Now()
			err := try(ctx, New(options(s, SystemClock(), token{})), http.MethodGet)
			if kindOf(err) != "status" || len(s.bodies) != 1 || time.Since(began) != time.Second {
				t.Errorf("%d: %v after %d tries and %s", status, err, len(s.bodies), time.Since(began))
			}
		})
	}
}

// within returns a context whose deadline is the given time after the clock's
// time.
func within(t *testing.T, clock *fakeClock, left time.Duration) (context.Context, context.CancelFunc) {
	t.Helper()
	// Contexts use the system's clock, so the deadline is far from both.
	deadline := clock.now.Add(5 * 365 * 24 * time.Hour)
	clock.now = deadline.Add(-left)
	return context.WithDeadline(t.Context(), deadline)
}

// try sends one request and closes the answer.
func try(ctx context.Context, rt http.RoundTripper, method string) error {
	req, err := http.NewRequestWithContext(ctx, method, "https://graph.example/v1.0/users?$filter=secret", http.NoBody)
	if err != nil {
		return err
	}
	resp, err := rt.RoundTrip(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func TestInWords(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		0:                       "0s",
		210 * time.Millisecond:  "210ms",
		2 * time.Minute:         "2m0s",
		23*time.Hour + 1:        "23h0m0s",
		24 * time.Hour:          "1 day",
		26*time.Hour + 10:       "1 day 2 hours",
		74 * time.Hour:          "3 days 2 hours",
		95591*time.Hour + 26*60: "3982 days 23 hours",
	} {
		if got := InWords(d); got != want {
			t.Errorf("%d: %q, want %q", d, got, want)
		}
	}
}

func FuzzRetryAfter(f *testing.F) {
	for _, s := range []string{"", "0", "-1", "2.128", "1e309", "NaN", "Fri, 02 Jan 2026 03:04:15 GMT"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d := retryAfter(http.Header{"Retry-After": {s}}, time.Now()); d < 0 {
			t.Errorf("%q gives %s", s, d)
		}
	})
}
