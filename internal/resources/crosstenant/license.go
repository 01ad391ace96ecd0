package crosstenant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// licensed is an attribute of a plan that requires Entra ID P1 in the tenant.
type licensed struct {
	at  path.Path
	use rules.LicensedUse
}

// checkLicense reports attributes that require a license which the tenant lacks:
// MT024. The license is read only if there are any.
func checkLicense(ctx context.Context, data *tfkit.Data, t *tenant.Tenant, attributes []licensed, diags *diag.Diagnostics) {
	if len(attributes) == 0 {
		return
	}
	facts := rules.LicenseFacts{Tenant: inspect.TenantFacts(t)}
	inquiry := data.Inspect.Plan()
	inspect.License.Ask(ctx, inquiry, t, &facts.EntraP1)
	data.ReportUnread(inquiry, attributes[0].at, diags)
	for _, a := range attributes {
		facts.Setting, facts.Use = a.at.String(), a.use
		data.Report(rules.CheckLicense(facts), func(rules.Code) path.Path { return a.at }, diags)
	}
}

// licensedBlocks lists the uses of the license in the blocks. Unknown values are
// checked in the apply, and values that are in the state have been accepted before.
// The state of a new object is empty.
func licensedBlocks(ctx context.Context, plan, state []block) []licensed {
	var list []licensed
	for i, b := range plan {
		if !tfkit.FullyKnown(ctx, *b.value) || b.says(ctx, state[i]) {
			continue
		}
		at, planned := path.Root(b.name), b.decode(ctx)
		if b.Block == rules.Trust && planned.InboundTrust.Accepts() {
			list = append(list, licensed{at, rules.TrustsClaims})
		}
		for _, half := range rules.LicensedHalves(b.Block, planned) {
			list = append(list, licensed{at.AtName(string(half.Half)).AtName("targets"), half.Use})
		}
	}
	return list
}
