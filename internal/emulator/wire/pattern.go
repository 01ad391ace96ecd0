package wire

import (
	"regexp"
	"strings"
)

// Pattern selects paths, ignoring case. Without a star it is a prefix that ends
// at a segment boundary: "/users" matches "/users", "/users/42" and
// "/users('42')", but not "/userSettings". With a star it matches the whole path:
// "*" is any text within a segment, "**" any text.
//
// It is matched against the full path and against the path below the version
// root, so "/users" and "/v1.0/users" both select GET /v1.0/users. The version
// root is /v1.0 or /beta for Graph, the tenant for login, and
// /adminapi/beta/{tenant} for Exchange.
type Pattern struct {
	text   string
	regexp *regexp.Regexp
}

// NewPattern compiles a pattern; the empty one selects every path.
func NewPattern(text string) Pattern {
	text = "/" + strings.TrimLeft(strings.ToLower(strings.TrimSpace(text)), "/")
	if !strings.Contains(text, "*") {
		return Pattern{text: strings.TrimRight(text, "/")}
	}
	quoted := regexp.QuoteMeta(text)
	quoted = strings.ReplaceAll(quoted, `\*\*`, ".*")
	quoted = strings.ReplaceAll(quoted, `\*`, "[^/]*")
	// Everything except the stars is quoted, so this always compiles.
	return Pattern{text: text, regexp: regexp.MustCompile("^" + quoted + "$")}
}

// Matches reports whether a request's path is selected; the query is ignored.
func (p Pattern) Matches(service Service, path string) bool {
	path, _, _ = strings.Cut(strings.ToLower(path), "?")
	return p.matches(path) || p.matches(belowRoot(service, path))
}

func (p Pattern) matches(path string) bool {
	if p.regexp != nil {
		return p.regexp.MatchString(path)
	}
	rest, ok := strings.CutPrefix(path, p.text)
	return ok && (rest == "" || rest[0] == '/' || rest[0] == '(')
}

// rootSegments is the number of segments before the part that names the
// operation.
var rootSegments = map[Service]int{Graph: 1, Login: 1, Exchange: 3}

func belowRoot(service Service, path string) string {
	for range rootSegments[service] {
		i := strings.IndexByte(strings.TrimPrefix(path, "/"), '/')
		if i < 0 {
			return path
		}
		path = path[i+1:]
	}
	return path
}
