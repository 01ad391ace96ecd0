package wire

import (
	"fmt"
	"net/http"
)

// diagnostics are the values with which Graph's gateway describes itself in
// x-ms-ags-diagnostic, by cloud. The data center has no effect.
var diagnostics = map[string]string{
	"public":           diagnostic("West Europe"),
	"usgovernment":     diagnostic("USGov Virginia"),
	"usgovernment_dod": diagnostic("USDoD East"),
	"china":            diagnostic("China East 2"),
}

const (
	headerDiagnostic = "x-ms-ags-diagnostic"
	headerSecurity   = "Strict-Transport-Security"
	oneYear          = "max-age=31536000"
)

// Headers sets the headers that the frontend of each service adds to every
// response, including refusals and the responses of fault rules. Recorded
// responses of Graph have the three headers of [Graph]; those of the login
// service forbid caching.
func Headers() Layer {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			subject, h := SubjectFrom(r.Context()), w.Header()
			switch subject.Service {
			case Graph:
				h.Set(headerSecurity, oneYear)
				h.Set("Vary", "Accept-Encoding")
				h.Set(headerDiagnostic, diagnostics[subject.Cloud])
			case Login:
				h.Set(headerSecurity, oneYear+"; includeSubDomains")
				h.Set("X-Content-Type-Options", "nosniff")
				h.Set("Pragma", "no-cache")
				h.Set("Expires", "-1")
			case Exchange:
				h.Set(headerSecurity, oneYear+"; includeSubDomains; preload")
			}
			next.ServeHTTP(w, r)
		})
	}
}

func diagnostic(dataCenter string) string {
	return fmt.Sprintf(`{"ServerInfo":{"DataCenter":%q,"Slice":"E","Ring":"5","ScaleUnit":"000","RoleInstance":"EMULATOR"}}`, dataCenter)
}
