package emulator

import (
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/control"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// guarded lets only requests through that are meant for this listener. A page that
// a browser has loaded under a name of its own, which then leads to loopback, comes
// with that name. Nobody else's page has the official names of the cloud, and a
// client whose connections are led here may keep them; the control API does not go
// by them.
func guarded(host string, official []string) wire.Layer {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			named := slices.Contains(official, strings.ToLower(hostname(r.Host))) && !strings.HasPrefix(r.URL.Path, control.Root)
			if !named && !ownHost(host, r) {
				misdirected(w, r, "it answers as localhost, by loopback addresses and by the address it listens on; -listen gives it a name, -hosts the official ones")
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// ownHost says whether a request names the listener: loopback, what it was told to
// listen on, or the address that the connection has come to.
func ownHost(host string, r *http.Request) bool {
	name := strings.ToLower(hostname(r.Host))
	if name == "localhost" || name != "" && strings.EqualFold(name, host) {
		return true
	}
	ip := net.ParseIP(name)
	if ip == nil {
		return false
	}
	if ip.IsLoopback() {
		return true
	}
	local, ok := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	return ok && local.IP.Equal(ip)
}

// hostname is the name or address of a Host header without port and brackets. What
// is malformed names nothing.
func hostname(host string) string {
	u := url.URL{Host: host}
	return u.Hostname()
}

// misdirected answers a request for another server. It is no answer of a service.
func misdirected(w http.ResponseWriter, r *http.Request, help string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(http.StatusMisdirectedRequest)
	message := "the emulator does not answer for the host \"" + r.Host + "\": " + help
	// An error means that the client is gone.
	_ = json.NewEncoder(w).Encode(map[string]any{"error": map[string]string{"code": "MisdirectedRequest", "message": message}})
}
