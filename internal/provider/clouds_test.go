package provider_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/cloud"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// wires is a network that routes every host to the emulator's listener of one
// cloud, and records the requested hosts.
type wires struct {
	http.Transport

	mu    sync.Mutex
	hosts map[string]int
}

func connect(t *testing.T, listener string) *wires {
	t.Helper()
	address, err := url.Parse(listener)
	if err != nil {
		t.Fatal(err)
	}
	w := &wires{hosts: map[string]int{}}
	w.DialTLSContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		// The emulator's certificate does not have the cloud's host name.
		dialer := tls.Dialer{Config: &tls.Config{ServerName: address.Hostname(), MinVersion: tls.VersionTLS12}}
		return dialer.DialContext(ctx, network, address.Host)
	}
	t.Cleanup(w.CloseIdleConnections)
	return w
}

func (w *wires) RoundTrip(req *http.Request) (*http.Response, error) {
	w.mu.Lock()
	w.hosts[req.URL.Scheme+"://"+req.URL.Host]++
	w.mu.Unlock()
	return w.Transport.RoundTrip(req)
}

func (w *wires) asked() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	hosts := make([]string, 0, len(w.hosts))
	for h := range w.hosts {
		hosts = append(hosts, h)
	}
	slices.Sort(hosts)
	return hosts
}

// TestRunStaysInItsCloud invites a user in each cloud without custom endpoints,
// and checks the requested hosts.
func TestRunStaysInItsCloud(t *testing.T) {
	t.Parallel()
	for _, c := range cloud.All() {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			e := acctest.Standard()
			e.Tenant(acctest.Fabrikam).Cloud = c.Name
			w := acctest.Start(t, e)
			network := connect(t, w.Server().Clouds()[c.Name].Graph)
			f := resolve(t, network, acctest.FabrikamID, c.Name)
			if _, err := f.Graph.Invite(t.Context(), graph.Invitation{
				Email: "ana@partner.example", UserType: "Guest", RedirectURL: c.RedirectURL(f.ID),
			}); err != nil {
				t.Fatal(err)
			}
			if _, err := f.Graph.UsersByAddress(t.Context(), "ana@partner.example"); err != nil {
				t.Fatal(err)
			}
			w.Guest(acctest.FabrikamID, "ana@partner.example")
			// Instance discovery of a national cloud uses the cloud's own login
			// service, or is skipped.
			want := []string{c.Graph, c.Authority}
			slices.Sort(want)
			if got := network.asked(); !slices.Equal(got, want) {
				t.Errorf("the hosts that were asked are %s, want %s", strings.Join(got, ", "), strings.Join(want, ", "))
			}
		})
	}
}

func resolve(t *testing.T, base http.RoundTripper, tenantID, cloudName string) *tenant.Tenant {
	t.Helper()
	registry, problems := tenant.Resolve(tenant.Config{
		Tenants: map[string]tenant.Entry{"fabrikam": {
			TenantID: tenantID, Cloud: cloudName,
			Credential: tenant.Credential{
				tenant.ClientID: acctest.ClientID(acctest.Fabrikam), tenant.ClientSecret: acctest.Secret(acctest.Fabrikam),
			},
		}},
		UserAgent: "test", Base: base,
		LookupEnv: func(string) (string, bool) { return "", false },
	})
	if len(problems) > 0 {
		t.Fatal(fmt.Errorf("resolve: %w", problems[0]))
	}
	f, err := registry.Get("fabrikam")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestExpiredToken expires a token that the provider still holds: it is replaced. If
// the service accepts no token, the error says so.
func TestExpiredToken(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard())
	f := resolve(t, connect(t, w.Server().Clouds()[cloud.Public].Graph), acctest.FabrikamID, cloud.Public)
	if _, err := f.Graph.UsersByAddress(t.Context(), "ana@partner.example"); err != nil {
		t.Fatal(err)
	}
	w.Advance(2 * time.Hour)
	if _, err := f.Graph.UsersByAddress(t.Context(), "ben@partner.example"); err != nil {
		t.Errorf("an expired token is not replaced: %v", err)
	}
	w.Fault(wire.Fault{Service: wire.Graph, Status: http.StatusUnauthorized})
	_, err := f.Graph.UsersByAddress(t.Context(), "cid@partner.example")
	if err == nil {
		t.Fatal("a token that is not accepted was used")
	}
	if text := tfkit.Explain(f, err); !acctest.Message("InvalidAuthenticationToken", `does not accept the token of tenant "fabrikam": it is expired`).MatchString(text) {
		t.Errorf("the message is %q", text)
	}
}
