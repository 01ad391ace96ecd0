package tfkit

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// RefuseTenantType refuses an external or B2C tenant for what it does not have, and
// reports whether it did. The type is in the answer about the organization, which each
// run reads once for a tenant, and which the checks of licenses and domains read too. If
// the application may not read it, the service decides in the apply.
func (d *Data) RefuseTenantType(ctx context.Context, t *tenant.Tenant, use rules.TenantUse, at path.Path, diags *diag.Diagnostics) bool {
	limited, cancel := context.WithTimeout(ctx, inspect.PlanPatience)
	defer cancel()
	o, err := t.Graph.Organization(limited)
	if err != nil {
		return false
	}
	why := rules.RefuseTenantType(inspect.TenantFacts(t), o.Type, use)
	if why != "" {
		diags.AddAttributeError(at, "Tenant type not supported", why+" Remove the tenant from this resource.")
	}
	return why != ""
}
