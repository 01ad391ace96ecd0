package transport

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"os"
	"sync"
	"time"
)

// certificateVariable names a PEM file of authorities to trust. Go reads it on
// Linux and its like, but neither on macOS nor on Windows
// (https://pkg.go.dev/crypto/x509#SystemCertPool).
const certificateVariable = "SSL_CERT_FILE"

// Connections of a run are kept for its whole length: a TLS handshake costs two round
// trips. Terraform has up to ten requests under way by default, and -parallelism may
// allow more.
const (
	mostIdlePerHost = 64
	mostIdle        = 256
	// A connection that was silent for this time is checked, so that one which a
	// firewall has dropped is replaced before the try times out.
	pingAfter   = 15 * time.Second
	pingTimeout = 10 * time.Second
)

// Base returns what sends the requests of a process: [http.DefaultTransport] with more
// idle connections, which on every system trusts the authorities of the file in
// SSL_CERT_FILE as well. As in Go itself the variable is read once, and a file without
// a certificate adds none.
func Base() http.RoundTripper { return base() }

var base = sync.OnceValue(func() http.RoundTripper { return trusting(os.Getenv(certificateVariable)) })

func trusting(file string) http.RoundTripper {
	standard, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport
	}
	own := standard.Clone()
	own.MaxIdleConns, own.MaxIdleConnsPerHost = mostIdle, mostIdlePerHost
	own.HTTP2 = &http.HTTP2Config{SendPingTimeout: pingAfter, PingTimeout: pingTimeout}
	if pool := authorities(file); pool != nil {
		own.TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	}
	return own
}

// authorities are those of the system and of a file; nil for those of the system alone.
func authorities(file string) *x509.CertPool {
	added, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	pool, err := x509.SystemCertPool()
	if err != nil || !pool.AppendCertsFromPEM(added) {
		return nil
	}
	return pool
}
