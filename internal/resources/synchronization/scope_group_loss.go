package synchronization

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// loss is what a plan takes out of the scope of the synchronizations that a group is
// assigned to.
type loss struct {
	groupID, name string
	// members leave every synchronization; uncounted is set if the plan cannot tell
	// which members do, because they follow from a rule.
	members   int
	uncounted bool
	// unassigned are the service principals that lose the whole group, and everywhere
	// is set if all of them do. A synchronization of groups counts the group itself.
	unassigned []string
	everywhere bool
	whole      int
}

func (l loss) none() bool {
	return l.members == 0 && !l.uncounted && len(l.unassigned) == 0 && !l.everywhere
}

// from is the number of users and groups that leave a synchronization.
func (l loss) from(applicationID string) int {
	if l.everywhere || contains(l.unassigned, strings.ToLower(applicationID)) {
		return l.whole
	}
	return l.members
}

// checkLoss is MT054. It asks the tenant only if users leave.
func (r *scopeGroup) checkLoss(ctx context.Context, t *tenant.Tenant, l loss, diags *diag.Diagnostics) {
	if l.none() {
		return
	}
	var assigned rules.Fact[[]rules.Synchronization]
	inquiry := r.Inspect.Plan()
	inspect.SynchronizationsOf(l.groupID).Ask(ctx, inquiry, t, &assigned)
	r.ReportUnread(inquiry, path.Root("members"), diags)
	all, _ := assigned.Get()
	for _, s := range all {
		r.reportHidden(t, s, diags)
		limit, limited := s.Limit()
		if limited && !r.deletes(ctx, t, s, diags) {
			continue
		}
		if limited && l.uncounted && l.from(s.ID) == l.members {
			diags.AddAttributeWarning(path.Root("membership_rule"), "Users who leave the scope cannot be counted", fmt.Sprintf(
				"The members of group %q of tenant %q follow from a rule, so the plan cannot compare those that leave with the threshold for accidental"+
					" deletions of synchronization %q, which is %d (MT054). If as many leave in one cycle, the job deletes none of them, and goes into"+
					" quarantine. Pause the synchronization, and look at the members before it starts again.", l.name, t.Key, s.Name, limit))
			continue
		}
		r.Report(r.ScopeLosses.Check(rules.ScopeLoss{
			Source: inspect.TenantFacts(t), Synchronization: s, Subject: fmt.Sprintf("group %q", l.name), Leaving: l.from(s.ID),
		}), atCode, diags)
	}
}

// deletes reports whether the job of a synchronization deletes users that leave its
// scope: its flowTypes have Delete, or cannot be read.
func (r *scopeGroup) deletes(ctx context.Context, t *tenant.Tenant, s rules.Synchronization, diags *diag.Diagnostics) bool {
	var mapping rules.Fact[rules.SyncMapping]
	inquiry := r.Inspect.Plan()
	inspect.ScopeMapping(s).Ask(ctx, inquiry, t, &mapping)
	r.ReportUnread(inquiry, path.Root("members"), diags)
	m, known := mapping.Get()
	return !known || m.Users.Deletes
}

// reportHidden reports a threshold that Graph does not show, once per run for each
// synchronization.
func (r *scopeGroup) reportHidden(t *tenant.Tenant, s rules.Synchronization, diags *diag.Diagnostics) {
	why := s.DeleteThreshold.Why()
	if _, known := s.DeleteThreshold.Get(); known || !r.Checks.On(rules.ScopeShrinks) || !r.Notices.First("threshold of "+t.ID+" "+s.ID) {
		return
	}
	reason := "Its settings cannot be parsed."
	if why != nil {
		reason = tfkit.WhyUnread(t, why)
	}
	diags.AddAttributeWarning(path.Root("members"), "Plan check skipped", fmt.Sprintf(
		"MT054 could not be checked for synchronization %q of tenant %q. %s\n\nThis is reported once per run. To disable this check, set it to \"off\""+
			" in plan_checks.", s.Name, t.Key, reason))
}

// lossOf compares an existing group with its plan.
func (r *scopeGroup) lossOf(ctx context.Context, t *tenant.Tenant, plan, state scopeGroupModel, diags *diag.Diagnostics) loss {
	l := loss{
		groupID: state.groupID(), name: state.DisplayName.ValueString(), whole: int(state.MemberCount.ValueInt64()) + 1,
	}
	if tfkit.FullyKnown(ctx, plan.Applications) {
		l.unassigned = without(state.Applications.IDs(), plan.Applications.IDs())
	}
	switch {
	case !plan.MembershipRule.IsNull() && !plan.MembershipRule.IsUnknown():
		l.uncounted = !plan.MembershipRule.Equal(state.MembershipRule)
	case !plan.Members.IsNull() && tfkit.FullyKnown(ctx, plan.Members):
		have := state.Members.IDs()
		if plan.needsMembers(&state) {
			have = r.liveMembers(ctx, t, l.groupID, diags)
		}
		l.members = len(without(plan.removable(have, state), plan.Members.IDs()))
	}
	return l
}

// checkDestroy is MT054 for a group that is deleted.
func (r *scopeGroup) checkDestroy(ctx context.Context, state scopeGroupModel, diags *diag.Diagnostics) {
	if t, err := r.Tenants.ByID(state.TenantID.ValueString()); err == nil {
		r.checkLoss(ctx, t, loss{
			groupID: state.groupID(), name: state.DisplayName.ValueString(), everywhere: true, whole: int(state.MemberCount.ValueInt64()) + 1,
		}, diags)
	}
}

// liveMembers reads the members of a group that the state does not list.
func (r *scopeGroup) liveMembers(ctx context.Context, t *tenant.Tenant, groupID string, diags *diag.Diagnostics) []string {
	var members rules.Fact[[]string]
	inquiry := r.Inspect.Plan()
	inspect.MembersOf(groupID).Ask(ctx, inquiry, t, &members)
	r.ReportUnread(inquiry, path.Root("members"), diags)
	ids, _ := members.Get()
	return ids
}

// lossByAdoption compares an existing group with the configuration that adopts it.
func (r *scopeGroup) lossByAdoption(ctx context.Context, t *tenant.Tenant, plan scopeGroupModel, g graph.Group, diags *diag.Diagnostics) loss {
	l := loss{groupID: g.ID, name: g.DisplayName}
	switch {
	case !plan.MembershipRule.IsNull() && !plan.MembershipRule.IsUnknown():
		l.uncounted = plan.MembershipRule.ValueString() != g.Rule()
	case !plan.Members.IsNull() && tfkit.FullyKnown(ctx, plan.Members) && !plan.additive():
		l.members = len(without(r.liveMembers(ctx, t, g.ID, diags), plan.Members.IDs()))
	}
	return l
}
