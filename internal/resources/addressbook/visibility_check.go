package addressbook

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

// check reports a difference between the services (MT040).
func (r *visibility) check(t *tenant.Tenant, m *visibilityModel, diags *diag.Diagnostics) {
	r.Report(rules.CheckVisibility(m.facts(inspect.TenantFacts(t))), func(rules.Code) path.Path { return path.Root("visible") }, diags)
}

// checkPlan reports a user that Exchange Online does not make a mail user (MT041).
func (r *visibility) checkPlan(ctx context.Context, t *tenant.Tenant, plan *visibilityModel, diags *diag.Diagnostics) {
	if !tfkit.Known(plan.UserID) || !tfkit.Known(plan.Exchange) || plan.Exchange.ValueString() == exchangeOff {
		return
	}
	var mailUser rules.Fact[inspect.MailUser]
	inquiry := r.Inspect.Plan()
	inspect.PresentMailUser(plan.userID()).Ask(ctx, inquiry, t, &mailUser)
	inquiry.Answered()
	answer, known := mailUser.Get()
	var user rules.Fact[*graph.User]
	if known && answer.Found == nil {
		inspect.PresentUser(inspect.Presence{ID: plan.userID(), Current: graph.User.MailEnabled}).Ask(ctx, inquiry, t, &user)
	}
	r.ReportUnread(inquiry, atUser(rules.NotMailEnabled), diags)
	u, _ := user.Get()
	switch {
	case u == nil:
	case answer.Unavailable != nil:
		r.warnUnavailable(t, answer.Unavailable, diags)
	default:
		ctx, cancel := context.WithTimeout(ctx, inspect.PlanPatience)
		defer cancel()
		r.Report(rules.CheckMailUser(mailUserFacts(ctx, t, *u)), atUser, diags)
	}
}

// checkHidden reports a synchronization of the home tenant that shows a user that is
// to be hidden (MT042).
func (r *visibility) checkHidden(ctx context.Context, t *tenant.Tenant, plan *visibilityModel, diags *diag.Diagnostics) {
	if !r.MayBeSynced(rules.SyncedShown) || !tfkit.Known(plan.UserID) || !tfkit.Known(plan.Visible) || plan.Visible.ValueBool() {
		return
	}
	at := path.Root("visible")
	var user rules.Fact[*graph.User]
	inquiry := r.Inspect.Plan()
	anyState := func(graph.User) bool { return true }
	inspect.PresentUser(inspect.Presence{ID: plan.userID(), Current: anyState}).Ask(ctx, inquiry, t, &user)
	inquiry.Answered()
	r.ReportUnread(inquiry, at, diags)
	u, _ := user.Get()
	if u == nil || !u.External() {
		return
	}
	facts := rules.HiddenFacts{Tenant: inspect.TenantFacts(t), UserID: u.ID, UserPrincipalName: u.UserPrincipalName}
	facts.Home, facts.SyncJobs = r.SyncsWriting(ctx, tfkit.SyncedValue{
		Tenant: t, UserPrincipalName: u.UserPrincipalName, Mail: u.Mail, At: at, Contradicts: rules.SyncMapping.ShowsUsers,
	}, diags)
	r.Report(rules.CheckHidden(facts), func(rules.Code) path.Path { return at }, diags)
}

func atUser(rules.Code) path.Path { return path.Root("user_id") }

// mailUserFacts are those about a user without a mail user.
func mailUserFacts(ctx context.Context, t *tenant.Tenant, u graph.User) rules.MailUserFacts {
	f := rules.MailUserFacts{
		Tenant: inspect.TenantFacts(t), UserID: u.ID, UserPrincipalName: u.UserPrincipalName,
		External: u.External(), UserType: rules.UserType(u.UserType), MailEnabled: u.MailEnabled(), Mail: u.Mail,
	}
	if len(u.OtherMails) > 0 {
		f.Other = u.OtherMails[0]
	}
	address := f.Mail
	if address == "" {
		address = f.Other
	}
	if !f.External || f.MailEnabled || address == "" {
		return f
	}
	// The explanation does without a contact that cannot be read.
	if holder, err := t.Exchange.RecipientByAddress(ctx, address); err == nil && holder.Type == "MailContact" {
		f.Contact = rules.Known(fmt.Sprintf("%q (%s)", holder.DisplayName, holder.GUID))
	}
	return f
}
