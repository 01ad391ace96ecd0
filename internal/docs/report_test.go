package docs_test

import (
	"bytes"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/provider"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/report"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/standalone"
)

// TestReportReadsTheSchemas compares the attributes that a report reads with those
// that the provider has, so that a renamed one is not missing from reports.
func TestReportReadsTheSchemas(t *testing.T) {
	t.Parallel()
	schemas, err := providerserver.NewProtocol6(provider.New("test")())().GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	read := report.Attributes()
	for _, a := range read {
		types := schemas.ResourceSchemas
		if a.Data {
			types = schemas.DataSourceSchemas
		}
		schema := types[a.Type]
		if schema == nil || !hasAttribute(schema.Block.Attributes, strings.Split(a.Path, ".")) {
			t.Errorf("the provider has no attribute %s of %s, which a report reads", a.Path, a.Type)
		}
	}
	if len(read) < 100 {
		t.Errorf("a report reads %d attributes", len(read))
	}
}

// TestFlagsAreDocumented compares pages with the flags of the commands.
func TestFlagsAreDocumented(t *testing.T) {
	t.Parallel()
	for page, command := range map[string]func([]string, *bytes.Buffer) int{
		"templates/guides/report.md.tmpl": func(args []string, help *bytes.Buffer) int { return report.Command(args, nil, io.Discard, help) },
		"templates/data-sources/explain.md.tmpl": func(args []string, help *bytes.Buffer) int {
			return standalone.Commands{}.Explain(t.Context(), args, io.Discard, help)
		},
	} {
		var help bytes.Buffer
		if code := command([]string{"-h"}, &help); code != 0 {
			t.Fatalf("-h ends with %d", code)
		}
		var flags, rows []string
		for _, found := range regexp.MustCompile(`(?m)^  -([a-z-]+)`).FindAllStringSubmatch(help.String(), -1) {
			flags = append(flags, found[1])
		}
		for _, row := range regexp.MustCompile("(?m)^\\| (`-.*?) \\|").FindAllStringSubmatch(text(t, strings.Split(page, "/")...), -1) {
			for _, found := range regexp.MustCompile("`-([a-z-]+)").FindAllStringSubmatch(row[1], -1) {
				rows = append(rows, found[1])
			}
		}
		slices.Sort(flags)
		slices.Sort(rows)
		if len(flags) == 0 || !slices.Equal(flags, rows) {
			t.Errorf("the flags are %v, and %s has %v", flags, page, rows)
		}
	}
}

func hasAttribute(attributes []*tfprotov6.SchemaAttribute, path []string) bool {
	for _, a := range attributes {
		if a.Name == path[0] {
			return len(path) == 1 || a.NestedType != nil && hasAttribute(a.NestedType.Attributes, path[1:])
		}
	}
	return false
}
