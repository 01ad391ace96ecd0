package guest

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// resets reports whether the plan resets the redemption. A new trigger, as after an
// import, has no effect.
func (m *model) resets(before model) bool {
	return tfkit.Known(before.RedemptionResetTrigger) && tfkit.Known(m.RedemptionResetTrigger) &&
		!m.RedemptionResetTrigger.Equal(before.RedemptionResetTrigger)
}

// reset resets the redemption by the planned address, and requests a mail if it is
// configured. It is false after an error, which it reports. The reset is saved in
// the state before anything else can fail, so that the next apply does not repeat
// it.
func (r *invitation) reset(ctx context.Context, t *tenant.Tenant, m *model, before model, resp *resource.UpdateResponse) bool {
	request := m.invitation()
	request.UserID = m.UserID.ValueString()
	cannot := fmt.Sprintf("Cannot reset the redemption of %s in tenant %q", m.Email.ValueString(), t.Key)
	invited, err := t.Graph.ResetRedemption(ctx, request)
	if err != nil {
		resp.Diagnostics.AddError(cannot, tfkit.Explain(t, err))
		return false
	}
	redeemURL := invited.RedeemURL
	if m.SendMessage.ValueBool() {
		request.Reset = true
		redeemURL = deliver(ctx, t, *m, request, redeemURL, &resp.Diagnostics)
	}
	before.Email, before.RedemptionResetTrigger = m.Email, m.RedemptionResetTrigger
	before.RedeemURL = tfkit.StringOrNull(redeemURL)
	resp.Diagnostics.Append(resp.State.Set(ctx, before)...)
	u, err := t.Graph.AwaitUser(ctx, request.UserID, graph.UserChange{})
	if err != nil {
		resp.Diagnostics.AddError(cannot, tfkit.Explain(t, err)+"\n\nThe reset itself is complete and is not repeated. Apply again to continue.")
		return false
	}
	m.RedeemURL = before.RedeemURL
	m.redeemed(u)
	before.redeemed(u)
	resp.Diagnostics.Append(resp.State.Set(ctx, before)...)
	return true
}

// checkReset checks a planned reset: MT032 for a user that has redeemed, and whose home
// tenant is in the same multitenant organization.
func (r *invitation) checkReset(ctx context.Context, t *tenant.Tenant, plan, state model, diags *diag.Diagnostics) {
	at := path.Root("redemption_reset_trigger")
	was := state.ExternalUserState.ValueString()
	if !t.Cloud.HasMultitenantOrganizations || was == "" || was == graph.PendingAcceptance || !r.Checks.On(rules.ResetRefused) {
		return
	}
	home := r.resetHome(ctx, t, plan, state, diags)
	if home == nil {
		return
	}
	facts := rules.ResetFacts{Tenant: inspect.TenantFacts(t), Email: state.Email.ValueString(), Home: home.Key, Redeemed: true}
	inquiry := r.Inspect.Plan()
	inspect.SameOrganization(home.ID).Ask(ctx, inquiry, t, &facts.SameOrganization)
	r.ReportUnread(inquiry, at, diags)
	r.Report(rules.CheckReset(facts), func(rules.Code) path.Path { return at }, diags)
}

// resetHome is the configured home tenant, or the one that owns the domain of the
// redeemed address; nil if the provider has none.
func (r *invitation) resetHome(ctx context.Context, t *tenant.Tenant, plan, state model, diags *diag.Diagnostics) *tenant.Tenant {
	if key := plan.HomeTenant.ValueString(); key != "" {
		home, err := r.Tenants.Get(key)
		if err != nil {
			return nil
		}
		return home
	}
	search := tfkit.HomeSearch{Question: inspect.ResetHome, At: path.Root("redemption_reset_trigger")}
	return r.LookForHome(ctx, search, t, diags, rules.Domain(state.Email.ValueString()))
}
