package crosstenant

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
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
