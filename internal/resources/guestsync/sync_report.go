package guestsync

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/resources/guestsync/reconcile"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// guard reports what stops a run before it begins.
func (r *guestSync) guard(e *edge, p pending, diags *diag.Diagnostics) {
	facts := rules.RemovalFacts{Source: e.source.Key, Target: inspect.TenantFacts(e.target), SourceEmpty: p.SourceEmpty}
	for _, v := range e.settings.OnLeave.Exceeded(p.removals()) {
		facts.Exceeded = append(facts.Exceeded, rules.Exceeded{Count: v.Count, Of: v.Of, Limit: v.Limit})
	}
	r.Report(rules.CheckRemovals(facts), func(rules.Code) path.Path { return path.Root("on_leave") }, diags)
	if n := p.Changes[reconcile.Create.String()]; e.settings.maxCreations >= 0 && n > e.settings.maxCreations {
		diags.AddAttributeError(path.Root("max_creations"), "Too many new users", fmt.Sprintf(
			"%d users of tenant %q would be created in tenant %q, and max_creations allows %d.\n\nCheck the scope. If the number is right, set"+
				" max_creations to at least %d.", n, e.source.Key, e.target.Key, e.settings.maxCreations, n))
	}
	if p.Unreadable > 0 {
		diags.AddAttributeError(path.Root("withhold_if"), "Withheld users cannot be determined", fmt.Sprintf(
			"The application cannot read %s of users in tenant %q. Nothing is written while it is not known which users are withheld.\n\n"+
				"Grant the application the permission to read the attribute, or set unreadable = \"withhold\": then all users are withheld that"+
				" cannot be read.", e.settings.withholdBy, e.source.Key))
	}
	if p.Existing > 0 {
		diags.AddAttributeError(path.Root("existing"), "External users exist", fmt.Sprintf(
			"Tenant %q has external users with the addresses of %d users in scope: %s.\n\nSet existing to \"adopt\" to manage them, or to"+
				" \"leave\" to leave them alone.", e.target.Key, p.Existing, list(p.ExistingNames, p.Existing)))
	}
}

// list joins the first names of many.
func list(names []string, of int) string {
	text := strings.Join(names, ", ")
	if rest := of - len(names); rest > 0 {
		text += fmt.Sprintf(" and %d more", rest)
	}
	return text
}

// announce shows the first names of a plan, beside the numbers.
func announce(e *edge, p pending, diags *diag.Diagnostics) {
	var kinds, lines []string
	for _, kind := range changeNames {
		if n := p.Changes[kind]; n > 0 {
			kinds = append(kinds, fmt.Sprintf("%d %s", n, kind))
			lines = append(lines, fmt.Sprintf("%s: %s", kind, list(p.Names[kind], n)))
		}
	}
	if len(kinds) == 0 {
		return
	}
	if p.Former > 0 {
		lines = append(lines, fmt.Sprintf("%d of those removed left before on_leave had this action.", p.Former))
	}
	diags.AddWarning(fmt.Sprintf("Guest sync of %q to %q: %s", e.source.Key, e.target.Key, strings.Join(kinds, ", ")), strings.Join(lines, "\n"))
}

// remind names the users that are refused until something changes.
func remind(e *edge, refused []string, count int64, diags *diag.Diagnostics) {
	if len(refused) == 0 || count == 0 {
		return
	}
	diags.AddWarning(fmt.Sprintf("Guest sync of %q to %q: %d users are refused", e.source.Key, e.target.Key, count),
		strings.Join(refused, "\n")+retries)
}

// retries says when refused users are tried again.
const retries = "\n\nThey are tried again when their attributes change; refused changes also after a day, and refused invitations after 30 days."

// tell reports what a run did not do. What is left is an error of an update, and a
// warning of a creation: an error there would taint the resource, and the next apply
// would begin again.
func (o *outcome) tell(e *edge, waiting int, problem func(summary, detail string), diags *diag.Diagnostics) {
	at := fmt.Sprintf("Guest sync of %q to %q", e.source.Key, e.target.Key)
	if o.refusedCount > 0 {
		diags.AddWarning(fmt.Sprintf("%s: %d users were refused", at, o.refusedCount), strings.Join(o.refused, "\n")+retries)
	}
	if waiting > 0 {
		diags.AddWarning(fmt.Sprintf("%s: %d changes wait for the next plan", at, waiting),
			"The tenants have changed since the plan. An apply makes no more changes of a kind than its plan has shown.")
	}
	if o.failed > 0 {
		problem(fmt.Sprintf("%s is incomplete: %d changes are left", at, o.failed), e.explain(o.failure)+
			"\n\nThe changes that were made are recorded. Apply again to continue.")
	}
}
