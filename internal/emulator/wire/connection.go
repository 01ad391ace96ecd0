package wire

import (
	"context"
	"net/http"
	"sync/atomic"
)

// connection is what a request and the items of its batch share: the way back to
// the client, which a fault rule may cut.
type connection struct{ severed atomic.Bool }

type connectionKey struct{}

func connectionFrom(ctx context.Context) *connection {
	if c, ok := ctx.Value(connectionKey{}).(*connection); ok {
		return c
	}
	return &connection{}
}

// Connection lets fault rules carry out a request and then lose the answer. It
// has to be the outermost layer.
func Connection() Layer {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			c := &connection{}
			ctx := context.WithValue(r.Context(), connectionKey{}, c)
			next.ServeHTTP(&severable{ResponseWriter: w, connection: c}, r.WithContext(ctx))
			if c.severed.Load() {
				// The documented way to end an HTTP/1 connection, or an HTTP/2
				// stream, without an answer.
				panic(http.ErrAbortHandler)
			}
		})
	}
}

// severable swallows an answer whose connection has been cut.
type severable struct {
	http.ResponseWriter
	connection *connection
}

// WriteHeader passes the status on while there is a connection.
func (s *severable) WriteHeader(status int) {
	if !s.connection.severed.Load() {
		s.ResponseWriter.WriteHeader(status)
	}
}

// Write passes the body on while there is a connection.
func (s *severable) Write(b []byte) (int, error) {
	if s.connection.severed.Load() {
		return len(b), nil
	}
	return s.ResponseWriter.Write(b)
}

// Unwrap lets [http.ResponseController] reach the connection.
func (s *severable) Unwrap() http.ResponseWriter { return s.ResponseWriter }
