package acctest

import (
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// Lag is the replication lag of tests about replication. It advances by requests,
// so that no test depends on time.
const Lag = 10 * time.Minute

// WithoutEmptyPages is for tests that count requests: an empty page costs one.
func WithoutEmptyPages(s *settings.Settings) { s.EmptyPageWithNextLink = false }

// Unchanged is a step whose configuration, possibly a new one, changes nothing.
// Outputs and refreshed values do not count.
func Unchanged(config string) resource.TestStep {
	return resource.TestStep{
		Config:           config,
		ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
	}
}

// Planned expects a plan's action on a resource.
func Planned(address string, action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

// Value expects an attribute in the state.
func Value(address, name string, want knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(name), want)
}

// Then converts a check of the world to a check of a test step.
func Then(look func() error) resource.TestCheckFunc {
	return func(*terraform.State) error { return look() }
}

// Checking sets the severity of plan checks in the provider block of a
// configuration.
func Checking(config, severity string, codes ...string) string {
	checks := make([]string, 0, len(codes))
	for _, code := range codes {
		checks = append(checks, fmt.Sprintf("%s = %q", code, severity))
	}
	return PlanChecks(config, checks...)
}

// PlanChecks adds the members of plan_checks to the provider block of a
// configuration.
func PlanChecks(config string, members ...string) string {
	const begins = "provider \"multitenant\" {\n"
	return strings.Replace(config, begins, begins+"  plan_checks = { "+strings.Join(members, ", ")+" }\n", 1)
}
