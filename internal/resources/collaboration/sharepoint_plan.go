package collaboration

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/singleton"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// ValidateConfig refuses a list of domains without the mode that gives it effect, and
// a mode without its list: an empty list of allowed domains would end all sharing. An
// empty list of another mode is what the service has, and what an import generates.
func (r *sharePoint) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var m sharePointModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || m.Mode.IsUnknown() {
		return
	}
	for _, c := range []struct {
		name, mode string
		list       types.Set
	}{
		{"sharing_allowed_domain_list", modeAllow, m.AllowedDomains},
		{"sharing_blocked_domain_list", modeBlock, m.BlockedDomains},
	} {
		switch mode := m.Mode.ValueString(); {
		case mode != c.mode && (c.list.IsUnknown() || len(c.list.Elements()) > 0):
			resp.Diagnostics.AddAttributeError(path.Root(c.name), "List of domains without effect", fmt.Sprintf(
				"SharePoint uses %s only with sharing_domain_restriction_mode = %q. Set it, or remove the list.", c.name, c.mode))
		case mode == c.mode && !c.list.IsUnknown() && len(c.list.Elements()) == 0:
			resp.Diagnostics.AddAttributeError(path.Root("sharing_domain_restriction_mode"), "Incomplete configuration", fmt.Sprintf(
				"sharing_domain_restriction_mode = %q requires %s.", c.mode, c.name))
		}
	}
}

// planSharePoint reports a plan that ends sharing with external users: the diff of a
// create does not show the present level. It also checks the guests of the plan.
func planSharePoint(ctx context.Context, p *singleton.Plan) {
	plan, _ := p.Planned.(*sharePointModel)
	config, _ := p.Config.(*sharePointModel)
	state, exists := p.State.(*sharePointModel)
	if plan.Capability.ValueString() == sharesWithNone && (!exists || state.Capability.ValueString() != sharesWithNone) {
		p.Diags.AddAttributeWarning(path.Root("sharing_capability"), "Sharing with external users will end", fmt.Sprintf(
			"Guests and external members of tenant %q, including synchronized ones, lose access to the content of SharePoint and OneDrive that was shared with"+
				" them.", p.Tenant.Key))
	}
	if config.Mode.IsNull() {
		return
	}
	if !exists {
		state = &sharePointModel{}
	}
	now, setting := plan.restriction(ctx)
	before, _ := state.restriction(ctx)
	closure := rules.PlannedClosure{Code: rules.SharingClosed, Setting: setting, Now: now}
	closure.Before, _ = before.Get()
	p.CheckClosure(ctx, p.Tenant, closure, path.Root("sharing_domain_restriction_mode"), p.Diags)
}

// restriction are the domains that SharePoint shares with, as far as they are known,
// and their attribute.
func (m *sharePointModel) restriction(ctx context.Context) (closure rules.Fact[rules.Closure], setting string) {
	known := func(list types.Set) bool { return tfkit.FullyKnown(ctx, list) }
	switch mode := m.Mode.ValueString(); {
	case m.Mode.IsUnknown():
		return closure, "sharing_domain_restriction_mode"
	case mode == modeAllow && known(m.AllowedDomains):
		allowed := tfkit.Strings(m.AllowedDomains)
		return rules.Known(rules.Closure{Lists: rules.DomainLists{Allowed: allowed}}), "sharing_allowed_domain_list = " + quoted(allowed)
	case mode == modeAllow:
		return closure, "sharing_allowed_domain_list"
	case mode == modeBlock && known(m.BlockedDomains):
		blocked := tfkit.Strings(m.BlockedDomains)
		return rules.Known(rules.Closure{Lists: rules.DomainLists{Blocked: blocked}}), "sharing_blocked_domain_list = " + quoted(blocked)
	case mode == modeBlock:
		return closure, "sharing_blocked_domain_list"
	}
	return rules.Known(rules.Closure{}), "sharing_domain_restriction_mode"
}
