package edge_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// check is a topology check without a CLI: hundreds of them cost less than one
// run of Terraform. A reader asks afresh what an earlier one has asked.
type check struct {
	t      *testing.T
	world  *acctest.World
	estate *acctest.Estate
	checks map[string]any
}

// declared is an edge as configurations write it.
func declared(source, target string, capabilities ...any) map[string]any {
	return map[string]any{"source": source, "target": target, "capabilities": capabilities}
}

// read returns the attributes of the data source for the edges.
func (c check) read(edges ...any) map[string]any {
	c.t.Helper()
	server, schemas := c.configured()
	return c.ask(server, schemas, edges...)
}

// ask is read with a provider that may have done something before.
func (c check) ask(server tfprotov6.ProviderServer, schemas *tfprotov6.GetProviderSchemaResponse, edges ...any) map[string]any {
	c.t.Helper()
	schema := schemas.DataSourceSchemas["multitenant_topology_check"]
	answer, err := server.ReadDataSource(c.t.Context(), &tfprotov6.ReadDataSourceRequest{
		TypeName: "multitenant_topology_check",
		Config:   dynamic(c.t, schema, map[string]any{"edges": edges}),
	})
	if err != nil {
		c.t.Fatal(err)
	}
	healthy(c.t, answer.Diagnostics)
	value, err := answer.State.Unmarshal(schema.ValueType())
	if err != nil {
		c.t.Fatal(err)
	}
	state, _ := plain(c.t, value).(map[string]any)
	return state
}

// configured is a provider with an entry for every tenant of the estate.
func (c check) configured() (tfprotov6.ProviderServer, *tfprotov6.GetProviderSchemaResponse) {
	c.t.Helper()
	server, err := acctest.NewProvider()
	if err != nil {
		c.t.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(c.t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		c.t.Fatal(err)
	}
	tenants := map[string]any{}
	for _, tenant := range c.estate.Tenants {
		at := c.world.Server().Clouds()[tenant.Cloud]
		tenants[tenant.Key] = map[string]any{
			"tenant_id": tenant.TenantID, "cloud": tenant.Cloud,
			"client_id": tenant.Applications[0].ClientID, "client_secret": tenant.Applications[0].ClientSecret,
			"endpoints": map[string]any{"authority": at.Authority, "graph": at.Graph, "exchange": at.Exchange},
		}
	}
	answer, err := server.ConfigureProvider(c.t.Context(), &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.8.0",
		Config:           dynamic(c.t, schemas.Provider, map[string]any{"tenants": tenants, "plan_checks": c.checks}),
	})
	if err != nil {
		c.t.Fatal(err)
	}
	healthy(c.t, answer.Diagnostics)
	return server, schemas
}

func healthy(t *testing.T, diagnostics []*tfprotov6.Diagnostic) {
	t.Helper()
	for _, d := range diagnostics {
		t.Fatalf("%s: %s", d.Summary, d.Detail)
	}
}

func dynamic(t *testing.T, schema *tfprotov6.Schema, value map[string]any) *tfprotov6.DynamicValue {
	t.Helper()
	config, err := tfprotov6.NewDynamicValue(schema.ValueType(), typed(schema.ValueType(), value))
	if err != nil {
		t.Fatal(err)
	}
	return &config
}

// typed gives a value the type that the schema wants; what is missing is null.
func typed(kind tftypes.Type, value any) tftypes.Value {
	switch k := kind.(type) {
	case tftypes.Object:
		given, ok := value.(map[string]any)
		if !ok {
			return tftypes.NewValue(kind, nil)
		}
		members := map[string]tftypes.Value{}
		for name, kind := range k.AttributeTypes {
			members[name] = typed(kind, given[name])
		}
		return tftypes.NewValue(kind, members)
	case tftypes.Map:
		given, _ := value.(map[string]any)
		elements := map[string]tftypes.Value{}
		for key, v := range given {
			elements[key] = typed(k.ElementType, v)
		}
		return tftypes.NewValue(kind, elements)
	case tftypes.List:
		return several(kind, k.ElementType, value)
	case tftypes.Set:
		return several(kind, k.ElementType, value)
	}
	return tftypes.NewValue(kind, value)
}

func several(kind, element tftypes.Type, value any) tftypes.Value {
	given, ok := value.([]any)
	if !ok {
		return tftypes.NewValue(kind, nil)
	}
	elements := make([]tftypes.Value, 0, len(given))
	for _, v := range given {
		elements = append(elements, typed(element, v))
	}
	return tftypes.NewValue(kind, elements)
}

// plain is a value of the data source as JSON has it; null is nil.
func plain(t *testing.T, value tftypes.Value) any {
	t.Helper()
	if value.IsNull() {
		return nil
	}
	var (
		text    string
		yes     bool
		members map[string]tftypes.Value
		list    []tftypes.Value
	)
	switch {
	case value.As(&text) == nil:
		return text
	case value.As(&yes) == nil:
		return yes
	case value.As(&members) == nil:
		object := map[string]any{}
		for name, v := range members {
			object[name] = plain(t, v)
		}
		return object
	}
	if err := value.As(&list); err != nil {
		t.Fatal(err)
	}
	elements := make([]any, 0, len(list))
	for _, v := range list {
		elements = append(elements, plain(t, v))
	}
	return elements
}

// rows picks attributes of a list of objects, as "a b c", for comparison.
func rows(list any, attributes ...string) []string {
	objects, _ := list.([]any)
	picked := make([]string, 0, len(objects))
	for _, o := range objects {
		object, _ := o.(map[string]any)
		row := ""
		for i, name := range attributes {
			if i > 0 {
				row += " "
			}
			row += fmt.Sprint(object[name])
		}
		picked = append(picked, row)
	}
	return picked
}
