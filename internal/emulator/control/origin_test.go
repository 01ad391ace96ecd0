package control

import (
	"net/http"
	"testing"
)

// A page of another site reaches no route, with any method; a client other than a
// browser and a page of the listener reach all of them.
func TestCrossOrigin(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	const host = "https://example.com" // where httptest sends requests
	for _, tc := range []struct {
		name    string
		headers []string
		allowed bool
	}{
		{"a terminal", nil, true},
		{"a typed address", []string{"Sec-Fetch-Site", "none"}, true},
		{"a page of the listener", []string{"Sec-Fetch-Site", "same-origin", "Origin", host}, true},
		{"its origin alone", []string{"Origin", host}, true},
		{"another site", []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://attacker.example"}, false},
		{"another origin alone", []string{"Origin", "https://attacker.example"}, false},
		{"another port", []string{"Origin", host + ":8443"}, false},
		{"no TLS", []string{"Origin", "http://example.com"}, false},
		{"a sandbox", []string{"Origin", "null"}, false},
		{"a neighbor", []string{"Sec-Fetch-Site", "same-site"}, false},
		{"a link on another site", []string{"Sec-Fetch-Site", "cross-site"}, false},
	} {
		get, post, remove := http.StatusOK, http.StatusCreated, http.StatusNoContent
		if !tc.allowed {
			get, post, remove = http.StatusForbidden, http.StatusForbidden, http.StatusForbidden
		}
		body := h.want(get, "GET", "/state", "", tc.headers...)
		h.want(post, "POST", "/faults", `{"status":500}`, tc.headers...)
		h.want(remove, "DELETE", "/faults", "", tc.headers...)
		h.want(remove, "PUT", "/seed", seedText, tc.headers...)
		if !tc.allowed {
			contains(t, body, "CrossOrigin", "another site")
		}
	}
	h.want(http.StatusForbidden, "GET", "/nothing", "", "Sec-Fetch-Site", "cross-site")
}
