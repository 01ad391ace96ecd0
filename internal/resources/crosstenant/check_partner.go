package crosstenant

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/topology"
)

// claim notes that the entry is this resource's: MT026 if it is another one's,
// too. What is replaced is planned once more, as a new one, and claims then.
func (r *partner) claim(t *tenant.Tenant, plan *partnerModel, diags *diag.Diagnostics) {
	claimant := "The entry " + plan.ID.ValueString() + " of the state"
	if plan.ID.IsUnknown() {
		claimant = fmt.Sprintf("The new entry number %d of this plan", r.Notices.Count())
	}
	r.Report(topology.CheckEntryClaim(r.Claims, entryFacts(t, plan), claimant), atPartner, diags)
}

// checkEntry looks whether an entry that is to be made is there: MT025 if it is not
// to be taken over, and else what it will no longer say.
func (r *partner) checkEntry(ctx context.Context, t *tenant.Tenant, plan *partnerModel, diags *diag.Diagnostics) {
	if plan.OnExisting.IsUnknown() {
		return
	}
	var there *graph.AccessSettings
	facts := entryFacts(t, plan)
	q := r.NewInquiry()
	q.Ask(ctx, t, []topology.Code{topology.EntryExists}, func(ctx context.Context) (err error) {
		if there, err = t.Graph.PartnerAccess(ctx, plan.partnerID()); err == nil {
			facts.Exists = topology.Known(there != nil)
		}
		return err
	})
	q.Wait(path.Root("partner_tenant_id"), diags)
	if plan.OnExisting.ValueString() == existingAdopt {
		warnOfAdoption(ctx, t, plan, there, diags)
		return
	}
	r.Report(topology.CheckEntry(facts), atPartner, diags)
}

// warnOfAdoption names what an adoption changes: without a state, the plan shows
// what an entry will say, and not what it says now.
func warnOfAdoption(ctx context.Context, t *tenant.Tenant, plan *partnerModel, there *graph.AccessSettings, diags *diag.Diagnostics) {
	if there == nil {
		return
	}
	var changes []string
	for _, b := range plan.blocks() {
		value := *plan.at(b.graph)
		if !value.IsNull() && known(ctx, value) && !there.Same(b.graph, decoded(b.graph, value)) {
			changes = append(changes, b.name)
		}
	}
	if known(ctx, plan.Sync) && !plan.Sync.IsNull() && admits(there) != wantsSync(plan) {
		changes = append(changes, "identity_synchronization")
	}
	if len(changes) == 0 {
		return
	}
	diags.AddAttributeWarning(path.Root("on_existing"), "An entry of somebody is changed", fmt.Sprintf(
		"Tenant %q has an entry about %s. Taking it over changes %s. To see what these say now, import the entry instead, as %q.",
		t.Key, plan.partnerID(), strings.Join(changes, ", "), t.Key+"/"+plan.partnerID()))
}

func admits(s *graph.AccessSettings) bool {
	return s.IdentitySync != nil && s.IdentitySync.UserSyncAllowed
}

func wantsSync(m *partnerModel) bool {
	sync := decodeSync(m.Sync)
	return sync != nil && sync.UserAllowed
}

func entryFacts(t *tenant.Tenant, plan *partnerModel) topology.EntryFacts {
	return topology.EntryFacts{
		Tenant: tfkit.TenantFacts(t), PartnerTenantID: plan.partnerID(),
	}
}

func atPartner(topology.Code) path.Path { return path.Root("partner_tenant_id") }
