package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// checkout writes the files that the tool reads.
func checkout(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, "schemas", name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func csdl(types string) string {
	return `<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>` +
		`<Schema Namespace="microsoft.graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">` + types + `</Schema></edmx:DataServices></edmx:Edmx>`
}

// The extract has type, clouds and versions of each member, and only the types
// that the roots refer to.
func TestExtract(t *testing.T) {
	t.Parallel()
	const domain = `<EntityType Name="domain" BaseType="graph.entity"><Property Name="id" Type="Edm.String" Nullable="false"/>` +
		`<Property Name="supportedServices" Type="Collection(Edm.String)"/><Property Name="state" Type="graph.domainState"/>` +
		`<NavigationProperty Name="federation" Type="Collection(graph.federation)"/>`
	const rest = `</EntityType><ComplexType Name="domainState"><Property Name="status" Type="graph.stage"/></ComplexType>` +
		`<EntityType Name="federation"/><EnumType Name="stage"><Member Name="new"/><Member Name="old"/></EnumType>`
	root := checkout(t, map[string]string{
		"v1.0-Prod.csdl":                        csdl(domain + `<Property Name="extra" Type="Edm.Int32"/>` + rest),
		"v1.0-Fairfax.csdl":                     csdl(domain + rest),
		"v1.0-Mooncake.csdl":                    strings.Replace(csdl(domain+rest), "graph.entity", "graph.thing", 1),
		"type-mappings/beta-entity-types.json":  `{"microsoft.graph":{"domain":{"properties":["id","isRoot"],"navigationProperties":["federation"]}}}`,
		"type-mappings/beta-complex-types.json": `{"microsoft.graph":{}}`,
	})
	var out strings.Builder
	if err := run(root, "abc", &out); err != nil {
		t.Fatal(err)
	}
	const want = `
type domain entity,thing wgcb
extra Int32 w
federation >[]federation wgcb
id String! wgcb
isRoot ? b
state domainState wgc
supportedServices []String wgc

type domainState - wgc
status stage wgc

enum stage new old
`
	if _, got, _ := strings.Cut(out.String(), "beta.\n"); got != want {
		t.Errorf("got %s", got)
	}
}

func TestMissingCheckout(t *testing.T) {
	t.Parallel()
	if err := run(t.TempDir(), "abc", &strings.Builder{}); err == nil {
		t.Error("an empty folder produced an extract")
	}
}
