package wire

import (
	"bytes"
	"cmp"
	"context"
	"net"
	"net/http"
	"strconv"
	"sync/atomic"
)

// connection is the client connection that a request shares with the items of its
// batch. A fault rule may cut it.
type connection struct {
	// severed drops the whole response, cut half of its body. A reset connection is
	// severed before the request is carried out.
	severed, cut, reset atomic.Bool
}

// damage applies a rule to the connection, in addition to earlier rules.
func (c *connection) damage(f Fault) {
	if f.DropResponse {
		c.severed.Store(true)
	}
	if f.Truncate {
		c.cut.Store(true)
	}
	if f.Reset {
		c.reset.Store(true)
		c.severed.Store(true)
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

// Connection lets fault rules carry out a request and then drop the response, or
// half of it. It must be the outermost layer except for [Dates].
func Connection() Layer {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			c := &connection{}
			ctx := context.WithValue(r.Context(), connectionKey{}, c)
			answer := &severable{ResponseWriter: w, connection: c}
			next.ServeHTTP(answer, r.WithContext(ctx))
			if answer.lost() {
				// The documented way to end an HTTP/1 connection, or an HTTP/2
				// stream, before the end of a response.
				panic(http.ErrAbortHandler)
			}
		})
	}
}

// severable withholds the response of a cut connection.
type severable struct {
	http.ResponseWriter
	connection *connection
	status     int
	body       bytes.Buffer
}

// WriteHeader passes the status on unless the connection is cut.
func (s *severable) WriteHeader(status int) {
	if s.connection.damaged() {
		s.status = cmp.Or(s.status, status)
		return
	}
	s.ResponseWriter.WriteHeader(status)
}

// Write passes the body on unless the connection is cut.
func (s *severable) Write(b []byte) (int, error) {
	if s.connection.damaged() {
		return s.body.Write(b)
	}
	return s.ResponseWriter.Write(b)
}

// Unwrap lets [http.ResponseController] reach the connection.
func (s *severable) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// lost sends the remaining part of the response on a cut connection, and reports
// whether anything is missing.
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
	// These writes fail when the client has disconnected; the connection ends in
	// either case.
	_, _ = s.ResponseWriter.Write(whole[:len(whole)/2])
	_ = http.NewResponseController(s.ResponseWriter).Flush()
	return true
}

type networkKey struct{}

// WithNetwork adds the network connection of a server to the context of its
// requests, for [Fault.Reset]. It is for [http.Server.ConnContext].
func WithNetwork(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, networkKey{}, c)
}

// resetNetwork resets the network connection of a request, under TLS and with all
// streams of HTTP/2.
func resetNetwork(ctx context.Context) {
	c, _ := ctx.Value(networkKey{}).(net.Conn)
	if secured, ok := c.(interface{ NetConn() net.Conn }); ok {
		c = secured.NetConn()
	}
	if tcp, ok := c.(*net.TCPConn); ok {
		// Without lingering, Close sends RST. The errors mean that the client has
		// disconnected.
		_ = tcp.SetLinger(0)
		_ = tcp.Close()
	}
}
