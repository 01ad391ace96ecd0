package wire

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const page = "<html>Not here</html>"

// creates is a service that counts the requests it carries out.
func creates(done *int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		*done++
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-Own", "yes")
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, `{"id":"42"}`)
	})
}

func TestFaultAnswers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		fault Fault
		acts  bool
		want  int
		body  string
		kind  string // content type
	}{
		{"page in place of the service", Fault{Status: 404, Body: new(page)}, false, 404, page, htmlType},
		{"page with success", Fault{Status: 200, Body: new(page)}, false, 200, page, htmlType},
		{"other content", Fault{Status: 500, Body: new("oops"), ContentType: "text/plain"}, false, 500, "oops", "text/plain"},
		{"redirect", Fault{Status: 302, Location: "https://elsewhere.example/x"}, false, 302, "", ""},
		{"acts, page with the service's status", Fault{Act: true, Body: new(page)}, true, 201, page, htmlType},
		{"acts, empty answer", Fault{Act: true, Body: new("")}, true, 201, "", ""},
		{"acts, page with another status", Fault{Act: true, Status: 502, Body: new(page)}, true, 502, page, htmlType},
		{"acts, redirect", Fault{Act: true, Status: 307, Location: "https://elsewhere.example/x"}, true, 307, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f, done := NewFaults(still{}), 0
			mustAdd(t, f, tt.fault)
			w := do(Chain(creates(&done), RequestIDs(func() string { return "id-1" }), f.Layer()), "POST", "/x")
			if w.Code != tt.want || w.Body.String() != tt.body || w.Header().Get("Content-Type") != tt.kind {
				t.Errorf("got %d %q %v", w.Code, w.Body, w.Header())
			}
			if w.Header().Get("Location") != tt.fault.Location || w.Header().Get("request-id") != "id-1" {
				t.Errorf("headers %v", w.Header())
			}
			if acted := done == 1; acted != tt.acts {
				t.Errorf("carried out: %v", acted)
			}
			if own := w.Header().Get("X-Own") != ""; own != (tt.acts && tt.fault.Status == 0) {
				t.Errorf("headers of the service: %v", own)
			}
		})
	}
}

// A status sent after the service has acted has the service's format.
func TestFaultAnswersAfterActing(t *testing.T) {
	t.Parallel()
	f, done := NewFaults(still{}), 0
	mustAdd(t, f, Fault{Act: true, Status: 503, RetryAfter: json.RawMessage(`7`)})
	w := do(Chain(creates(&done), about(Subject{Service: Graph}), f.Layer()), "POST", "/x")
	if w.Code != 503 || done != 1 || w.Header().Get("Retry-After") != "7" || !strings.Contains(w.Body.String(), "serviceNotAvailable") || w.Header().Get("X-Own") != "" {
		t.Errorf("carried out %d times: %d %s %v", done, w.Code, w.Body, w.Header())
	}
}

// A truncated response has its headers and the length of the whole body, over
// both HTTP versions; one without a body stays complete.
func TestTruncate(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		fault  Fault
		status int
		length int64
		body   string
		cut    bool
	}{
		{"the service's answer", Fault{Truncate: true}, 201, 11, `{"id"`, true},
		{"another answer", Fault{Truncate: true, Act: true, Body: new("abcdef")}, 201, 6, "abc", true},
		{"an answer without a body", Fault{Truncate: true, Act: true, Body: new("")}, 201, 0, "", false},
	}
	for _, tt := range tests {
		for _, http2 := range []bool{false, true} {
			j, f, done := NewJournal(fixed, Limits{}), NewFaults(still{}), 0
			mustAdd(t, f, tt.fault)
			server := httptest.NewUnstartedServer(Chain(creates(&done), Connection(), j.Layer(), f.Layer()))
			server.EnableHTTP2 = http2
			server.StartTLS()
			t.Cleanup(server.Close)
			resp, err := server.Client().Post(server.URL, "text/plain", strings.NewReader("x"))
			if err != nil {
				t.Fatalf("%s, HTTP/2 %v: %v", tt.name, http2, err)
			}
			body, err := io.ReadAll(resp.Body)
			_ = resp.Body.Close()
			if resp.StatusCode != tt.status || resp.ContentLength != tt.length || string(body) != tt.body || (err != nil) != tt.cut {
				t.Errorf("%s, HTTP/2 %v: %d, length %d, %q, %v", tt.name, http2, resp.StatusCode, resp.ContentLength, body, err)
			}
			entries, _ := j.Entries(Filter{})
			if done != 1 || len(entries) != 1 || entries[0].Status != tt.status || !entries[0].Dropped {
				t.Errorf("%s, HTTP/2 %v: carried out %d times, journal %+v", tt.name, http2, done, entries)
			}
		}
	}
}
