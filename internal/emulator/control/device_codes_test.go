package control

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// startDeviceCode requests a device code.
func (h *harness) startDeviceCode() {
	h.t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/contoso.example/oauth2/v2.0/devicecode", strings.NewReader("scope=User.Read&client_id="+appID))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.login.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		h.t.Fatalf("got %d %s", w.Code, w.Body)
	}
}

func TestDeviceCodes(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	contains(t, h.want(http.StatusOK, "GET", "/device_codes", ""), `"device_codes":[]`)
	h.startDeviceCode()
	h.startDeviceCode()
	var list struct {
		Codes []struct {
			UserCode string `json:"user_code"`
			ClientID string `json:"client_id"`
			State    string
		} `json:"device_codes"`
	}
	h.wantJSON(&list, "GET", "/device_codes", "")
	if len(list.Codes) != 2 || list.Codes[0].ClientID != appID || list.Codes[0].State != "pending" {
		t.Fatalf("got %+v", list)
	}
	body := func(i int, rest string) string { return `{"user_code":"` + list.Codes[i].UserCode + `",` + rest + `}` }
	for text, status := range map[string]int{
		`{}`:                                    http.StatusBadRequest,
		body(0, `"tenant":"contoso"`):           http.StatusBadRequest,
		body(0, `"color":1`):                    http.StatusBadRequest,
		body(0, `"tenant":"moon","user":"ada"`): http.StatusNotFound,
		body(0, `"tenant":"contoso","user":"missing@contoso.example"`):             http.StatusNotFound,
		`{"user_code":"X","tenant":"contoso","user":"ada@contoso.example"}`:        http.StatusBadRequest,
		`{"user_code":"X","decline":true}`:                                         http.StatusBadRequest,
		body(0, `"tenant":"contoso","user":"ada@contoso.example","decline":false`): http.StatusNoContent,
		body(1, `"decline":true`):                                                  http.StatusNoContent,
	} {
		h.want(status, "POST", "/device_codes", text)
	}
	contains(t, h.want(http.StatusOK, "GET", "/device_codes", ""), `"state":"approved"`, `"state":"declined"`)
	h.want(http.StatusBadRequest, "POST", "/device_codes", body(0, `"decline":true`))
}
