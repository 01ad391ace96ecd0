package wire

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"unsafe"
)

// A long URL displaces many short entries, and the dropped entries are counted.
func TestJournalIsBoundedInBytes(t *testing.T) {
	t.Parallel()
	const limit, long = 1 << 20, 60_000
	j := NewJournal(fixed, Limits{Bytes: limit})
	h := Chain(answers(200), j.Layer())
	const requests = 4000
	for i := range requests {
		do(h, "GET", "/"+strconv.Itoa(i)+"?$filter="+strings.Repeat("x", long))
	}
	entries, dropped := j.Entries(Filter{})
	if len(entries) == 0 || len(entries)+dropped != requests || j.Summary(Filter{}).Dropped != dropped {
		t.Errorf("%d kept, %d dropped of %d", len(entries), dropped, requests)
	}
	total := 0
	for i, e := range entries {
		total += e.size()
		if want := "/" + strconv.Itoa(dropped+i) + "?"; !strings.HasPrefix(e.Path, want) {
			t.Fatalf("entry %d is %.20q, want %q", i, e.Path, want)
		}
	}
	if total > limit || total < limit-2*long || total != j.bytes {
		t.Errorf("%d bytes are kept, the journal counts %d", total, j.bytes)
	}
	if held := cap(j.entries); held > 200 {
		t.Errorf("capacity for %d entries is kept", held)
	}
	j.Clear()
	do(h, "GET", "/after")
	if entries, dropped := j.Entries(Filter{}); len(entries) != 1 || dropped != 0 || j.bytes != entries[0].size() {
		t.Errorf("after Clear: %v, %d dropped, %d bytes", entries, dropped, j.bytes)
	}
}

// An entry above the limit is dropped itself and leaves the journal empty.
func TestJournalDropsLongEntries(t *testing.T) {
	t.Parallel()
	j := NewJournal(fixed, Limits{Bytes: 1000})
	h := Chain(answers(200), j.Layer())
	do(h, "GET", "/short")
	do(h, "GET", "/"+strings.Repeat("x", 1000))
	if entries, dropped := j.Entries(Filter{}); len(entries) != 0 || dropped != 2 {
		t.Errorf("%v, %d dropped", entries, dropped)
	}
	do(h, "GET", "/short")
	if entries, dropped := j.Entries(Filter{}); len(entries) != 1 || dropped != 2 {
		t.Errorf("%v, %d dropped", entries, dropped)
	}
}

// An entry shares no memory with the request line, which would be kept as a
// whole.
func TestJournalKeepsNoRequestLine(t *testing.T) {
	t.Parallel()
	j := NewJournal(fixed, Limits{})
	line := strings.Clone("GET /v1.0/users?$filter=" + strings.Repeat("x", 100))
	r := httptest.NewRequest(http.MethodGet, "/", http.NoBody)
	r.Method, r.URL.Path, r.URL.RawQuery = line[:3], line[4:15], line[16:]
	Chain(answers(200), j.Layer()).ServeHTTP(httptest.NewRecorder(), r)
	entries, _ := j.Entries(Filter{})
	first := uintptr(unsafe.Pointer(unsafe.StringData(line)))
	for _, text := range []string{entries[0].Method, entries[0].Path} {
		if at := uintptr(unsafe.Pointer(unsafe.StringData(text))); at >= first && at < first+uintptr(len(line)) {
			t.Errorf("%q is a part of the request line", text)
		}
	}
	if entries[0].Method != "GET" || !strings.HasPrefix(entries[0].Path, "/v1.0/users?$filter=x") {
		t.Errorf("got %+v", entries[0])
	}
}

func TestRedacted(t *testing.T) {
	t.Parallel()
	for target, want := range map[string]string{
		"/t/oauth2/v2.0/token?client_secret=hush&scope=a%20b": "/t/oauth2/v2.0/token?client_secret=REDACTED&scope=a%20b",
		"/t?Client%5FSecret=hush&Password=x=y":                "/t?Client%5FSecret=REDACTED&Password=REDACTED",
		"/v1.0/users?$select=id&$filter=a%20eq%20'b'":         "/v1.0/users?$select=id&$filter=a%20eq%20'b'",
		"/v1.0/users?":               "/v1.0/users?",
		"/v1.0/users?%zz=1&password": "/v1.0/users?%zz=1&password=REDACTED",
		"/":                          "/",
	} {
		u, err := url.ParseRequestURI(target)
		if err != nil {
			t.Fatal(err)
		}
		if got := redacted(u); got != want {
			t.Errorf("%s: got %s, want %s", target, got, want)
		}
	}
}

// No secret of a query is kept, in any spelling, and the rest is unchanged.
func FuzzRedacted(f *testing.F) {
	f.Add("a=1&b=2")
	f.Add("%70assword=1&&=&x;y=%zz")
	f.Fuzz(func(t *testing.T, query string) {
		u, err := url.ParseRequestURI("/p?" + query + "&refresh_token=hush-hush")
		if err != nil {
			return
		}
		got := redacted(u)
		if strings.HasSuffix(got, "hush-hush") || !strings.HasPrefix(got, "/p?") {
			t.Errorf("got %q", got)
		}
		if strings.Count(got, "&") != strings.Count(u.RawQuery, "&") {
			t.Errorf("got %q of %q", got, u.RawQuery)
		}
	})
}
