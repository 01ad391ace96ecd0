package wire

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// writes is a service that answers with a body of so many bytes.
func writes(status, length int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		if length > 0 {
			_, _ = io.WriteString(w, strings.Repeat("x", length))
		}
	})
}

func TestCompression(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name           string
		service        Service
		accept         string
		status, length int
		compressed     bool
	}{
		{"asked for", Graph, "gzip", 200, 5000, true},
		{"among others", Graph, "br;q=1, GZIP;q=0.5, *;q=0.1", 200, 1000, true},
		{"a refusal", Graph, "gzip", 400, 1000, true},
		{"not asked for", Graph, "", 200, 5000, false},
		{"other codings", Graph, "br, deflate", 200, 5000, false},
		{"declined", Graph, "gzip;q=0", 200, 5000, false},
		{"weight that is none", Graph, "gzip;q=x", 200, 5000, false},
		{"short", Graph, "gzip", 201, 999, false},
		{"empty", Graph, "gzip", 204, 0, false},
		{"a service that does not say so", Login, "gzip", 200, 5000, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := Chain(writes(tt.status, tt.length), about(Subject{Service: tt.service}), Headers(), Compression())
			r := httptest.NewRequest(http.MethodGet, "/v1.0/users", http.NoBody)
			r.Header.Set("Accept-Encoding", tt.accept)
			for range 2 { // the second answer has the compressor of the first
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				body := w.Body.Bytes()
				if encoded := w.Header().Get("Content-Encoding") == "gzip"; encoded != tt.compressed {
					t.Fatalf("headers %v", w.Header())
				}
				if tt.compressed {
					body = unzipped(t, body)
				}
				if w.Code != tt.status || string(body) != strings.Repeat("x", tt.length) {
					t.Errorf("got %d with %d bytes", w.Code, len(body))
				}
			}
		})
	}
}

func unzipped(t *testing.T, data []byte) []byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// An implied status and more than one write are compressed as well.
func TestCompressionOfSeveralWrites(t *testing.T) {
	t.Parallel()
	parts := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for range 3 {
			_, _ = io.WriteString(w, strings.Repeat("x", 1000))
		}
	})
	r := httptest.NewRequest(http.MethodGet, "/v1.0/users", http.NoBody)
	r.Header.Set("Accept-Encoding", "gzip")
	w := httptest.NewRecorder()
	Chain(parts, about(Subject{Service: Graph}), Headers(), Compression()).ServeHTTP(w, r)
	if w.Code != http.StatusOK || len(unzipped(t, w.Body.Bytes())) != 3000 {
		t.Errorf("got %d with %d bytes", w.Code, w.Body.Len())
	}
}

// A compressed answer that a fault rule cuts breaks off for the client, over both
// HTTP versions, and is journaled like any other.
func TestCompressionOfCutAnswers(t *testing.T) {
	t.Parallel()
	for _, http2 := range []bool{false, true} {
		j, f := NewJournal(fixed, Limits{}), NewFaults(still{})
		mustAdd(t, f, Fault{Truncate: true, Times: 1})
		server := httptest.NewUnstartedServer(Chain(writes(200, 100_000), Connection(), about(Subject{Service: Graph}), Headers(), Compression(), j.Layer(), f.Layer()))
		server.EnableHTTP2 = http2
		server.StartTLS()
		t.Cleanup(server.Close)
		for _, cut := range []bool{true, false} {
			resp, err := server.Client().Get(server.URL)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(resp.Body)
			_ = resp.Body.Close()
			if !resp.Uncompressed || (err != nil) != cut || (len(body) < 100_000) != cut {
				t.Errorf("HTTP/2 %v, cut %v: %d bytes, %v, headers %v", http2, cut, len(body), err, resp.Header)
			}
		}
		entries, _ := j.Entries(Filter{})
		if len(entries) != 2 || entries[0].Status != 200 || !entries[0].Dropped || entries[1].Dropped {
			t.Errorf("HTTP/2 %v: journal %+v", http2, entries)
		}
	}
}

// A page that a fault rule answers with in place of a compressed answer is plain.
func TestCompressionOfReplacedAnswers(t *testing.T) {
	t.Parallel()
	f := NewFaults(still{})
	mustAdd(t, f, Fault{Act: true, Body: new(page)})
	r := httptest.NewRequest(http.MethodGet, "/v1.0/users", http.NoBody)
	r.Header.Set("Accept-Encoding", "gzip")
	w := httptest.NewRecorder()
	Chain(writes(200, 5000), about(Subject{Service: Graph}), Headers(), Compression(), f.Layer()).ServeHTTP(w, r)
	if w.Body.String() != page || w.Header().Get("Content-Encoding") != "" {
		t.Errorf("got %q, %v", w.Body, w.Header())
	}
}
