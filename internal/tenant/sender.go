package tenant

import (
	"context"
	"net/http"
	"sync"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// sender sends a credential's requests through the provider's transport.
// Redirects are not followed: a client secret must not reach a host outside the
// configuration.
type sender struct{ base http.RoundTripper }

func newSender(base http.RoundTripper) sender { return sender{transport.Complete(base)} }

func (s sender) Do(req *http.Request) (*http.Response, error) {
	resp, err := s.base.RoundTrip(req)
	if err == nil && resp.StatusCode >= http.StatusMultipleChoices && resp.StatusCode < http.StatusBadRequest {
		resp, err = nil, transport.Redirect(req, resp)
	}
	if last, ok := req.Context().Value(lastAnswerKey{}).(*lastAnswer); ok {
		last.note(resp, err)
	}
	return resp, err
}

// lastAnswer records the outcome of the last request of a sign-in, because
// azidentity reports it as unstructured text only.
type lastAnswer struct {
	mu     sync.Mutex
	status int
	err    error
}

type lastAnswerKey struct{}

func withLastAnswer(ctx context.Context) (context.Context, *lastAnswer) {
	last := &lastAnswer{}
	return context.WithValue(ctx, lastAnswerKey{}, last), last
}

func (l *lastAnswer) note(resp *http.Response, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.status, l.err = 0, err
	if err == nil {
		l.status = resp.StatusCode
	}
}

// failure is the transport error of the last request; nil when there was a
// response.
func (l *lastAnswer) failure() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err
}

// refusal reports whether the last response was a permanent refusal.
func (l *lastAnswer) refusal() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.status >= http.StatusBadRequest && l.status < http.StatusInternalServerError &&
		l.status != http.StatusTooManyRequests && l.status != http.StatusRequestTimeout
}
