package acctest

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// Outputs returns a configuration with the results of function calls, by name. No
// provider block is needed: functions send no requests.
func Outputs(calls map[string]string) string {
	var b strings.Builder
	b.WriteString(Requirements)
	for _, name := range slices.Sorted(maps.Keys(calls)) {
		fmt.Fprintf(&b, "output %q {\n  value = %s\n}\n", name, calls[name])
	}
	return b.String()
}

// TestBadCalls expects the real CLI to refuse calls of the provider's functions.
// Each case is the call, without the namespace; the name of the invalid
// parameter; and its error.
func (w *World) TestBadCalls(calls ...[3]string) {
	w.t.Helper()
	steps := make([]resource.TestStep, 0, len(calls))
	for _, c := range calls {
		call, parameter, said := c[0], c[1], c[2]
		steps = append(steps, resource.TestStep{
			Config:      Outputs(map[string]string{"it": "provider::multitenant::" + call}),
			PlanOnly:    true,
			ExpectError: Message(fmt.Sprintf("Invalid value for %q parameter", parameter), said),
		})
	}
	w.Test(steps...)
}
