package tenant

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/cloud"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var graphScope = policy.TokenRequestOptions{Scopes: []string{"https://graph.example/.default"}}

// login is a login service that handles every request the same way.
type login struct {
	do   func(*http.Request) (*http.Response, error)
	sent atomic.Int32
}

func (l *login) RoundTrip(req *http.Request) (*http.Response, error) {
	l.sent.Add(1)
	return l.do(req)
}

func answers(status int, contentType, body string, more ...string) func(*http.Request) (*http.Response, error) {
	return func(req *http.Request) (*http.Response, error) {
		header := http.Header{"Content-Type": {contentType}}
		for i := 0; i < len(more); i += 2 {
			header.Set(more[i], more[i+1])
		}
		return &http.Response{StatusCode: status, Status: http.StatusText(status), Header: header, Body: io.NopCloser(strings.NewReader(body)), Request: req}, nil
	}
}

func hangs(req *http.Request) (*http.Response, error) {
	<-req.Context().Done()
	return nil, req.Context().Err()
}

// secretOf returns a client secret credential for a login service.
func secretOf(t *testing.T, l *login) azcore.TokenCredential {
	t.Helper()
	settings := lookup{key: "contoso", tenant: Credential{ClientID: anyClient, ClientSecret: "s3cret"}, lookupEnv: env(nil)}
	how, problem := settings.choose()
	if problem != nil {
		t.Fatal(problem)
	}
	c, problem := signIn{
		lookup: settings, tenantID: anyTenant, cloud: cloud.Cloud{Authority: "https://login.example"}, ownAuthority: true,
		base: l, clock: transport.SystemClock(),
	}.credential(how)
	if problem != nil {
		t.Fatal(problem)
	}
	return c
}

// TestSignInFailures distinguishes refusals from outages, and expects the name of
// the login service in the error.
func TestSignInFailures(t *testing.T) {
	t.Parallel()
	refusal := func(status int, sentence string) func(*http.Request) (*http.Response, error) {
		return answers(status, "application/json", `{"error":"invalid_request","error_description":"`+sentence+` Trace ID: 1"}`)
	}
	unknownHost := &net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "login.example", IsNotFound: true}}
	for name, tt := range map[string]struct {
		do      func(*http.Request) (*http.Response, error)
		refused bool
		// most limits the requests of one sign-in. The first request is for the
		// metadata of the service.
		most int32
		want []string
	}{
		"wrong secret":    {refusal(401, "AADSTS7000215: Invalid client secret provided."), true, 2, []string{"AADSTS7000215"}},
		"wrong client":    {refusal(400, "AADSTS700016: Application not found in the directory."), true, 2, []string{"AADSTS700016", "Check client_id"}},
		"wrong tenant":    {refusal(400, "AADSTS90002: Tenant not found."), true, 2, []string{"AADSTS90002", "Check tenant_id and cloud"}},
		"busy":            {answers(503, "application/json", `{"error":"temporarily_unavailable","error_description":"AADSTS90033: A transient error."}`), false, 6, nil},
		"redirect":        {answers(302, "text/html", "", "Location", "https://elsewhere.example/?x=s3cret"), false, 1, []string{"login.example", "elsewhere.example", "not followed"}},
		"page of a proxy": {answers(200, "text/html", "<html>Please sign in"), false, 3, []string{"login.example", "Please sign in"}},
		"unknown host":    {func(*http.Request) (*http.Response, error) { return nil, unknownHost }, false, 3, []string{"no such host", "https://login.example could not be reached"}},
		"silence":         {hangs, false, 3, []string{"no answer within 30s", "https://login.example did not answer"}},
	} {
		synctest.Test(t, func(t *testing.T) {
			l := &login{do: tt.do}
			began := time.Now()
			_, err := secretOf(t, l).GetToken(t.Context(), graphScope)
			var failed *CredentialError
			if !errors.As(err, &failed) || failed.Refused != tt.refused || l.sent.Load() > tt.most {
				t.Errorf("%s: %v after %d requests", name, err, l.sent.Load())
				return
			}
			if tt.refused && failed.SignInCode() != tt.want[0] {
				t.Errorf("%s: the code is %q, want %s", name, failed.SignInCode(), tt.want[0])
			}
			if took := time.Since(began); took > signInTimeout {
				t.Errorf("%s: took %s", name, took)
			}
			said := failed.Error() + " " + failed.Advice
			for _, part := range tt.want {
				if !strings.Contains(said, part) {
					t.Errorf("%s: %q lacks %q", name, said, part)
				}
			}
			if strings.Contains(said, "s3cret") {
				t.Errorf("%s: the error contains the secret: %s", name, said)
			}
		})
	}
}

// TestWaitForASignInEndsWithTheCaller: one caller leaves, the other continues to
// wait for the same sign-in.
func TestWaitForASignInEndsWithTheCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &login{do: hangs}
		c := secretOf(t, l)
		patient := make(chan error, 1)
		go func() {
			_, err := c.GetToken(t.Context(), graphScope)
			patient <- err
		}()
		synctest.Wait()
		began := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if _, err := c.GetToken(ctx, graphScope); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "login.example") {
			t.Errorf("heard %v", err)
		}
		interrupted, interrupt := context.WithCancel(t.Context())
		interrupt()
		if _, err := c.GetToken(interrupted, graphScope); !errors.Is(err, context.Canceled) {
			t.Errorf("heard %v", err)
		}
		if took := time.Since(began); took != 50*time.Millisecond {
			t.Errorf("the two waited for %s", took)
		}
		if err := <-patient; errors.Is(err, context.Canceled) || l.sent.Load() > 3 {
			t.Errorf("the remaining caller received %v after %d requests", err, l.sent.Load())
		}
	})
}

// counting counts calls and returns an error from each.
type counting struct {
	err   error
	asked int
}

func (c *counting) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	c.asked++
	return azcore.AccessToken{Token: "t"}, c.err
}

// TestFailedSignInIsRememberedForAWhile signs in a hundred times.
func TestFailedSignInIsRememberedForAWhile(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		err    error
		memory time.Duration
	}{"refusal": {&CredentialError{Refused: true}, refusalMemory}, "outage": {&CredentialError{}, outageMemory}} {
		synctest.Test(t, func(t *testing.T) {
			service := &counting{err: tt.err}
			s := &sharedSignIn{credential: service, clock: transport.SystemClock()}
			ask := func() {
				if _, err := s.GetToken(t.Context(), graphScope); !errors.Is(err, tt.err) {
					t.Errorf("%s: heard %v", name, err)
				}
			}
			for range 100 {
				ask()
			}
			if service.asked != 1 {
				t.Errorf("%s: a hundred callers signed in %d times", name, service.asked)
			}
			if err := s.clock.Wait(t.Context(), tt.memory); err != nil {
				t.Fatal(err)
			}
			if ask(); service.asked != 2 {
				t.Errorf("%s: after expiry there were %d sign-ins", name, service.asked)
			}
			service.err = nil
			if err := s.clock.Wait(t.Context(), tt.memory); err != nil {
				t.Fatal(err)
			}
			if token, err := s.GetToken(t.Context(), graphScope); err != nil || token.Token != "t" {
				t.Errorf("%s: a corrected credential returns %v", name, err)
			}
		})
	}
}
