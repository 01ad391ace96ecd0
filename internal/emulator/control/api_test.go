package control

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/entra"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	clouds "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

const (
	contosoID  = "c0000000-0000-4000-8000-000000000001"
	fabrikamID = "f0000000-0000-4000-8000-000000000001"
	appID      = "c0000000-0000-4000-8000-00000000a001"
	guestID    = "c0000000-0000-4000-8000-00000000b001"

	seedText = `{"tenants": [
  {"key": "contoso", "tenant_id": "` + contosoID + `", "domains": ["contoso.example"],
   "users": [{"userPrincipalName": "ada@contoso.example", "passwordProfile": {"password": "hush-hush"}}, {"id": "` + guestID + `", "mail": "kim@fabrikam.example", "userType": "Guest", "creationType": "Invitation", "externalUserState": "PendingAcceptance"}],
   "applications": [{"client_id": "` + appID + `", "client_secret": "hush", "permissions": ["User.Read.All"]}]},
  {"key": "fabrikam", "tenant_id": "` + fabrikamID + `", "domains": ["fabrikam.example"],
   "users": [{"userPrincipalName": "kim@fabrikam.example", "mail": "kim@fabrikam.example"}]}
]}`
)

var key = sync.OnceValues(entra.NewKey)

var start = time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)

type harness struct {
	t       *testing.T
	api     *API
	world   *kernel.World
	login   *entra.Service
	journal *wire.Journal
}

func newHarness(t *testing.T) *harness {
	t.Helper()
	k, err := key()
	if err != nil {
		t.Fatal(err)
	}
	w := area.NewWorld(kernel.Options{Now: func() time.Time { return start }})
	login := entra.New(entra.Config{World: w, Cloud: clouds.CloudPublic, BaseURLs: []string{"https://127.0.0.1"}, Key: k})
	h := &harness{t: t, world: w, login: login, journal: wire.NewJournal(w.Now, wire.Limits{})}
	h.api = New(Config{World: w, Journal: h.journal, Faults: wire.NewFaults(w), Login: login})
	h.want(http.StatusNoContent, "PUT", "/seed", seedText)
	return h
}

// want sends a request, checks the status and returns the body.
func (h *harness) want(status int, method, path, body string, headers ...string) string {
	h.t.Helper()
	r := httptest.NewRequest(method, Root+path, strings.NewReader(body))
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.api.ServeHTTP(w, r)
	if w.Code != status {
		h.t.Fatalf("%s %s: got %d %s, want %d", method, path, w.Code, w.Body, status)
	}
	return w.Body.String()
}

func (h *harness) wantJSON(into any, method, path, body string, headers ...string) {
	h.t.Helper()
	text := h.want(http.StatusOK, method, path, body, headers...)
	if err := json.Unmarshal([]byte(text), into); err != nil {
		h.t.Fatalf("%s %s: %v in %s", method, path, err, text)
	}
}

func contains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q is not in %s", part, text)
		}
	}
}

func TestStateShowsNoSecret(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	text := h.want(http.StatusOK, "GET", "/state", "")
	contains(t, text, `"contoso"`, `"fabrikam"`, "kim@fabrikam.example")
	if strings.Contains(text, "hush") {
		t.Error("the state contains a client secret")
	}
}

func TestBrokenSeedChangesNothing(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	for _, body := range []string{
		"{", `{"tenants":[{"key":"x"}]}`, strings.Replace(seedText, `"mail"`, `"maill"`, 1),
		strings.Replace(seedText, fabrikamID, contosoID, 1),
	} {
		contains(t, h.want(http.StatusBadRequest, "PUT", "/seed", body), `"message":"seed:`)
	}
	if n := len(h.world.Tenants()); n != 2 {
		t.Errorf("%d tenants are left", n)
	}
}

func TestClockAndLag(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	var clock struct{ Now time.Time }
	h.wantJSON(&clock, "POST", "/clock/advance", `{"seconds": 90.5}`)
	if want := start.Add(90500 * time.Millisecond); !clock.Now.Equal(want) || !h.world.Now().Equal(want) {
		t.Errorf("now is %v, want %v", clock.Now, want)
	}
	h.want(http.StatusOK, "POST", "/lag", `{"seconds": 2}`)
	if got := h.world.Lag(); got != 2*time.Second {
		t.Errorf("lag is %v", got)
	}
	for _, body := range []string{"", "{}", `{"seconds": -1}`, `{"seconds": 1e300}`, `{"seconds": "1"}`, `{"second": 1}`, `{"seconds": 1} {}`} {
		h.want(http.StatusBadRequest, "POST", "/clock/advance", body)
		h.want(http.StatusBadRequest, "POST", "/lag", body)
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	contains(t, h.want(http.StatusOK, "GET", "/settings", ""), `"flapping_replicas":true`, `"derived_display_name":"local_part"`)
	contains(t, h.want(http.StatusOK, "PATCH", "/settings", `{"flapping_replicas":false,"derived_display_name":"nothing"}`),
		`"flapping_replicas":false`, `"derived_display_name":"nothing"`, `"search_index_lags":true`)
	before := h.world.Settings()
	for body, want := range map[string]string{
		`{"color":true}`: "the settings are refused_characters, ",
		`{"contact_clears_mail":true,"flapping_replicas":1}`:     "flapping_replicas: 1 is not a bool",
		`{"contact_clears_mail":true,"flapping_replicas":null}`:  "flapping_replicas: null is not a bool",
		`{"contact_clears_mail":true,"refused_characters":5}`:    "refused_characters: 5 is not a string",
		`{"contact_clears_mail":true,"derived_display_name":""}`: "not one of local_part, address and nothing",
		`[]`: "not valid for /_emulator/settings",
	} {
		contains(t, h.want(http.StatusBadRequest, "PATCH", "/settings", body), want)
	}
	if after := h.world.Settings(); after != before {
		t.Errorf("a refused change changed %+v to %+v", before, after)
	}
}

func TestRedeem(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	h.want(http.StatusNoContent, "POST", "/redeem", `{"tenant":"contoso","user_id":"`+guestID+`","home_tenant":"fabrikam","home_upn":"kim@fabrikam.example"}`)
	user, err := directory.Users.Get(h.world, contosoID, guestID)
	if err != nil || user.ExternalUserState != "Accepted" {
		t.Errorf("got %+v, %v", user, err)
	}
	h.want(http.StatusBadRequest, "POST", "/redeem", `{"tenant":"contoso"}`)
	h.want(http.StatusBadRequest, "POST", "/redeem", `{"redeem_url":"https://login.microsoftonline.com/redeem?rd=https%3A%2F%2Fx%2F%3Ftenant%3Dcontoso%26ticket%3D"}`)
	h.want(http.StatusNotFound, "POST", "/redeem", `{"redeem_url":"https://login.microsoftonline.com/redeem"}`)
	h.want(http.StatusNotFound, "POST", "/redeem", `{"tenant":"contoso","user_id":"`+appID+`"}`)
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	contains(t, h.want(http.StatusOK, "POST", "/sign_in", `{"tenant":"contoso","home_tenant":"fabrikam","kind":"b2bCollaborationGuest"}`), `{"outcome":"signed in"}`)
	contains(t, h.want(http.StatusOK, "POST", "/sign_in", `{"tenant":"contoso","home_tenant":"fabrikam","kind":"b2bDirectConnectUser"}`),
		`{"outcome":"kept out","because":"b2bDirectConnectInbound"}`)
	h.want(http.StatusBadRequest, "POST", "/sign_in", `{"tenant":"contoso","home_tenant":"fabrikam"}`)
	h.want(http.StatusNotFound, "POST", "/sign_in", `{"tenant":"contoso","home_tenant":"unknown","kind":"b2bCollaborationGuest"}`)
}

func TestFaultRules(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	contains(t, h.want(http.StatusCreated, "POST", "/faults", `{"service":"graph","status":429,"retry_after":0,"tenant":"contoso","times":2}`), `"id":"1"`, `"hits":0`)
	contains(t, h.want(http.StatusCreated, "POST", "/faults", `{"drop_response":true}`), `"id":"2"`)
	contains(t, h.want(http.StatusOK, "GET", "/faults", ""), `"retry_after":0`, `"drop_response":true`)
	h.want(http.StatusNoContent, "DELETE", "/faults/1", "")
	h.want(http.StatusNotFound, "DELETE", "/faults/1", "")
	h.want(http.StatusNoContent, "DELETE", "/faults", "")
	contains(t, h.want(http.StatusOK, "GET", "/faults", ""), `"faults":[]`)
	for _, body := range []string{`{}`, `{"status":500,"tenant":"unknown"}`, `{"status":500,"color":1}`, `{"status":500,"id":"7"}`, `[]`} {
		h.want(http.StatusBadRequest, "POST", "/faults", body)
	}
}

func TestRequests(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	service := wire.Chain(http.NotFoundHandler(), h.journal.Layer())
	service.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/v1.0/users", http.NoBody))
	contains(t, h.want(http.StatusOK, "GET", "/requests?method=GET", ""), `"path":"/v1.0/users"`, `"status":404`, `"dropped":0`)
	contains(t, h.want(http.StatusOK, "GET", "/requests?method=POST", ""), `"requests":[]`)
	contains(t, h.want(http.StatusOK, "GET", "/requests/summary", ""), `"total":1`)
	contains(t, h.want(http.StatusBadRequest, "GET", "/requests?color=red", ""), "color")
	h.want(http.StatusNoContent, "DELETE", "/requests", "")
	contains(t, h.want(http.StatusOK, "GET", "/requests", ""), `"requests":[]`)
}

func TestUnknown(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	contains(t, h.want(http.StatusNotFound, "GET", "/nothing", ""), "GET /_emulator/state", "DELETE /_emulator/faults/{id}")
	contains(t, h.want(http.StatusOK, "GET", "", ""), "GET /_emulator/state", "DELETE /_emulator/faults/{id}")
	contains(t, h.want(http.StatusMethodNotAllowed, "POST", "/requests", ""), "DELETE and GET")
}
