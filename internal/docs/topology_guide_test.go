package docs_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

var mermaid = regexp.MustCompile("(?s)```mermaid\n(.*?)```")

// TestGuideShowsWhatTheFunctionDraws applies the example of the guide, and compares
// the diagrams of the page with its output.
func TestGuideShowsWhatTheFunctionDraws(t *testing.T) {
	t.Parallel()
	drawn := mermaid.FindAllStringSubmatch(text(t, "docs", "guides", "choose-a-topology.md"), -1)
	if len(drawn) != 3 {
		t.Fatalf("the guide has %d diagrams", len(drawn))
	}
	shown := map[string]knownvalue.Check{}
	for i, name := range []string{"mesh", "hub", "contractor"} {
		shown[name] = knownvalue.StringExact(drawn[i][1])
	}
	w := acctest.Start(t, acctest.Standard())
	run(t, []resource.TestStep{{
		Config:            w.Config(text(t, "examples", "guides", "choose-a-topology", "shapes.tf")),
		ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownOutputValue("diagrams", knownvalue.ObjectExact(shown))},
	}})
}
