package guestsync

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/inspect"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// checkAuthorities looks for synchronization jobs that write the same users.
func (r *guestSync) checkAuthorities(ctx context.Context, source, target *tenant.Tenant, diags *diag.Diagnostics) {
	facts := rules.AuthorityFacts{Source: inspect.TenantFacts(source), Target: inspect.TenantFacts(target), TargetTenantID: target.ID}
	inquiry := r.Inspect.Plan()
	inspect.SyncJobs.Ask(ctx, inquiry, source, &facts.Synchronizations)
	r.ReportUnread(inquiry, path.Root("attributes"), diags)
	r.Report(rules.CheckAuthorities(facts), func(rules.Code) path.Path { return path.Root("attributes") }, diags)
}
