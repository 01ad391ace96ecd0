package wire

import (
	"net/http"
	"time"
)

// Dates sets the Date header of each response to the services' clock at the time
// of sending: a client that compares it with a createdDateTime compares two times
// of one clock.
func Dates(now func() time.Time) Layer {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			d := &dated{ResponseWriter: w, now: now}
			next.ServeHTTP(d, r)
			d.stamp() // for a handler that leaves the status to net/http
		})
	}
}

type dated struct {
	http.ResponseWriter
	now  func() time.Time
	done bool
}

// WriteHeader sets the date and passes the status on.
func (d *dated) WriteHeader(status int) {
	d.stamp()
	d.ResponseWriter.WriteHeader(status)
}

// Write sets the date of a response with an implied 200.
func (d *dated) Write(b []byte) (int, error) {
	d.stamp()
	return d.ResponseWriter.Write(b)
}

// Unwrap lets [http.ResponseController] reach the connection.
func (d *dated) Unwrap() http.ResponseWriter { return d.ResponseWriter }

func (d *dated) stamp() {
	if !d.done {
		d.done = true
		d.Header().Set("Date", d.now().UTC().Format(http.TimeFormat))
	}
}
