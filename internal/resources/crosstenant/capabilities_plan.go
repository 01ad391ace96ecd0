package crosstenant

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// ModifyPlan sets values that the schema cannot compute, and reports what the diff
// does not show.
func (r *capabilities) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state capabilitiesModel
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	record := capabilitiesRecord.Of(ctx, state.Former, req.Private, &resp.Diagnostics)
	if req.Plan.Raw.IsNull() {
		state.warnOfWidening(planned(record.restoring(record.Managed)), elements(ctx, state.Capabilities), "The destroy", &resp.Diagnostics)
		return
	}
	t := r.PlanTenant(ctx, req, resp)
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	plan.Capabilities = settled(ctx, plan.Capabilities, state.Capabilities)
	if plan.Capabilities.IsUnknown() || !slices.Equal(names(plan.Capabilities.Elements()), record.Managed) {
		plan.Former = types.StringUnknown()
	}
	replaces := !state.ID.IsNull() && (!plan.TenantID.Equal(state.TenantID) || plan.holder() != state.holder())
	if t != nil && !plan.PartnerTenantID.IsUnknown() && !replaces {
		plan.identify(t, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
	if t == nil || plan.PartnerTenantID.IsUnknown() || replaces || resp.Diagnostics.HasError() {
		return
	}
	r.claim(t, &plan, state.ID.IsNull(), &resp.Diagnostics)
	if resp.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	r.checkChange(ctx, t, &plan, state, record, &resp.Diagnostics)
}

// identify sets the id, and refuses the tenant itself as its partner.
func (m *capabilitiesModel) identify(t *tenant.Tenant, diags *diag.Diagnostics) {
	if m.holder() == strings.ToLower(t.ID) {
		diags.AddAttributeError(path.Root("partner_tenant_id"), "Tenant cannot be its own partner", fmt.Sprintf(
			"%s is the tenant id of tenant %q itself.", t.ID, t.Key))
	}
	m.ID = types.StringValue(tfkit.ID(t.ID, m.holder()))
}

// checkChange compares a planned change with the existing capabilities.
func (r *capabilities) checkChange(
	ctx context.Context, t *tenant.Tenant, plan *capabilitiesModel, state capabilitiesModel, record formerCapabilities, diags *diag.Diagnostics,
) {
	before, change := elements(ctx, state.Capabilities), elements(ctx, plan.Capabilities)
	found, read := r.present(ctx, t, plan, diags)
	defer func() {
		r.PlannedAccess.ExpectCapabilities(t.ID, plan.holder(), plan.foreseen(change, found, read || found.NoEntry))
	}()
	if _, planned := r.PlannedAccess.Partner(t.ID, plan.partnerID()); planned || !found.NoEntry && !found.NotRolledOut {
		r.checkGrants(ctx, t, plan, change, diags)
	}
	if read {
		if state.ID.IsNull() {
			plan.warnOfAdoption(t, change, found, diags)
		}
		if plan.Exclusive.ValueBool() {
			plan.warnOfDeletion(t, change, before, found, diags)
		}
		for _, c := range found.All {
			if _, managed := before[c.Name]; !managed && !state.ID.IsNull() {
				before[c.Name] = element{c, true}
			}
		}
	}
	if state.ID.IsNull() {
		return
	}
	dropped := capabilityChange{remove: plan.dropped(state)}
	if !plan.Exclusive.ValueBool() {
		dropped = record.restoring(dropped.remove)
	}
	for name, e := range planned(dropped) {
		change[name] = e
	}
	plan.warnOfWidening(change, before, "The apply", diags)
}

// foreseen are the capabilities after a planned change of what was found.
func (m *capabilitiesModel) foreseen(change map[string]element, found rules.M365Capabilities, read bool) rules.Fact[rules.M365Capabilities] {
	if !read || m.Capabilities.IsUnknown() || m.Exclusive.IsUnknown() {
		return rules.Fact[rules.M365Capabilities]{}
	}
	next := rules.M365Capabilities{}
	for _, c := range found.All {
		if _, changed := change[c.Name]; !changed && !m.Exclusive.ValueBool() {
			next.All = append(next.All, c)
		}
	}
	for _, name := range names(change) {
		switch to := change[name]; {
		case !to.known:
			return rules.Fact[rules.M365Capabilities]{}
		case to.Name != "": // others are removed
			next.All = append(next.All, to.M365Capability)
		}
	}
	return rules.Known(next)
}

// present reads the existing capabilities, and reports a tenant or a partner that can
// have none. What cannot be read is reported by the apply before it writes.
func (r *capabilities) present(ctx context.Context, t *tenant.Tenant, plan *capabilitiesModel, diags *diag.Diagnostics) (rules.M365Capabilities, bool) {
	ctx, cancel := context.WithTimeout(ctx, inspect.PlanPatience)
	defer cancel()
	found, err := t.Graph.M365Capabilities(ctx, plan.partnerID())
	if r.SignInRefused(t, err, diags) || err != nil {
		return found, false
	}
	if found.NotRolledOut {
		diags.AddError(plan.cannot("set", t), notRolledOut(t))
		return found, false
	}
	if _, planned := r.PlannedAccess.Partner(t.ID, plan.partnerID()); found.NoEntry && !planned {
		diags.AddAttributeWarning(path.Root("partner_tenant_id"), "No partner configuration", plan.noEntry(t))
	}
	return found, !found.NoEntry
}

// planned converts a change to elements: those to delete have no value.
func planned(change capabilityChange) map[string]element {
	all := map[string]element{}
	for _, c := range change.set {
		all[c.Name] = element{c, true}
	}
	for _, name := range change.remove {
		all[name] = element{known: true}
	}
	return all
}

// warnOfAdoption lists the existing capabilities that a creation changes: without a
// state, the plan shows the new values, and not the current ones.
func (m *capabilitiesModel) warnOfAdoption(t *tenant.Tenant, change map[string]element, found rules.M365Capabilities, diags *diag.Diagnostics) {
	var lines []string
	for _, name := range names(change) {
		now, exists := found.Find(name)
		to := change[name]
		switch {
		case !exists, to.known && to.Same(now):
		case !to.known:
			lines = append(lines, fmt.Sprintf("%s is %s. Its planned value is not known yet, and may widen it.", name, now))
		default:
			line := fmt.Sprintf("%s is %s, and will be %s.", name, now, to)
			if wider := to.Widens(now); len(wider) > 0 {
				line += " This widens it: " + strings.Join(wider, "; ") + "."
			}
			lines = append(lines, line)
		}
	}
	if len(lines) > 0 {
		diags.AddAttributeWarning(atCapabilities, "Existing capabilities will be modified", fmt.Sprintf(
			"Tenant %q already has capabilities of %s that the apply changes; a destroy restores them.\n\n- %s\n\nTo see each difference in the"+
				" plan, import them as %q.", t.Key, m.of(), strings.Join(lines, "\n- "), t.Key+"/"+m.holder()))
	}
}

// warnOfDeletion lists the capabilities that an exclusive resource deletes although
// the state does not have them.
func (m *capabilitiesModel) warnOfDeletion(
	t *tenant.Tenant, change, before map[string]element, found rules.M365Capabilities, diags *diag.Diagnostics,
) {
	var lines []string
	for _, name := range others(found, change) {
		if _, shown := before[name]; !shown {
			now, _ := found.Find(name)
			lines = append(lines, fmt.Sprintf("%s, which is %s", name, now))
		}
	}
	if len(lines) > 0 {
		diags.AddAttributeWarning(path.Root("exclusive"), "Other capabilities will be deleted", fmt.Sprintf(
			"Tenant %q has further capabilities of %s, which the apply deletes (exclusive = true) and a destroy does not restore:\n\n- %s",
			t.Key, m.of(), strings.Join(lines, "\n- ")))
	}
}

// warnOfWidening lists the capabilities that a change widens.
func (m *capabilitiesModel) warnOfWidening(change, before map[string]element, subject string, diags *diag.Diagnostics) {
	var lines []string
	for _, name := range names(change) {
		to, from := change[name], before[name]
		if _, exists := before[name]; !exists || to.known && to.Same(from.M365Capability) && to.Name != "" {
			continue
		}
		wider := to.Widens(from.M365Capability)
		switch {
		case !to.known:
			lines = append(lines, fmt.Sprintf("%s is %s. Its planned value is not known yet, and may widen it.", name, from))
		case to.Name == "" && !from.Allowed && m.partnerID() != "":
			lines = append(lines, fmt.Sprintf("%s is %s, and will be deleted: the default of the tenant applies.", name, from))
		case len(wider) > 0:
			lines = append(lines, fmt.Sprintf("%s: %s.", name, strings.Join(wider, "; ")))
		}
	}
	if len(lines) > 0 {
		slices.Sort(lines)
		diags.AddAttributeWarning(atCapabilities, "Capabilities will be widened", fmt.Sprintf(
			"%s shows more of the users of tenant %q to the users of %s:\n\n- %s", subject, m.Tenant.ValueString(), m.audience(), strings.Join(lines, "\n- ")))
	}
}

// audience names the users that see what the capabilities show.
func (m *capabilitiesModel) audience() string {
	if m.partnerID() == "" {
		return "all other organizations"
	}
	return "tenant " + m.partnerID()
}
