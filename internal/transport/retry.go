package transport

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

const (
	// maxTries bounds failures that may last for ever. Throttling does not
	// count: a service that says when to come back is waited for.
	maxTries = 8
	// The floor keeps "Retry-After: 0" from becoming a hot loop (peers T22).
	shortestRetry = 200 * time.Millisecond
	longestRetry  = 30 * time.Second
)

type safeKey struct{}

// WithSafeRepeat marks the requests of a context as harmless to repeat even
// though their method says otherwise, as with a batch of reads.
func WithSafeRepeat(ctx context.Context) context.Context {
	return context.WithValue(ctx, safeKey{}, true)
}

// retry repeats a request as long as that is safe and useful. A POST is only
// repeated when the service surely did not act on the one before.
type retry struct {
	next    http.RoundTripper
	clock   Clock
	limiter *Limiter
}

func (r *retry) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := readBody(req)
	if err != nil {
		return nil, err
	}
	for failures := 0; ; {
		try := req.Clone(req.Context())
		if body != nil {
			try.Body = io.NopCloser(bytes.NewReader(body))
		}
		resp, err := r.next.RoundTrip(try)
		v := judge(req, resp, err)
		if v == pass {
			return resp, err
		}
		if err == nil {
			err = refusal(req, resp)
		}
		if v == ambiguous {
			return nil, &AmbiguousError{Err: err}
		}
		if v == again {
			if failures++; failures == maxTries {
				return nil, err
			}
		}
		if err := r.wait(req.Context(), v, failures, err); err != nil {
			return nil, err
		}
	}
}

// wait returns when the next try is due. It refuses to start a wait that the
// deadline would cut short, because the error then can say what was asked for.
func (r *retry) wait(ctx context.Context, v verdict, failures int, cause error) error {
	delay := backoff(failures)
	var refused *StatusError
	if errors.As(cause, &refused) {
		if asked, ok := retryAfter(refused.Header, r.clock.Now()); ok {
			delay = max(asked, shortestRetry)
		}
	}
	if deadline, ok := ctx.Deadline(); ok {
		if left := deadline.Sub(r.clock.Now()); left < delay {
			return &DeadlineError{RetryAfter: delay, Left: left, Err: cause}
		}
	}
	if v == throttled {
		r.limiter.Pause(delay)
	}
	if err := r.clock.Wait(ctx, delay); err != nil {
		return cause
	}
	return nil
}

type verdict int

const (
	pass      verdict = iota // an answer for the caller, good or bad
	throttled                // refused unseen; wait and repeat
	again                    // failed; repeating is safe
	ambiguous                // failed; repeating may act twice
)

func judge(req *http.Request, resp *http.Response, err error) verdict {
	var signIn *SignInError
	switch {
	case req.Context().Err() != nil, errors.As(err, &signIn), isCertificate(err):
		return pass
	case err != nil && (neverSent(err) || safe(req)):
		return again
	case err != nil:
		return ambiguous
	case resp.StatusCode == http.StatusTooManyRequests:
		return throttled
	case !transient(resp.StatusCode):
		return pass
	case safe(req):
		return again
	}
	return ambiguous
}

func transient(status int) bool {
	switch status {
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// safe reports whether repeating the request leaves the same state. Our PATCH
// bodies carry absolute values, so a second one changes nothing.
func safe(req *http.Request) bool {
	return req.Method != http.MethodPost || req.Context().Value(safeKey{}) != nil
}

func backoff(failures int) time.Duration {
	d := shortestRetry << min(max(failures, 1)-1, 10)
	d = min(d, longestRetry)
	return d/2 + rand.N(d/2+1)
}

// retryAfter reads the Retry-After header: seconds, possibly with a fraction
// (graph-identity §5), or a date.
func retryAfter(h http.Header, now time.Time) (time.Duration, bool) {
	text := h.Get("Retry-After")
	if text == "" {
		return 0, false
	}
	if seconds, err := strconv.ParseFloat(text, 64); err == nil && seconds >= 0 && seconds < 1e6 {
		return time.Duration(seconds * float64(time.Second)), true
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(at.Sub(now), 0), true
	}
	return 0, false
}

func readBody(req *http.Request) ([]byte, error) {
	if req.Body == nil {
		return nil, nil
	}
	defer req.Body.Close()
	return io.ReadAll(req.Body)
}
