package crosstenant

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var atCapabilities = path.Root("capabilities")

// ValidateConfig refuses capabilities that the service would refuse, as far as they
// are known.
func (r *capabilities) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var m capabilitiesModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if !resp.Diagnostics.HasError() {
		m.check(ctx, &resp.Diagnostics)
	}
}

func (m *capabilitiesModel) check(ctx context.Context, diags *diag.Diagnostics) {
	all := elements(ctx, m.Capabilities)
	for _, name := range names(all) {
		at := atCapabilities.AtMapKey(name)
		problem := rules.CheckM365Name(name, m.partnerID() == "")
		if _, known := rules.M365KindOf(name); known && m.PartnerTenantID.IsUnknown() {
			problem = ""
		}
		if problem != "" {
			diags.AddAttributeError(at, "Invalid capability", fmt.Sprintf("%q cannot be set for %s. %s", name, m.of(), problem))
		}
		c := all[name]
		if s := c.Scope; c.known && c.Allowed && !s.AllUsers && len(s.Users)+len(s.Groups) == 0 {
			diags.AddAttributeError(at, "Empty scope", fmt.Sprintf("%s is allowed for no user: users and groups are empty."+
				" For all users, remove both; for no user, set allowed = false.", name))
		}
	}
}

// claim reserves the capabilities for this resource: MT027 if another one has them.
func (r *capabilities) claim(t *tenant.Tenant, plan *capabilitiesModel, isNew bool, diags *diag.Diagnostics) {
	if plan.Exclusive.IsUnknown() {
		return
	}
	claimant := rules.Claimant{ID: plan.ID.ValueString(), Name: "Capabilities " + plan.ID.ValueString() + " of the state"}
	if isNew {
		claimant = rules.Claimant{ID: r.Notices.Unique(), Name: "New capabilities of this plan"}
	}
	r.Report(rules.CheckCapabilityClaim(r.Claims, rules.CapabilityClaim{
		Tenant: inspect.TenantFacts(t), Holder: plan.holder(), Names: names(plan.Capabilities.Elements()), Exclusive: plan.Exclusive.ValueBool(),
	}, claimant), func(rules.Code) path.Path { return atCapabilities }, diags)
}

// of names the partner or the default in messages.
func (m *capabilitiesModel) of() string {
	switch {
	case !tfkit.Known(m.PartnerTenantID):
		return "a partner"
	case m.partnerID() == "":
		return "the default"
	}
	return "partner " + m.partnerID()
}
