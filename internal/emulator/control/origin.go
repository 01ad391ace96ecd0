package control

import (
	"net/http"
	"strings"
)

// sameOrigin refuses what a page of another site has a browser send. The API needs
// no token, and a page needs no answer to do harm with a seed or a fault. Clients
// that are no browsers send neither header.
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
		"the control API takes no requests that a page of another site has made; call it from a terminal or open it in a tab of its own",
	}
}
