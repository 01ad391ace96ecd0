package guestsync

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// refuseEdge refuses an edge on which no user can be invited: from a tenant to itself, and
// between clouds without B2B collaboration (graph-cross-tenant §1.3).
func refuseEdge(source, target *tenant.Tenant, diags *diag.Diagnostics) {
	if source.ID == target.ID {
		diags.AddAttributeError(path.Root("source"), "Conflicting configuration", "The home tenant is the resource tenant itself.")
		return
	}
	if _, connected := rules.MechanismBetween(source.Cloud.Name, target.Cloud.Name); !connected {
		diags.AddAttributeError(path.Root("source"), "No B2B collaboration between these clouds", fmt.Sprintf(
			"Tenant %q is in cloud %s and tenant %q in cloud %s, between which there is no B2B collaboration: the service refuses every invitation.\n\n"+
				"Invite accounts of the users in the public cloud or in the cloud of the resource tenant.",
			source.Key, source.Cloud.Name, target.Key, target.Cloud.Name))
	}
}

// checkEdge is MT060 to MT063: settings of both tenants that keep the users of a new sync
// out. Other resources of the plan may be about to write them, so they are warnings in a
// plan.
func (r *guestSync) checkEdge(ctx context.Context, source, target *tenant.Tenant, diags *diag.Diagnostics) {
	var found []rules.Finding
	for _, f := range r.Inspect.GuestEdge(ctx, source, target, r.PlannedAccess) {
		found = append(found, rules.Finding{
			Code: f.Code, Severity: f.Severity, Summary: rules.Title(f.Code), Detail: f.Summary, Remedy: f.Remedy, Undecided: true,
		})
	}
	r.Report(found, func(rules.Code) path.Path { return path.Root("source") }, diags)
}
