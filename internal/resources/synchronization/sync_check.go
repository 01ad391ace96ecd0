package synchronization

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// checkSync checks a plan against both tenants, as far as they are known.
func (r *crossTenantSync) checkSync(ctx context.Context, e ends, plan, state syncModel, notes syncNotes, diags *diag.Diagnostics) {
	isNew := state.ID.IsNull()
	if !isNew {
		plan.warnOfDrift(ctx, state, notes, diags)
		plan.warnOfEffects(ctx, state, diags)
	}
	if !e.known() || diags.HasError() {
		return
	}
	plan.checkClouds(ctx, e, diags)
	if diags.HasError() {
		return
	}
	if isNew && (r.RefuseTenantType(ctx, e.source, rules.UseSynchronization, path.Root("source"), diags) ||
		r.RefuseTenantType(ctx, e.target, rules.UseSynchronization, path.Root("target"), diags)) {
		return
	}
	if isNew {
		r.checkExisting(ctx, e, plan, diags)
	}
	moreGroups := plan.Groups.ValueBool() && !state.Groups.ValueBool()
	if isNew || moreGroups {
		r.checkLicense(ctx, e, plan, diags)
	}
	if plan.Status.ValueString() == statusStarted && (moreGroups || state.Status.ValueString() != statusStarted) {
		r.checkEdge(ctx, e, plan, diags)
	}
	if plan.Status.ValueString() == statusStarted && state.Status.ValueString() != statusStarted {
		r.checkGuestSyncs(e, plan, diags)
	}
}

// checkGuestSyncs is MT081. A guest sync finds a job that runs by itself.
func (r *crossTenantSync) checkGuestSyncs(e ends, plan syncModel, diags *diag.Diagnostics) {
	r.Report(rules.CheckStartedJob(r.Writers, rules.PlannedJob{
		Name: plan.DisplayName.ValueString(), Source: inspect.TenantFacts(e.source), Target: inspect.TenantFacts(e.target),
	}), func(rules.Code) path.Path { return path.Root("target") }, diags)
}

// checkEdge is MT060 to MT066, and MT076 for groups: settings of both tenants without which the job does
// nothing. Other resources of the plan may be about to write them, so they are warnings
// in a plan; the service checks them before the start.
func (r *crossTenantSync) checkEdge(ctx context.Context, e ends, plan syncModel, diags *diag.Diagnostics) {
	sync := inspect.PlannedSync{Source: e.source, Target: e.target, Name: plan.DisplayName.ValueString(), Groups: plan.Groups.ValueBool()}
	var found []rules.Finding
	for _, f := range r.Inspect.SyncEdge(ctx, sync, r.PlannedAccess) {
		found = append(found, rules.Finding{
			Code: f.Code, Severity: f.Severity, Summary: rules.Title(f.Code), Detail: f.Summary, Remedy: f.Remedy, Undecided: true,
		})
	}
	r.Report(found, func(rules.Code) path.Path { return path.Root("target") }, diags)
}

// checkLicense is MT024 for the source. The licenses of a synchronization that exists
// have been accepted before.
func (r *crossTenantSync) checkLicense(ctx context.Context, e ends, plan syncModel, diags *diag.Diagnostics) {
	facts := rules.SyncLicenseFacts{Source: inspect.TenantFacts(e.source), Target: inspect.TenantFacts(e.target), Groups: plan.Groups.ValueBool()}
	question, into := inspect.License, &facts.EntraP1
	if facts.NeedsGovernance() {
		question, into = inspect.Governance, &facts.Governance
	}
	inquiry := r.Inspect.Plan()
	question.Ask(ctx, inquiry, e.source, into)
	r.ReportUnread(inquiry, path.Root("source"), diags)
	r.Report(rules.CheckSyncLicense(facts), func(rules.Code) path.Path { return path.Root("source") }, diags)
}

// checkExisting reports configurations that exist already. What cannot be read is
// reported by the apply, before it creates anything.
func (r *crossTenantSync) checkExisting(ctx context.Context, e ends, plan syncModel, diags *diag.Diagnostics) {
	if plan.OnExisting.IsUnknown() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, inspect.PlanPatience)
	defer cancel()
	all, err := e.source.Graph.SyncConfigurations(ctx)
	if r.SignInRefused(e.source, err, diags) || err != nil {
		return
	}
	found, from, err := choose(ctx, e.source, e.target, &plan, all)
	var choice *choiceError
	switch {
	case errors.As(err, &choice):
		diags.AddAttributeError(path.Root("on_existing"), choice.summary, sentence(choice.text))
	case err != nil || found == nil:
	case from == continued:
		diags.AddAttributeWarning(path.Root("on_existing"), "Existing configuration will be continued", fmt.Sprintf(
			"Tenant %q has a configuration %q (%s) that is less than an hour old and has not run, as after an interrupted apply. The apply continues it.",
			e.source.Key, found.DisplayName, found.PrincipalID))
	default:
		diags.AddAttributeWarning(path.Root("on_existing"), "Existing configuration will be modified", fmt.Sprintf(
			"Tenant %q has a configuration %q (%s) for tenant %q. The apply adopts it and changes what is configured. To see the differences first, import it"+
				" instead, as %q.", e.source.Key, found.DisplayName, found.PrincipalID, e.target.Key, e.source.Key+"/"+found.PrincipalID))
	}
}

// warnOfEffects reports effects of a change that its diff does not show.
func (m *syncModel) warnOfEffects(ctx context.Context, state syncModel, diags *diag.Diagnostics) {
	if state.Scope.ValueString() == scopeAll && m.Scope.ValueString() == scopeAssigned {
		diags.AddAttributeWarning(path.Root("scope"), "Users will leave the scope of synchronization", fmt.Sprintf(
			"Synchronization %q has all users of tenant %q in scope. With assigned ones only, the job is restarted, and its next cycle deletes every other"+
				" synchronized user in tenant %q, unless delete_out_of_scope is false or delete_threshold holds the deletions back.",
			m.DisplayName.ValueString(), m.Tenant.ValueString(), m.Target.ValueString()))
	}
	scopes := m.restarts(ctx, state)
	if scopes == nil {
		return
	}
	if m.Status.ValueString() == statusPaused {
		diags.AddAttributeError(path.Root("restart"), "Conflicting configuration",
			"A restart starts the job, and status is \"paused\". Set status = \"started\", or leave restart.trigger unchanged.")
	}
	if slices.Contains(scopes, "ForceDeletes") {
		diags.AddAttributeWarning(path.Root("restart"), "Deletions will be made", fmt.Sprintf(
			"The restart of synchronization %q has the scope ForceDeletes: its next cycle makes all deletions in tenant %q that the threshold holds back.",
			m.DisplayName.ValueString(), m.Target.ValueString()))
	}
}

func sentence(text string) string { return text + "." }

// editedRows are the rows that differ from those that this resource has written,
// although the configuration has not changed.
func (m *syncModel) editedRows(ctx context.Context, state syncModel, notes syncNotes) []string {
	planned, present := m.wanted(ctx), state.wanted(ctx)
	var edited []string
	for _, target := range targets(planned) {
		written, is := notes.Applied[target]
		if now, there := present[target]; is && written == planned[target].Key() && (!there || now.Key() != written) {
			edited = append(edited, planned[target].Target)
		}
	}
	if tfkit.Known(m.UserMapping) {
		return edited
	}
	return nil
}
