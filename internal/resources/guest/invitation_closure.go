package guest

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// declare checks a guest of the plan with the settings of the same plan that may keep
// it out. What the plan has about the user is added to the guest.
func (r *invitation) declare(ctx context.Context, t *tenant.Tenant, plan model, g rules.DeclaredGuest, diags *diag.Diagnostics) {
	if plan.Email.IsUnknown() {
		return
	}
	g.Email, g.Name = plan.Email.ValueString(), plan.Email.ValueString()
	g.Disabled = tfkit.Known(plan.AccountEnabled) && !plan.AccountEnabled.ValueBool()
	if key := plan.HomeTenant.ValueString(); key != "" {
		if home, err := r.Tenants.Get(key); err == nil {
			g.HomeID = home.ID
		}
	}
	r.CheckGuest(ctx, t, g, path.Root("email"), diags)
}

// homeID is the tenant id of the home tenant, empty if the provider does not have it.
func (g *gathering) homeID() string {
	if g.home == nil {
		return ""
	}
	return g.home.ID
}

// judged are the settings that the checks of an invitation have judged: those that it
// waits for, whose planned values they use, and those that they have found closed.
func (g *gathering) judged(findings []rules.Finding) []rules.JudgedSetting {
	found := func(code rules.Code) bool {
		return slices.ContainsFunc(findings, func(f rules.Finding) bool { return f.Code == code })
	}
	awaited := g.plan.awaited
	var judged []rules.JudgedSetting
	if awaited.has(g.resource, tfkit.CollaborationName) || found(rules.NoInvitations) {
		judged = append(judged, rules.JudgedSetting{Code: rules.InvitationsClosed})
	}
	if awaited.has(g.resource, g.homeID()) || found(rules.AccessBlocked) {
		judged = append(judged, rules.JudgedSetting{Code: rules.InvitationsClosed, Scope: rules.OfPartner})
	}
	if awaited.has(g.resource, tfkit.DefaultAccessName) || found(rules.AccessBlocked) {
		judged = append(judged, rules.JudgedSetting{Code: rules.InvitationsClosed, Scope: rules.OfDefault})
	}
	if awaited.has(g.resource, tfkit.DomainListName) || found(rules.DomainRefused) {
		judged = append(judged, rules.JudgedSetting{Code: rules.DomainClosed})
	}
	return judged
}
