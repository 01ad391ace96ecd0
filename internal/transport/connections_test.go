package transport

import (
	"crypto/tls"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

// TestConnectionsAreKept counts TLS handshakes: a run needs one connection with HTTP/2,
// and otherwise as many as it has requests under way at once.
func TestConnectionsAreKept(t *testing.T) {
	t.Parallel()
	const waves, parallel = 20, 25
	for name, tt := range map[string]struct {
		http2 bool
		most  int32
	}{"HTTP/2": {true, parallel}, "HTTP/1.1": {false, 2 * parallel}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, handshakes := counting(t, tt.http2)
			rt := New(options(trusting(authorityOf(t, server)), SystemClock(), token{}))
			var first int32
			for wave := range waves {
				var all sync.WaitGroup
				for range parallel {
					all.Go(func() {
						req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/v1.0/users", http.NoBody)
						if err == nil {
							var resp *http.Response
							if resp, err = rt.RoundTrip(req); err == nil {
								err = resp.Body.Close()
							}
						}
						if err != nil {
							t.Error(err)
						}
					})
				}
				all.Wait()
				if wave == 0 {
					first = handshakes.Load()
				}
			}
			if n := handshakes.Load(); n > tt.most {
				t.Errorf("%d requests took %d handshakes, %d of them in the first wave", waves*parallel, n, first)
			}
		})
	}
}

// counting is a service that counts TLS handshakes.
func counting(t *testing.T, http2 bool) (*httptest.Server, *atomic.Int32) {
	t.Helper()
	var handshakes atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte("{}")) // an error means that the client has disconnected
	}))
	server.EnableHTTP2 = http2
	server.TLS = &tls.Config{
		MinVersion: tls.VersionTLS12,
		VerifyConnection: func(tls.ConnectionState) error {
			handshakes.Add(1)
			return nil
		},
	}
	server.StartTLS()
	t.Cleanup(server.Close)
	return server, &handshakes
}

// authorityOf is a file with the certificate of a server.
func authorityOf(t *testing.T, server *httptest.Server) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "ca.pem")
	data := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
