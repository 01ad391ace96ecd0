package tenant

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

const (
	// guests are created one after the other by each of Terraform's workers.
	guests  = 1000
	workers = 10
	latency = 80 * time.Millisecond
	// perSecond is the published write quota (graph-identity §5).
	perSecond = 3000 / 150
)

// most is the time in which the refilled quota suffices for all guests, with 95 % of it.
const most = guests * time.Second / perSecond * 100 / 95

// throttled is Graph with the emulator's quotas, and a login service. Its clock is
// that of the test.
type throttled struct {
	login   estate
	graph   http.Handler
	refused atomic.Int32
	created atomic.Int32
}

func newThrottled() *throttled {
	s := &throttled{}
	throttle := wire.NewThrottle(wire.ThrottleConfig{
		Now: time.Now, Users: func(string) int { return 10 },
		Cost: func(r *http.Request) (int, bool) { return 1, r.Method != http.MethodGet },
	})
	identify := wire.Identify(func(*http.Request) wire.Subject {
		return wire.Subject{Service: wire.Graph, TenantID: anyTenant, AppID: anyClient}
	})
	s.graph = wire.Chain(http.HandlerFunc(s.invite), identify, throttle.Layer())
	return s
}

func (s *throttled) invite(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	_, _ = fmt.Fprintf(w, `{"invitedUser":{"id":"00000000-0000-4000-8000-%012d"}}`, s.created.Add(1)) // a recorder does not fail
}

func (s *throttled) RoundTrip(req *http.Request) (*http.Response, error) {
	if !strings.HasPrefix(req.URL.Path, "/v1.0/") {
		return s.login.RoundTrip(req)
	}
	if err := transport.SystemClock().Wait(req.Context(), latency); err != nil {
		return nil, err
	}
	w := httptest.NewRecorder()
	s.graph.ServeHTTP(w, req)
	if w.Code == http.StatusTooManyRequests {
		s.refused.Add(1)
	}
	return w.Result(), nil
}

// run is one run of Terraform that invites users; it returns its duration.
func (s *throttled) run(t *testing.T, share float64, users int) time.Duration {
	t.Helper()
	registry, problems := Resolve(Config{
		Base: s, LookupEnv: env(nil), UserAgent: "agent", WriteShare: share,
		Tenants: map[string]Entry{"contoso": {
			TenantID: anyTenant, Credential: Credential{ClientID: anyClient, ClientSecret: "s3cret"},
			Endpoints: Endpoints{Authority: "https://login.example", Graph: "https://graph.example"},
		}},
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	contoso, err := registry.Get("contoso")
	if err != nil {
		t.Fatal(err)
	}
	began, next := time.Now(), atomic.Int32{}
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for i := next.Add(1); int(i) <= users; i = next.Add(1) {
				_, err := contoso.Graph.Invite(t.Context(), graph.Invitation{Email: fmt.Sprintf("guest.%d@partner.example", i), RedirectURL: "https://x.example"})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	return time.Since(began)
}

// TestWriteQuotaIsUsed creates guests while another run has used up the quota: at
// least 95 % of what is refilled is used, and at most 1 % of the requests are refused.
func TestWriteQuotaIsUsed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newThrottled()
		for range 3000 {
			req := httptest.NewRequest(http.MethodPatch, "/v1.0/users/42", http.NoBody)
			s.graph.ServeHTTP(httptest.NewRecorder(), req)
		}
		took := s.run(t, 0, guests)
		if took > most {
			t.Errorf("%d guests took %s, at most %s is allowed", guests, took, most)
		}
		if n := s.refused.Load(); n > guests/100 {
			t.Errorf("%d of %d requests were refused", n, guests)
		}
	})
}

// TestWriteShares: two runs with half of the quota each do not disturb one another,
// and use all of it.
func TestWriteShares(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newThrottled()
		users := 3000/2 + guests/2
		var (
			all  sync.WaitGroup
			took [2]time.Duration
		)
		for i := range took {
			all.Go(func() { took[i] = s.run(t, 0.5, users) })
		}
		all.Wait()
		for _, d := range took {
			if d > most {
				t.Errorf("a run took %s, at most %s is allowed", d, most)
			}
		}
		if n := s.refused.Load(); n > 0 {
			t.Errorf("%d requests were refused", n)
		}
	})
}
