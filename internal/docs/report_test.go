package docs_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/provider"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/report"
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

func hasAttribute(attributes []*tfprotov6.SchemaAttribute, path []string) bool {
	for _, a := range attributes {
		if a.Name == path[0] {
			return len(path) == 1 || a.NestedType != nil && hasAttribute(a.NestedType.Attributes, path[1:])
		}
	}
	return false
}
