package graphapi

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// table contains all rows of the areas, by method and path.
type table struct {
	routes     []route
	notOffered []string
	// users is the set of the /me object.
	users kernel.AnySet
}

// route contains the rows of one path, by method, in each of its editions.
type route struct {
	path     string
	segments []string
	rows     []operation.Row
}

// The API's own paths, and the path of the users, to which /me refers.
const (
	batchPath = "/$batch"
	usersPath = "/users"
)

func newTable(offers []operation.Offer) *table {
	t := &table{notOffered: []string{"GET " + batchPath}}
	var bins deletedItems
	for _, o := range offers {
		sets := setsOf(o.Area)
		for _, s := range sets {
			t.add(s.rows()...)
			if s.Served.Path == usersPath {
				t.users = s.AnySet
			}
		}
		bins = bins.with(sets)
		for _, s := range singlesOf(o.Area) {
			t.add(s.rows()...)
			t.notOffered = append(t.notOffered, s.notOffered()...)
		}
		t.add(o.Rows...)
		t.notOffered = append(t.notOffered, o.NotOffered...)
	}
	t.add(bins.rows()...)
	// A literal takes precedence over a parameter.
	slices.SortStableFunc(t.routes, func(a, b route) int { return slices.CompareFunc(a.segments, b.segments, literalFirst) })
	return t
}

func literalFirst(a, b string) int {
	return cmp.Compare(parameter(a), parameter(b))
}

func parameter(segment string) int {
	if strings.HasPrefix(segment, "{") {
		return 1
	}
	return 0
}

func (t *table) add(rows ...operation.Row) {
	for _, row := range rows {
		i := slices.IndexFunc(t.routes, func(r route) bool { return r.path == row.Path })
		if i < 0 {
			i = len(t.routes)
			t.routes = append(t.routes, route{path: row.Path, segments: strings.Split(strings.Trim(row.Path, "/"), "/")})
		}
		t.routes[i].rows = append(t.routes[i].rows, row)
	}
}

// match is the row found, nil for a batch, and the parameters of its path.
type match struct {
	row     *operation.Row
	version string
	params  map[string]string
}

// find looks up a request in the table. An unknown path is answered with 501: the
// emulator must not claim that Graph lacks it.
func (t *table) find(method string, u *url.URL, cloud, userID string) (match, error) {
	version, segments, err := split(u)
	if err != nil {
		return match{}, err
	}
	segments, me := ownSegments(segments, userID)
	if method == http.MethodPost && len(segments) == 1 && strings.EqualFold("/"+segments[0], batchPath) {
		return match{version: version}, nil
	}
	path := "/" + strings.Join(segments, "/")
	for _, r := range t.routes {
		params, ok := r.match(segments)
		if !ok {
			continue
		}
		path = r.path
		row, err := r.row(method, cloud, version == operation.VersionBeta)
		if row != nil && me && userID == "" {
			return match{}, noUser()
		}
		if row != nil || err != nil {
			return match{row: row, version: version, params: params}, err
		}
		break
	}
	if slices.ContainsFunc(t.notOffered, func(n string) bool { return strings.EqualFold(n, method+" "+path) }) {
		return match{}, notAllowed()
	}
	return match{}, refusal.NotModeled("%s /%s/%s", method, version, strings.Join(segments, "/"))
}

// row returns the row of a method in an edition; nil if no edition has the method.
func (r route) row(method, cloud string, beta bool) (*operation.Row, error) {
	var elsewhere *operation.Row
	for i := range r.rows {
		row := &r.rows[i]
		switch {
		case row.Method != method:
		case row.In.Include(schema.EditionOf(cloud, beta)):
			return row, nil
		default:
			elsewhere = row
		}
	}
	switch {
	case elsewhere == nil:
		return nil, nil
	case method == http.MethodGet || !elsewhere.In.Include(schema.EditionOf(cloud, !beta)):
		// Without a row for reads the path itself is unknown.
		return nil, operation.UnknownSegment(elsewhere.Segment())
	default:
		return nil, notAllowed()
	}
}

// lacksScope reports whether no scope of a user's token covers the policy of the
// path, independent of the user's directory roles.
func lacksScope(row *operation.Row, required []string, c Caller) bool {
	return c.UserID != "" && slices.ContainsFunc(policyPaths, func(p string) bool { return strings.HasPrefix(row.Path, p) }) &&
		!kernel.Actor{Permissions: c.Scopes}.Has(required...)
}

var policyPaths = []string{"/policies/", "/identity/conditionalAccess/"}

// missingScopes is the message that the Azure CLI shows to a Global Administrator
// who requests a policy (azure-cli#23906, azure-cli#33062).
func missingScopes() *refusal.Error {
	return &refusal.Error{Status: 403, Code: "AccessDenied", Message: "You cannot perform the requested operation, required scopes are missing in the token."}
}

func notAllowed() *refusal.Error {
	return &refusal.Error{Status: http.StatusMethodNotAllowed, Code: refusal.CodeBadRequest, Message: "Specified HTTP method is not allowed for the request target."}
}

// split splits a path into segments. Segments are decoded one by one, so that an
// encoded slash or number sign stays inside its segment.
func split(u *url.URL) (version string, segments []string, err error) {
	raw := strings.Split(strings.Trim(u.EscapedPath(), "/"), "/")
	for i, s := range raw {
		decoded, err := url.PathUnescape(s)
		if err != nil {
			return "", nil, refusal.BadRequest("The path segment '%s' is not encoded correctly.", s)
		}
		if i == 0 {
			version = strings.ToLower(decoded)
			continue
		}
		decoded = cast(strings.TrimSuffix(decoded, "()"))
		if m := operation.Keyed.FindStringSubmatch(decoded); m != nil {
			segments = append(segments, m[1], strings.ReplaceAll(m[2], "''", "'"))
			continue
		}
		segments = append(segments, decoded)
	}
	if version != operation.VersionOne && version != operation.VersionBeta {
		return "", nil, &refusal.Error{Status: 400, Code: "BadRequest", Message: fmt.Sprintf("Invalid version: %s", version)}
	}
	return version, segments, nil
}

// cast normalizes the two spellings of a qualified name.
func cast(segment string) string {
	if rest, ok := operation.CutPrefixFold(segment, "microsoft.graph."); ok {
		return "graph." + rest
	}
	return segment
}

// match compares the segments of a path with the pattern: literals ignoring case,
// {name} matches a segment, call(name={name}) the argument of a function.
func (r route) match(segments []string) (map[string]string, bool) {
	if len(r.segments) != len(segments) {
		return nil, false
	}
	for i, p := range r.segments {
		if !fits(p, segments[i]) {
			return nil, false
		}
	}
	// Most of the paths tried do not reach this point.
	params := make(map[string]string, 2)
	for i, p := range r.segments {
		if strings.HasPrefix(p, "{") {
			params[strings.Trim(p, "{}")] = segments[i]
		} else if strings.Contains(p, "(") {
			name, value, _ := argument(p, segments[i])
			params[name] = value
		}
	}
	return params, true
}

// fits compares a segment with its part of the pattern.
func fits(pattern, segment string) bool {
	switch {
	case strings.HasPrefix(pattern, "{"):
		return true
	case strings.Contains(pattern, "("):
		_, _, ok := argument(pattern, segment)
		return ok
	default:
		name, _ := operation.CutPrefixFold(segment, "graph.")
		return strings.EqualFold(pattern, segment) || strings.EqualFold(pattern, name)
	}
}

// argument parses a call with one quoted argument.
func argument(pattern, segment string) (name, value string, ok bool) {
	function, rest, _ := strings.Cut(pattern, "(")
	name, _, _ = strings.Cut(rest, "=")
	call, found := operation.CutPrefixFold(strings.TrimPrefix(segment, "graph."), function+"("+name+"=")
	if !found || !strings.HasSuffix(call, ")") {
		return "", "", false
	}
	call = strings.TrimSuffix(call, ")")
	if len(call) < 2 || call[0] != '\'' || call[len(call)-1] != '\'' {
		return "", "", false
	}
	return name, strings.ReplaceAll(call[1:len(call)-1], "''", "'"), true
}
