package addressbook

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// ValidateConfig refuses addresses that are given twice, and a primary one that is
// not among the addresses.
func (r *mailUser) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config mailUserModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	for _, name := range []string{"email_addresses", "additional_email_addresses"} {
		list := tfkit.Strings(config.EmailAddresses)
		if name != "email_addresses" {
			list = tfkit.Strings(config.AdditionalEmailAddresses)
		}
		if address, found := twice(list); found {
			resp.Diagnostics.AddAttributeError(path.Root(name), "Address given twice", fmt.Sprintf(
				"%s has %s twice. Exchange Online ignores the case of addresses; use distinct() and lower().", name, address))
		}
	}
	if primary := config.PrimarySMTPAddress; tfkit.Known(primary) && holds(tfkit.Strings(config.AdditionalEmailAddresses), primary.ValueString()) {
		resp.Diagnostics.AddAttributeError(path.Root("additional_email_addresses"), "Primary address given twice", fmt.Sprintf(
			"%s is the primary address already. Remove it from additional_email_addresses.", primary.ValueString()))
	}
	config.checkPrimary(ctx, &resp.Diagnostics)
}

// checkPrimary refuses a list of addresses without the primary one.
func (m *mailUserModel) checkPrimary(ctx context.Context, diags *diag.Diagnostics) (ok bool) {
	if !tfkit.Known(m.PrimarySMTPAddress) || !tfkit.FullyKnown(ctx, m.EmailAddresses) {
		return true
	}
	primary, list := m.PrimarySMTPAddress.ValueString(), tfkit.Strings(m.EmailAddresses)
	if holds(list, primary) {
		return true
	}
	diags.AddAttributeError(path.Root("email_addresses"), "Primary address is missing", fmt.Sprintf(
		"email_addresses are all addresses of the mail user (%s), and %s is the primary one. Add it to email_addresses, or set primary_smtp_address"+
			" to one of them.", strings.Join(list, ", "), primary))
	return false
}

// ModifyPlan sets values that the schema cannot compute, and claims the addresses.
func (r *mailUser) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var present types.String
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("former"), &present)...)
	}
	former := formerMailRecord.Of(ctx, present, req.Private, &resp.Diagnostics)
	if req.Plan.Raw.IsNull() {
		warnOfFormerMail(ctx, former, req, resp)
		return
	}
	t := r.PlanTenant(ctx, req, resp)
	var plan, config, state mailUserModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	exists := !req.State.Raw.IsNull()
	if exists && (len(resp.RequiresReplace) > 0 || !plan.UserID.Same(state.UserID)) {
		// A replacement is planned again as a creation, which claims the addresses.
		return
	}
	if exists {
		former.plan(&plan, config, state)
		if plan.writes(state) {
			// Another resource of the plan may change the type of the user.
			plan.RecipientType = types.StringUnknown()
		}
		if plan.writes(state) || former.misses(plan, config, state) {
			plan.Former = types.StringUnknown()
		}
		resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
		plan.checkPrimary(ctx, &resp.Diagnostics)
	}
	r.claim(t, plan, config, state, &resp.Diagnostics)
}

// claim claims the configured addresses for the mail user.
func (r *mailUser) claim(t *tenant.Tenant, plan, config, state mailUserModel, diags *diag.Diagnostics) {
	if t == nil {
		return
	}
	claimant := rules.Claimant{ID: plan.userID(), Name: "Mail user " + plan.userID(), Kind: rules.OfUserSettings}
	if plan.UserID.IsUnknown() {
		claimant = rules.Claimant{ID: r.Notices.Unique(), Name: "A mail user of this plan", Kind: rules.OfUserSettings}
	}
	present := tfkit.Strings(state.EmailAddresses)
	for at, list := range map[string][]string{
		"primary_smtp_address":       {config.PrimarySMTPAddress.ValueString()},
		"email_addresses":            tfkit.Strings(config.EmailAddresses),
		"additional_email_addresses": tfkit.Strings(config.AdditionalEmailAddresses),
	} {
		for _, address := range list {
			by := claimant
			if holds(present, address) {
				// What a mail user has conflicts with new claimants only.
				by = rules.Claimant{Name: "An existing mail user", Kind: rules.OfUserSettings}
			}
			if address != "" {
				r.Report(rules.CheckClaim(r.Claims, inspect.TenantFacts(t), address, by), func(rules.Code) path.Path { return path.Root(at) }, diags)
			}
		}
	}
}

// warnOfFormerMail reports the effect of a destroy on the user, because a plan only
// shows that a resource is destroyed.
func warnOfFormerMail(ctx context.Context, former formerMail, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var state mailUserModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !state.restores() {
		return
	}
	effects := effectsOf(former.restored(state).changeSince(state, nil, former.Added))
	if len(effects) > 0 {
		resp.Diagnostics.AddWarning("Mail attributes will be restored", fmt.Sprintf("%s in tenant %q: %s (on_destroy = %q).",
			state.UserPrincipalName.ValueString(), state.Tenant.ValueString(), strings.Join(effects, "; "), state.OnDestroy.ValueString()))
	}
}

// effectsOf describes a change.
func effectsOf(c exchange.RecipientChange) []string {
	var effects []string
	say := func(format string, values ...any) { effects = append(effects, fmt.Sprintf(format, values...)) }
	if c.PrimaryAddress != nil {
		say("the primary address becomes %s", *c.PrimaryAddress)
	}
	if c.Addresses != nil && c.Addresses.Only != nil {
		say("the addresses become %s", strings.Join(c.Addresses.Only, ", "))
	}
	if c.Addresses != nil && len(c.Addresses.Remove) > 0 {
		say("%s is removed", strings.Join(c.Addresses.Remove, ", "))
	}
	if c.ExternalAddress != nil {
		say("mail is sent to %s", *c.ExternalAddress)
	}
	if c.MailTip != nil {
		say("the MailTip becomes %q", *c.MailTip)
	}
	if c.ClearMailTip {
		say("the MailTip is removed")
	}
	return effects
}
