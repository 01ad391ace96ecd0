package control

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// page requests a file of the page as a browser does.
func (h *harness) page(path string, headers map[string]string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, Root+path, nil)
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.api.ServeHTTP(w, r)
	return w
}

func TestPage(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	for path, kind := range map[string]string{"/": "text/html", "/page.css": "text/css", "/page.js": "text/javascript"} {
		w := h.page(path, map[string]string{"Sec-Fetch-Site": "none"})
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), kind) || w.Header().Get("Content-Security-Policy") != pagePolicy {
			t.Errorf("%s: %d %v", path, w.Code, w.Header())
		}
		if got := h.page(path, map[string]string{"Sec-Fetch-Site": "cross-site"}); got.Code != http.StatusForbidden {
			t.Errorf("%s from another site: %d", path, got.Code)
		}
	}
	contains(t, h.want(http.StatusOK, "GET", "", ""), `"routes":`)
	for _, path := range []string{"/page", "/page/page.html", "/other/"} {
		if w := h.page(path, nil); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

// TestPageCallsTheAPI compares the calls in the script with the routes, and the
// elements that it uses with those of the page.
func TestPageCallsTheAPI(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	script, markup := h.page("/page.js", nil).Body.String(), h.page("/", nil).Body.String()
	calls := regexp.MustCompile(`api\("([A-Z]+)", "([^"?]*)`).FindAllStringSubmatch(script, -1)
	for _, call := range calls {
		route := call[1] + " " + Root + strings.TrimSuffix(call[2], "/")
		found := slices.ContainsFunc(h.api.Routes(), func(r string) bool { return r == route || r == route+"/{id}" })
		if !found {
			t.Errorf("the page calls %s, which is no route", route)
		}
	}
	if len(calls) < 20 {
		t.Errorf("the script has %d calls", len(calls))
	}
	if n := strings.Count(script, "fetch("); n != 1 {
		t.Errorf("the script requests something in %d places", n)
	}
	if found := regexp.MustCompile(`innerHTML|insertAdjacentHTML|document\.write|eval\(|https?://`).FindAllString(script, -1); len(found) > 0 {
		t.Errorf("the script has %q", found)
	}
	for _, id := range regexp.MustCompile(`(?:\$|click|submit|list)\("([a-z]+)"`).FindAllStringSubmatch(script, -1) {
		if !strings.Contains(markup, `id="`+id[1]+`"`) {
			t.Errorf("the page has no element %s", id[1])
		}
	}
	if found := regexp.MustCompile(`(?:src|href)="[^#/][^"]*"|="//|<script>| style=| on\w+=`).FindAllString(markup, -1); len(found) > 0 {
		t.Errorf("the page has %q", found)
	}
}

func TestLastRequests(t *testing.T) {
	t.Parallel()
	h := newHarness(t)
	recorded := h.journal.Layer()(http.NotFoundHandler())
	for _, path := range []string{"/1", "/2", "/3"} {
		recorded.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, path, nil))
	}
	for query, want := range map[string][]string{"": {"/1", "/2", "/3"}, "?last=2": {"/2", "/3"}, "?last=0": nil, "?last=9&method=GET": {"/1", "/2", "/3"}, "?last=9&method=PUT": nil} {
		var got struct{ Requests []struct{ Path string } }
		h.wantJSON(&got, "GET", "/requests"+query, "")
		var paths []string
		for _, r := range got.Requests {
			paths = append(paths, r.Path)
		}
		if !slices.Equal(paths, want) {
			t.Errorf("%q lists %q", query, paths)
		}
	}
	for _, query := range []string{"?last=-1", "?last=x", "?last="} {
		contains(t, h.want(http.StatusBadRequest, "GET", "/requests"+query, ""), "last: must be a number")
	}
	contains(t, h.want(http.StatusBadRequest, "GET", "/requests/summary?last=1", ""), "unknown filter last")
}
