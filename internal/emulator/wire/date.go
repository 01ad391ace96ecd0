package wire

import (
	"net/http"
	"time"
)

// Dated puts the emulator's own time into the answers, where the HTTP server
// would put the computer's.
func Dated(now func() time.Time) Layer {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Date", now().UTC().Format(http.TimeFormat))
			next.ServeHTTP(w, r)
		})
	}
}
