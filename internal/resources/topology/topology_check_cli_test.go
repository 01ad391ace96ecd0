package topology_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const estate = "data.multitenant_topology_check.estate"

func checked(edges string) string {
	return `
data "multitenant_topology_check" "estate" {
  edges = ` + edges + `
}
`
}

const asserted = `
check "edges" {
  assert {
    condition     = data.multitenant_topology_check.estate.ok
    error_message = join(" ", data.multitenant_topology_check.estate.findings[*].summary)
  }
}
`

func TestTopologyCheckInTheCLI(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, connected())
	config := w.Config(checked(`[{ source = "contoso", target = "fabrikam", capabilities = ["trust_mfa", "b2b_collaboration"] }]`) + asserted)
	ok := func(want bool) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(estate, tfjsonpath.New("ok"), knownvalue.Bool(want))
	}
	w.Test(
		resource.TestStep{
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{
				ok(true),
				statecheck.ExpectKnownValue(estate, tfjsonpath.New("findings"), knownvalue.ListSizeExact(0)),
				statecheck.ExpectKnownValue(estate, tfjsonpath.New("unchecked"), knownvalue.ListSizeExact(0)),
			},
			ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		},
		// An administrator removes trust by hand. A check block warns and does not
		// stop the apply.
		resource.TestStep{
			PreConfig: func() {
				if err := w.ChangePartner(acctest.FabrikamID, acctest.ContosoID, acctest.Object{"inboundTrust": nil}); err != nil {
					t.Fatal(err)
				}
			},
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{
				ok(false),
				statecheck.ExpectKnownValue(estate, tfjsonpath.New("findings"), knownvalue.ListExact([]knownvalue.Check{
					knownvalue.ObjectPartial(map[string]knownvalue.Check{
						"code": knownvalue.StringExact("MT064"), "edge": knownvalue.StringExact(way), "side": knownvalue.StringExact("target"),
						"tenant": knownvalue.StringExact("fabrikam"), "policy": knownvalue.Null(),
						"remedy": knownvalue.StringRegexp(regexp.MustCompile(`^In tenant "fabrikam", set inboundTrust.isMfaAccepted`)),
					}),
				})),
			},
		},
		// An edge that is unknown in the plan is checked in the apply.
		resource.TestStep{
			Config: w.Config("resource \"terraform_data\" \"target\" {\n  input = \"fabrikam\"\n}\n" +
				checked(`[{ source = "contoso", target = terraform_data.target.output, capabilities = ["auto_redeem"] }]`)),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectUnknownValue(estate, tfjsonpath.New("ok")),
			}},
			ConfigStateChecks: []statecheck.StateCheck{ok(true)},
		},
	)
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("a check has written: %q", writes)
	}
}

// TestWrongKeyOfManyEdgesIsOneError has a mesh with one misspelled key.
func TestWrongKeyOfManyEdgesIsOneError(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, connected())
	s := acctest.NewWorkspace(t, w.Config(checked(`[for pair in [["contoso", "adatum"], ["adatum", "contoso"], ["fabrikam", "adatum"], ["adatum", "fabrikam"],
    ["contoso", "tailspin"]] : { source = pair[0], target = pair[1], capabilities = ["sync"] }]`)))
	said, ok := s.Diagnostics("plan")
	var unknown []string
	for _, d := range said {
		_, key, _ := strings.Cut(d.Detail, `no tenant "`)
		key, _, _ = strings.Cut(key, `"`)
		unknown = append(unknown, d.Severity+" "+d.Summary+" "+key)
	}
	expect(t, "the errors", unknown, "error Unknown tenant adatum", "error Unknown tenant tailspin")
	if ok {
		t.Error("the plan succeeds")
	}
}

// TestTopologyCheckMisuse covers all errors.
func TestTopologyCheckMisuse(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, connected())
	var steps []resource.TestStep
	for _, c := range []struct{ edges, message string }{
		{`[{ source = "contoso", target = "adatum", capabilities = ["sync"] }]`, `the provider has no tenant "adatum"`},
		{`[{ source = "contoso", target = "contoso", capabilities = ["sync"] }]`, `are the same tenant "contoso"`},
		{
			`[for c in ["sync", "auto_redeem"] : { source = "contoso", target = "fabrikam", capabilities = [c] }]`,
			"Merge their capabilities",
		},
		{`[{ source = "contoso", target = "fabrikam", capabilities = ["telepathy"] }]`, `got: "telepathy"`},
		{`[{ source = "contoso", target = "fabrikam", capabilities = [] }]`, "at least 1"},
	} {
		steps = append(steps, resource.TestStep{Config: w.Config(checked(c.edges)), PlanOnly: true, ExpectError: acctest.Message(c.message)})
	}
	w.Test(steps...)
	if requests := strings.Join(w.Requests(), "\n"); requests != "" {
		t.Errorf("tenants were asked for edges that make no sense:\n%s", requests)
	}
}
