package crosstenant

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

// claim reserves the entry for this resource: MT026 if another one has it. A
// replacement is planned again as a creation, and claims then.
func (r *partner) claim(t *tenant.Tenant, plan *partnerModel, diags *diag.Diagnostics) {
	claimant := rules.Claimant{ID: plan.ID.ValueString(), Name: "Entry " + plan.ID.ValueString() + " of the state"}
	if plan.ID.IsUnknown() {
		claimant = rules.Claimant{ID: r.Notices.Unique(), Name: "A new entry of this plan"}
	}
	r.Report(rules.CheckEntryClaim(r.Claims, entryFacts(t, plan), claimant), atPartner, diags)
}

// checkConnected checks the planned inbound access against the connected organizations
// that were planned before it, which check the others: MT022.
func (r *partner) checkConnected(t *tenant.Tenant, plan *partnerModel, diags *diag.Diagnostics) {
	if plan.PartnerTenantID.IsUnknown() || !r.PlannedAccess.Connected(t.ID, plan.partnerID()) {
		return
	}
	facts := rules.ConnectedFacts{
		Tenant: inspect.TenantFacts(t), Home: partnerName(&r.Data, plan.partnerID()),
		Inbound: r.PlannedAccess.ConnectedInbound(t.ID, plan.partnerID()),
	}
	r.Report(rules.CheckConnected(facts), func(rules.Code) path.Path { return path.Root("b2b_collaboration_inbound") }, diags)
}

// checkEntry checks whether an entry that is to be created exists: MT025 if the
// creation would be refused; otherwise it reports the effect of the apply on it.
func (r *partner) checkEntry(ctx context.Context, t *tenant.Tenant, plan, config *partnerModel, diags *diag.Diagnostics) {
	if plan.OnExisting.IsUnknown() {
		return
	}
	var entry rules.Fact[*graph.Partner]
	inquiry := r.Inspect.Plan()
	inspect.Entry(plan.partnerID()).Ask(ctx, inquiry, t, &entry)
	r.ReportUnread(inquiry, path.Root("partner_tenant_id"), diags)
	there, _ := entry.Get()
	facts := entryFacts(t, plan)
	facts.Exists = rules.Derived(entry, func(p *graph.Partner) bool { return p != nil })
	if there != nil {
		facts.SaysMore = saysMore(ctx, plan, config, *there)
	}
	if plan.OnExisting.ValueString() == existingAdopt {
		warnOfAdoption(ctx, t, plan, there, diags)
		return
	}
	findings := rules.CheckEntry(facts)
	if r.Report(findings, atPartner, diags); there != nil && len(findings) == 0 {
		warnOfContinuation(t, plan, diags)
	}
}

// saysMore reports whether an entry contains more than the configuration. It is
// unknown if that depends on a block that is not known yet.
func saysMore(ctx context.Context, plan, config *partnerModel, there graph.Partner) rules.Fact[bool] {
	want := graph.PartnerSettings{}
	undecided := there
	configured := config.blocks()
	for i, b := range plan.blocks() {
		switch {
		case tfkit.FullyKnown(ctx, *b.value):
			want.Change.Set(b.Block, b.decode(ctx))
		case !configured[i].value.IsNull():
			b.Copy(&undecided.AccessSettings, rules.AccessSettings{})
		}
	}
	switch {
	case tfkit.FullyKnown(ctx, plan.Sync):
		want.Sync = plan.sync(ctx)
	case !config.Sync.IsNull():
		undecided.IdentitySync = nil
	}
	if covered := want.Covers(there); covered || !want.Covers(undecided) {
		return rules.Known(!covered)
	}
	return rules.Fact[bool]{}
}

// warnOfContinuation reports that the apply continues an entry.
func warnOfContinuation(t *tenant.Tenant, plan *partnerModel, diags *diag.Diagnostics) {
	destroy := "A destroy will delete it (on_destroy = \"delete\", the default for entries that this resource created). To keep it" +
		" then, set on_destroy = \"keep\"; to adopt it as an existing entry, set on_existing = \"adopt\"."
	if plan.OnDestroy.ValueString() == destroyKeep {
		destroy = "A destroy will keep it (on_destroy = \"keep\")."
	}
	diags.AddAttributeWarning(path.Root("partner_tenant_id"), "Existing partner configuration will be continued", fmt.Sprintf(
		"Cross-tenant access partner %s exists in tenant %q and contains nothing beyond this configuration, as after an interrupted"+
			" apply. The apply continues it: it writes the missing settings, unless the entry is deleted before.\n\n%s",
		plan.partnerID(), t.Key, destroy))
}

// warnOfAdoption lists the changes of an adoption: without a state, the plan shows
// the new values, and not the current ones.
func warnOfAdoption(ctx context.Context, t *tenant.Tenant, plan *partnerModel, there *graph.Partner, diags *diag.Diagnostics) {
	if there == nil {
		return
	}
	var changes []string
	for _, b := range plan.blocks() {
		if tfkit.FullyKnown(ctx, *b.value) && !b.Same(there.AccessSettings, b.decode(ctx)) {
			changes = append(changes, b.name)
		}
	}
	if tfkit.FullyKnown(ctx, plan.Sync) && !plan.Sync.IsNull() && admitsOtherwise(plan.sync(ctx), there.IdentitySync) {
		changes = append(changes, "identity_synchronization")
	}
	if len(changes) == 0 {
		return
	}
	diags.AddAttributeWarning(path.Root("on_existing"), "Existing partner configuration will be modified", fmt.Sprintf(
		"Tenant %q has an entry for %s. Adopting it changes %s. To see the current values, import the entry instead, as %q.",
		t.Key, plan.partnerID(), strings.Join(changes, ", "), t.Key+"/"+plan.partnerID()))
}

// admitsOtherwise reports whether a plan changes what may be synchronized. Without a
// policy neither users nor groups may.
func admitsOtherwise(plan, there *rules.IdentitySync) bool {
	return plan.AllowsUsers() != there.AllowsUsers() ||
		(plan == nil || plan.SaysGroups()) && plan.AllowsGroups() != there.AllowsGroups()
}

func entryFacts(t *tenant.Tenant, plan *partnerModel) rules.EntryFacts {
	return rules.EntryFacts{
		Tenant: inspect.TenantFacts(t), PartnerTenantID: plan.partnerID(),
	}
}

func atPartner(rules.Code) path.Path { return path.Root("partner_tenant_id") }
