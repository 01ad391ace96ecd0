package collaboration

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/singleton"
)

// ValidateConfig refuses a list of domains without the mode that gives it effect, and
// a mode without its list: an empty list of allowed domains would end all sharing.
func (r *sharePoint) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var m sharePointModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || m.Mode.IsUnknown() {
		return
	}
	for _, c := range []struct {
		name, mode string
		null       bool
	}{
		{"sharing_allowed_domain_list", modeAllow, m.AllowedDomains.IsNull()},
		{"sharing_blocked_domain_list", modeBlock, m.BlockedDomains.IsNull()},
	} {
		switch mode := m.Mode.ValueString(); {
		case !c.null && mode != c.mode:
			resp.Diagnostics.AddAttributeError(path.Root(c.name), "List of domains without effect", fmt.Sprintf(
				"SharePoint uses %s only with sharing_domain_restriction_mode = %q. Set it, or remove the list.", c.name, c.mode))
		case c.null && mode == c.mode:
			resp.Diagnostics.AddAttributeError(path.Root("sharing_domain_restriction_mode"), "Incomplete configuration", fmt.Sprintf(
				"sharing_domain_restriction_mode = %q requires %s.", c.mode, c.name))
		}
	}
}

// planSharePoint reports a plan that ends sharing with external users: the diff of a
// create does not show the present level.
func planSharePoint(_ context.Context, p *singleton.Plan) {
	plan, _ := p.Planned.(*sharePointModel)
	state, exists := p.State.(*sharePointModel)
	if plan.Capability.ValueString() == sharesWithNone && (!exists || state.Capability.ValueString() != sharesWithNone) {
		p.Diags.AddAttributeWarning(path.Root("sharing_capability"), "Sharing with external users will end", fmt.Sprintf(
			"Guests and external members of tenant %q, including synchronized ones, lose access to the content of SharePoint and OneDrive that was shared with"+
				" them.", p.Tenant.Key))
	}
}
