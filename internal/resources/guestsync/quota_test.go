package guestsync

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guestsync/reconcile"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

const (
	quotaTenant = "22222222-2222-4222-8222-222222222222"
	quotaClient = "c2222222-0000-4000-8000-000000000000"
	// latency is that of each request.
	latency = 80 * time.Millisecond
	// perSecond is the published write quota (graph-identity §5).
	perSecond = 3000 / 150
)

// quotaService is a login service, and Graph with the emulator's quotas. Its clock is
// that of the test.
type quotaService struct {
	graph http.Handler

	mu      sync.Mutex
	invited map[string]string
	writes  int
	refused int
}

func newQuotaService() *quotaService {
	s := &quotaService{invited: map[string]string{}}
	throttle := wire.NewThrottle(wire.ThrottleConfig{
		Now: time.Now, Users: func(string) int { return 1000 },
		Cost: func(r *http.Request) (int, bool) { return 1, r.Method != http.MethodGet },
	})
	identify := wire.Identify(func(*http.Request) wire.Subject {
		return wire.Subject{Service: wire.Graph, TenantID: quotaTenant, AppID: quotaClient}
	})
	s.graph = wire.Chain(http.HandlerFunc(s.serve), identify, throttle.Layer())
	return s
}

func (s *quotaService) RoundTrip(req *http.Request) (*http.Response, error) {
	if !strings.HasPrefix(req.URL.Path, "/v1.0/") {
		return login(req), nil
	}
	if err := transport.SystemClock().Wait(req.Context(), latency); err != nil {
		return nil, err
	}
	w := httptest.NewRecorder()
	s.graph.ServeHTTP(w, req)
	if w.Code == http.StatusTooManyRequests {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.refused++
	}
	return w.Result(), nil
}

func login(req *http.Request) *http.Response {
	const base = "https://login.example/" + quotaTenant
	body := `{"token_type":"Bearer","expires_in":3600,"access_token":"t0ken"}`
	if strings.HasSuffix(req.URL.Path, "/.well-known/openid-configuration") {
		body = `{"issuer":"` + base + `/v2.0","authorization_endpoint":"` + base + `/authorize","token_endpoint":"` + base + `/token"}`
	}
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)), Request: req,
	}
}

// serve is what a creation needs of Graph: an invitation, the new user, and its change.
func (s *quotaService) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	switch {
	case r.Method == http.MethodPatch:
		s.writes++
		w.WriteHeader(http.StatusNoContent)
	case strings.HasSuffix(r.URL.Path, "/invitations"):
		s.writes++
		var sent struct {
			Email string `json:"invitedUserEmailAddress"`
		}
		if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		id := fmt.Sprintf("00000000-0000-4000-8000-%012d", len(s.invited)+1)
		s.invited[id] = sent.Email
		w.WriteHeader(http.StatusCreated)
		_, _ = fmt.Fprintf(w, `{"invitedUser":{"id":%q}}`, id) // a recorder does not fail
	case strings.HasSuffix(r.URL.Path, "/$batch"):
		s.batch(w, r)
	default:
		_, _ = io.WriteString(w, s.user(r.URL.Path))
	}
}

func (s *quotaService) user(path string) string {
	path, _, _ = strings.Cut(path, "?")
	id := path[strings.LastIndex(path, "/")+1:]
	return fmt.Sprintf(`{"id":%q,"mail":%q,"otherMails":[%[2]q],"userType":"Guest","creationType":"Invitation","createdDateTime":%q}`,
		id, s.invited[id], time.Now().Format(time.RFC3339))
}

func (s *quotaService) batch(w http.ResponseWriter, r *http.Request) {
	var sent struct{ Requests []struct{ ID, URL string } }
	if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	answers := make([]string, len(sent.Requests))
	for i, q := range sent.Requests {
		answers[i] = fmt.Sprintf(`{"id":%q,"status":200,"body":%s}`, q.ID, s.user(q.URL))
	}
	_, _ = fmt.Fprintf(w, `{"responses":[%s]}`, strings.Join(answers, ","))
}

// quotaEdge is a sync whose resource tenant is the service.
func quotaEdge(t *testing.T, s *quotaService) *edge {
	t.Helper()
	registry, problems := tenant.Resolve(tenant.Config{
		Base: s, LookupEnv: func(string) (string, bool) { return "", false }, UserAgent: "agent",
		Tenants: map[string]tenant.Entry{"fabrikam": {
			TenantID: quotaTenant, Credential: tenant.Credential{tenant.ClientID: quotaClient, tenant.ClientSecret: "s3cret"},
			Endpoints: tenant.Endpoints{Authority: "https://login.example", Graph: "https://graph.example"},
		}},
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	target, err := registry.Get("fabrikam")
	if err != nil {
		t.Fatal(err)
	}
	e := &edge{source: target, target: target, settings: settings{invitedAs: "Guest"}}
	e.settings.Existing = reconcile.Adopt
	return e
}

// creations are steps that create users.
func creations(n int) []reconcile.Step {
	steps := make([]reconcile.Step, n)
	for i := range steps {
		var id reconcile.ID
		binary.BigEndian.PutUint64(id[:], uint64(i+1))
		steps[i] = reconcile.Step{
			Kind: reconcile.Create, Source: id, Address: fmt.Sprintf("user%d@contoso.example", i), Owned: true,
			Set: []reconcile.Value{{Name: string(graph.DisplayName), Text: "User"}, {Name: string(graph.Department), Text: "Sales"}},
		}
	}
	return steps
}

// TestWriteQuotaIsUsed creates users while another run has used up the quota: at least
// 95 % of what is refilled is used, and at most 1 % of the requests are refused.
func TestWriteQuotaIsUsed(t *testing.T) {
	t.Parallel()
	const people, writes = 1000, 2 * 1000
	synctest.Test(t, func(t *testing.T) {
		s := newQuotaService()
		for range 3000 {
			s.graph.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodPatch, "/v1.0/users/42", http.NoBody))
		}
		s.writes = 0
		e, l, began := quotaEdge(t, s), reconcile.NewLedger(), time.Now()
		done := e.carryOut(t.Context(), l, creations(people))
		took := time.Since(began)
		if done.failed > 0 || done.refusedCount > 0 || l.Count(reconcile.Present) != people || s.writes != writes {
			t.Fatalf("%d users, %d writes: %+v", l.Count(reconcile.Present), s.writes, done)
		}
		if most := writes * time.Second / perSecond * 100 / 95; took > most {
			t.Errorf("%d writes took %s, at most %s is allowed", writes, took, most)
		}
		if s.refused > writes/100 {
			t.Errorf("%d of %d requests were refused", s.refused, writes)
		}
		t.Logf("%d writes in %s, %d refused", writes, took, s.refused)
	})
}

// TestInterruptedRun: steps in flight are finished and recorded, and all others are
// left.
func TestInterruptedRun(t *testing.T) {
	t.Parallel()
	const people = 500
	synctest.Test(t, func(t *testing.T) {
		s := newQuotaService()
		ctx, interrupt := context.WithCancel(t.Context())
		time.AfterFunc(10*latency, interrupt)
		e, l := quotaEdge(t, s), reconcile.NewLedger()
		done := e.carryOut(ctx, l, creations(people))
		created := l.Count(reconcile.Present)
		if created == 0 || created != len(s.invited) || created != done.done[reconcile.Create] || done.failed != people-created || done.complete() {
			t.Fatalf("%d invitations, %d users in the ledger: %+v", len(s.invited), created, done)
		}
		done = e.carryOut(t.Context(), l, creations(people)[created:])
		if !done.complete() {
			t.Errorf("the next run has left %d: %v", done.failed, done.failure)
		}
	})
}
