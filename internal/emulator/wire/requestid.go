package wire

import (
	"net/http"
)

const (
	headerRequestID       = "request-id"
	headerClientRequestID = "client-request-id"
)

// RequestIDs adds a request-id to each response and echoes the client's own id
// (graph-identity §0).
func RequestIDs(newID func() string) Layer {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set(headerRequestID, newID())
			if id := r.Header.Get(headerClientRequestID); id != "" {
				w.Header().Set(headerClientRequestID, id)
			}
			next.ServeHTTP(w, r)
		})
	}
}
