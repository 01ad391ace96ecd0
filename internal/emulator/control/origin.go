package control

import (
	"net/http"
	"strings"
)

// sameOrigin refuses cross-site requests of browsers. The API requires no token,
// and a page can do harm with a seed or a fault without reading the response.
// Clients other than browsers send neither header.
func sameOrigin(r *http.Request) error {
	site, origin := r.Header.Get("Sec-Fetch-Site"), r.Header.Values("Origin")
	foreign := site != "" && site != "same-origin" && site != "none"
	for _, o := range origin {
		foreign = foreign || !strings.EqualFold(o, "https://"+r.Host)
	}
	if !foreign {
		return nil
	}
	return &problem{
		http.StatusForbidden, "CrossOrigin",
		"the control API refuses requests from another site's page; call it from a terminal or open it in a new tab",
	}
}
