package control

import (
	"embed"
	"net/http"
)

// pageFiles are the emulator's page, which calls the API for everything it shows.
//
//go:embed page
var pageFiles embed.FS

// pagePolicy lets the page use its own files and the API, and nothing else.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// servePage adds the page and its files.
func (a *API) servePage() {
	for path, file := range map[string]struct{ name, kind string }{
		"/{$}":      {"page/page.html", "text/html; charset=utf-8"},
		"/page.css": {"page/page.css", "text/css; charset=utf-8"},
		"/page.js":  {"page/page.js", "text/javascript; charset=utf-8"},
	} {
		a.mux.HandleFunc("GET "+Root+path, func(w http.ResponseWriter, _ *http.Request) {
			content, err := pageFiles.ReadFile(file.name)
			if err != nil {
				writeError(w, &problem{http.StatusInternalServerError, "InternalServerError", err.Error()})
				return
			}
			header := w.Header()
			header.Set("Content-Type", file.kind)
			header.Set("Content-Security-Policy", pagePolicy)
			header.Set("X-Content-Type-Options", "nosniff")
			header.Set("Referrer-Policy", "no-referrer")
			header.Set("Cache-Control", "no-store")
			// An error means that the client has disconnected.
			_, _ = w.Write(content)
		})
	}
}
