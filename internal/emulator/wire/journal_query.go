package wire

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Filter selects journal entries. An empty member selects every entry.
type Filter struct {
	Tenant  string
	Service Service
	Method  string
	// Path is a [Pattern].
	Path string
	// Cmdlet is the name of a cmdlet of Exchange Online, ignoring case.
	Cmdlet string
}

// FilterFrom parses a filter from the query of a control request, and returns the
// unknown parameters.
func FilterFrom(q url.Values) (f Filter, unknown []string) {
	for name := range q {
		value := q.Get(name)
		switch name {
		case "tenant":
			f.Tenant = value
		case "service":
			f.Service = Service(value)
		case "method":
			f.Method = value
		case "path":
			f.Path = value
		case "cmdlet":
			f.Cmdlet = value
		default:
			unknown = append(unknown, name)
		}
	}
	return f, unknown
}

// compiled is a filter with its compiled pattern.
type compiled struct {
	Filter
	pattern Pattern
}

func (f Filter) compile() compiled { return compiled{f, NewPattern(f.Path)} }

func (c compiled) matches(e *Entry) bool {
	return (c.Tenant == "" || c.Tenant == e.Tenant) &&
		(c.Service == "" || strings.EqualFold(string(c.Service), string(e.Service))) &&
		(c.Method == "" || strings.EqualFold(c.Method, e.Method)) &&
		(c.Cmdlet == "" || strings.EqualFold(c.Cmdlet, e.Cmdlet)) &&
		(c.Path == "" || c.pattern.Matches(e.Service, e.Path))
}

// Summary holds numbers of requests by several properties.
type Summary struct {
	Total   int `json:"total"`
	Dropped int `json:"dropped"`
	// Writes is the number of requests to Graph and Exchange that may change
	// something; a $batch counts through its items.
	Writes int     `json:"writes"`
	Routes []Count `json:"routes"`
}

// Count is one line of a [Summary].
type Count struct {
	Tenant  string  `json:"tenant"`
	Service Service `json:"service"`
	Method  string  `json:"method"`
	// Path has no query, and {id} in place of an object's name.
	Path   string `json:"path"`
	Cmdlet string `json:"cmdlet,omitempty"`
	Status int    `json:"status"`
	Count  int    `json:"count"`
}

// Summary counts the matching entries.
func (j *Journal) Summary(f Filter) Summary {
	entries, dropped := j.Entries(f)
	s := Summary{Total: len(entries), Dropped: dropped, Routes: []Count{}}
	counts := map[Count]int{}
	for _, e := range entries {
		if e.Writes() {
			s.Writes++
		}
		counts[Count{e.Tenant, e.Service, e.Method, routeOf(e.Path), e.Cmdlet, e.Status, 0}]++
	}
	for line, n := range counts {
		line.Count = n
		s.Routes = append(s.Routes, line)
	}
	slices.SortFunc(s.Routes, func(a, b Count) int {
		return cmp.Or(
			cmp.Compare(a.Tenant, b.Tenant), cmp.Compare(a.Service, b.Service), cmp.Compare(a.Path, b.Path),
			cmp.Compare(a.Cmdlet, b.Cmdlet), cmp.Compare(a.Method, b.Method), cmp.Compare(a.Status, b.Status))
	})
	return s
}

// Writes reports whether the request may change something: every cmdlet but those
// that get objects is a write, and so is a request to Exchange without a cmdlet.
func (e *Entry) Writes() bool {
	switch e.Service {
	case Graph:
		return e.Method != "GET" && !strings.HasSuffix(strings.ToLower(e.Path), "/$batch")
	case Exchange:
		return e.Method != "GET" && !strings.HasPrefix(strings.ToLower(e.Cmdlet), "get-")
	default:
		return false
	}
}

var (
	guidInPath = regexp.MustCompile(`[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}`)
	// A key in parentheses, such as users('kim@contoso.example').
	keyInPath = regexp.MustCompile(`\('[^']*'\)`)
	// A segment with an @ is a UPN.
	addressInPath = regexp.MustCompile(`/[^/]*@[^/]*`)
)

// routeOf replaces object names, so that equal operations are counted together.
func routeOf(path string) string {
	path, _, _ = strings.Cut(path, "?")
	if unescaped, err := url.PathUnescape(path); err == nil {
		path = unescaped
	}
	path = keyInPath.ReplaceAllString(path, "('{id}')")
	path = guidInPath.ReplaceAllString(path, "{id}")
	return addressInPath.ReplaceAllString(path, "/{id}")
}
