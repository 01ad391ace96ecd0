package wire

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Every response has the headers of its service, including those of fault rules.
func TestHeaders(t *testing.T) {
	t.Parallel()
	tests := []struct {
		service Service
		want    map[string]string
	}{
		{Graph, map[string]string{"Strict-Transport-Security": "max-age=31536000", "Vary": "Accept-Encoding"}},
		{Login, map[string]string{
			"Strict-Transport-Security": "max-age=31536000; includeSubDomains", "X-Content-Type-Options": "nosniff",
			"Pragma": "no-cache", "Expires": "-1",
		}},
		{Exchange, map[string]string{"Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload"}},
	}
	for _, tt := range tests {
		for _, faulty := range []bool{false, true} {
			faults := NewFaults(still{})
			if faulty {
				if _, err := faults.Add(Fault{Status: 503}); err != nil {
					t.Fatal(err)
				}
			}
			h := Chain(answers(http.StatusNoContent), about(Subject{Cloud: "public", Service: tt.service}), Headers(), faults.Layer())
			w := do(h, "GET", "/x")
			for name, want := range tt.want {
				if got := w.Header().Get(name); got != want {
					t.Errorf("%s, faulty %t: %s is %q, want %q", tt.service, faulty, name, got, want)
				}
			}
		}
	}
}

// The diagnostic header is JSON, with a data center per cloud.
func TestDiagnostic(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for cloud := range diagnostics {
		h := Chain(answers(http.StatusOK), about(Subject{Cloud: cloud, Service: Graph}), Headers())
		values := do(h, "GET", "/x").Header().Values(headerDiagnostic)
		var body struct{ ServerInfo struct{ DataCenter string } }
		if len(values) != 1 || json.Unmarshal([]byte(values[0]), &body) != nil || seen[body.ServerInfo.DataCenter] || body.ServerInfo.DataCenter == "" {
			t.Errorf("%s: got %q", cloud, values)
		}
		seen[body.ServerInfo.DataCenter] = true
	}
}

func TestLocations(t *testing.T) {
	t.Parallel()
	subject := Subject{Service: Graph, TenantID: "t-1"}
	tests := []struct {
		name, method, path string
		status             int
		body, want         string
	}{
		{"user", "POST", "/v1.0/users", 201, `{"id":"u-1"}`, "https://graph.example/v2/t-1/directoryObjects/u-1/Microsoft.DirectoryServices.User"},
		{"group", "POST", "/beta/Groups/", 201, `{"id":"g-1"}`, "https://graph.example/v2/t-1/directoryObjects/g-1/Microsoft.DirectoryServices.Group"},
		{"other", "POST", "/v1.0/invitations", 201, `{"id":"i-1"}`, "https://graph.example/v1.0/invitations/i-1"},
		{"no id", "POST", "/v1.0/invitations", 201, `{}`, ""},
		{"no JSON", "POST", "/v1.0/invitations", 201, `x`, ""},
		{"an action", "POST", "/v1.0/users", 200, `{"id":"u-1"}`, ""},
		{"no POST", "PUT", "/v1.0/users", 201, `{"id":"u-1"}`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			service := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(tt.status)
				_, _ = io.WriteString(w, tt.body)
			})
			r := httptest.NewRequest(tt.method, "https://graph.example"+tt.path, strings.NewReader("{}"))
			w := httptest.NewRecorder()
			Chain(service, about(subject), Locations()).ServeHTTP(w, r)
			if got := w.Header().Get("Location"); got != tt.want || w.Code != tt.status || w.Body.String() != tt.body {
				t.Errorf("got %d %s at %q, want %q", w.Code, w.Body, got, tt.want)
			}
		})
	}
}

// A Location set by the service is kept.
func TestLocationOfTheService(t *testing.T) {
	t.Parallel()
	service := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", "elsewhere")
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, `{"id":"1"}`)
	})
	if got := do(Chain(service, Locations()), "POST", "/v1.0/users").Header().Get("Location"); got != "elsewhere" {
		t.Errorf("got %q", got)
	}
}
