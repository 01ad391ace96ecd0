package emulator

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

func TestOwnHost(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		listen, local, host string
		want                bool
	}{
		{"127.0.0.1", "127.0.0.1", "127.0.0.1:8443", true},
		{"127.0.0.1", "127.0.0.1", "localhost:8443", true},
		{"127.0.0.1", "127.0.0.1", "LOCALHOST", true},
		{"127.0.0.1", "127.0.0.1", "127.8.9.10", true},
		{"127.0.0.1", "127.0.0.1", "[::1]:8443", true},
		{"::1", "::1", "[::1]", true},
		{"emulator.example", "192.0.2.1", "Emulator.Example:8443", true},
		{"emulator.example", "192.0.2.1", "192.0.2.1:8443", true},
		{"0.0.0.0", "192.0.2.1", "192.0.2.1", true},
		{"0.0.0.0", "192.0.2.1", "192.0.2.2", false},
		{"0.0.0.0", "192.0.2.1", "emulator.example", false},
		{"127.0.0.1", "127.0.0.1", "attacker.example:8443", false},
		{"127.0.0.1", "127.0.0.1", "127.0.0.1.attacker.example", false},
		{"127.0.0.1", "127.0.0.1", "localhost.attacker.example", false},
		{"127.0.0.1", "127.0.0.1", "graph.microsoft.com", false},
		{"127.0.0.1", "127.0.0.1", "", false},
		{"", "127.0.0.1", "", false},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", http.NoBody)
		r.Host = tc.host
		r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, &net.TCPAddr{IP: net.ParseIP(tc.local)}))
		if got := ownHost(tc.listen, r); got != tc.want {
			t.Errorf("%q at %s, listening on %s: got %v", tc.host, tc.local, tc.listen, got)
		}
	}
}

// A foreign name that resolves to the listener reaches nothing.
func TestForeignHosts(t *testing.T) {
	t.Parallel()
	r := start(t, Config{})
	for _, path := range []string{"/_emulator/state", "/v1.0/users", "/" + contosoID + "/v2.0/.well-known/openid-configuration", "/"} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.base(schema.CloudPublic)+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = "attacker.example"
		response, err := r.client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		a, err := r.read(response)
		if err != nil || a.status != http.StatusMisdirectedRequest || a.code() != "MisdirectedRequest" || !strings.Contains(a.body, "attacker.example") {
			t.Errorf("%s: %v, %d %s", path, err, a.status, a.body)
		}
	}
	// A tunnel to the listener has the same name and another port.
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.server.Control()+"/settings", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = "localhost:9000"
	response, err := r.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	if a, err := r.read(response); err != nil || a.status != http.StatusOK {
		t.Errorf("through a tunnel: %v, %+v", err, a)
	}
}

// A client with redirected connections reaches the services under the official
// names of its cloud.
func TestOfficialNamesOfTheCloud(t *testing.T) {
	t.Parallel()
	r := start(t, Config{})
	for _, tc := range []struct {
		host, path string
		status     int
	}{
		{"login.microsoftonline.com", "/" + contosoID + "/v2.0/.well-known/openid-configuration", http.StatusOK},
		{"GRAPH.microsoft.com:443", "/v1.0/users", http.StatusUnauthorized},
		{"graph.microsoft.com", "/_emulator/state", http.StatusMisdirectedRequest},
		{"graph.microsoft.us", "/v1.0/users", http.StatusMisdirectedRequest},
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.base(schema.CloudPublic)+tc.path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = tc.host
		response, err := r.client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		if a, err := r.read(response); err != nil || a.status != tc.status {
			t.Errorf("%s%s: %v, %d %s", tc.host, tc.path, err, a.status, a.body)
		}
	}
}

func FuzzOwnHost(f *testing.F) {
	f.Add("[::1]:80")
	f.Add("localhost.")
	f.Fuzz(func(t *testing.T, host string) {
		r := httptest.NewRequest(http.MethodGet, "/", http.NoBody)
		r.Host = host + ".attacker.example"
		if ownHost("127.0.0.1", r) {
			t.Errorf("%q is accepted as loopback", r.Host)
		}
	})
}
