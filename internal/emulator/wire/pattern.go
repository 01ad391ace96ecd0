package wire

import (
	"regexp"
	"strings"
)

// Pattern selects paths without regard to case. Without a star it is a prefix
// that ends where a segment ends: "/users" is "/users", "/users/42" and
// "/users('42')", but not "/userSettings". With a star it describes the whole
// path: "*" is any text within a segment, "**" any text.
//
// It is held against the full path and against the path below the version root,
// so "/users" and "/v1.0/users" both find GET /v1.0/users. Below the root means
// after /v1.0 or /beta for Graph, after the tenant for login, and after
// /adminapi/beta/{tenant} for Exchange.
type Pattern struct {
	text   string
	regexp *regexp.Regexp
}

// NewPattern reads a pattern; the empty one selects every path.
func NewPattern(text string) Pattern {
	text = "/" + strings.TrimLeft(strings.ToLower(strings.TrimSpace(text)), "/")
	if !strings.Contains(text, "*") {
		return Pattern{text: strings.TrimRight(text, "/")}
	}
	quoted := regexp.QuoteMeta(text)
	quoted = strings.ReplaceAll(quoted, `\*\*`, ".*")
	quoted = strings.ReplaceAll(quoted, `\*`, "[^/]*")
	// Everything but the stars is quoted, so this always compiles.
	return Pattern{text: text, regexp: regexp.MustCompile("^" + quoted + "$")}
}

// Matches reports whether a request's path is selected; a query is not looked at.
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

// rootSegments is how many segments come before the part that names the operation.
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
