package crosstenant_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestCapabilityPlannedTwice refuses a second resource for a capability, whether the
// first one is new or in the state, and accepts one for another capability.
func TestCapabilityPlannedTwice(t *testing.T) {
	t.Parallel()
	w := withTrust(t)
	const title = "MT027: Two resources manage the same Microsoft 365 capability"
	one := sees("capabilities = { " + mailTips + " = { allowed = true } }")
	another := func(arguments string) string {
		return w.Config(one + strings.NewReplacer(`"contoso" {`, `"again" {`, acctest.ContosoID, strings.ToUpper(acctest.ContosoID)).Replace(sees(arguments)))
	}
	same := another("capabilities = { " + mailTips + " = { allowed = false } }")
	beside := another("capabilities = { " + profileCard + " = { allowed = true } }")
	refused := func(config string, words ...string) resource.TestStep {
		return resource.TestStep{Config: config, ExpectError: acctest.Message(append([]string{title}, words...)...)}
	}
	w.Test(
		refused(same, "New capabilities of this plan and another both manage "+mailTips+" of tenant \"fabrikam\" for "+acctest.ContosoID),
		refused(another("exclusive = true\n  capabilities = {}"), "one of them is exclusive"),
		resource.TestStep{Config: w.Config(one)},
		refused(same, "Capabilities "+acctest.FabrikamID+"/"+acctest.ContosoID+" of the state"),
		resource.TestStep{Config: beside},
		acctest.Unchanged(beside),
	)
}
