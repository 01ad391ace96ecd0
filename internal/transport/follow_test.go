package transport

import (
	"cmp"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// hosts records who received what, and answers with the redirects and cookies of
// its script, by host and in order.
type hosts struct {
	redirects map[string][]string // locations; empty means no redirect
	seen      []string
	cookies   []string
	status    int // of a redirect, 302 when 0
}

func (h *hosts) RoundTrip(req *http.Request) (*http.Response, error) {
	body := ""
	if req.Body != nil {
		data, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		body = string(data)
	}
	h.seen = append(h.seen, strings.Join([]string{req.Method, req.URL.String(), req.Host, req.Header.Get("Authorization"), body}, " "))
	h.cookies = append(h.cookies, req.Header.Get("Cookie"))
	w := httptest.NewRecorder()
	w.Header().Set("Content-Type", "application/json")
	http.SetCookie(w, &http.Cookie{Name: "affinity", Value: req.URL.Hostname()})
	if all := h.redirects[req.URL.Host]; len(all) > 0 {
		h.redirects[req.URL.Host] = all[1:]
		w.Header().Set("Location", all[0])
		w.WriteHeader(cmp.Or(h.status, http.StatusFound))
	}
	w.WriteString("{}")
	return w.Result(), nil
}

// inside allows the hosts below service.example.
func inside(_, location *url.URL) *url.URL {
	if strings.HasSuffix(location.Hostname(), ".service.example") {
		return location
	}
	return nil
}

func TestAllowedRedirectsAreFollowed(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 307, 308} {
		h := &hosts{status: status, redirects: map[string][]string{"graph.example": {"https://eu.service.example/there"}}}
		o := options(h, newFakeClock(), token{})
		o.Follow = inside
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://graph.example/here", strings.NewReader("body"))
		if err != nil {
			t.Fatal(err)
		}
		if resp, err := New(o).RoundTrip(req); err != nil {
			t.Errorf("%d: %v", status, err)
		} else {
			resp.Body.Close()
		}
		want := "POST https://eu.service.example/there  Bearer t0ken body"
		if len(h.seen) != 2 || h.seen[1] != want {
			t.Errorf("%d: %q, want %q at last", status, h.seen, want)
		}
	}
}

func TestOtherRedirectsAreErrors(t *testing.T) {
	t.Parallel()
	endless := []string{"https://eu.service.example/", "https://eu.service.example/", "https://eu.service.example/", "https://eu.service.example/"}
	for name, test := range map[string]struct {
		h     hosts
		tries int
	}{
		"another host":     {hosts{redirects: map[string][]string{"graph.example": {"https://elsewhere.example/"}}}, 1},
		"then another one": {hosts{redirects: map[string][]string{"graph.example": endless[:1], "eu.service.example": {"https://elsewhere.example/"}}}, 2},
		"no location":      {hosts{redirects: map[string][]string{"graph.example": {""}}}, 1},
		"see other":        {hosts{status: 303, redirects: map[string][]string{"graph.example": endless[:1]}}, 1},
		"a circle":         {hosts{redirects: map[string][]string{"graph.example": endless, "eu.service.example": endless}}, 1 + mostRedirects},
	} {
		o := options(&test.h, newFakeClock(), token{})
		o.Follow = inside
		err := try(t.Context(), New(o), http.MethodPost)
		if redirect := (*RedirectError)(nil); !errors.As(err, &redirect) || len(test.h.seen) != test.tries {
			t.Errorf("%s: %v after %q", name, err, test.h.seen)
		}
	}
}

// TestCookiesAreKept: those of a redirect go to the host that it led to.
func TestCookiesAreKept(t *testing.T) {
	t.Parallel()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	h := &hosts{redirects: map[string][]string{"graph.example": {"https://eu.service.example/", "https://eu.service.example/"}}}
	o := options(h, newFakeClock(), token{})
	o.Follow, o.Jar = inside, jar
	rt := New(o)
	for range 2 {
		if err := try(t.Context(), rt, http.MethodPost); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"", "", "affinity=graph.example", "affinity=eu.service.example"}
	if strings.Join(h.cookies, "|") != strings.Join(want, "|") {
		t.Errorf("cookies %q, want %q", h.cookies, want)
	}
}

// TestOutages: a refusal that counts as an outage is repeated for a read, and
// leaves open what became of a write.
func TestOutages(t *testing.T) {
	t.Parallel()
	for method, want := range map[string]string{http.MethodGet: "", http.MethodPost: "ambiguous"} {
		s := &script{answers: []answer{{status: 400, body: `{"error":"busy"}`}, {status: 200}}}
		o := options(s, newFakeClock(), token{})
		o.Outages = func(e *StatusError) bool { return strings.Contains(string(e.Body), "busy") }
		if err := try(t.Context(), New(o), method); kindOf(err) != want {
			t.Errorf("%s: %v", method, err)
		}
	}
}
