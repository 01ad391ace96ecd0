package synchronization

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// check is MT050, MT051 and MT052. It asks the tenant about what the plan changes
// only: the refresh before the plan has read the rest into the state, which is empty
// for a new group.
func (r *scopeGroup) check(ctx context.Context, t *tenant.Tenant, plan, state scopeGroupModel, diags *diag.Diagnostics) {
	facts := rules.ScopeGroupFacts{Tenant: inspect.TenantFacts(t), Group: plan.DisplayName.ValueString()}
	if tfkit.FullyKnown(ctx, plan.Owners) {
		facts.Owners = rules.Known(len(plan.Owners.IDs()))
	}
	inquiry := r.Inspect.Plan()
	facts.Restricted = r.askUnit(ctx, inquiry, t, plan, &facts)
	var among rules.Fact[[]string]
	known := tfkit.FullyKnown(ctx, plan.Members)
	added := without(plan.Members.IDs(), state.Members.IDs())
	if known && len(added) > 0 {
		inspect.GroupsAmong(added).Ask(ctx, inquiry, t, &among)
	}
	r.ReportUnread(inquiry, path.Root("display_name"), diags)
	if known {
		// Groups among the members before remain if members are not exclusive.
		kept := state.NestedGroups.IDs()
		if !plan.additive() {
			kept = common(kept, plan.Members.IDs())
		}
		if len(added) == 0 {
			among = rules.Known([]string{})
		}
		facts.Nested = rules.Derived(among, func(found []string) []string { return append(kept, found...) })
	}
	r.Report(rules.CheckScopeGroup(facts), atCode, diags)
}

// askUnit returns whether the group will be in a restricted unit.
func (r *scopeGroup) askUnit(ctx context.Context, i *inspect.Inquiry, t *tenant.Tenant, plan scopeGroupModel, facts *rules.ScopeGroupFacts) rules.Fact[bool] {
	u, planned := plan.unit(ctx)
	switch {
	case tfkit.Known(plan.Restricted):
		return rules.Known(plan.Restricted.ValueBool())
	case !planned || !tfkit.Known(u.ID) && !tfkit.Known(u.DisplayName):
		return rules.Fact[bool]{}
	}
	name := inspect.UnitName{ID: u.ID.ValueString(), DisplayName: u.DisplayName.ValueString()}
	facts.Unit = name.ID
	if name.ID == "" {
		facts.Unit = fmt.Sprintf("%q", name.DisplayName)
	}
	var restricted rules.Fact[bool]
	inspect.UnitRestricted(name).Ask(ctx, i, t, &restricted)
	i.Answered()
	return restricted
}

// checkName is MT053 for a new group: other groups of that name, in the tenant or
// deleted by the same plan.
func (r *scopeGroup) checkName(ctx context.Context, t *tenant.Tenant, plan scopeGroupModel, diags *diag.Diagnostics) {
	if plan.DisplayName.IsUnknown() || plan.OnExisting.IsUnknown() {
		return
	}
	name, own := plan.DisplayName.ValueString(), inspect.TenantFacts(t)
	if found := r.ScopeGroups.Create(own, name); len(found) > 0 {
		r.Report(found, atCode, diags)
		return
	}
	var named rules.Fact[[]graph.Group]
	inquiry := r.Inspect.Plan()
	inspect.GroupsNamed(name).Ask(ctx, inquiry, t, &named)
	r.ReportUnread(inquiry, path.Root("display_name"), diags)
	existing, _ := named.Get()
	if len(existing) == 1 {
		switch {
		case plan.OnExisting.ValueString() == existingAdopt:
			warnOfAdoption(t, plan, existing[0], diags)
			r.checkLoss(ctx, t, r.lossByAdoption(ctx, t, plan, existing[0], diags), diags)
			return
		case recent(t, existing[0]):
			diags.AddAttributeWarning(path.Root("display_name"), "Existing group will be continued", fmt.Sprintf(
				"Tenant %q has a group %q (%s) that is less than an hour old, as after an interrupted apply. The apply continues it if it contains"+
					" nothing beyond this configuration, and fails otherwise.", t.Key, name, existing[0].ID))
			return
		}
	}
	r.Report(rules.CheckGroupName(own, name, rules.Derived(named, func(groups []graph.Group) (ids []string) {
		for _, g := range groups {
			ids = append(ids, g.ID)
		}
		return ids
	})), atCode, diags)
}

// warnOfAdoption reports an adoption: without a state, the plan shows the new values,
// and not the current ones.
func warnOfAdoption(t *tenant.Tenant, plan scopeGroupModel, g graph.Group, diags *diag.Diagnostics) {
	members := "Its members are not changed."
	switch {
	case !plan.MembershipRule.IsNull() && g.Rule() != plan.MembershipRule.ValueString():
		members = "It gets the configured rule, and the members that the rule selects."
	case !plan.Members.IsNull() && plan.additive():
		members = "Members that it lacks are added, and the others remain."
	case !plan.Members.IsNull():
		members = "Members that it lacks are added, and all others are removed."
	}
	diags.AddAttributeWarning(path.Root("on_existing"), "Existing group will be modified", fmt.Sprintf(
		"Tenant %q has a group %q (%s). The apply adopts it. %s To see the differences first, import it instead, as %q.",
		t.Key, g.DisplayName, g.ID, members, t.Key+"/"+g.ID))
}
