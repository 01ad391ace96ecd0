package topology_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const (
	meshOfFour = `provider::multitenant::topology_edges("mesh", { contoso = "public", fabrikam = "public", northwind = "public", tailspin = "public" })`
	contractor = `provider::multitenant::topology_edges("mesh", { commercial = "public", "gov \"high\"" = "usgovernment" })`
	eachMesh   = `
resource "terraform_data" "edge" {
  for_each = { for edge in ` + meshOfFour + ` : edge.key => edge }
  input    = each.value.target
}
`
	later = `
resource "terraform_data" "cloud" {
  input = "public"
}
`
)

func TestFunctionsInTheCLI(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard())
	w.Test(
		resource.TestStep{
			Config: acctest.Outputs(map[string]string{
				"hub":     `provider::multitenant::topology_edges("hub", { contoso = "public", fabrikam = "public", cn = "china" }, "contoso")`,
				"diagram": "provider::multitenant::topology_diagram(" + contractor + ")",
				"own":     `provider::multitenant::topology_diagram([{ source = "a", target = "end" }, { source = "end", target = "a", label = "GAL only" }])`,
				"tried":   `can(provider::multitenant::topology_edges("mesh", { gov = "usgovernment", cn = "china" }))`,
			}) + eachMesh,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(`terraform_data.edge["tailspin->contoso"]`, plancheck.ResourceActionCreate),
			}},
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("hub", knownvalue.ListExact([]knownvalue.Check{
					knownvalue.ObjectExact(map[string]knownvalue.Check{
						"key": knownvalue.StringExact("cn->contoso"), "source": knownvalue.StringExact("cn"), "target": knownvalue.StringExact("contoso"),
						"source_cloud": knownvalue.StringExact("china"), "target_cloud": knownvalue.StringExact("public"),
						"same_cloud": knownvalue.Bool(false), "mechanism": knownvalue.StringExact("invitation"),
					}),
					knownvalue.ObjectPartial(map[string]knownvalue.Check{
						"key": knownvalue.StringExact("fabrikam->contoso"), "mechanism": knownvalue.StringExact("sync"),
					}),
				})),
				statecheck.ExpectKnownOutputValue("diagram", knownvalue.StringExact(
					"flowchart LR\n  subgraph c1[\"Public cloud\"]\n    n1[\"commercial\"]\n  end\n"+
						"  subgraph c2[\"US Government\"]\n    n2[\"gov #34;high#34;\"]\n  end\n  n1 <-->|\"cross_cloud_sync\"| n2\n")),
				statecheck.ExpectKnownOutputValue("own", knownvalue.StringExact(
					"flowchart LR\n  n1[\"a\"]\n  n2[\"end\"]\n  n1 <-->|\"← GAL only\"| n2\n")),
				statecheck.ExpectKnownOutputValue("tried", knownvalue.Bool(false)),
			},
		},
		resource.TestStep{
			Config: acctest.Outputs(map[string]string{
				"edges": `provider::multitenant::topology_edges("mesh", { a = "public", b = terraform_data.cloud.output })`,
			}) + later,
			ConfigPlanChecks: resource.ConfigPlanChecks{
				PreApply: []plancheck.PlanCheck{plancheck.ExpectUnknownOutputValue("edges")},
			},
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("edges", knownvalue.ListSizeExact(2)),
			},
		},
	)
	if requests := w.Requests(); len(requests) > 0 {
		t.Errorf("functions asked Graph: %q", requests)
	}
}

func TestFunctionErrorsInTheCLI(t *testing.T) {
	t.Parallel()
	acctest.Start(t, acctest.Standard()).TestBadCalls(
		[3]string{`topology_edges("star", { a = "public" })`, "kind", "is not a kind of topology"},
		[3]string{`topology_edges("mesh", { a = "germany" })`, "tenants", "is not a cloud"},
		[3]string{`topology_edges("mesh", { a = null })`, "tenants", "is null"},
		[3]string{`topology_edges("hub", { a = "public", b = "public" }, "a", "c")`, "names", "is none of the tenants"},
		[3]string{`topology_diagram("a->b")`, "edges", "are not a list of objects"},
		[3]string{`topology_diagram([{ source = "a", target = "b" }, { source = "a" }])`, "edges", "has no target"},
		[3]string{`topology_diagram(null)`, "edges", "argument must not be null"},
	)
}
