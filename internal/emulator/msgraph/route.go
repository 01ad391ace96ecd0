package msgraph

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

const (
	versionOne  = "v1.0"
	versionBeta = "beta"
)

// route is one row of the table: what Graph offers, who may use it, where that
// is written, and what serves it.
type route struct {
	method  string
	pattern string
	// versions that have it; both when empty.
	versions []string
	// permissions, least first; any one of them is enough. None means that a
	// valid token is.
	permissions []string
	doc         string
	handle      func(*request) (response, error)
	// refuse replaces the usual 403.
	refuse func(*request) error
}

func (t route) permits(c Caller) bool {
	return len(t.permissions) == 0 || c.actor().Has(t.permissions...)
}

func (t route) denial(r *request) error {
	switch {
	case t.refuse != nil:
		return t.refuse(r)
	case t.lacksScope(r.caller):
		return missingScopes()
	default:
		return denied()
	}
}

// lacksScope says whether no scope of a user's token reaches the policy of the
// path, whatever the user's directory roles are.
func (t route) lacksScope(c Caller) bool {
	return c.UserID != "" && slices.ContainsFunc(policyPaths, func(p string) bool { return strings.HasPrefix(t.pattern, p) }) &&
		!slices.ContainsFunc(t.permissions, func(p string) bool { return slices.Contains(c.Scopes, p) })
}

var policyPaths = []string{"/policies/", "/identity/conditionalAccess/"}

// missingScopes is what the Azure CLI shows to a Global Administrator who asks for
// a policy (azure-cli#23906, azure-cli#33062).
func missingScopes() *world.Fault {
	return &world.Fault{Status: 403, Code: "AccessDenied", Message: "You cannot perform the requested operation, required scopes are missing in the token."}
}

func (t route) in(version string) bool {
	return len(t.versions) == 0 || slices.Contains(t.versions, version)
}

// match is a route that was found, and the parameters of its path.
type match struct {
	route   route
	version string
	params  map[string]string
}

// find looks a request up in the table. A path that is not there is 501: the
// emulator must not pretend that Graph lacks it.
func find(method string, u *url.URL) (match, error) {
	version, segments, err := split(u)
	if err != nil {
		return match{}, err
	}
	found := ""
	for _, t := range routes {
		params, ok := t.match(segments)
		if !ok || found != "" && found != t.pattern {
			continue
		}
		found = t.pattern
		if t.method == method && t.in(version) {
			return match{route: t, version: version, params: params}, nil
		}
		if t.method == method {
			return match{}, t.refusal()
		}
	}
	if slices.Contains(notOffered, method+" "+found) {
		return match{}, notAllowed()
	}
	return match{}, world.NotModelled("%s /%s/%s", method, version, strings.Join(segments, "/"))
}

// refusal is the answer in a version that lacks the route: nothing to read
// there means that the path itself is unknown.
func (t route) refusal() *world.Fault {
	if t.method == get {
		return t.unknownSegment()
	}
	return notAllowed()
}

// existsIn says whether the schema of a cloud has the path.
func (t route) existsIn(cloud string) bool {
	return world.Worldwide(cloud) || !slices.ContainsFunc(worldwideOnly, func(p string) bool { return strings.HasPrefix(t.method+" "+t.pattern, p) })
}

// unknownSegment names the last literal of the path.
func (t route) unknownSegment() *world.Fault {
	name := ""
	for _, s := range strings.Split(t.pattern, "/") {
		if !strings.HasPrefix(s, "{") {
			name = s
		}
	}
	return &world.Fault{Status: http.StatusBadRequest, Code: "BadRequest", Message: fmt.Sprintf("Resource not found for the segment '%s'.", name)}
}

func notAllowed() *world.Fault {
	return &world.Fault{Status: http.StatusMethodNotAllowed, Code: world.CodeBadRequest, Message: "Specified HTTP method is not allowed for the request target."}
}

// keyed is the key syntax users('x'), which is the same as users/x.
var keyed = regexp.MustCompile(`^([A-Za-z]+)\('(.*)'\)$`)

// split takes a path apart. Segments are decoded one by one, so that an encoded
// slash or number sign stays inside its segment.
func split(u *url.URL) (version string, segments []string, err error) {
	raw := strings.Split(strings.Trim(u.EscapedPath(), "/"), "/")
	for i, s := range raw {
		decoded, err := url.PathUnescape(s)
		if err != nil {
			return "", nil, badRequest("The path segment '%s' is not encoded correctly.", s)
		}
		if i == 0 {
			version = strings.ToLower(decoded)
			continue
		}
		decoded = cast(strings.TrimSuffix(decoded, "()"))
		if m := keyed.FindStringSubmatch(decoded); m != nil {
			segments = append(segments, m[1], strings.ReplaceAll(m[2], "''", "'"))
			continue
		}
		segments = append(segments, decoded)
	}
	if version != versionOne && version != versionBeta {
		return "", nil, &world.Fault{Status: 400, Code: "BadRequest", Message: fmt.Sprintf("Invalid version: %s", version)}
	}
	return version, segments, nil
}

// cast brings both spellings of a qualified name to one.
func cast(segment string) string {
	if rest, ok := cutPrefixFold(segment, "microsoft.graph."); ok {
		return "graph." + rest
	}
	return segment
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix) {
		return s[len(prefix):], true
	}
	return s, false
}

// match compares the segments of a path with the pattern: literals without
// case, {name} takes a segment, call(name={name}) a function's argument.
func (t route) match(segments []string) (map[string]string, bool) {
	pattern := strings.Split(strings.Trim(t.pattern, "/"), "/")
	if len(pattern) != len(segments) {
		return nil, false
	}
	params := map[string]string{}
	for i, p := range pattern {
		switch {
		case strings.HasPrefix(p, "{"):
			params[strings.Trim(p, "{}")] = segments[i]
		case strings.Contains(p, "("):
			name, value, ok := argument(p, segments[i])
			if !ok {
				return nil, false
			}
			params[name] = value
		case !strings.EqualFold(p, segments[i]) && !strings.EqualFold("graph."+p, segments[i]):
			return nil, false
		}
	}
	return params, true
}

// argument reads a call with one quoted argument.
func argument(pattern, segment string) (name, value string, ok bool) {
	function, rest, _ := strings.Cut(pattern, "(")
	name, _, _ = strings.Cut(rest, "=")
	call, found := cutPrefixFold(strings.TrimPrefix(segment, "graph."), function+"("+name+"=")
	if !found || !strings.HasSuffix(call, ")") {
		return "", "", false
	}
	call = strings.TrimSuffix(call, ")")
	if len(call) < 2 || call[0] != '\'' || call[len(call)-1] != '\'' {
		return "", "", false
	}
	return name, strings.ReplaceAll(call[1:len(call)-1], "''", "'"), true
}
