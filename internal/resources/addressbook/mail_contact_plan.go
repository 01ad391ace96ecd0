package addressbook

import (
	"context"
	"fmt"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/exchange"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// ModifyPlan sets values that the schema cannot compute, and checks whether the
// address is free.
func (r *mailContact) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	notes := contactRecord.Load(ctx, req.Private, &resp.Diagnostics)
	if req.Plan.Raw.IsNull() {
		return
	}
	t := r.PlanTenant(ctx, req, resp)
	var plan, config mailContactModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if req.State.Raw.IsNull() {
		plan.nameByAddress(config)
		r.savePlan(ctx, plan, resp)
		r.check(ctx, t, plan, rules.Claimant{ID: r.Notices.Unique(), Name: "A new mail contact of this plan", Kind: rules.OfContact}, &resp.Diagnostics)
		return
	}
	var state mailContactModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	plan.keepUnconfigured(config, state, notes)
	r.savePlan(ctx, plan, resp)
	if len(resp.RequiresReplace) > 0 {
		// A replacement is planned again as a creation, which claims the address.
		return
	}
	if plan.Email.Same(state.Email) {
		// An existing contact conflicts with new claimants only.
		r.claim(t, plan, rules.Claimant{Name: "An existing mail contact", Kind: rules.OfContact}, &resp.Diagnostics)
		return
	}
	id := state.ContactID.ValueString()
	r.check(ctx, t, plan, rules.Claimant{ID: id, Name: "Mail contact " + id, Kind: rules.OfContact}, &resp.Diagnostics)
}

// savePlan sets the plan. A name that is an address may be too long for a name.
func (r *mailContact) savePlan(ctx context.Context, plan mailContactModel, resp *resource.ModifyPlanResponse) {
	if n := utf8.RuneCountInString(plan.Name.ValueString()); n > mostName {
		resp.Diagnostics.AddAttributeError(path.Root("name"), "Name is too long", fmt.Sprintf(
			"The address %s has %d characters, and a name has up to %d. Set name.", plan.Email.ValueString(), n, mostName))
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
}

// nameByAddress plans the default of the name.
func (m *mailContactModel) nameByAddress(config mailContactModel) {
	if config.Name.IsNull() {
		m.Name = m.Email.StringValue
	}
}

// keepUnconfigured plans the attributes without a configuration: those that were
// configured before are cleared, and all others stay, but for names that follow the
// address.
func (m *mailContactModel) keepUnconfigured(config, state mailContactModel, notes contactNotes) {
	configured, former := config.texts(), state.texts()
	for i, text := range m.texts() {
		switch {
		case !configured[i].value.IsNull():
		case notes.manages(text.name) && text.name != attrAlias:
			*text.value = types.StringNull()
		default:
			*text.value = *former[i].value
		}
	}
	follows := state.Name.ValueString() == state.Email.ValueString() && !m.Email.Same(state.Email)
	if config.Name.IsNull() && (m.Name.IsNull() || follows) {
		m.Name = m.Email.StringValue
	}
	if config.DisplayName.IsNull() && (m.DisplayName.IsNull() || state.DisplayName.Equal(state.Name)) {
		m.DisplayName = m.Name
	}
	if config.Hidden.IsNull() {
		m.Hidden = state.Hidden
		if notes.manages(attrHidden) {
			m.Hidden = types.BoolValue(false)
		}
	}
	if m.PrimarySMTPAddress = state.PrimarySMTPAddress; !m.Email.Same(state.Email) {
		m.PrimarySMTPAddress = tfkit.FoldedUnknown()
	}
	if m.EntraObjectID = state.EntraObjectID; state.EntraObjectID.IsNull() && !m.sameAs(state) {
		m.EntraObjectID = types.StringUnknown()
	}
}

// sameAs reports whether nothing is to be written.
func (m *mailContactModel) sameAs(state mailContactModel) bool {
	change, names := m.changeSince(state)
	return change == (exchange.MailContactChange{}) && names == (exchange.ContactNamesChange{})
}

func atEmail(rules.Code) path.Path { return path.Root("email") }

// claim claims the address for the contact.
func (r *mailContact) claim(t *tenant.Tenant, plan mailContactModel, claimant rules.Claimant, diags *diag.Diagnostics) {
	if t != nil && !plan.Email.IsUnknown() {
		r.Report(rules.CheckClaim(r.Claims, inspect.TenantFacts(t), plan.Email.ValueString(), claimant), atEmail, diags)
	}
}

// check claims the address of a plan, and looks for a user that holds it.
func (r *mailContact) check(ctx context.Context, t *tenant.Tenant, plan mailContactModel, claimant rules.Claimant, diags *diag.Diagnostics) {
	if t == nil || plan.Email.IsUnknown() {
		return
	}
	r.claim(t, plan, claimant, diags)
	email := plan.Email.ValueString()
	var (
		users  rules.Fact[[]graph.User]
		holder rules.Fact[*exchange.Recipient]
	)
	inquiry := r.Inspect.Plan()
	inspect.ContactUsers(email).Ask(ctx, inquiry, t, &users)
	inspect.ContactHolder(email).Ask(ctx, inquiry, t, &holder)
	r.ReportUnread(inquiry, path.Root("email"), diags)
	facts := rules.ContactFacts{
		Email: email, Tenant: inspect.TenantFacts(t),
		Users: rules.Derived(users, inspect.UsersFacts), Holder: rules.Derived(holder, inspect.HolderFacts),
	}
	r.Report(rules.CheckContact(facts), atEmail, diags)
}
