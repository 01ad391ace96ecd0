package docs_test

import (
	"io/fs"
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// documents lists the Markdown files of the repository and the templates of
// generated ones.
func documents(t *testing.T) []string {
	t.Helper()
	var files []string
	err := fs.WalkDir(os.DirFS(top), ".", func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && file != "." && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		case strings.HasSuffix(file, ".md"), strings.HasSuffix(file, ".md.tmpl"):
			files = append(files, file)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

var (
	// link is an inline link or an image: the text in the parentheses.
	link = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	// fence is a code block, which contains neither links nor headings.
	fence   = regexp.MustCompile("(?ms)^```.*?^```")
	inline  = regexp.MustCompile("`[^`\n]*`")
	heading = regexp.MustCompile(`(?m)^#+ (.*)$`)
	anchor  = regexp.MustCompile(`<a id="([^"]+)">`)
)

// TestLinksResolve resolves the links within the repository. Links of templates are
// resolved in the pages that are generated from them.
func TestLinksResolve(t *testing.T) {
	t.Parallel()
	for _, file := range documents(t) {
		if strings.HasSuffix(file, ".tmpl") {
			continue
		}
		prose := inline.ReplaceAllString(fence.ReplaceAllString(text(t, file), ""), "")
		for _, found := range link.FindAllStringSubmatch(prose, -1) {
			target, err := url.Parse(found[1])
			if err != nil {
				t.Errorf("%s: the link %s is not a URL", file, found[1])
				continue
			}
			if target.IsAbs() {
				continue
			}
			page := linked(file, target.Path)
			switch {
			case !exists(page):
				t.Errorf("%s: the link %s leads nowhere", file, found[1])
			case target.Fragment != "" && !slices.Contains(anchors(text(t, page)), target.Fragment):
				t.Errorf("%s: %s has no heading for the link %s", file, page, found[1])
			}
		}
	}
}

// linked is the target file of a link. The registry serves the pages below docs/
// without their extension.
func linked(from, to string) string {
	if to == "" {
		return from
	}
	page := path.Join(path.Dir(from), to)
	if strings.HasPrefix(from, "docs/") && path.Ext(page) == "" {
		page += ".md"
	}
	return page
}

// anchors lists the anchors of a page.
func anchors(page string) []string {
	var names []string
	for _, a := range anchor.FindAllStringSubmatch(page, -1) {
		names = append(names, a[1])
	}
	for _, h := range heading.FindAllStringSubmatch(fence.ReplaceAllString(page, ""), -1) {
		names = append(names, slug(h[1]))
	}
	return names
}

// slug is the anchor that GitHub and the registry generate for a heading.
func slug(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '-':
			return '-'
		case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_':
			return unicode.ToLower(r)
		}
		return -1
	}, heading)
}

// forbidden are patterns that no document and no example may contain, because
// readers copy them and scanners report them.
var forbidden = map[string]*regexp.Regexp{
	"a token":                         regexp.MustCompile(`eyJ[A-Za-z0-9_-]{8,}`),
	"a private key":                   regexp.MustCompile(`-----BEGIN [A-Z ]*PRIVATE KEY-----`),
	"a client secret of Entra":        regexp.MustCompile(`[A-Za-z0-9_.~-]{3}[78]Q~[A-Za-z0-9_.~-]{16,}`),
	"a secret in plain text":          regexp.MustCompile(`(?i)(secret|password|_token)"?\s*[=:]\s*"[^"$]+"`),
	"a redeem link":                   regexp.MustCompile(`(?i)redeem\S*[?&](rd|ticket)=`),
	"a path of a developer's machine": regexp.MustCompile(`(^|[\s"'` + "`" + `(=])(/(home|Users|root|work|private|var/folders)/|[A-Z]:\\)[A-Za-z]`),
}

// The quickstart's seed contains secrets of fictitious tenants.
func TestNothingSecretIsShown(t *testing.T) {
	t.Parallel()
	files := documents(t)
	for _, file := range examples(t, "*/*.tf", "*/*/*.tf", "*/*/*.sh") {
		files = append(files, path.Join("examples", file))
	}
	for _, file := range files {
		for i, line := range strings.Split(text(t, file), "\n") {
			for what, pattern := range forbidden {
				if pattern.MatchString(line) {
					t.Errorf("%s:%d shows %s: %s", file, i+1, what, strings.TrimSpace(line))
				}
			}
		}
	}
}

// A pattern that matches nothing would protect nothing.
func TestForbiddenIsRecognized(t *testing.T) {
	t.Parallel()
	for what, shown := range map[string]string{
		"a token":                         "Authorization: Bearer eyJ" + "0eXAiOiJKV1QiLCJhbGciOi",
		"a private key":                   "-----BEGIN RSA " + "PRIVATE KEY-----",
		"a client secret of Entra":        "abc8Q" + "~abcdefghijklmnopqrstuvwxyz",
		"a secret in plain text":          `client_secret = ` + `"correct horse"`,
		"a redeem link":                   "https://login.microsoftonline.com/redeem?rd" + "=https%3a%2f%2finvitations",
		"a path of a developer's machine": "cd /home" + "/ana/estate",
	} {
		if !forbidden[what].MatchString(shown) {
			t.Errorf("%q is not recognized as %s", shown, what)
		}
	}
	for _, harmless := range []string{
		"client_secret = var.client_secret", "`client_secret`, `ARM_CLIENT_SECRET`", "- `mail` for a one-time passcode",
		"SYSTEM_ACCESSTOKEN: $(System.AccessToken)", "https://example.com/home/page", "the work/home divide",
	} {
		for what, pattern := range forbidden {
			if pattern.MatchString(harmless) {
				t.Errorf("%q is taken for %s", harmless, what)
			}
		}
	}
}
