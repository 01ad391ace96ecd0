package rules_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/cloud"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

func edgeKeys(edges []rules.Edge) []string {
	var keys []string
	for _, e := range edges {
		keys = append(keys, e.Key)
	}
	return keys
}

// The topologies of the seeds: a mesh of four, a hub with five subsidiaries, and
// the contractor in two clouds.
func TestEdges(t *testing.T) {
	t.Parallel()
	four := map[string]string{"contoso": "public", "fabrikam": "public", "northwind": "public", "tailspin": "public"}
	three := map[string]string{"contoso": "public", "fabrikam": "usgovernment", "northwind": "public"}
	for _, c := range []struct {
		name    string
		kind    rules.Kind
		tenants map[string]string
		names   []string
		want    string
	}{
		{
			"mesh of four", "mesh", four, nil,
			"contoso->fabrikam contoso->northwind contoso->tailspin fabrikam->contoso fabrikam->northwind fabrikam->tailspin" +
				" northwind->contoso northwind->fabrikam northwind->tailspin tailspin->contoso tailspin->fabrikam tailspin->northwind",
		},
		{"one hub", "hub", four, []string{"northwind"}, "contoso->northwind fabrikam->northwind tailspin->northwind"},
		{
			"two hubs, in any order", "hub", four,
			[]string{"tailspin", "contoso"},
			"contoso->tailspin fabrikam->contoso fabrikam->tailspin northwind->contoso northwind->tailspin tailspin->contoso",
		},
		{"hub in another cloud", "hub", three, []string{"fabrikam"}, "contoso->fabrikam northwind->fabrikam"},
		{"two tenants", "mesh", map[string]string{"b": "public", "a": "usgovernment"}, nil, "a->b b->a"},
		{"named one by one", "edges", three, []string{"northwind->contoso", "contoso->fabrikam", "contoso->northwind"}, "contoso->fabrikam contoso->northwind northwind->contoso"},
		{"named, none", "edges", four, nil, ""},
		{
			"clouds apart that no edge joins", "edges",
			map[string]string{"china": "china", "gov": "usgovernment", "hub": "public"},
			[]string{"hub->china", "gov->hub"},
			"gov->hub hub->china",
		},
		{"one tenant", "mesh", map[string]string{"a": "public"}, nil, ""},
		{"one tenant, its own hub", "hub", map[string]string{"a": "public"}, []string{"a"}, ""},
		{"no tenant", "mesh", nil, nil, ""},
		{
			"clouds apart around a hub", "hub",
			map[string]string{"china": "china", "gov": "usgovernment", "hub": "public"},
			[]string{"hub"},
			"china->hub gov->hub",
		},
	} {
		edges, err := rules.Edges(c.kind, c.tenants, c.names...)
		if got := strings.Join(edgeKeys(edges), " "); err != nil || got != c.want {
			t.Errorf("%s: %s, %v", c.name, got, err)
		}
	}
}

func TestEdgesErrors(t *testing.T) {
	t.Parallel()
	two := map[string]string{"a": "public", "b": "public"}
	for _, c := range []struct {
		kind     rules.Kind
		tenants  map[string]string
		names    []string
		argument int
		text     string
	}{
		{"star", two, nil, 0, `"star" is not a kind of topology; the kinds are mesh, hub, edges`},
		{"", two, nil, 0, `"" is not a kind`},
		{"Mesh", two, nil, 0, `"Mesh" is not a kind`},
		{"hub", two, nil, 0, "at least one"},
		{"mesh", two, []string{"a"}, 2, "a mesh has no hubs"},
		{"hub", two, []string{"c"}, 2, `hub "c" is none of the tenants`},
		{"hub", two, []string{"a", "b", "a"}, 4, `"a" is named twice`},
		{"edges", two, []string{"a->b", "b"}, 3, `"b" is no edge; an edge is written as source->target`},
		{"edges", two, []string{"a->c"}, 2, `"c", an end of edge "a->c", is none of the tenants`},
		{"edges", two, []string{"->b"}, 2, `"", an end of edge "->b", is none of the tenants`},
		{"edges", two, []string{"a->b->a"}, 2, `"b->a", an end of edge`},
		{"edges", two, []string{"b->b"}, 2, `edge "b->b" leads from a tenant to itself`},
		{"edges", two, []string{"a->b", "b->a", "a->b"}, 4, `"a->b" is named twice`},
		{"edges", map[string]string{"gov": "usgovernment", "cn": "china"}, []string{"gov->cn"}, 1, "cannot share users"},
		{"mesh", map[string]string{"a": "public", "b": "germany"}, nil, 1, `"germany", the cloud of tenant "b", is not a cloud`},
		{"mesh", map[string]string{"": "public"}, nil, 1, "is empty"},
		{"mesh", map[string]string{"a->b": "public"}, nil, 1, `"a->b" is no key`},
		{"mesh", map[string]string{"a-": "public"}, nil, 1, `"a-" is no key`},
		{"mesh", map[string]string{">a": "public"}, nil, 1, `">a" is no key`},
		{
			"mesh",
			map[string]string{"gov": "usgovernment", "cn": "china", "pub": "public"},
			nil, 1, `tenant "cn" in cloud china and tenant "gov" in cloud usgovernment cannot share users`,
		},
	} {
		edges, err := rules.Edges(c.kind, c.tenants, c.names...)
		var wrong *rules.ArgumentError
		if !errors.As(err, &wrong) || wrong.Argument != c.argument || edges != nil {
			t.Errorf("%s of %v with %q: %v, %v", c.kind, c.tenants, c.names, edges, err)
			continue
		}
		checkError(t, string(c.kind), err, c.text)
	}
}

// A topology in which every tenant is a hub is a mesh.
func TestMeshIsAllHubs(t *testing.T) {
	t.Parallel()
	tenants := map[string]string{"a": "public", "b": "usgovernment", "c": "public", "d": "usgovernment_dod"}
	mesh, err := rules.Edges(rules.Mesh, tenants)
	if err != nil {
		t.Fatal(err)
	}
	hubs, err := rules.Edges(rules.Hub, tenants, slices.Collect(maps.Keys(tenants))...)
	if err != nil || !slices.Equal(mesh, hubs) {
		t.Errorf("%v, %v", hubs, err)
	}
	for _, e := range mesh {
		if e.SameCloud != rules.SameCloud(tenants[e.Source], tenants[e.Target]) || e.SameCloud != (e.Mechanism == rules.Sync) {
			t.Errorf("%+v", e)
		}
	}
}

// The table of graph-cross-tenant §4.9.
func TestMechanismBetween(t *testing.T) {
	t.Parallel()
	const none = rules.Mechanism("")
	want := map[string]map[string]rules.Mechanism{
		"public": {
			"public": rules.Sync, "usgovernment": rules.CrossCloudSync,
			"usgovernment_dod": rules.CrossCloudSync, "china": rules.CrossCloudSync,
		},
		"usgovernment": {
			"public": rules.CrossCloudSync, "usgovernment": rules.Sync, "usgovernment_dod": rules.Sync, "china": none,
		},
		"usgovernment_dod": {
			"public": rules.CrossCloudSync, "usgovernment": rules.Sync, "usgovernment_dod": rules.Sync, "china": none,
		},
		"china": {"public": rules.Invitation, "usgovernment": none, "usgovernment_dod": none, "china": rules.Sync},
	}
	for _, source := range cloud.Names() {
		for _, target := range cloud.Names() {
			got, ok := rules.MechanismBetween(source, target)
			if expected, listed := want[source][target]; !listed || got != expected || ok != (expected != none) {
				t.Errorf("from %s to %s: %q, %v", source, target, got, ok)
			}
		}
	}
	for _, pair := range [][2]string{{"public", "germany"}, {"germany", "public"}, {"", "public"}} {
		if got, ok := rules.MechanismBetween(pair[0], pair[1]); ok {
			t.Errorf("%q: %q", pair, got)
		}
	}
}
