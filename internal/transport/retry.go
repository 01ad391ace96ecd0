package transport

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"time"
)

const (
	// shortestRetry prevents a busy loop when Retry-After is 0.
	shortestRetry = 200 * time.Millisecond
	longestRetry  = 30 * time.Second
)

// retry repeats a request while that is safe and useful. A POST is repeated only
// when the service cannot have acted on the previous try.
type retry struct {
	next    http.RoundTripper
	clock   Clock
	limiter *Limiter
	cost    func(*http.Request) Cost
	// repeats reports refusals that the service asks to repeat.
	repeats func(*StatusError) bool
	// outages reports refusals that count as a status of 500 or above.
	outages func(*StatusError) bool
}

func (r *retry) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := readBody(req)
	if err != nil {
		return nil, err
	}
	var last error // of the previous try
	for failures, throttles := 0, 0; ; {
		try := req.Clone(req.Context())
		if body != nil {
			try.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
			try.Body = io.NopCloser(bytes.NewReader(body))
		}
		resp, err := r.next.RoundTrip(try)
		if err == nil {
			return resp, nil
		}
		v := r.judge(req, err)
		switch v {
		case final:
			return nil, unanswered(req.Context(), err, last)
		case ambiguous:
			return nil, &AmbiguousError{Err: err}
		case again:
			if failures++; failures >= triesFor(err) {
				return nil, err
			}
		case throttled:
			throttles++
		}
		last = err
		if err := r.wait(req, v, failures+throttles, err); err != nil {
			return nil, err
		}
	}
}

// unanswered is the error of a try that was not sent, or not answered in time. The
// answer to the try before it says more.
func unanswered(ctx context.Context, err, last error) error {
	var full *QuotaError
	switch {
	case last == nil:
		return err
	case errors.As(err, &full):
		return &DeadlineError{Err: errors.Join(err, last)}
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return &DeadlineError{Err: last}
	case ctx.Err() != nil:
		return last
	}
	return err
}

// wait returns when the next try is due. It fails at once when the deadline would
// end the wait, so that the error can report the requested wait.
func (r *retry) wait(req *http.Request, v verdict, tries int, cause error) error {
	ctx := req.Context()
	asked := time.Duration(0)
	var refused *StatusError
	if errors.As(cause, &refused) {
		asked = retryAfter(refused.Header, r.clock.Now())
	}
	delay := backoff(tries)
	if asked > 0 {
		delay = max(asked, shortestRetry)
	}
	if deadline, ok := ctx.Deadline(); ok {
		if left := deadline.Sub(r.clock.Now()); left < delay {
			return &DeadlineError{RetryAfter: asked, Left: max(left, 0), Err: cause}
		}
	}
	if v == throttled {
		r.limiter.Throttled(r.cost(req), delay, refused)
	}
	if err := r.clock.Wait(ctx, delay); err != nil {
		return cause
	}
	return nil
}

func backoff(tries int) time.Duration {
	d := shortestRetry << min(max(tries, 1)-1, 10)
	d = min(d, longestRetry)
	return d/2 + rand.N(d/2+1)
}

func readBody(req *http.Request) ([]byte, error) {
	if req.Body == nil {
		return nil, nil
	}
	defer req.Body.Close()
	return io.ReadAll(req.Body)
}
