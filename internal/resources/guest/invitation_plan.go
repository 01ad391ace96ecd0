package guest

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// ModifyPlan sets values that the schema cannot compute, and refuses changes that
// would replace a user.
func (r *invitation) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	notes := notesRecord.Load(ctx, req.Private, &resp.Diagnostics)
	if req.Plan.Raw.IsNull() {
		r.planDestroy(ctx, req, resp)
		return
	}
	t := r.PlanTenant(ctx, req, resp)
	var plan, config model
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	plan.readConfig(ctx, req.Config, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if t != nil && config.RedirectURL.IsNull() && plan.RedirectURL.IsUnknown() {
		plan.RedirectURL = types.StringValue(t.Cloud.RedirectURL(t.ID))
	}
	if req.State.Raw.IsNull() {
		r.planCreate(ctx, t, plan, config, resp)
		return
	}
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	proposed := plan
	if !notesRecord.Kept(ctx, req.Private) {
		notes = state.withoutNotes()
	}
	planUnconfigured(&plan, config, state, notes)
	r.planUpdate(ctx, t, proposed, plan, state, resp)
}

// planCreate checks an invitation that is to be created. The tenant is nil while it
// is not known.
func (r *invitation) planCreate(ctx context.Context, t *tenant.Tenant, plan, config model, resp *resource.ModifyPlanResponse) {
	sees := false
	if t != nil {
		sees = r.checkCreation(ctx, t, creation{plan, plan.restores(config.OnExisting), awaits(config.After)}, resp)
		r.checkReferences(ctx, t, plan, model{}, &resp.Diagnostics)
	}
	// Otherwise only the apply knows whether an existing user is adopted.
	if config.OnDestroy.IsNull() && plan.onlyInvites() && sees {
		plan.OnDestroy = types.StringValue(destroyDelete)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
}

// planUpdate plans the effect of a changed invitation on its user, and checks it.
// The tenant is nil while it is not known; proposed is what Terraform would plan.
func (r *invitation) planUpdate(ctx context.Context, t *tenant.Tenant, proposed, plan, state model, resp *resource.ModifyPlanResponse) {
	if plan.resets(state) {
		planReset(&plan)
	} else {
		r.planAddress(ctx, t, &plan, state, resp)
	}
	if !reflect.DeepEqual(plan, proposed) {
		resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
	}
	if t == nil || len(resp.RequiresReplace) > 0 {
		// A replacement is planned again as a creation, which claims the address.
		return
	}
	if key := plan.HomeTenant.ValueString(); key != "" && !plan.HomeTenant.Equal(state.HomeTenant) {
		r.configuredHome(t, key, &resp.Diagnostics)
	}
	if plan.resets(state) {
		r.checkReset(ctx, t, plan, state, &resp.Diagnostics)
	}
	r.checkReferences(ctx, t, plan, state, &resp.Diagnostics)
	claimant := rules.Claimant{ID: state.UserID.ValueString(), Name: "User " + state.UserID.ValueString()}
	if plan.Email.Same(state.Email) {
		// Directories can have users that share an address. An existing user
		// conflicts with new claimants only.
		claimant = rules.Claimant{Name: "An existing user"}
	}
	r.claim(t, plan, claimant, resp)
	r.declare(ctx, t, plan, rules.DeclaredGuest{
		ID: "user " + state.UserID.ValueString(), Issuer: state.IdentityIssuer.ValueString(), State: state.ExternalUserState.ValueString(),
		Invites: plan.resets(state), New: plan.resets(state),
	}, &resp.Diagnostics)
	if !plan.Email.IsUnknown() {
		r.reportWriters(rules.Invited{
			Resource: inspect.TenantFacts(t), Email: plan.Email.ValueString(), Addresses: state.addresses(), UserIDs: []string{state.UserID.ValueString()},
		}, &resp.Diagnostics)
	}
}

// planUnconfigured plans the unconfigured optional attributes: those that were
// configured before are cleared if Graph allows it, all others stay unchanged.
func planUnconfigured(plan *model, config, state model, notes invitationNotes) {
	configured, old := config.profile(), state.profile()
	for i, f := range plan.profile() {
		switch {
		case !configured[i].value.IsNull():
		case notes.manages(f.name) && !f.stays:
			*f.value = types.StringNull()
		default:
			*f.value = *old[i].value
		}
	}
	if config.AccountEnabled.IsNull() {
		plan.AccountEnabled = state.AccountEnabled
	}
	if config.ManagerID.IsNull() {
		plan.ManagerID = state.ManagerID
		if notes.manages("manager_id") {
			plan.ManagerID = tfkit.FoldedOrNull("")
		}
	}
	if config.Sponsors.IsNull() {
		plan.Sponsors = state.Sponsors
		if notes.manages("sponsors") {
			plan.Sponsors = types.SetNull(types.StringType)
		}
	}
	if config.OnDestroy.IsNull() {
		plan.OnDestroy = types.StringValue(notes.onDestroy())
	}
}

// planReset marks the values that a new redemption changes as unknown.
func planReset(plan *model) {
	plan.RedeemURL = types.StringUnknown()
	plan.ExternalUserState = types.StringUnknown()
	plan.IdentityIssuer = types.StringUnknown()
	plan.Mail = tfkit.FoldedUnknown()
	plan.ProxyAddresses = types.ListUnknown(types.StringType)
	plan.MailEnabled = types.BoolUnknown()
}

// planAddress refuses another address, which would be another user, unless both
// addresses belong to the same user of the home tenant. Before redemption there is
// no user data to lose.
func (r *invitation) planAddress(ctx context.Context, t *tenant.Tenant, plan *model, state model, resp *resource.ModifyPlanResponse) {
	if plan.Email.IsUnknown() || plan.Email.Same(state.Email) || state.has(plan.Email.ValueString()) {
		return
	}
	if t != nil {
		if person := r.renamed(ctx, t, *plan, state); person != nil {
			plan.HomeUPN = tfkit.FoldedValue(person.UserPrincipalName)
			return
		}
	}
	if state.ExternalUserState.ValueString() == "PendingAcceptance" {
		resp.RequiresReplace = append(resp.RequiresReplace, path.Root("email"))
		return
	}
	resp.Diagnostics.AddAttributeError(path.Root("email"), "Cannot change email after redemption", fmt.Sprintf(
		"%s has redeemed the invitation to tenant %q and may own data and memberships there. Changing the address to %s would delete"+
			" this user and invite another one.\n\nFor another user, add a resource and remove this one. For the"+
			" same user with a new address, change redemption_reset_trigger together with the address: the user redeems again and"+
			" keeps everything.",
		state.Email.ValueString(), state.Tenant.ValueString(), plan.Email.ValueString()))
}

// renamed returns the user of the home tenant with the planned address, if the
// address in the state belongs to the same user; otherwise nil.
func (r *invitation) renamed(ctx context.Context, t *tenant.Tenant, plan, state model) *graph.User {
	ctx, cancel := context.WithTimeout(ctx, inspect.PlanPatience)
	defer cancel()
	person := lookAtHome(ctx, r.Tenants, t, plan.HomeTenant.ValueString(), plan.Email.ValueString()).person
	if person == nil || !slices.ContainsFunc(otherAddresses(*person, ""), func(address string) bool {
		return rules.SameAddress(address, state.Email.ValueString()) || rules.SameAddress(address, state.HomeUPN.ValueString())
	}) {
		return nil
	}
	return person
}

// planDestroy reports the effect of a destroy on the user, because a plan only
// shows that a resource is destroyed, and checks whether the same plan invites the
// user again.
func (r *invitation) planDestroy(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if r.Renames != nil && state.OnDestroy.ValueString() == destroyDelete {
		tenant := rules.Tenant{Key: state.Tenant.ValueString(), ID: state.TenantID.ValueString()}
		name := fmt.Sprintf("%s (user %s)", state.Email.ValueString(), state.UserID.ValueString())
		found := rules.CheckLeaving(r.Renames, tenant, name, state.addresses())
		r.Report(found, func(rules.Code) path.Path { return path.Root("email") }, &resp.Diagnostics)
	}
	effect, known := destroyEffects[state.OnDestroy.ValueString()]
	if known {
		resp.Diagnostics.AddWarning(effect.summary, fmt.Sprintf("%s "+effect.detail+" (on_destroy = %q).",
			state.Email.ValueString(), state.Tenant.ValueString(), state.OnDestroy.ValueString()))
	}
}

// destroyEffects are the effects of a destroy on the user, by on_destroy. Each has
// its own summary, because Terraform merges warnings with the same summary and
// shows only the first.
var destroyEffects = map[string]struct{ summary, detail string }{
	destroyDelete: {
		"User will be deleted", "is deleted in tenant %q: access and memberships end, and the user can be restored for 30 days",
	},
	destroyDisable: {"User will be disabled", "stays in tenant %q, but can no longer sign in"},
	destroyKeep:    {"User will be kept with access", "stays in tenant %q unchanged; Terraform only forgets the user"},
}

// addresses are the user's addresses in the state.
func (m *model) addresses() []string {
	var known []string
	for _, a := range []string{m.Email.ValueString(), m.HomeUPN.ValueString()} {
		if a != "" {
			known = append(known, a)
		}
	}
	return known
}
