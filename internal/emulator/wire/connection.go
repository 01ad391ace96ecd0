package wire

import (
	"bytes"
	"cmp"
	"context"
	"net/http"
	"strconv"
	"sync/atomic"
)

// connection is what a request and the items of its batch share: the way back to
// the client, which a fault rule may cut.
type connection struct {
	// severed lets nothing through, cut only half of a body.
	severed, cut atomic.Bool
}

// damage does to the connection what a rule says, beside what other rules did.
func (c *connection) damage(f Fault) {
	if f.DropResponse {
		c.severed.Store(true)
	}
	if f.Truncate {
		c.cut.Store(true)
	}
}

func (c *connection) damaged() bool { return c.severed.Load() || c.cut.Load() }

type connectionKey struct{}

func connectionFrom(ctx context.Context) *connection {
	if c, ok := ctx.Value(connectionKey{}).(*connection); ok {
		return c
	}
	return &connection{}
}

// Connection lets fault rules carry out a request and then lose the answer, or
// half of it. It has to be the outermost layer but for [Dates].
func Connection() Layer {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			c := &connection{}
			ctx := context.WithValue(r.Context(), connectionKey{}, c)
			answer := &severable{ResponseWriter: w, connection: c}
			next.ServeHTTP(answer, r.WithContext(ctx))
			if answer.lost() {
				// The documented way to end an HTTP/1 connection, or an HTTP/2
				// stream, before the end of an answer.
				panic(http.ErrAbortHandler)
			}
		})
	}
}

// severable holds an answer back whose connection has been cut.
type severable struct {
	http.ResponseWriter
	connection *connection
	status     int
	body       bytes.Buffer
}

// WriteHeader passes the status on while there is a connection.
func (s *severable) WriteHeader(status int) {
	if s.connection.damaged() {
		s.status = cmp.Or(s.status, status)
		return
	}
	s.ResponseWriter.WriteHeader(status)
}

// Write passes the body on while there is a connection.
func (s *severable) Write(b []byte) (int, error) {
	if s.connection.damaged() {
		return s.body.Write(b)
	}
	return s.ResponseWriter.Write(b)
}

// Unwrap lets [http.ResponseController] reach the connection.
func (s *severable) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// lost sends what a cut connection lets through, and reports whether something of
// the answer is missing.
func (s *severable) lost() bool {
	if s.connection.severed.Load() {
		return true
	}
	if !s.connection.cut.Load() {
		return false
	}
	whole := s.body.Bytes()
	if len(whole) > 0 {
		s.Header().Set("Content-Length", strconv.Itoa(len(whole)))
	}
	s.ResponseWriter.WriteHeader(cmp.Or(s.status, http.StatusOK))
	if len(whole) == 0 {
		return false
	}
	// The client is gone when these fail, and the connection ends either way.
	_, _ = s.ResponseWriter.Write(whole[:len(whole)/2])
	_ = http.NewResponseController(s.ResponseWriter).Flush()
	return true
}
