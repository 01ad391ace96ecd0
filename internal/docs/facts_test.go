package docs_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/cloud"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// TestEveryCloudIsDocumented compares the table of clouds with the provider's
// table.
func TestEveryCloudIsDocumented(t *testing.T) {
	t.Parallel()
	table := section(text(t, "docs", "index.md"), "Clouds")
	for _, c := range cloud.All() {
		row := regexp.MustCompile("(?m)^\\| `" + regexp.QuoteMeta(c.Name) + "`.*$").FindString(table)
		for _, fact := range []string{host(c.Authority), host(c.Graph), c.TokenExchangeAudience} {
			if !strings.Contains(row, "`"+fact+"`") {
				t.Errorf("the row of cloud %s in docs/index.md does not name %s: %q", c.Name, fact, row)
			}
		}
	}
}

func host(address string) string { return strings.TrimPrefix(address, "https://") }

// TestEveryCredentialSettingIsDocumented finds the kind of each setting, and the
// shared variables that replace it.
func TestEveryCredentialSettingIsDocumented(t *testing.T) {
	t.Parallel()
	page := section(text(t, "docs", "index.md"), "Credentials")
	kinds, sources, found := strings.Cut(page, "\n### ")
	if !found {
		t.Fatal("the section Credentials of docs/index.md has no subsections")
	}
	for _, s := range tenant.Settings() {
		if !strings.Contains(kinds, fmt.Sprintf("`%s`", s)) {
			t.Errorf("docs/index.md does not say which kind of credential %s belongs to", s)
		}
		row := regexp.MustCompile(fmt.Sprintf("(?m)^\\| `%s` \\| `ARM_%s`", s, strings.ToUpper(string(s))))
		if !row.MatchString(sources) {
			t.Errorf("docs/index.md does not name the shared variable of %s", s)
		}
	}
}

// TestEveryPlanCheckIsDocumented compares the guides with the codes, titles and
// severities of the rules.
func TestEveryPlanCheckIsDocumented(t *testing.T) {
	t.Parallel()
	overview := text(t, "docs", "guides", "plan-checks.md")
	for _, code := range rules.Codes() {
		page, title := strings.ToLower(string(code)), rules.Title(code)
		row := fmt.Sprintf("| [%s](%s) | `%s` | %s |", code, page, rules.DefaultSeverity(code), title)
		if !strings.Contains(overview, row) {
			t.Errorf("the guide on plan checks has no row %s", row)
		}
		if heading := fmt.Sprintf("# %s: %s\n", code, title); !strings.Contains(text(t, "docs", "guides", page+".md"), heading) {
			t.Errorf("docs/guides/%s.md does not have the heading %s", page, heading)
		}
	}
}

// TestWhatIsMissingIsSaid requires README and the provider's page to have the same
// list of missing features. It includes the settings that a page recommends and the
// provider cannot set.
func TestWhatIsMissingIsSaid(t *testing.T) {
	t.Parallel()
	const heading = "Not yet"
	list := section(text(t, "README.md"), heading)
	if strings.TrimSpace(list) != strings.TrimSpace(section(text(t, "docs", "index.md"), heading)) {
		t.Error("README.md and docs/index.md differ in what the provider does not do yet")
	}
	for _, about := range []string{"synchronization", "scope", "Conditional Access", "Exchange"} {
		if !strings.Contains(list, about) {
			t.Errorf("the list does not mention %s", about)
		}
	}
	for _, code := range []rules.Code{rules.PolicyKeepsOut, rules.PolicyHinders} {
		if !strings.Contains(list, string(code)) {
			t.Errorf("the list does not mention %s", code)
		}
		if fix := section(checkPage(t, code), "How to fix it"); !strings.Contains(fix, "This provider cannot") {
			t.Errorf("the page of %s does not say that the provider cannot set it", code)
		}
	}
}

func checkPage(t *testing.T, code rules.Code) string {
	t.Helper()
	return text(t, "docs", "guides", strings.ToLower(string(code))+".md")
}

// permission is a permission of Microsoft Graph in a row of a table.
var permission = regexp.MustCompile("`([A-Z][A-Za-z0-9]+(?:\\.[A-Z][A-Za-z0-9]+)+)`")

// TestPermissionsOfTheREADMEAreGranted requires the README's commands to grant each
// permission that the README lists.
func TestPermissionsOfTheREADMEAreGranted(t *testing.T) {
	t.Parallel()
	granted := section(text(t, "docs", "index.md"), "Prepare a tenant")
	commands := strings.Join(shell.FindAllString(granted, -1), "\n")
	asked := 0
	for _, row := range strings.Split(section(text(t, "README.md"), "Use it on real tenants"), "\n") {
		if !strings.HasPrefix(row, "| `") {
			continue
		}
		for _, p := range permission.FindAllStringSubmatch(row, -1) {
			asked++
			if !strings.Contains(commands, p[1]) {
				t.Errorf("README.md asks for %s, and the commands in docs/index.md do not grant it", p[1])
			}
		}
	}
	if asked == 0 {
		t.Error("README.md asks for no permission")
	}
	if ids := len(regexp.MustCompile(`[0-9a-f-]{36}=Role`).FindAllString(commands, -1)); ids != asked {
		t.Errorf("the commands grant %d permissions, README.md asks for %d", ids, asked)
	}
}

// shell is a block of commands.
var shell = regexp.MustCompile("(?s)```sh\n.*?```")

var (
	makeTarget  = regexp.MustCompile("(?m)(?:`|^)make ([a-z]+)")
	makeDefined = regexp.MustCompile(`(?m)^([a-z-]+):`)
)

// TestMakeTargetsExist runs no target; it checks that each documented target
// exists.
func TestMakeTargetsExist(t *testing.T) {
	t.Parallel()
	defined := map[string]bool{}
	for _, target := range makeDefined.FindAllStringSubmatch(text(t, "GNUmakefile"), -1) {
		defined[target[1]] = true
	}
	for _, file := range documents(t) {
		for _, target := range makeTarget.FindAllStringSubmatch(text(t, file), -1) {
			if !defined[target[1]] {
				t.Errorf("%s mentions make %s, which GNUmakefile does not define", file, target[1])
			}
		}
	}
}
