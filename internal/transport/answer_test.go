package transport

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestAnswers distinguishes the service's responses from those of gateways and
// proxies.
func TestAnswers(t *testing.T) {
	t.Parallel()
	const page = "<html>\n  <body>Please sign in</body></html>"
	html := answer{status: 200, kind: "text/html; charset=utf-8", body: page}
	tests := []struct {
		name    string
		method  string
		answers []answer
		tries   int
		want    string
	}{
		{"an object", "GET", []answer{{status: 200}}, 1, ""},
		{"an object with parameters", "GET", []answer{{status: 200, kind: "application/json;odata.metadata=minimal;charset=utf-8"}}, 1, ""},
		{"page to a read", "GET", []answer{html}, triesWithoutService, "unusable"},
		{"page to a read, then JSON", "GET", []answer{html, {status: 200}}, 2, ""},
		{"page declared as JSON", "GET", []answer{{status: 200, body: page}}, triesWithoutService, "unusable"},
		{"page to a write", "POST", []answer{html}, 1, "ambiguous"},
		{"page to a patch", "PATCH", []answer{{status: 204, kind: "text/html", body: page}, {status: 204, body: " "}}, 2, ""},
		{"garbage", "POST", []answer{{status: 201, body: `{"id":`}}, 1, "ambiguous"},
		{"no object", "POST", []answer{{status: 201, body: `"created"`}}, 1, "ambiguous"},
		{"empty body to a read", "GET", []answer{{status: 200, body: " "}}, triesWithoutService, "unusable"},
		{"empty body to a create", "POST", []answer{{status: 201, body: " "}}, 1, "ambiguous"},
		{"empty body to an action", "POST", []answer{{status: 204, body: " "}}, 1, ""},
		{"empty body to a put", "PUT", []answer{{status: 200, body: " "}}, 1, ""},
		{"refusal by a gateway", "GET", []answer{{status: 404, kind: "text/html", body: page}}, 1, "status"},
		{"redirect of a read", "GET", []answer{{status: 302, location: "https://elsewhere.example/login?x=secret"}}, 1, "redirect"},
		{"redirect of a write", "POST", []answer{{status: 307, location: "https://elsewhere.example/"}}, 1, "redirect"},
		{"permanent redirect", "POST", []answer{{status: 308, location: "/v1.0/users/"}}, 1, "redirect"},
		{"redirect without location", "PATCH", []answer{{status: 301}}, 1, "redirect"},
		{"not modified", "GET", []answer{{status: 304}}, 1, "redirect"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := &script{answers: tt.answers}
			err := try(t.Context(), pipeline(s, newFakeClock(), token{}), tt.method)
			if got := kindOf(err); got != tt.want {
				t.Errorf("got %q (%v), want %q", got, err, tt.want)
			}
			if len(s.bodies) != tt.tries {
				t.Errorf("sent %d times, want %d", len(s.bodies), tt.tries)
			}
			if err != nil && strings.Contains(err.Error(), "secret") {
				t.Errorf("the error contains the query: %v", err)
			}
		})
	}
}

func TestErrorsNameTheHostAndItsResponse(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		answer answer
		want   []string
	}{
		{answer{status: 302, location: "https://elsewhere.example:8443/x"}, []string{"graph.example", "elsewhere.example:8443", "302"}},
		{answer{status: 302, location: "/login"}, []string{"to graph.example", "not followed"}},
		{answer{status: 200, kind: "text/html", body: "<html>\n Please   sign in"}, []string{"graph.example", "200 OK", "text/html", "<html> Please sign in"}},
		{answer{status: 200, body: " "}, []string{"graph.example", "application/json", "empty"}},
	} {
		err := try(t.Context(), pipeline(&script{answers: []answer{tt.answer}}, newFakeClock(), token{}), http.MethodGet)
		for _, part := range tt.want {
			if err == nil || !strings.Contains(err.Error(), part) {
				t.Errorf("%v lacks %q", err, part)
			}
		}
	}
}

// overWire returns a pipeline to a server over a real connection.
func overWire(t *testing.T, h http.HandlerFunc) (http.RoundTripper, string) {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return New(options(server.Client().Transport, newFakeClock(), token{})), server.URL
}

// TestAnswerThatBreaksOff truncates responses: reads are retried, writes are
// ambiguous.
func TestAnswerThatBreaksOff(t *testing.T) {
	t.Parallel()
	for method, want := range map[string]struct {
		kind  string
		tries int
	}{http.MethodGet: {"", 3}, http.MethodPatch: {"", 3}, http.MethodPost: {"ambiguous", 1}} {
		tries := 0
		rt, root := overWire(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			if tries++; tries < 3 {
				w.Header().Set("Content-Length", "100")
			}
			_, _ = w.Write([]byte(`{"id":"1"}`))
		})
		req, err := http.NewRequestWithContext(t.Context(), method, root, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := rt.RoundTrip(req)
		if kindOf(err) != want.kind || tries != want.tries {
			t.Errorf("%s: %v after %d tries, want %q after %d", method, err, tries, want.kind, want.tries)
		}
		if err == nil {
			body, err := io.ReadAll(resp.Body)
			if err != nil || string(body) != `{"id":"1"}` || resp.ContentLength != int64(len(body)) {
				t.Errorf("%s: the answer is %q, %v", method, body, err)
			}
		}
	}
}

// TestRedirectTakesNothingAlong: no token and no body reach the redirect's
// target.
func TestRedirectTakesNothingAlong(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
				t.Errorf("%d: the other host received %s with %q", status, req.Method, req.Header.Get("Authorization"))
			}))
			t.Cleanup(other.Close)
			rt, root := overWire(t, func(w http.ResponseWriter, req *http.Request) { http.Redirect(w, req, other.URL, status) })
			req, err := http.NewRequestWithContext(t.Context(), method, root, bytes.NewReader([]byte("{}")))
			if err != nil {
				t.Fatal(err)
			}
			resp, err := (&http.Client{Transport: rt}).Do(req)
			if err == nil {
				resp.Body.Close()
			}
			var redirect *RedirectError
			if !errors.As(err, &redirect) || redirect.Status != status || "http://"+redirect.Target != other.URL {
				t.Errorf("%s answered with %d gives %v", method, status, err)
			}
		}
	}
}

// silent is a service that accepts requests and never answers.
type silent struct{ tries int }

func (s *silent) RoundTrip(req *http.Request) (*http.Response, error) {
	s.tries++
	<-req.Context().Done()
	return nil, req.Context().Err()
}

// TestEveryTryEnds sends requests without a deadline to a service that never
// answers.
func TestEveryTryEnds(t *testing.T) {
	t.Parallel()
	for method, want := range map[string]int{http.MethodGet: triesOfSilence, http.MethodPost: 1} {
		synctest.Test(t, func(t *testing.T) {
			s, began := &silent{}, time.Now()
			err := try(t.Context(), New(options(s, SystemClock(), token{})), method)
			var broken *BrokenError
			if !errors.As(err, &broken) || broken.Host != "graph.example" || errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("%s: %v", method, err)
			}
			if s.tries != want || time.Since(began) < time.Duration(want)*tryTimeout || time.Since(began) > time.Duration(want)*tryTimeout+time.Second {
				t.Errorf("%s: %d tries in %s", method, s.tries, time.Since(began))
			}
		})
	}
}

// TestWaitsEndWithTheContext: a deadline or Ctrl-C ends a try at once. A write in
// flight is ambiguous.
func TestWaitsEndWithTheContext(t *testing.T) {
	t.Parallel()
	for method, want := range map[string]string{http.MethodGet: "broken", http.MethodPost: "ambiguous"} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			s, began := &silent{}, time.Now()
			err := try(ctx, New(options(s, SystemClock(), token{})), method)
			if kindOf(err) != want || !errors.Is(err, context.DeadlineExceeded) || s.tries != 1 || time.Since(began) != time.Second {
				t.Errorf("%s: %v after %d tries and %s", method, err, s.tries, time.Since(began))
			}
		})
	}
}

// TestUnreachable counts the tries of an unreachable service: less than two
// seconds for a request, less than thirty for all requests of a resource.
func TestUnreachable(t *testing.T) {
	t.Parallel()
	refused := &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	unknown := &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", IsNotFound: true}}
	slow := &net.OpError{Op: "dial", Err: &net.DNSError{Err: "i/o timeout", IsTimeout: true}}
	for name, tt := range map[string]struct {
		err   error
		tries int
	}{"connection refused": {refused, triesWithoutService}, "unknown host": {unknown, triesOfUnknownHost}, "dial takes too long": {slow, triesOfUnknownHost}} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			clock, s := newFakeClock(), &script{answers: []answer{{err: tt.err}}}
			began := clock.Now()
			err := try(t.Context(), pipeline(s, clock, token{}), method)
			if kindOf(err) != "unreachable" || len(s.bodies) != tt.tries || clock.Now().Sub(began) > 2*time.Second {
				t.Errorf("%s, %s: %v after %d tries and %s", name, method, err, len(s.bodies), clock.Now().Sub(began))
			}
		}
	}
}

// TestHandshakeThatEndsSendsNothing: a failure before the connection exists is
// never an ambiguous write, whatever the type of the error.
func TestHandshakeThatEndsSendsNothing(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	base := &http.Transport{}
	defer base.CloseIdleConnections()
	// The server does not speak TLS.
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, strings.Replace(server.URL, "http:", "https:", 1), http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := New(options(base, newFakeClock(), token{})).RoundTrip(req)
	if err == nil {
		resp.Body.Close()
	}
	if kindOf(err) != "unreachable" {
		t.Errorf("got %v", err)
	}
}

// TestRepeatedRefusals: a service may request that a refused write be repeated.
func TestRepeatedRefusals(t *testing.T) {
	t.Parallel()
	s := &script{answers: []answer{{status: http.StatusConflict, body: "{}"}, {status: http.StatusCreated}}}
	o := options(s, newFakeClock(), token{})
	o.Repeats = func(e *StatusError) bool { return e.Status == http.StatusConflict }
	if err := try(t.Context(), New(o), http.MethodPost); err != nil || len(s.bodies) != 2 {
		t.Errorf("%v after %d tries", err, len(s.bodies))
	}
}

// TestPassingFailures: a failure that the next try may not meet is no answer to remember.
func TestPassingFailures(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err  interface{ Outage() bool }
		want bool
	}{
		"a broken connection":     {&BrokenError{Err: io.ErrUnexpectedEOF}, true},
		"no connection":           {&UnreachableError{Err: errors.New("connection refused")}, true},
		"an untrusted connection": {&UnreachableError{Err: &tls.CertificateVerificationError{Err: errors.New("unknown authority")}}, false},
		"the page of a gateway":   {&UnusableError{Status: http.StatusOK}, true},
		"an overloaded service":   {&StatusError{Status: http.StatusTooManyRequests}, true},
		"a failed service":        {&StatusError{Status: http.StatusServiceUnavailable}, true},
		"a refusal":               {&StatusError{Status: http.StatusForbidden}, false},
		"a missing object":        {&StatusError{Status: http.StatusNotFound}, false},
	} {
		if got := test.err.Outage(); got != test.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
