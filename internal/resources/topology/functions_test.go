package topology_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/topology"
)

type definition struct {
	function.Function
	function.Definition
}

func find(t *testing.T, name string) definition {
	t.Helper()
	for _, factory := range topology.Functions() {
		f := factory()
		var metadata function.MetadataResponse
		f.Metadata(t.Context(), function.MetadataRequest{}, &metadata)
		if metadata.Name == name {
			var resp function.DefinitionResponse
			f.Definition(t.Context(), function.DefinitionRequest{}, &resp)
			return definition{f, resp.Definition}
		}
	}
	t.Fatalf("there is no function %s", name)
	return definition{}
}

// call runs a function like the framework does when all arguments are known.
func call(t *testing.T, name string, arguments ...attr.Value) (attr.Value, *function.FuncError) {
	t.Helper()
	d := find(t, name)
	result, err := d.Return.NewResultData(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	resp := function.RunResponse{Result: result}
	d.Run(t.Context(), function.RunRequest{Arguments: function.NewArgumentsData(arguments)}, &resp)
	return resp.Result.Value(), resp.Error
}

func tenants(clouds map[string]attr.Value) types.Map {
	return types.MapValueMust(types.StringType, clouds)
}

func hubs(keys ...string) types.Tuple {
	var kinds []attr.Type
	var values []attr.Value
	for _, k := range keys {
		kinds, values = append(kinds, types.StringType), append(values, types.StringValue(k))
	}
	return types.TupleValueMust(kinds, values)
}

func object(t *testing.T, attributes map[string]attr.Value) types.Object {
	t.Helper()
	kinds := map[string]attr.Type{}
	for name, value := range attributes {
		kinds[name] = value.Type(t.Context())
	}
	return types.ObjectValueMust(kinds, attributes)
}

func tuple(t *testing.T, elements ...attr.Value) types.Dynamic {
	t.Helper()
	var kinds []attr.Type
	for _, e := range elements {
		kinds = append(kinds, e.Type(t.Context()))
	}
	return types.DynamicValue(types.TupleValueMust(kinds, elements))
}

func text(s string) types.String { return types.StringValue(s) }

func TestTopologyEdges(t *testing.T) {
	t.Parallel()
	value, problem := call(t, "topology_edges", text("hub"),
		tenants(map[string]attr.Value{"contoso": text("public"), "fabrikam": text("usgovernment"), "northwind": text("public")}), hubs("contoso"))
	if problem != nil {
		t.Fatal(problem)
	}
	row := func(key, source, cloud string, same bool, mechanism string) attr.Value {
		return object(t, map[string]attr.Value{
			"key": text(key), "source": text(source), "target": text("contoso"), "source_cloud": text(cloud), "target_cloud": text("public"),
			"same_cloud": types.BoolValue(same), "mechanism": text(mechanism),
		})
	}
	want := []attr.Value{
		row("fabrikam->contoso", "fabrikam", "usgovernment", false, "cross_cloud_sync"), row("northwind->contoso", "northwind", "public", true, "sync"),
	}
	got, ok := value.(types.List)
	if !ok || !slices.EqualFunc(got.Elements(), want, attr.Value.Equal) {
		t.Errorf("%v", value)
	}
	value, problem = call(t, "topology_edges", text("mesh"), tenants(map[string]attr.Value{"contoso": text("public")}), hubs())
	if got, ok := value.(types.List); problem != nil || !ok || got.IsNull() || len(got.Elements()) > 0 {
		t.Errorf("a mesh of one: %v, %v", value, problem)
	}
}

// Every error points to the wrong argument.
func TestTopologyEdgesErrors(t *testing.T) {
	t.Parallel()
	two := map[string]attr.Value{"a": text("public"), "b": text("public")}
	for _, c := range []struct {
		kind     string
		tenants  map[string]attr.Value
		hubs     []string
		argument int64
		text     string
	}{
		{"star", two, nil, 0, `"star" is not a kind of topology; the kinds are mesh, hub, edges`},
		{"hub", two, nil, 0, "a hub topology needs the key of at least one tenant as its hub"},
		{"mesh", map[string]attr.Value{"a": types.StringNull()}, nil, 1, `the cloud of tenant "a" is null`},
		{"mesh", two, []string{"a"}, 2, "a mesh has no hubs"},
		{"hub", two, []string{"a", "c"}, 3, `hub "c" is none of the tenants`},
	} {
		_, problem := call(t, "topology_edges", text(c.kind), tenants(c.tenants), hubs(c.hubs...))
		if problem == nil || problem.FunctionArgument == nil || *problem.FunctionArgument != c.argument || problem.Text != c.text {
			t.Errorf("%s of %v with %q: %v", c.kind, c.tenants, c.hubs, problem)
		}
	}
}

// Lists can be tuples, lists and sets; objects can be objects and maps.
func TestTopologyDiagram(t *testing.T) {
	t.Parallel()
	const boxes = "flowchart LR\n  n1[\"a\"]\n  n2[\"b\"]\n"
	edge := func(more map[string]attr.Value) attr.Value {
		more["source"], more["target"] = text("a"), text("b")
		return object(t, more)
	}
	plain := edge(map[string]attr.Value{})
	asMap := types.MapValueMust(types.StringType, map[string]attr.Value{"source": text("a"), "target": text("b"), "label": text("mail")})
	for _, c := range []struct {
		name  string
		edges types.Dynamic
		want  string
	}{
		{"no edges", tuple(t), "flowchart LR\n"},
		{"no label", tuple(t, plain), boxes + "  n1 --> n2\n"},
		{"label", tuple(t, edge(map[string]attr.Value{"label": text("mail"), "mechanism": text("sync")})), boxes + "  n1 -->|\"mail\"| n2\n"},
		{"mechanism", tuple(t, edge(map[string]attr.Value{"mechanism": text("sync")})), boxes + "  n1 -->|\"sync\"| n2\n"},
		{"null label", tuple(t, edge(map[string]attr.Value{"label": types.StringNull(), "mechanism": text("sync")})), boxes + "  n1 -->|\"sync\"| n2\n"},
		{"empty label", tuple(t, edge(map[string]attr.Value{"label": text(""), "mechanism": text("sync")})), boxes + "  n1 --> n2\n"},
		{"literal null label", tuple(t, edge(map[string]attr.Value{"label": types.DynamicNull()})), boxes + "  n1 --> n2\n"},
		{"other attributes", tuple(t, edge(map[string]attr.Value{"capabilities": types.BoolValue(true)})), boxes + "  n1 --> n2\n"},
		{
			"clouds", tuple(t, edge(map[string]attr.Value{"source_cloud": text("public"), "target_cloud": text("china")})),
			"flowchart LR\n  subgraph c1[\"Public cloud\"]\n    n1[\"a\"]\n  end\n  subgraph c4[\"China\"]\n    n2[\"b\"]\n  end\n  n1 --> n2\n",
		},
		{"severity", tuple(t, edge(map[string]attr.Value{"severity": text("error")})), boxes + "  n1 -.-> n2\n  linkStyle 0 stroke:#a80000,stroke-width:3px\n"},
		{"map", tuple(t, asMap), boxes + "  n1 -->|\"mail\"| n2\n"},
		{"list", types.DynamicValue(types.ListValueMust(plain.Type(t.Context()), []attr.Value{plain})), boxes + "  n1 --> n2\n"},
		{"set", types.DynamicValue(types.SetValueMust(plain.Type(t.Context()), []attr.Value{plain})), boxes + "  n1 --> n2\n"},
	} {
		value, problem := call(t, "topology_diagram", c.edges)
		if problem != nil || !value.Equal(text(c.want)) {
			t.Errorf("%s: %v, %v", c.name, value, problem)
		}
	}
}

func TestTopologyDiagramErrors(t *testing.T) {
	t.Parallel()
	good := object(t, map[string]attr.Value{"source": text("a"), "target": text("b")})
	for _, c := range []struct {
		name  string
		edges types.Dynamic
		text  string
	}{
		{"text", types.DynamicValue(text("a->b")), "the edges are not a list of objects"},
		{"one object", types.DynamicValue(good), "the edges are not a list of objects"},
		{"text in a list", tuple(t, good, text("a->b")), "edges[1] is not an object"},
		{"null in a list", tuple(t, types.DynamicNull()), "edges[0] is not an object"},
		{"no source", tuple(t, object(t, map[string]attr.Value{"target": text("b")})), "edges[0] has no source"},
		{"empty target", tuple(t, good, object(t, map[string]attr.Value{"source": text("a"), "target": text("")})), "edges[1] has no target"},
		{"number", tuple(t, object(t, map[string]attr.Value{"source": types.Int64Value(1), "target": text("b")})), "edges[0] has a source that is not a string"},
	} {
		_, problem := call(t, "topology_diagram", c.edges)
		if problem == nil || problem.FunctionArgument == nil || *problem.FunctionArgument != 0 || problem.Text != c.text {
			t.Errorf("%s: %v", c.name, problem)
		}
	}
}

// The definitions pass the framework's validation, and everything has a
// description.
func TestFunctionDefinitions(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"topology_edges", "topology_diagram"} {
		d := find(t, name)
		var checked function.DefinitionValidateResponse
		d.ValidateImplementation(t.Context(), function.DefinitionValidateRequest{FuncName: name}, &checked)
		if checked.Diagnostics.HasError() {
			t.Errorf("%s: %v", name, checked.Diagnostics)
		}
		parameters := d.Parameters
		if d.VariadicParameter != nil {
			parameters = append(slices.Clone(parameters), d.VariadicParameter)
		}
		for _, p := range parameters {
			if p.GetMarkdownDescription() == "" {
				t.Errorf("%s: %s has no description", name, p.GetName())
			}
		}
		if d.Summary == "" || d.MarkdownDescription == "" {
			t.Errorf("%s has no summary or no description", name)
		}
	}
}
