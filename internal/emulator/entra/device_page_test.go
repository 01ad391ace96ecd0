package entra

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// A user follows the client's message to the page and signs in there.
func TestDevicePage(t *testing.T) {
	t.Parallel()
	u := newUsers(t)
	start := u.startDevice("organizations")
	_, rest, _ := strings.Cut(start.Message, baseURL)
	page, _, _ := strings.Cut(rest, " ")
	if w := get(u.public, baseURL+page); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `name="code"`) {
		t.Fatalf("%s: %d %s", page, w.Code, w.Body)
	}
	send := func(code, user, word string) *httptest.ResponseRecorder {
		body := url.Values{"code": {code}, "username": {user}, "password": {word}}.Encode()
		r := httptest.NewRequest(http.MethodPost, baseURL+page, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		u.public.ServeHTTP(w, r)
		if word != "x" && strings.Contains(w.Body.String(), word) {
			t.Errorf("the page contains the password: %s", w.Body)
		}
		return w
	}
	for name, tc := range map[string]struct{ code, user, word, want string }{
		"wrong password": {start.User, kim, "wrong-word", "AADSTS50126"},
		"unknown domain": {start.User, "kim@nowhere.example", "x", "AADSTS50128"},
		"unknown user":   {start.User, "missing@contoso.example", "x", "AADSTS50034"},
		"disabled user":  {start.User, "off@contoso.example", "x", "AADSTS50057"},
		"wrong code":     {"NONESUCH2", kim, kimsWord, "AADSTS70018"},
		"markup":         {`"><script>`, kim, kimsWord, "&#34;&gt;&lt;script&gt;"},
	} {
		if w := send(tc.code, tc.user, tc.word); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), tc.want) {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
	if a := u.poll(start.Device); a.Error != "authorization_pending" {
		t.Errorf("before the sign-in: %s", a.text)
	}
	if w := send(" "+strings.ToLower(start.User)+" ", kim, kimsWord); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), kim+" has signed in") {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
	if a := u.poll(start.Device); a.status != http.StatusOK {
		t.Errorf("after the sign-in: %s", a.text)
	}
}
