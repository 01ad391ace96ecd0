package acctest

import (
	"crypto/tls"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
)

// Gateway is a TLS server before the emulator's public cloud. It passes requests
// on as long as nothing else is set: tests put what stands between a provider
// and the service in its place.
type Gateway struct {
	// URL is where it listens.
	URL string

	behind string
	proxy  *httputil.ReverseProxy
	mu     sync.Mutex
	choose func(*http.Request) http.HandlerFunc
	seen   []string
}

// Gateway starts a gateway that ends with the test.
func (w *World) Gateway() *Gateway {
	w.t.Helper()
	certificate, err := authority.Issue("localhost")
	if err != nil {
		w.t.Fatal(err)
	}
	g := &Gateway{behind: w.server.Clouds()["public"].Graph}
	target, err := url.Parse(g.behind)
	if err != nil {
		w.t.Fatal(err)
	}
	g.proxy = &httputil.ReverseProxy{
		Rewrite:   func(r *httputil.ProxyRequest) { r.SetURL(target) },
		Transport: Client().Transport,
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(rw http.ResponseWriter, req *http.Request) {
		if answer := g.answer(req); answer != nil {
			answer(rw, req)
			return
		}
		g.Pass(rw, req)
	}))
	server.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	server.StartTLS()
	w.t.Cleanup(server.Close)
	g.URL = server.URL
	return g
}

// Answer sets what answers instead of the emulator; nil passes requests on. It
// may leave single requests to the emulator by returning nil for them.
func (g *Gateway) Answer(choose func(*http.Request) http.HandlerFunc) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.choose = choose
}

// Pass has the emulator answer.
func (g *Gateway) Pass(w http.ResponseWriter, req *http.Request) { g.proxy.ServeHTTP(w, req) }

// Before makes a configuration ask the gateway for a service of the provider's
// endpoints, "graph" or "authority", instead of the emulator.
func (g *Gateway) Before(service, config string) string {
	return strings.ReplaceAll(config, fmt.Sprintf("%s = %q", service, g.behind), fmt.Sprintf("%s = %q", service, g.URL))
}

// Seen lists the requests since the start, with what they carried to authorize
// them.
func (g *Gateway) Seen() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return append([]string(nil), g.seen...)
}

func (g *Gateway) answer(req *http.Request) http.HandlerFunc {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.seen = append(g.seen, req.Method+" "+req.URL.Path+" "+req.Header.Get("Authorization"))
	if g.choose == nil {
		return nil
	}
	return g.choose(req)
}
