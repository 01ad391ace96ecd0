package transport

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

type token struct{ err error }

func (t token) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: "t0ken"}, t.err
}

// answer is the scripted response to one request.
type answer struct {
	status     int
	retryAfter string
	date       string
	body       string // an empty JSON object when empty
	kind       string // application/json when empty
	location   string
	err        error
	// silent is whether there is no answer before the end of the context.
	silent bool
}

// script answers requests in order and records them.
type script struct {
	answers []answer
	bodies  []string
	headers []http.Header
}

func (s *script) RoundTrip(req *http.Request) (*http.Response, error) {
	body := ""
	if req.Body != nil {
		data, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		body = string(data)
	}
	s.bodies = append(s.bodies, body)
	s.headers = append(s.headers, req.Header.Clone())
	a := s.answers[min(len(s.bodies), len(s.answers))-1]
	if a.silent {
		<-req.Context().Done()
		return nil, req.Context().Err()
	}
	if a.err != nil {
		return nil, a.err
	}
	header := http.Header{"Content-Type": {cmp.Or(a.kind, "application/json")}, "Location": {a.location}}
	if a.retryAfter != "" {
		header.Set("Retry-After", a.retryAfter)
	}
	if a.date != "" {
		header.Set("Date", a.date)
		header.Set("Request-Id", "r-1")
	}
	return &http.Response{StatusCode: a.status, Header: header, Body: io.NopCloser(strings.NewReader(cmp.Or(a.body, "{}"))), Request: req}, nil
}

func pipeline(s *script, clock Clock, credential azcore.TokenCredential) http.RoundTripper {
	return New(options(s, clock, credential))
}

func options(base http.RoundTripper, clock Clock, credential azcore.TokenCredential) Options {
	quota := Quota{Units: 1000, Period: time.Second}
	return Options{
		Tenant: "contoso", Credential: credential, Scope: "scope", UserAgent: "agent", Base: base, Clock: clock,
		Limiter: NewLimiter(clock, quota, quota),
	}
}

func TestRetry(t *testing.T) {
	t.Parallel()
	dial := &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	broken := errors.New("connection reset")
	untrusted := &tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}
	tests := []struct {
		name    string
		method  string
		safe    bool
		answers []answer
		tries   int
		waits   []time.Duration // checked where the service names them
		want    string          // "" for success, or the kind of error
	}{
		{name: "success", method: "GET", answers: []answer{{status: 200}}, tries: 1},
		{name: "refusal is final", method: "GET", answers: []answer{{status: 403}}, tries: 1, want: "status"},
		{name: "not found is final", method: "GET", answers: []answer{{status: 404}}, tries: 1, want: "status"},
		{name: "throttled read", method: "GET", answers: []answer{{status: 429, retryAfter: "7"}, {status: 200}}, tries: 2, waits: []time.Duration{7 * time.Second}},
		{name: "throttled write is replayed", method: "POST", answers: []answer{{status: 429, retryAfter: "2"}, {status: 201}}, tries: 2, waits: []time.Duration{2 * time.Second}},
		{name: "fraction", method: "GET", answers: []answer{{status: 429, retryAfter: "2.128"}, {status: 200}}, tries: 2, waits: []time.Duration{2128 * time.Millisecond}},
		{name: "date", method: "GET", answers: []answer{{status: 503, retryAfter: "Fri, 02 Jan 2026 03:04:15 GMT"}, {status: 200}}, tries: 2, waits: []time.Duration{10 * time.Second}},
		{name: "server error on a read", method: "GET", answers: []answer{{status: 500}, {status: 502}, {status: 503}, {status: 504}, {status: 200}}, tries: 5},
		{name: "request timeout on a read", method: "GET", answers: []answer{{status: 408}, {status: 200}}, tries: 2},
		{name: "request timeout on a write is ambiguous", method: "POST", answers: []answer{{status: 408}}, tries: 1, want: "ambiguous"},
		{name: "locked object", method: "POST", answers: []answer{{status: 423}, {status: 201}}, tries: 2},
		{name: "permanent server error", method: "GET", answers: []answer{{status: 503}}, tries: maxTries, want: "status"},
		{name: "server error on a write is ambiguous", method: "POST", answers: []answer{{status: 503}}, tries: 1, want: "ambiguous"},
		{name: "broken write is ambiguous", method: "POST", answers: []answer{{err: broken}}, tries: 1, want: "ambiguous"},
		{name: "batch of reads is safe", method: "POST", safe: true, answers: []answer{{err: broken}, {status: 504}, {status: 200}}, tries: 3},
		{name: "patch is safe", method: "PATCH", answers: []answer{{err: broken}, {status: 204}}, tries: 2},
		{name: "unsent write is replayed", method: "POST", answers: []answer{{err: dial}, {status: 201}}, tries: 2},
		{name: "untrusted certificate is final", method: "GET", answers: []answer{{err: untrusted}}, tries: 1, want: "certificate"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			clock, s := newFakeClock(), &script{answers: tt.answers}
			ctx := t.Context()
			if tt.safe {
				ctx = WithSafeRepeat(ctx)
			}
			req, err := http.NewRequestWithContext(ctx, tt.method, "https://graph.example/v1.0/users", strings.NewReader("body"))
			if err != nil {
				t.Fatal(err)
			}
			resp, err := pipeline(s, clock, token{}).RoundTrip(req)
			if err == nil {
				resp.Body.Close()
			}
			if got := kindOf(err); got != tt.want {
				t.Errorf("got %q (%v), want %q", got, err, tt.want)
			}
			if len(s.bodies) != tt.tries {
				t.Errorf("sent %d times, want %d", len(s.bodies), tt.tries)
			}
			for i, body := range s.bodies {
				if body != "body" {
					t.Errorf("try %d sent %q", i, body)
				}
				if s.headers[i].Get("Client-Request-Id") != s.headers[0].Get("Client-Request-Id") {
					t.Errorf("try %d has another correlation id", i)
				}
			}
			if tt.waits != nil && (len(clock.waits) != 1 || clock.waits[0] != tt.waits[0]) {
				t.Errorf("waited %v, want %v", clock.waits, tt.waits)
			}
		})
	}
}

func kindOf(err error) string {
	var (
		ambiguous   *AmbiguousError
		status      *StatusError
		certificate *tls.CertificateVerificationError
		signIn      *SignInError
		late        *DeadlineError
		redirect    *RedirectError
		unreachable *UnreachableError
		unusable    *UnusableError
		broken      *BrokenError
	)
	switch {
	case err == nil:
		return ""
	case errors.As(err, &late):
		return "deadline"
	case errors.As(err, &ambiguous):
		return "ambiguous"
	case errors.As(err, &status):
		return "status"
	case errors.As(err, &certificate):
		return "certificate"
	case errors.As(err, &redirect):
		return "redirect"
	case errors.As(err, &unreachable):
		return "unreachable"
	case errors.As(err, &unusable):
		return "unusable"
	case errors.As(err, &broken):
		return "broken"
	case errors.As(err, &signIn):
		return "sign-in"
	}
	return "other"
}

func TestRetryAfterBeyondDeadline(t *testing.T) {
	t.Parallel()
	clock, s := newFakeClock(), &script{answers: []answer{{status: 429, retryAfter: "315"}}}
	ctx, cancel := context.WithDeadline(t.Context(), clock.Now().Add(5*365*24*time.Hour))
	defer cancel()
	// The clock is a minute before the deadline of five years.
	clock.now = clock.now.Add(5*365*24*time.Hour - time.Minute)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://graph.example/v1.0/users", nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = pipeline(s, clock, token{}).RoundTrip(req)
	var late *DeadlineError
	if !errors.As(err, &late) || late.RetryAfter != 315*time.Second || late.Left != time.Minute {
		t.Fatalf("got %v", err)
	}
	if len(clock.waits) != 0 || len(s.bodies) != 1 {
		t.Errorf("waited %v and sent %d requests in vain", clock.waits, len(s.bodies))
	}
}

func TestSignInFailsWithoutRequest(t *testing.T) {
	t.Parallel()
	s := &script{answers: []answer{{status: 200}}}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://graph.example/v1.0/users", nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = pipeline(s, newFakeClock(), token{errors.New("wrong secret")}).RoundTrip(req)
	var signIn *SignInError
	if !errors.As(err, &signIn) || signIn.Tenant != "contoso" {
		t.Fatalf("got %v", err)
	}
	if len(s.bodies) != 0 {
		t.Error("a request was sent without a token")
	}
}

func TestRequestsAreIdentified(t *testing.T) {
	t.Parallel()
	s := &script{answers: []answer{{status: 200}}}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://graph.example/v1.0/users", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := pipeline(s, newFakeClock(), token{}).RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	h := s.headers[0]
	if h.Get("User-Agent") != "agent" || h.Get("Authorization") != "Bearer t0ken" || h.Get("Client-Request-Id") == "" {
		t.Errorf("sent %v", h)
	}
	if req.Header.Get("Authorization") != "" {
		t.Error("the caller's request was changed")
	}
}
