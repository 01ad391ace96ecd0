package docs_test

import (
	"encoding/json"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// fragmentMark follows the language of a fenced block that is not a complete
// configuration, because it belongs into one that the surrounding text names.
const fragmentMark = "fragment"

// fencedHCL is a fenced block of configuration: its file name, if the line before
// has one, its mark, if any, and its text.
var fencedHCL = regexp.MustCompile("(?ms)(?:^`([^`\n]+\\.tf)`\n\n)?^```(?:terraform|hcl)[ \t]*([^\n]*)\n(.*?)^```$")

// moduleSource is the source of a module of this repository.
var moduleSource = regexp.MustCompile(`source(\s*)=\s*"\./modules/[a-z_]+"`)

// newerThanTheOldest are features that need a newer CLI than the provider: the
// minor version 1.x of Terraform and OpenTofu that introduced them.
var newerThanTheOldest = map[*regexp.Regexp]int{
	regexp.MustCompile(`(?m)^import \{\n(?:.*\n)*?  identity = \{`): 12,
	regexp.MustCompile(`(?m)^action "`):                             14,
	regexp.MustCompile(`(?m)^ephemeral "`):                          10,
	// Older versions do not look for the module of the target.
	regexp.MustCompile(`(?m)^import \{\n  to = module\.`): 11,
	// A write-only argument, and modules that have it.
	regexp.MustCompile(`(?m)^\s+after\s+= |modules/(guest_access|unified_gal)"`): 11,
}

// TestBlocksRunAsCopied validates every block of configuration in the documents
// with the real CLI, beside the modules and a people.csv. Only a block that is not
// a complete configuration is marked as a fragment. Blocks with file names form one
// configuration.
func TestBlocksRunAsCopied(t *testing.T) {
	t.Parallel()
	s := acctest.NewWorkspace(t, acctest.Requirements)
	if err := os.CopyFS(s.Path("modules"), os.DirFS(path.Join(top, "examples", "modules"))); err != nil {
		t.Fatal(err)
	}
	people := text(t, "examples", "guides", "two-subsidiaries", "people.csv")
	if err := os.WriteFile(s.Path("people.csv"), []byte(people), 0o600); err != nil {
		t.Fatal(err)
	}
	minor := minorVersion(t, s)
	seen := map[string]bool{}
	for _, b := range configurations(t) {
		if seen[b.config] || !b.fits(minor) {
			continue
		}
		seen[b.config] = true
		said, valid := validate(s, b.config)
		switch {
		case !valid && !b.fragment:
			t.Errorf("%s: this block is neither complete nor marked as a %s:\n%s\n%s", b.file, fragmentMark, b.config, said)
		case valid && b.fragment:
			t.Errorf("%s: this block is marked as a %s, and is complete:\n%s", b.file, fragmentMark, b.config)
		}
	}
}

// block is a configuration in a document, or a fragment of one.
type block struct {
	file, config string
	fragment     bool
}

// configurations lists the blocks of all documents. Pages of docs/ are covered by
// their templates.
func configurations(t *testing.T) []block {
	t.Helper()
	var all []block
	for _, file := range documents(t) {
		if strings.HasSuffix(file, ".tmpl") {
			continue
		}
		named := map[string]string{}
		for _, found := range fencedHCL.FindAllStringSubmatch(text(t, file), -1) {
			name, mark, config := found[1], found[2], found[3]
			switch {
			case mark != "" && mark != fragmentMark:
				t.Errorf("%s has a block with the mark %q; there is only %s", file, mark, fragmentMark)
			case name != "":
				// A file that appears again is another step.
				if _, again := named[name]; again {
					all = append(all, block{file, whole(named), false})
				}
				named[name] = config
			default:
				all = append(all, block{file, config, mark != ""})
			}
		}
		if len(named) > 0 {
			all = append(all, block{file, whole(named), false})
		}
	}
	if len(all) == 0 {
		t.Fatal("no document shows a configuration")
	}
	return all
}

// whole is the configuration of files by name.
func whole(files map[string]string) string {
	var all strings.Builder
	for _, name := range slices.Sorted(maps.Keys(files)) {
		all.WriteString(files[name])
	}
	return all.String()
}

// fits reports whether a CLI supports every feature of the block.
func (b block) fits(minor int) bool {
	for feature, since := range newerThanTheOldest {
		if minor < since && feature.MatchString(b.config) {
			return false
		}
	}
	return true
}

// minorVersion is the minor version of the CLI, whose major version is 1.
func minorVersion(t *testing.T, s *acctest.Workspace) int {
	t.Helper()
	var version struct {
		Terraform string `json:"terraform_version"`
	}
	out := s.MustRun("version", "-json")
	if err := json.Unmarshal([]byte(out), &version); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	minor, err := strconv.Atoi(strings.Split(version.Terraform, ".")[1])
	if err != nil {
		t.Fatal(err)
	}
	return minor
}

// validate runs the CLI's validate on a configuration in a workspace.
func validate(s *acctest.Workspace, config string) (said string, valid bool) {
	if !strings.Contains(config, "required_providers") {
		config = acctest.Requirements + config
	}
	s.Write(config)
	if moduleSource.MatchString(config) {
		if out, err := s.Run("init"); err != nil {
			return out, false
		}
	}
	out, err := s.Run("validate")
	return out, err == nil
}
