package wire

import (
	"net/http"
	"time"
)

// recorder writes the status into the journal before the client can see it, so
// that a test that has its response finds it recorded.
type recorder struct {
	http.ResponseWriter
	journal    *Journal
	entry      *Entry
	connection *connection
	began      time.Time
	done       bool
}

// WriteHeader records the status and passes it on.
func (r *recorder) WriteHeader(status int) {
	r.record(status)
	r.ResponseWriter.WriteHeader(status)
}

// Write records an implied 200.
func (r *recorder) Write(b []byte) (int, error) {
	r.record(http.StatusOK)
	return r.ResponseWriter.Write(b)
}

// Unwrap lets [http.ResponseController] reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func (r *recorder) record(status int) {
	if r.done {
		return
	}
	r.done = true
	if r.connection.reset.Load() {
		status = 0
	}
	r.journal.answered(r.entry, status, r.connection.damaged(), time.Since(r.began))
}
