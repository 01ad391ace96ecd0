package inspect_test

import (
	"slices"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// fromPlan are the checks that use only the plan.
var fromPlan = map[rules.Code]string{
	rules.AddressRefused:    "the address",
	rules.MemberWithoutMail: "the user type",
	rules.BodyLeftOut:       "the message",
	rules.EntryClaimedTwice: "other resources of the plan",
	rules.CapabilityTwice:   "other resources of the plan",
	rules.SettingsTwice:     "other resources of the plan",
	rules.TooManyTenants:    "other resources of the plan",
	rules.SourceTwice:       "other resources of the plan",
	rules.GuestsWouldLeave:  "the private state, which the refresh before the plan has written",
	rules.VisibilityDiffers: "the state, which the refresh before the plan has read",
	rules.ManyOwners:        "the owners in the plan or in the state",
}

// TestEveryCheckHasFacts finds a source for each code: a question or the plan. A
// rule without facts finds nothing, and no test of the rule shows it.
func TestEveryCheckHasFacts(t *testing.T) {
	t.Parallel()
	asked := inspect.Codes()
	for _, code := range rules.Codes() {
		_, planned := fromPlan[code]
		switch isAsked := slices.Contains(asked, code); {
		case !planned && !isAsked:
			t.Errorf("nothing feeds %s: ask a question for it in package inspect, or say where its facts are from", code)
		case planned && isAsked:
			t.Errorf("%s asks a tenant, and not the plan alone", code)
		}
	}
	for _, code := range asked {
		if !slices.Contains(rules.Codes(), code) {
			t.Errorf("a question is asked for %s, which is no check", code)
		}
	}
}
