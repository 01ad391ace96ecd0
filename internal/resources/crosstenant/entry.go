package crosstenant

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
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

// checkEntry reports an entry that is to be made and is there: MT025.
func (r *partner) checkEntry(ctx context.Context, t *tenant.Tenant, plan *partnerModel, diags *diag.Diagnostics) {
	if plan.OnExisting.IsUnknown() || plan.OnExisting.ValueString() == existingAdopt {
		return
	}
	facts := entryFacts(t, plan)
	q := r.NewInquiry()
	q.Ask(ctx, t, []topology.Code{topology.EntryExists}, func(ctx context.Context) error {
		there, err := t.Graph.PartnerAccess(ctx, plan.partnerID())
		if err == nil {
			facts.Exists = topology.Known(there != nil)
		}
		return err
	})
	q.Wait(path.Root("partner_tenant_id"), diags)
	r.Report(topology.CheckEntry(facts), atPartner, diags)
}

func entryFacts(t *tenant.Tenant, plan *partnerModel) topology.EntryFacts {
	return topology.EntryFacts{
		Tenant: topology.Tenant{Key: t.Key, ID: t.ID, Cloud: t.Cloud.Name}, PartnerTenantID: plan.partnerID(),
	}
}

func atPartner(topology.Code) path.Path { return path.Root("partner_tenant_id") }
