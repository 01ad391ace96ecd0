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

// guarded accepts only requests for this listener, as a protection against DNS
// rebinding: a browser's page from a foreign name that resolves to loopback sends
// that name. Pages cannot have the official names of the cloud, and a client with
// redirected connections may keep using those names; the control API does not
// accept them.
func guarded(host string, official []string) wire.Layer {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			named := slices.Contains(official, strings.ToLower(hostname(r.Host))) && !strings.HasPrefix(r.URL.Path, control.Root)
			if !named && !ownHost(host, r) {
				misdirected(w, r, "it accepts localhost, loopback addresses and the address it listens on; -listen adds a name, -hosts the official names")
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// ownHost reports whether a request names the listener: loopback, the configured
// host, or the local address of the connection.
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

// hostname returns the name or address of a Host header without port and
// brackets. It is empty for a malformed header.
func hostname(host string) string {
	u := url.URL{Host: host}
	return u.Hostname()
}

// misdirected answers a request for another server. The response is not one of a
// service.
func misdirected(w http.ResponseWriter, r *http.Request, help string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(http.StatusMisdirectedRequest)
	message := "the emulator does not serve the host \"" + r.Host + "\": " + help
	// An error means that the client has disconnected.
	_ = json.NewEncoder(w).Encode(map[string]any{"error": map[string]string{"code": "MisdirectedRequest", "message": message}})
}
