package transport

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"os"
	"sync"
)

// certificateVariable names a PEM file of authorities to trust. Go reads it on
// Linux and its like, but neither on macOS nor on Windows
// (https://pkg.go.dev/crypto/x509#SystemCertPool).
const certificateVariable = "SSL_CERT_FILE"

// Base returns what sends the requests of a process: [http.DefaultTransport], which
// on every system trusts the authorities of the file in SSL_CERT_FILE as well. As in
// Go itself the variable is read once, and a file without a certificate adds none.
func Base() http.RoundTripper { return base() }

var base = sync.OnceValue(func() http.RoundTripper { return trusting(os.Getenv(certificateVariable)) })

func trusting(file string) http.RoundTripper {
	standard, ok := http.DefaultTransport.(*http.Transport)
	authorities, err := os.ReadFile(file)
	if err != nil || !ok {
		return http.DefaultTransport
	}
	pool, err := x509.SystemCertPool()
	if err != nil || !pool.AppendCertsFromPEM(authorities) {
		return http.DefaultTransport
	}
	own := standard.Clone()
	own.TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	return own
}
