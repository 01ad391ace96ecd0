package transport

import (
	"crypto/tls"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
)

// TestTrustedAuthorities asks a server whose authority the machine does not know.
func TestTrustedAuthorities(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	file := func(name string, content []byte) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	authority := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	tests := map[string]struct {
		file    string
		trusted bool
	}{
		"no file":                    {"", false},
		"a file that does not exist": {filepath.Join(t.TempDir(), "none.pem"), false},
		"no certificate in the file": {file("empty.pem", []byte("none")), false},
		"the authority in the file":  {file("ca.pem", authority), true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := &http.Client{Transport: trusting(test.file)}
			resp, err := client.Get(server.URL)
			if err == nil {
				err = resp.Body.Close()
				client.CloseIdleConnections()
			}
			var untrusted *tls.CertificateVerificationError
			if test.trusted && err != nil || !test.trusted && !errors.As(err, &untrusted) {
				t.Errorf("the request ends with %v", err)
			}
		})
	}
}
