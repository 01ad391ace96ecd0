package collaboration

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// closedBy is a setting that keeps guests out with one of its values.
func closedBy(code rules.Code, name, off string, plan, state types.String) rules.PlannedClosure {
	closure := rules.PlannedClosure{Code: code, Setting: name, Before: rules.Closure{Off: state.ValueString() == off}}
	if !plan.IsUnknown() {
		closure.Setting = fmt.Sprintf("%s = %q", name, plan.ValueString())
		closure.Now = rules.Known(rules.Closure{Off: plan.ValueString() == off})
	}
	return closure
}
