package transport

import (
	"context"
	"errors"
	"net"
	"net/http"
)

// verdict is the consequence of a failed try for the request.
type verdict int

const (
	final     verdict = iota // an error for the caller
	throttled                // refused unseen; wait and repeat
	again                    // failed; repeating is safe
	ambiguous                // failed; repeating may act twice
)

func (r *retry) judge(req *http.Request, err error) verdict {
	var (
		refused     *StatusError
		unreachable *UnreachableError
		broken      *BrokenError
		unusable    *UnusableError
	)
	ended := req.Context().Err() != nil
	switch {
	case errors.As(err, &refused):
		return r.judgeRefusal(req, refused)
	case isCertificate(err):
		return final
	case errors.As(err, &unreachable):
		return unless(ended, again)
	case errors.As(err, &broken), errors.As(err, &unusable):
		if safe(req) {
			return unless(ended, again)
		}
		return ambiguous
	}
	// Nothing was sent: no token, a redirect that was not followed, or no time.
	return final
}

func (r *retry) judgeRefusal(req *http.Request, refused *StatusError) verdict {
	switch {
	case refused.Status == http.StatusTooManyRequests:
		return throttled
	case refused.Status == http.StatusLocked, r.repeats(refused):
		return again
	case !transient(refused.Status) && !r.outages(refused):
		return final
	case safe(req):
		return again
	}
	return ambiguous
}

func unless(ended bool, v verdict) verdict {
	if ended {
		return final
	}
	return v
}

func transient(status int) bool {
	switch status {
	case http.StatusRequestTimeout,
		http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

type safeKey struct{}

// WithSafeRepeat marks the requests of a context as safe to repeat despite their
// method, for example a batch of reads.
func WithSafeRepeat(ctx context.Context) context.Context {
	return context.WithValue(ctx, safeKey{}, true)
}

// safe reports whether repeating the request leaves the same state. PATCH bodies
// of this provider carry absolute values, so a second PATCH changes nothing.
func safe(req *http.Request) bool {
	return req.Method != http.MethodPost || req.Context().Value(safeKey{}) != nil
}

// Maximum number of tries. Throttled tries are not counted.
const (
	maxTries = 8
	// A wrong address or a gateway's page seldom goes away within seconds, and
	// one resource meets it many times.
	triesWithoutService = 4
	triesOfUnknownHost  = 2
	triesOfSilence      = 3
)

func triesFor(err error) int {
	var (
		unreachable *UnreachableError
		unusable    *UnusableError
		name        *net.DNSError
		network     net.Error
	)
	switch {
	case errors.As(err, &name) && name.IsNotFound:
		return triesOfUnknownHost
	case errors.As(err, &unreachable) && errors.As(err, &network) && network.Timeout():
		// The failed try was slow already.
		return triesOfUnknownHost
	case errors.As(err, &unreachable), errors.As(err, &unusable):
		return triesWithoutService
	case errors.Is(err, errTryTimeout):
		return triesOfSilence
	}
	return maxTries
}
