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

// Gateway is a TLS server in front of one cloud of the emulator. By default it
// forwards requests: tests make it act as an intermediary between a provider and
// the service.
type Gateway struct {
	// URL is the gateway's address.
	URL string

	behind string
	proxy  *httputil.ReverseProxy
	mu     sync.Mutex
	choose func(*http.Request) http.HandlerFunc
	seen   []string
}

// Gateway starts a gateway in front of the public cloud that ends with the test.
func (w *World) Gateway() *Gateway {
	w.t.Helper()
	return w.GatewayOf("public")
}

// GatewayOf starts a gateway in front of a cloud.
func (w *World) GatewayOf(cloud string) *Gateway {
	w.t.Helper()
	certificate, err := authority.Issue("localhost")
	if err != nil {
		w.t.Fatal(err)
	}
	g := &Gateway{behind: w.server.Clouds()[cloud].Graph}
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

// Answer sets the handler that answers instead of the emulator; nil forwards all
// requests. The handler forwards a single request by returning nil.
func (g *Gateway) Answer(choose func(*http.Request) http.HandlerFunc) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.choose = choose
}

// Pass forwards all requests to the emulator.
func (g *Gateway) Pass(w http.ResponseWriter, req *http.Request) { g.proxy.ServeHTTP(w, req) }

// Before routes a service in the provider's endpoints, "graph" or "authority",
// through the gateway.
func (g *Gateway) Before(service, config string) string {
	return strings.ReplaceAll(config, fmt.Sprintf("%s = %q", service, g.behind), fmt.Sprintf("%s = %q", service, g.URL))
}

// Seen lists the requests since the start, with their authorization.
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
