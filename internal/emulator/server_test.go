package emulator

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/entra"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

func clientOf(s *Server) *http.Client {
	return &http.Client{Transport: &http.Transport{
		TLSClientConfig:   &tls.Config{RootCAs: s.CA().Pool(), MinVersion: tls.VersionTLS12},
		ForceAttemptHTTP2: true,
	}}
}

func TestSignInAndRead(t *testing.T) {
	t.Parallel()
	r := start(t, Config{})
	token := r.contosoToken()
	a := r.do("GET", r.base(schema.CloudPublic)+"/v1.0/users?$select=mail", token, "")
	if a.status != http.StatusOK || !strings.Contains(a.body, "kim.akers@contoso.example") || strings.Contains(a.body, "fabrikam.example") {
		t.Errorf("got %+v", a)
	}
	if a.header.Get("request-id") == "" || a.header.Get("x-ms-resource-unit") == "" {
		t.Errorf("headers %v", a.header)
	}
	// The listener's other names work as well.
	local := strings.Replace(r.base(schema.CloudPublic), "127.0.0.1", "localhost", 1)
	if a := r.do("GET", local+"/beta/users", token, ""); a.status != http.StatusOK {
		t.Errorf("localhost: %+v", a)
	}
}

// TestAnswersTellTheEmulatorsTime: clients may use the Date header as the
// service's clock.
func TestAnswersTellTheEmulatorsTime(t *testing.T) {
	t.Parallel()
	now := time.Date(2027, 3, 4, 5, 6, 7, 0, time.UTC)
	r := start(t, Config{World: area.NewWorld(kernel.Options{Now: func() time.Time { return now }})})
	for _, path := range []string{"/v1.0/users", "/common/oauth2/v2.0/token"} {
		if got := r.do("GET", r.base(schema.CloudPublic)+path, "", "").header.Get("Date"); got != now.Format(http.TimeFormat) {
			t.Errorf("%s: the date is %q, want %q", path, got, now.Format(http.TimeFormat))
		}
	}
}

func TestTokensAreBound(t *testing.T) {
	t.Parallel()
	r := start(t, Config{})
	public, gov := r.base(schema.CloudPublic), r.base(schema.CloudUSGov)
	contoso := r.contosoToken()
	northwind := r.token(schema.CloudUSGov, northwindID, northwindApp, "northwind-demo-secret", governGraph)
	exchange := r.token(schema.CloudPublic, contosoID, contosoApp, contosoSecret, "https://outlook.office365.com")
	own := r.token(schema.CloudPublic, contosoID, contosoApp, contosoSecret, public)
	cases := []struct {
		name, address, token string
		status               int
		message              string
	}{
		{"own tenant", public, contoso, 200, ""},
		{"audience is the listener", public, own, 200, ""},
		{"own cloud", gov, northwind, 200, ""},
		{"another cloud", gov, contoso, 401, "Invalid issuer"},
		{"another cloud, back", public, northwind, 401, "Invalid issuer"},
		{"another audience", public, exchange, 401, "Invalid audience"},
		{"none", public, "", 401, "Access token is empty."},
		{"nonsense", public, "nonsense", 401, "not well formed"},
		{"changed", public, contoso[:len(contoso)-8] + "AAAAAAAA", 401, "Invalid signature"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			a := r.do("GET", tc.address+"/v1.0/users", tc.token, "")
			if a.status != tc.status || !strings.Contains(a.body, tc.message) {
				t.Errorf("got %+v", a)
			}
			if tc.status == 401 && (a.code() != invalidToken || !strings.HasPrefix(a.header.Get("WWW-Authenticate"), "Bearer ")) {
				t.Errorf("got %+v", a)
			}
		})
	}
}

// A tenant's token returns only that tenant's objects.
func TestTenantsAreIsolated(t *testing.T) {
	t.Parallel()
	r := start(t, Config{})
	token := r.token(schema.CloudPublic, fabrikamID, fabrikamApp, "fabrikam-demo-secret", publicGraph)
	a := r.do("GET", r.base(schema.CloudPublic)+"/v1.0/users/kim.akers@contoso.example", token, "")
	if a.status != http.StatusNotFound {
		t.Errorf("got %+v", a)
	}
	// Contoso's secret is refused for Fabrikam's application.
	refused := r.signIn(fabrikamID, fabrikamApp, contosoSecret)
	if refused.status != http.StatusUnauthorized || !strings.Contains(refused.body, "AADSTS7000215") {
		t.Errorf("got %+v", refused)
	}
}

func TestTokenExpires(t *testing.T) {
	t.Parallel()
	r := start(t, Config{})
	token := r.contosoToken()
	r.control("POST", "/clock/advance", `{"seconds": 3600}`, http.StatusOK)
	a := r.do("GET", r.base(schema.CloudPublic)+"/v1.0/users", token, "")
	if a.status != 401 || a.code() != invalidToken || !strings.Contains(a.body, expiredMessage) {
		t.Errorf("got %+v", a)
	}
	if a := r.do("GET", r.base(schema.CloudPublic)+"/v1.0/users", r.contosoToken(), ""); a.status != 200 {
		t.Errorf("a new token: %+v", a)
	}
}

func TestMissingPermission(t *testing.T) {
	t.Parallel()
	r := start(t, Config{})
	if err := application.SetPermissions(r.server.World(), contosoID, contosoApp, []string{"User.Invite.All"}); err != nil {
		t.Fatal(err)
	}
	a := r.do("GET", r.base(schema.CloudPublic)+"/v1.0/users", r.contosoToken(), "")
	if a.status != http.StatusForbidden || a.code() != "Authorization_RequestDenied" {
		t.Errorf("got %+v", a)
	}
}

func TestUnknownAuthorityIsRefused(t *testing.T) {
	t.Parallel()
	r := start(t, Config{})
	stranger := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12}}}
	response, err := stranger.Get(r.base(schema.CloudPublic) + "/v1.0/users")
	if err == nil {
		_ = response.Body.Close()
		t.Error("a client without the CA got an answer")
	}
}

func TestNotModeled(t *testing.T) {
	t.Parallel()
	r := start(t, Config{})
	base := r.base(schema.CloudPublic)
	token := r.token(schema.CloudPublic, contosoID, contosoApp, contosoSecret, base)
	cases := []struct{ method, path, body, want string }{
		{"POST", "/adminapi/beta/contoso.example/InvokeCommand", `{"CmdletInput":{"CmdletName":"Get-Mailbox","Parameters":{}}}`, "Get-Mailbox"},
		{"GET", "/v1.0/me/messages", "", "NotImplemented"},
		{"GET", "/contoso.example/oauth2/v2.0/authorize", "", "not_implemented"},
	}
	for _, tc := range cases {
		if a := r.do(tc.method, base+tc.path, token, tc.body); a.status != http.StatusNotImplemented || !strings.Contains(a.body, tc.want) {
			t.Errorf("%s: %+v", tc.path, a)
		}
	}
}

func TestJournalOfBatch(t *testing.T) {
	t.Parallel()
	r := start(t, Config{})
	token := r.contosoToken()
	r.control("DELETE", "/requests", "", http.StatusNoContent)
	a := r.do("POST", r.base(schema.CloudPublic)+"/v1.0/$batch", token, `{"requests":[
		{"id":"1","method":"GET","url":"/users/kim.akers@contoso.example?$select=id"},
		{"id":"2","method":"GET","url":"/users/missing@contoso.example"}]}`)
	if a.status != http.StatusOK {
		t.Fatalf("got %+v", a)
	}
	entries, _ := r.server.Journal().Entries(wire.Filter{})
	if len(entries) != 3 || entries[0].Path != "/v1.0/$batch" || entries[0].Batch {
		t.Fatalf("journal %+v", entries)
	}
	for _, e := range entries {
		if e.Tenant != "contoso" || e.Cloud != schema.CloudPublic || e.Service != wire.Graph || e.RequestID == "" {
			t.Errorf("entry %+v", e)
		}
	}
	items, _ := r.server.Journal().Entries(wire.Filter{Path: "/users"})
	statuses := map[int]bool{}
	for _, e := range items {
		statuses[e.Status] = e.Batch
	}
	if len(items) != 2 || !statuses[200] || !statuses[404] {
		t.Errorf("items %+v", items)
	}
}

// Refused requests are also in the journal under their tenant.
func TestJournalOfRefusals(t *testing.T) {
	t.Parallel()
	r := start(t, Config{})
	token := r.contosoToken()
	r.control("POST", "/clock/advance", `{"seconds": 7200}`, http.StatusOK)
	r.do("GET", r.base(schema.CloudPublic)+"/v1.0/users", token, "")
	r.signIn(contosoID, contosoApp, "wrong")
	entries, _ := r.server.Journal().Entries(wire.Filter{Tenant: "contoso"})
	refused := 0
	for _, e := range entries {
		if e.Status == http.StatusUnauthorized {
			refused++
		}
	}
	if refused != 2 {
		t.Errorf("journal %+v", entries)
	}
}

func TestLatency(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := area.NewWorld(kernel.Options{})
		s := &Server{config: Config{World: w, Latency: 30 * time.Millisecond}, journal: wire.NewJournal(w.Now, wire.Limits{}), faults: wire.NewFaults(w)}
		h := s.pipeline(s.graphSubject(schema.CloudPublic, entra.New(entra.Config{World: w, Cloud: schema.CloudPublic})), http.NotFoundHandler())
		began := time.Now()
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/v1.0/users", http.NoBody))
		if took := time.Since(began); took != 30*time.Millisecond {
			t.Errorf("took %v", took)
		}
	})
}

// Closing ends without interrupting anything and without a time limit, although
// the client keeps its connections open.
func TestCloseIgnoresIdleConnections(t *testing.T) {
	t.Parallel()
	ca, err := sharedCA()
	if err != nil {
		t.Fatal(err)
	}
	server, err := Start(Config{CA: ca})
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t, server, clientOf(server)}
	for _, cloud := range schema.Clouds() {
		r.do("GET", r.base(cloud)+"/v1.0/users", "", "")
	}
	if err := server.shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	if a, err := r.try("GET", server.Clouds()[schema.CloudPublic].Graph, "", ""); err == nil {
		t.Errorf("still answers: %+v", a)
	}
}
