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
)

// ModifyPlan sets values that the schema cannot compute, and checks the order: mail
// user first, member last.
func (r *userType) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		warnOfRestore(ctx, req, resp)
		return
	}
	t := r.PlanTenant(ctx, req, resp)
	var plan, state userTypeModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("former_user_type"), plan.formerAfter(state))...)
		if len(resp.RequiresReplace) > 0 || !plan.UserID.Same(state.UserID) || plan.UserType.Equal(state.UserType) {
			// A replacement is planned again as a creation.
			return
		}
	}
	if t != nil && !plan.UserID.IsUnknown() {
		r.checkPlan(ctx, t, plan, &resp.Diagnostics)
	}
}

// checkPlan checks a user whose type a plan sets. The only check of a change to guest
// is about the synchronization of another tenant of the provider.
func (r *userType) checkPlan(ctx context.Context, t *tenant.Tenant, plan userTypeModel, diags *diag.Diagnostics) {
	if rules.UserType(plan.UserType.ValueString()) != rules.Member && !r.MayBeSynced(rules.SyncedUserType) {
		return
	}
	var present rules.Fact[*graph.User]
	inquiry := r.Inspect.Plan()
	inspect.PresentUser(inspect.Presence{ID: plan.userID(), Current: readyForMember}).Ask(ctx, inquiry, t, &present)
	r.ReportUnread(inquiry, path.Root("user_type"), diags)
	// A missing user may be restored or invited before the apply, which checks
	// again.
	found, _ := present.Get()
	if found == nil {
		return
	}
	facts := r.facts(ctx, t, *found, plan, diags)
	if visible, planned := r.PlannedVisibility.Of(t.ID, found.ID); planned {
		// The visibility waits for the mail user.
		facts.VisibleInExchange, facts.MailUser = rules.Known(visible), rules.Fact[bool]{}
	}
	r.report(facts, diags)
}

// readyForMember reports whether Graph shows a user as mail-enabled and visible.
func readyForMember(u graph.User) bool {
	return u.MailEnabled() && (u.ShowInAddressList == nil || *u.ShowInAddressList)
}

// check reports the effects of a type on the current user.
func (r *userType) check(ctx context.Context, t *tenant.Tenant, u graph.User, m userTypeModel, diags *diag.Diagnostics) {
	r.report(r.facts(ctx, t, u, m, diags), diags)
}

func (r *userType) report(facts rules.UserTypeFacts, diags *diag.Diagnostics) {
	r.Report(rules.CheckUserType(facts), func(rules.Code) path.Path { return path.Root("user_type") }, diags)
}

// facts are those about the current user.
func (r *userType) facts(ctx context.Context, t *tenant.Tenant, u graph.User, m userTypeModel, diags *diag.Diagnostics) rules.UserTypeFacts {
	facts := rules.UserTypeFacts{
		Tenant:            inspect.TenantFacts(t),
		UserID:            u.ID,
		UserPrincipalName: u.UserPrincipalName,
		External:          rules.Known(u.External()),
		From:              rules.Known(rules.UserType(u.UserType)),
		To:                rules.UserType(m.UserType.ValueString()),
		MailEnabled:       rules.Known(u.MailEnabled()),
	}
	if u.ShowInAddressList != nil {
		facts.ShowInAddressList = rules.Known(*u.ShowInAddressList)
	}
	r.askExchange(ctx, t, u, &facts, diags)
	r.askSync(ctx, t, u, &facts, diags)
	return facts
}

// askExchange adds what Exchange Online says about a guest that becomes a member,
// where the application may ask.
func (r *userType) askExchange(ctx context.Context, t *tenant.Tenant, u graph.User, facts *rules.UserTypeFacts, diags *diag.Diagnostics) {
	if facts.To != rules.Member || rules.UserType(u.UserType) == rules.Member || !u.External() {
		return
	}
	var answer rules.Fact[inspect.MailUser]
	inquiry := r.Inspect.Plan()
	inspect.PresentMailUser(u.ID).Ask(ctx, inquiry, t, &answer)
	r.ReportUnread(inquiry, path.Root("user_type"), diags)
	mailUser, known := answer.Get()
	if !known || mailUser.Unavailable != nil {
		return
	}
	facts.MailUser = rules.Known(mailUser.Found != nil)
	if mailUser.Found != nil {
		facts.VisibleInExchange = rules.Known(!mailUser.Found.Hidden)
	}
}

// warnOfRestore reports the effect of a destroy on the user, because a plan only
// shows that a resource is destroyed. Each direction has its own summary, like the
// effects of an invitation's destroy.
func warnOfRestore(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var state userTypeModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	former, restores := state.restores()
	if !restores || former == state.UserType.ValueString() {
		return
	}
	resp.Diagnostics.AddWarning(fmt.Sprintf("User will become a %s again", former), fmt.Sprintf("%s becomes a %s again in tenant %q (on_destroy = %q).",
		state.UserPrincipalName.ValueString(), former, state.Tenant.ValueString(), state.OnDestroy.ValueString()))
}
