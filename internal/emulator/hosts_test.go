package emulator

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// named is a rig whose client resolves every name to the listener of the official
// names, as with a hosts file.
func named(t *testing.T) *rig {
	t.Helper()
	r := start(t, Config{Hosts: true})
	dialer := &net.Dialer{}
	r.client = &http.Client{Transport: &http.Transport{
		TLSClientConfig:   &tls.Config{RootCAs: r.server.CA().Pool(), MinVersion: tls.VersionTLS12},
		ForceAttemptHTTP2: true,
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return dialer.DialContext(ctx, network, r.server.Hosts().Address)
		},
	}}
	return r
}

// Each cloud is served under its official names and accepts its own tokens only.
func TestOfficialNames(t *testing.T) {
	t.Parallel()
	r := named(t)
	for _, tc := range []struct{ tenant, app, secret, login, graph string }{
		{contosoID, contosoApp, contosoSecret, "login.microsoftonline.com", "graph.microsoft.com"},
		{contosoID, contosoApp, contosoSecret, "login.windows.net", "graph.microsoft.com"},
		{northwindID, northwindApp, "northwind-demo-secret", "login.microsoftonline.us", "graph.microsoft.us"},
	} {
		discovered := r.do("GET", "https://"+tc.login+"/"+tc.tenant+"/v2.0/.well-known/openid-configuration", "", "")
		var document struct {
			Issuer   string `json:"issuer"`
			Endpoint string `json:"token_endpoint"`
			Graph    string `json:"msgraph_host"`
		}
		if err := json.Unmarshal([]byte(discovered.body), &document); err != nil || document.Graph != tc.graph || !strings.HasPrefix(document.Issuer, "https://"+tc.login+"/") {
			t.Fatalf("%s: %v, %s", tc.login, err, discovered.body)
		}
		issued := r.postForm(document.Endpoint, tc.app, tc.secret, "https://"+tc.graph)
		var body struct {
			AccessToken string `json:"access_token"`
		}
		if err := json.Unmarshal([]byte(issued.body), &body); err != nil {
			t.Fatal(err)
		}
		users := r.do("GET", "https://"+tc.graph+"/v1.0/users?$top=1", body.AccessToken, "")
		if users.status != http.StatusOK || !strings.Contains(users.body, "https://"+tc.graph+"/v1.0/") {
			t.Errorf("%s: %d %s", tc.graph, users.status, users.body)
		}
		other := "graph.microsoft.us"
		if tc.graph == other {
			other = "graph.microsoft.com"
		}
		if a := r.do("GET", "https://"+other+"/v1.0/users", body.AccessToken, ""); a.status != http.StatusUnauthorized {
			t.Errorf("a token of %s at %s: %d %s", tc.graph, other, a.status, a.body)
		}
	}
}

// Every name has a certificate of the emulator's authority and the right service.
func TestEveryOfficialName(t *testing.T) {
	t.Parallel()
	r := named(t)
	hosts := r.server.Hosts()
	for _, name := range []string{
		"graph.microsoft.com", "graph.microsoft.us", "dod-graph.microsoft.us", "microsoftgraph.chinacloudapi.cn",
		"login.microsoftonline.com", "login.microsoftonline.us", "login.chinacloudapi.cn", "login.partner.microsoftonline.cn",
		"outlook.office365.com", "outlook.office365.us", "outlook-dod.office365.us", "partner.outlook.cn", "management.azure.com",
	} {
		if !slices.Contains(hosts.Names, name) {
			t.Errorf("%s is not served", name)
		}
	}
	for name, what := range officialNames() {
		path, status, service := "/common/v2.0/.well-known/openid-configuration", http.StatusOK, wire.Login
		switch what.part {
		case partGraph:
			path, status, service = "/v1.0/users", http.StatusUnauthorized, wire.Graph
		case partExchange:
			path, status, service = "/adminapi/beta/x/InvokeCommand", http.StatusUnauthorized, wire.Exchange
		case partManager:
			path = "/metadata/endpoints?api-version=2022-09-01"
		}
		r.server.Journal().Clear()
		if a := r.do("GET", "https://"+name+path, "", ""); a.status != status {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
		if entries, _ := r.server.Journal().Entries(wire.Filter{}); len(entries) != 1 || entries[0].Service != service || entries[0].Cloud != what.cloud {
			t.Errorf("%s: journal %+v", name, entries)
		}
	}
}

// The listener serves neither the control API nor names that are not Microsoft's.
func TestForeignNamesAtTheOfficialListener(t *testing.T) {
	t.Parallel()
	r := named(t)
	for _, host := range []string{"localhost", "127.0.0.1", "attacker.example"} {
		request, err := http.NewRequestWithContext(t.Context(), "GET", "https://graph.microsoft.com/_emulator/state", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = host
		response, err := r.client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		if a, err := r.read(response); err != nil || a.status != http.StatusMisdirectedRequest || strings.Contains(a.body, "contoso") {
			t.Errorf("%s: %v, %d %s", host, err, a.status, a.body)
		}
	}
	for name := range officialNames() {
		if a := r.do("GET", "https://"+name+"/_emulator/state", "", ""); a.status == http.StatusOK || strings.Contains(a.body, "contoso") {
			t.Errorf("%s serves the state: %d", name, a.status)
		}
	}
}

// Tenants of DoD sign in at the address of US Government, and are recorded in the
// journal.
func TestSharedLogin(t *testing.T) {
	t.Parallel()
	r := named(t)
	const alpine = "d0000000-0000-4000-8000-000000000001"
	seed, err := area.ParseSeed("test", []byte(`{"tenants":[{"key":"alpine","tenant_id":"`+alpine+`","cloud":"usgovernment_dod",
 "applications":[{"client_id":"`+contosoApp+`","client_secret":"x","permissions":["Organization.Read.All"]}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.server.World().Load(seed); err != nil {
		t.Fatal(err)
	}
	const graph = "https://dod-graph.microsoft.us"
	a := r.postForm("https://login.microsoftonline.us/"+alpine+"/oauth2/v2.0/token", contosoApp, "x", graph)
	var body struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.Unmarshal([]byte(a.body), &body); err != nil || a.status != http.StatusOK {
		t.Fatalf("%v: %+v", err, a)
	}
	if entries, _ := r.server.Journal().Entries(wire.Filter{Tenant: "alpine"}); len(entries) != 1 || entries[0].Cloud != schema.CloudDoD {
		t.Errorf("journal %+v", entries)
	}
	if a := r.do("GET", graph+"/v1.0/organization", body.AccessToken, ""); a.status != http.StatusOK {
		t.Errorf("got %d %s", a.status, a.body)
	}
}
