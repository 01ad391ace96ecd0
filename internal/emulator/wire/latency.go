package wire

import (
	"context"
	"net/http"
	"time"
)

// Latency delays each request.
func Latency(d time.Duration) Layer {
	return func(next http.Handler) http.Handler {
		if d <= 0 {
			return next
		}
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if wait(r.Context(), d) {
				next.ServeHTTP(w, r)
			}
		})
	}
}

// wait reports whether the client is still connected after d.
func wait(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
