package topology

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

func afterAttribute() schema.Attribute {
	return schema.ListAttribute{
		Optional: true, ElementType: types.StringType,
		Validators: []validator.List{listvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1))},
		MarkdownDescription: "Ids of the settings that the same configuration manages and that `assertions` are about: `multitenant_cross_tenant_access_partner`," +
			" `_default` and `_policy`, and `multitenant_m365_capabilities`, of both tenants. Terraform plans them first, and assertions are then about their planned" +
			" values, in the plan, if the reference leads through a local value: Terraform defers a data source that refers to a changing resource itself." +
			" Without it, and for all other settings, assertions are about the current values.",
	}
}

// foreseen are the planned settings of the resources that assertions wait for.
// Terraform plans resources in any order, so that others do not count.
type foreseen struct {
	planned *inspect.PlannedAccess
	ids     map[string]bool // in lower case
}

func (d *topologyCheck) foresee(after []string) foreseen {
	f := foreseen{d.PlannedAccess, map[string]bool{}}
	for _, id := range after {
		f.ids[strings.ToLower(id)] = true
	}
	return f
}

// awaits reports whether the assertions wait for the settings of a tenant about a
// partner, or for others by their names.
func (f foreseen) awaits(t *tenant.Tenant, object string) bool {
	return f.ids[strings.ToLower(tfkit.ID(t.ID, object))]
}

// replace replaces the settings of a tenant for another one by the planned ones. A
// deleted entry has no id to wait for: it counts for each check that waits.
func (f foreseen) replace(side *rules.EdgeSide, own, other *tenant.Tenant) {
	switch change, planned := f.planned.Partner(own.ID, other.ID); {
	case planned && f.awaits(own, other.ID):
		side.Partner = rules.Derived(side.Partner, change.Over)
	case len(f.ids) > 0 && f.planned.Removes(own.ID, other.ID):
		side.Partner = rules.Known[*rules.AccessSettings](nil)
		side.M365 = rules.Known(rules.M365Capabilities{NoEntry: true})
	}
	if change, planned := f.planned.Default(own.ID); planned && f.awaits(own, tfkit.DefaultAccessName) {
		side.Default = rules.Derived(side.Default, func(now rules.AccessSettings) rules.AccessSettings { return *change.Over(&now) })
	}
	if clouds, planned := f.planned.Clouds(own.ID); planned && f.awaits(own, tfkit.AccessPolicyName) {
		side.CloudEndpoints = clouds
	}
	if held, planned := f.planned.Capabilities(own.ID, other.ID); planned && f.awaits(own, other.ID) {
		side.M365 = held
	}
	if held, planned := f.planned.Capabilities(own.ID, tfkit.DefaultAccessName); planned && f.awaits(own, tfkit.DefaultAccessName) {
		side.DefaultM365 = held
	}
}
