package docs_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/provider"
)

// kind is a category of the provider's types, and its folders in the repository.
type kind struct {
	folder string // below examples/, templates/ and docs/
	files  []string
	names  []string
}

// inventory reads the provider's types from the provider.
func inventory(t *testing.T) []kind {
	t.Helper()
	server := providerserver.NewProtocol6(provider.New("test")())()
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	return []kind{
		{
			"resources",
			[]string{"resource.tf", "import.sh", "import-by-string-id.tf", "import-by-identity.tf"},
			slices.Sorted(maps.Keys(schemas.ResourceSchemas)),
		},
		{"data-sources", []string{"data-source.tf"}, slices.Sorted(maps.Keys(schemas.DataSourceSchemas))},
		{"list-resources", []string{"list-resource.tfquery.hcl"}, slices.Sorted(maps.Keys(schemas.ListResourceSchemas))},
		{"ephemeral-resources", []string{"ephemeral-resource.tf"}, slices.Sorted(maps.Keys(schemas.EphemeralResourceSchemas))},
		{"actions", []string{"action.tf"}, slices.Sorted(maps.Keys(schemas.ActionSchemas))},
		{"functions", []string{"function.tf"}, slices.Sorted(maps.Keys(schemas.Functions))},
	}
}

// document is the name of a page: the type's name without the provider's prefix.
func document(name string) string { return strings.TrimPrefix(name, "multitenant_") }

// notImported are the resources without an import, with the reason.
var notImported = map[string]string{
	"multitenant_guest_sync": "a new one finds the users that are there",
}

// notListed are the resources without a list, with the reason.
var notListed = map[string]string{
	"multitenant_guest_departure": "no tenant knows of departures",
	"multitenant_guest_sync":      "no tenant knows of guest syncs",
}

// Every resource can be listed, unless no tenant has its objects.
func TestEveryResourceHasAList(t *testing.T) {
	t.Parallel()
	kinds := inventory(t)
	resources, lists := kinds[0].names, kinds[2].names
	for _, name := range resources {
		if why := notListed[name]; slices.Contains(lists, name) == (why != "") {
			t.Errorf("%s: has a list: %t, and is excused: %q", name, slices.Contains(lists, name), why)
		}
	}
}

func TestEverythingHasItsDocuments(t *testing.T) {
	t.Parallel()
	for _, k := range inventory(t) {
		for _, name := range k.names {
			for _, file := range k.files {
				if _, created := notImported[name]; created && strings.HasPrefix(file, "import") {
					continue
				}
				if !exists("examples", k.folder, name, file) {
					t.Errorf("%s has no example: write examples/%s/%s/%s", name, k.folder, name, file)
				}
			}
			if !exists("templates", k.folder, document(name)+".md.tmpl") {
				t.Errorf("%s has no template: write templates/%s/%s.md.tmpl", name, k.folder, document(name))
			}
			if !exists("docs", k.folder, document(name)+".md") {
				t.Errorf("%s has no page in docs/%s: run make generate", name, k.folder)
			}
		}
	}
}

// Pages and examples of types that no longer exist mislead readers.
func TestNothingIsDocumentedThatDoesNotExist(t *testing.T) {
	t.Parallel()
	for _, k := range inventory(t) {
		pages := make([]string, 0, len(k.names))
		for _, name := range k.names {
			pages = append(pages, document(name))
		}
		for folder, known := range map[string][]string{"examples": k.names, "templates": pages, "docs": pages} {
			for _, entry := range entries(t, folder, k.folder) {
				name, _, _ := strings.Cut(entry, ".")
				if !slices.Contains(known, name) {
					t.Errorf("%s/%s/%s belongs to nothing that the provider offers", folder, k.folder, entry)
				}
			}
		}
	}
}

// entries lists a folder of the repository, which need not exist.
func entries(t *testing.T, path ...string) []string {
	t.Helper()
	if !exists(path...) {
		return nil
	}
	list, err := os.ReadDir(filepath.Join(append([]string{top}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	names := make([]string, 0, len(list))
	for _, e := range list {
		names = append(names, e.Name())
	}
	return names
}

// permissionRow is a row of a permissions table. That the permissions are
// sufficient is proved by package permission.
var permissionRow = regexp.MustCompile("(?m)^\\| `[A-Z][A-Za-z-]+(\\.[A-Z][A-Za-z0-9-]*)+`( of Office 365 Exchange Online)? \\| \\S.* \\|$")

func TestEveryTemplateHasItsPermissions(t *testing.T) {
	t.Parallel()
	for _, k := range inventory(t) {
		// Functions are pure and need none, and a list needs those of its resource.
		if slices.Contains([]string{"functions", "list-resources"}, k.folder) {
			continue
		}
		for _, name := range k.names {
			page := document(name) + ".md.tmpl"
			if !exists("templates", k.folder, page) {
				continue
			}
			if !permissionRow.MatchString(section(text(t, "templates", k.folder, page), "Permissions")) {
				t.Errorf("templates/%s/%s has no table under the heading Permissions whose rows are | `Permission` | what for |", k.folder, page)
			}
		}
	}
}

// section returns the text under a heading of the second level.
func section(page, heading string) string {
	_, rest, _ := strings.Cut(page, "\n## "+heading+"\n")
	under, _, _ := strings.Cut(rest, "\n## ")
	return under
}

func TestEveryResourceHasAnAcceptanceTest(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(top, "internal", "resources", "*", "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	var tests strings.Builder
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		tests.WriteString(strings.ReplaceAll(string(data), `\"`, `"`))
	}
	for _, k := range inventory(t) {
		block := map[string]string{"resources": "resource", "data-sources": "data"}[k.folder]
		if block == "" {
			continue
		}
		for _, name := range k.names {
			if !strings.Contains(tests.String(), block+` "`+name+`" "`) {
				t.Errorf("no test below internal/resources applies a %s %q", block, name)
			}
		}
	}
}
