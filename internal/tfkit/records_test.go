package tfkit

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// An apply forgets what was planned where another plan may follow it.
func TestApplyForgetsPlans(t *testing.T) {
	t.Parallel()
	for _, many := range []bool{true, false} {
		r := Resource{Data: Data{ManyPlans: many, PlannedAccess: &inspect.PlannedAccess{}, PlannedVisibility: &inspect.PlannedVisibility{}}}
		r.PlannedAccess.ExpectInvitesFrom("T", rules.Known("none"))
		r.PlannedAccess.ExpectRemoval("T", "P")
		r.PlannedVisibility.Expect("T", "U", true)
		r.beginApply()
		_, invites := r.PlannedAccess.InvitesFrom("T")
		_, visible := r.PlannedVisibility.Of("T", "U")
		if remembered := []bool{invites, r.PlannedAccess.Removes("T", "P"), visible}; remembered[0] == many || remembered[1] == many || remembered[2] == many {
			t.Errorf("with many plans %t it remembers %v", many, remembered)
		}
	}
}
