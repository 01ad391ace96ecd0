package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestPattern(t *testing.T) {
	t.Parallel()
	cases := []struct {
		pattern string
		service Service
		path    string
		want    bool
	}{
		{"", Graph, "/v1.0/users", true},
		{"/users", Graph, "/v1.0/users", true},
		{"users", Graph, "/beta/users/42/manager", true},
		{"/users/", Graph, "/v1.0/users", true},
		{"/users", Graph, "/v1.0/users('42')", true},
		{"/users", Graph, "/v1.0/userSettings", false},
		{"/USERS", Graph, "/v1.0/Users", true},
		{"/v1.0/users", Graph, "/beta/users", false},
		{"/v1.0", Graph, "/v1.0/users", true},
		{"/users/*", Graph, "/v1.0/users/42", true},
		{"/users/*", Graph, "/v1.0/users", false},
		{"/users/*", Graph, "/v1.0/users/42/manager", false},
		{"/users/**", Graph, "/v1.0/users/42/manager", true},
		{"/*/users", Graph, "/v1.0/users", true},
		{"/users/a.c", Graph, "/v1.0/users/abc", false},
		{"/users/(*", Graph, "/v1.0/users/(x", true},
		{"/oauth2/v2.0/token", Login, "/contoso.example/oauth2/v2.0/token", true},
		{"/InvokeCommand", Exchange, "/adminapi/beta/contoso/InvokeCommand", true},
		{"/$batch", Graph, "/v1.0/$batch", true},
	}
	for _, tc := range cases {
		if got := NewPattern(tc.pattern).Matches(tc.service, tc.path); got != tc.want {
			t.Errorf("%q on %s: got %v", tc.pattern, tc.path, got)
		}
	}
}

func FuzzPattern(f *testing.F) {
	f.Add("/users/**", "/v1.0/users/1")
	f.Fuzz(func(_ *testing.T, pattern, path string) {
		NewPattern(pattern).Matches(Graph, path)
	})
}

func TestFaultCheck(t *testing.T) {
	t.Parallel()
	cases := []struct {
		body, want string
	}{
		{`{"status":429,"retry_after":"2.128"}`, ""},
		{`{"status":503,"retry_after":0}`, ""},
		{`{"latency_ms":5}`, ""},
		{`{"drop_response":true,"times":1}`, ""},
		{`{"reset":true}`, ""},
		{`{"reset":true,"drop_response":true}`, "reset"},
		{`{"reset":true,"status":500}`, "reset"},
		{`{}`, "does nothing"},
		{`{"status":200}`, "status"},
		{`{"status":600}`, "status"},
		{`{"status":100,"body":"x"}`, "status"},
		{`{"status":200,"body":""}`, ""},
		{`{"status":404,"body":"<html>","content_type":"text/html"}`, ""},
		{`{"status":404,"content_type":"text/html"}`, "content_type"},
		{`{"body":"x"}`, "body"},
		{`{"act":true,"body":""}`, ""},
		{`{"act":true,"status":502}`, ""},
		{`{"act":true}`, "does nothing"},
		{`{"act":true,"latency_ms":5}`, "act"},
		{`{"status":302,"location":"https://elsewhere.example/"}`, ""},
		{`{"status":302,"location":"https://elsewhere.example/","body":"moved"}`, ""},
		{`{"status":302}`, "location"},
		{`{"status":302,"body":"x"}`, "location"},
		{`{"status":404,"location":"https://elsewhere.example/"}`, "location"},
		{`{"truncate":true}`, ""},
		{`{"truncate":true,"status":500}`, ""},
		{`{"truncate":true,"drop_response":true}`, "drop_response"},
		{`{"body":"x","act":true,"drop_response":true}`, "drop_response"},
		{`{"status":500,"times":-1}`, "times"},
		{`{"status":500,"drop_response":true}`, "drop_response"},
		{`{"latency_ms":5,"retry_after":1}`, "retry_after"},
		{`{"status":429,"retry_after":{}}`, "retry_after"},
		{`{"latency_ms":-5}`, "latency_ms"},
		{`{"hold_seconds":0.5}`, ""},
		{`{"hold_seconds":-1}`, "hold_seconds"},
		{`{"hold_seconds":1e300}`, "hold_seconds"},
		{`{"status":500,"service":"mail"}`, "service"},
	}
	for _, tc := range cases {
		var f Fault
		if err := json.Unmarshal([]byte(tc.body), &f); err != nil {
			t.Fatal(err)
		}
		err := f.Check()
		if (err == nil) != (tc.want == "") || !strings.Contains(fmt.Sprint(err), tc.want) {
			t.Errorf("%s: got %v, want %q", tc.body, err, tc.want)
		}
	}
}

func mustAdd(t *testing.T, f *Faults, fault Fault) Fault {
	t.Helper()
	added, err := f.Add(fault)
	if err != nil {
		t.Fatal(err)
	}
	return added
}

func TestFaultStatus(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name       string
		service    Service
		fault      Fault
		code       string
		retryAfter []string
	}{
		{"throttled", Graph, Fault{Status: 429, RetryAfter: json.RawMessage(`"2.128"`)}, "TooManyRequests", []string{"2.128"}},
		{"zero", Graph, Fault{Status: 429, RetryAfter: json.RawMessage(`0`)}, "TooManyRequests", []string{"0"}},
		{"number kept as written", Graph, Fault{Status: 503, RetryAfter: json.RawMessage(`1.50`)}, "serviceNotAvailable", []string{"1.50"}},
		{"no header", Graph, Fault{Status: 504}, "UnknownError", nil},
		{"Exchange", Exchange, Fault{Status: 504}, "GatewayTimeout", nil},
		{"Exchange is throttled", Exchange, Fault{Status: 429, RetryAfter: json.RawMessage(`7`)}, "TooManyRequests", []string{"7"}},
		{"server error", Graph, Fault{Status: 500}, "InternalServerError", nil},
		{"login", Login, Fault{Status: 503}, "temporarily_unavailable", nil},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			f := NewFaults(still{})
			mustAdd(t, f, tc.fault)
			reached := false
			service := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached = true })
			w := do(Chain(service, about(Subject{Service: tc.service}), f.Layer()), "GET", "/v1.0/users")
			if w.Code != tc.fault.Status || reached {
				t.Errorf("status %d, service reached: %v", w.Code, reached)
			}
			if got := w.Header().Values("Retry-After"); len(got) != len(tc.retryAfter) || len(got) > 0 && got[0] != tc.retryAfter[0] {
				t.Errorf("Retry-After %q, want %q", got, tc.retryAfter)
			}
			if !strings.Contains(w.Body.String(), `"`+tc.code+`"`) {
				t.Errorf("body %s lacks %s", w.Body, tc.code)
			}
		})
	}
}

func TestFaultSelects(t *testing.T) {
	t.Parallel()
	here := Subject{Service: Graph, Tenant: "contoso", TenantID: "T1"}
	cases := []struct {
		name  string
		fault Fault
		want  bool
	}{
		{"everything", Fault{}, true},
		{"tenant key", Fault{Tenant: "contoso"}, true},
		{"tenant id", Fault{Tenant: "t1"}, true},
		{"other tenant", Fault{Tenant: "fabrikam"}, false},
		{"service", Fault{Service: Graph}, true},
		{"other service", Fault{Service: Login}, false},
		{"method", Fault{Method: "post"}, true},
		{"other method", Fault{Method: "GET"}, false},
		{"path", Fault{Path: "/invitations"}, true},
		{"other path", Fault{Path: "/users"}, false},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			f := NewFaults(still{})
			tc.fault.Status = 500
			mustAdd(t, f, tc.fault)
			w := do(Chain(answers(201), about(here), f.Layer()), "POST", "/v1.0/invitations")
			if got := w.Code == 500; got != tc.want {
				t.Errorf("status %d", w.Code)
			}
			if hits := f.List()[0].Hits; (hits == 1) != tc.want {
				t.Errorf("%d hits", hits)
			}
		})
	}
}

func TestFaultsInTurn(t *testing.T) {
	t.Parallel()
	f := NewFaults(still{})
	mustAdd(t, f, Fault{Status: 429, Times: 2})
	second := mustAdd(t, f, Fault{Status: 503, Times: 1})
	h := Chain(answers(200), f.Layer())
	for i, want := range []int{429, 429, 503, 200} {
		if got := do(h, "GET", "/x").Code; got != want {
			t.Errorf("request %d: status %d, want %d", i, got, want)
		}
	}
	if !f.Remove(second.ID) || f.Remove(second.ID) || len(f.List()) != 1 {
		t.Errorf("after Remove: %v", f.List())
	}
	f.Clear()
	if len(f.List()) != 0 {
		t.Errorf("after Clear: %v", f.List())
	}
}

// A dropped response has been carried out, is recorded in the journal as dropped,
// and reaches the client as a broken connection, over both HTTP versions.
func TestDropResponse(t *testing.T) {
	t.Parallel()
	for _, http2 := range []bool{false, true} {
		j, f := NewJournal(fixed, Limits{}), NewFaults(still{})
		mustAdd(t, f, Fault{DropResponse: true, Times: 1})
		done := 0
		service := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			done++
			w.WriteHeader(http.StatusCreated)
			_, _ = io.WriteString(w, strings.Repeat("x", 100_000))
		})
		server := httptest.NewUnstartedServer(Chain(service, Connection(), j.Layer(), f.Layer()))
		server.EnableHTTP2 = http2
		server.StartTLS()
		t.Cleanup(server.Close)
		// net/http does not retry a POST.
		resp, err := server.Client().Post(server.URL, "text/plain", strings.NewReader("x"))
		if err == nil {
			t.Errorf("HTTP/2 %v: got status %d", http2, resp.StatusCode)
			_ = resp.Body.Close()
		}
		entries, _ := j.Entries(Filter{})
		if done != 1 || len(entries) != 1 || entries[0].Status != 201 || !entries[0].Dropped {
			t.Errorf("HTTP/2 %v: carried out %d times, journal %+v", http2, done, entries)
		}
	}
}

// A dropped batch item drops the response of its batch.
func TestDropBatchItem(t *testing.T) {
	t.Parallel()
	j, f := NewJournal(fixed, Limits{}), NewFaults(still{})
	mustAdd(t, f, Fault{DropResponse: true, Path: "/item"})
	item := Chain(answers(201), about(Subject{Batch: true}), j.Layer(), f.Layer())
	batch := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sub := httptest.NewRequestWithContext(r.Context(), "POST", "/item", http.NoBody)
		item.ServeHTTP(httptest.NewRecorder(), sub)
		w.WriteHeader(http.StatusOK)
	})
	h := Chain(batch, Connection(), j.Layer(), f.Layer())
	func() {
		defer func() {
			if err, _ := recover().(error); !errors.Is(err, http.ErrAbortHandler) {
				t.Errorf("recovered %v", err)
			}
		}()
		do(h, "POST", "/v1.0/$batch")
	}()
	entries, _ := j.Entries(Filter{})
	if len(entries) != 2 || !entries[0].Dropped || !entries[1].Dropped || entries[1].Status != 201 {
		t.Errorf("journal %+v", entries)
	}
}
