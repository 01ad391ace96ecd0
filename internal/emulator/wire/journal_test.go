package wire

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"testing"
	"time"
)

var start = time.Date(2026, 1, 15, 9, 0, 0, 0, time.UTC)

func fixed() time.Time { return start }

// answers is a service that always returns the same status.
func answers(status int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
}

// about assigns every request to one subject.
func about(s Subject) Layer {
	return Identify(func(*http.Request) Subject { return s })
}

func do(h http.Handler, method, target string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, target, http.NoBody))
	return w
}

func TestJournalRecords(t *testing.T) {
	t.Parallel()
	j := NewJournal(fixed, Limits{})
	seen := -1
	service := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		entries, _ := j.Entries(Filter{})
		seen = entries[0].Status
		w.WriteHeader(http.StatusCreated)
	})
	subject := Subject{Cloud: "public", Service: Graph, Tenant: "contoso", Batch: true}
	h := Chain(service, about(subject), RequestIDs(func() string { return "id-1" }), j.Layer())
	w := do(h, "POST", "/v1.0/users?$select=id")
	if got := w.Header().Get("request-id"); got != "id-1" {
		t.Errorf("request-id is %q", got)
	}
	entries, dropped := j.Entries(Filter{})
	if len(entries) != 1 || dropped != 0 {
		t.Fatalf("got %v, %d dropped", entries, dropped)
	}
	got := entries[0]
	got.DurationMS = 0
	want := Entry{
		Time: start, Tenant: "contoso", Cloud: "public", Service: Graph, Method: "POST",
		Path: "/v1.0/users?$select=id", Status: 201, Batch: true, RequestID: "id-1",
	}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if seen != 0 {
		t.Errorf("status was %d before the answer", seen)
	}
}

func TestJournalImpliedStatus(t *testing.T) {
	t.Parallel()
	j := NewJournal(fixed, Limits{})
	silent := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	writes := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "x") })
	do(Chain(silent, j.Layer()), "GET", "/a")
	do(Chain(writes, j.Layer()), "GET", "/b")
	entries, _ := j.Entries(Filter{})
	for _, e := range entries {
		if e.Status != http.StatusOK {
			t.Errorf("%s has status %d", e.Path, e.Status)
		}
	}
}

func TestJournalIsBounded(t *testing.T) {
	t.Parallel()
	j := NewJournal(fixed, Limits{Entries: 3})
	h := Chain(answers(200), j.Layer())
	for _, path := range []string{"/1", "/2", "/3", "/4", "/5"} {
		do(h, "GET", path)
	}
	entries, dropped := j.Entries(Filter{})
	var paths []string
	for _, e := range entries {
		paths = append(paths, e.Path)
	}
	if !slices.Equal(paths, []string{"/3", "/4", "/5"}) || dropped != 2 {
		t.Errorf("got %v, %d dropped", paths, dropped)
	}
	j.Clear()
	if entries, dropped := j.Entries(Filter{}); len(entries) != 0 || dropped != 0 {
		t.Errorf("after Clear: %v, %d", entries, dropped)
	}
}

func TestFilter(t *testing.T) {
	t.Parallel()
	j := NewJournal(fixed, Limits{})
	for _, r := range []struct {
		subject      Subject
		method, path string
	}{
		{Subject{Tenant: "contoso", Service: Graph}, "GET", "/v1.0/users"},
		{Subject{Tenant: "contoso", Service: Graph}, "PATCH", "/v1.0/users/42"},
		{Subject{Tenant: "fabrikam", Service: Graph}, "GET", "/beta/users?$top=1"},
		{Subject{Tenant: "fabrikam", Service: Login}, "POST", "/f/oauth2/v2.0/token"},
	} {
		do(Chain(answers(200), about(r.subject), j.Layer()), r.method, r.path)
	}
	cases := []struct {
		query string
		want  int
	}{
		{"", 4},
		{"tenant=contoso", 2},
		{"tenant=CONTOSO", 0},
		{"service=login", 1},
		{"method=get", 2},
		{"path=/users", 3},
		{"path=/v1.0/users", 2},
		{"path=/users/*", 1},
		{"path=/oauth2/v2.0/token", 1},
		{"tenant=fabrikam&service=graph&path=/users", 1},
	}
	for _, tc := range cases {
		q, err := url.ParseQuery(tc.query)
		if err != nil {
			t.Fatal(err)
		}
		f, unknown := FilterFrom(q)
		entries, _ := j.Entries(f)
		if len(entries) != tc.want || len(unknown) != 0 {
			t.Errorf("%q: got %d, unknown %v, want %d", tc.query, len(entries), unknown, tc.want)
		}
	}
	if _, unknown := FilterFrom(url.Values{"color": {"red"}}); !slices.Equal(unknown, []string{"color"}) {
		t.Errorf("unknown filters: %v", unknown)
	}
}

func TestSummary(t *testing.T) {
	t.Parallel()
	j := NewJournal(fixed, Limits{})
	graph := Chain(answers(200), about(Subject{Tenant: "contoso", Service: Graph}), j.Layer())
	for _, r := range []struct{ method, path string }{
		{"GET", "/v1.0/users/9ea91a8d-e32e-41a1-b7bd-d2d185eed0e0?$select=id"},
		{"GET", "/v1.0/users/9EA91A8D-e32e-41a1-b7bd-d2d185eed0e1"},
		{"GET", "/v1.0/users/kim%40contoso.example"},
		{"GET", "/v1.0/users('kim@contoso.example')"},
		{"POST", "/v1.0/$batch"},
		{"POST", "/v1.0/invitations"},
	} {
		do(graph, r.method, r.path)
	}
	got := j.Summary(Filter{})
	want := []Count{
		{"contoso", Graph, "POST", "/v1.0/$batch", "", 200, 1},
		{"contoso", Graph, "POST", "/v1.0/invitations", "", 200, 1},
		{"contoso", Graph, "GET", "/v1.0/users('{id}')", "", 200, 1},
		{"contoso", Graph, "GET", "/v1.0/users/{id}", "", 200, 3},
	}
	if got.Total != 6 || got.Writes != 1 || !slices.Equal(got.Routes, want) {
		t.Errorf("got %+v", got)
	}
}
