package crosstenant

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// beginning is how a resource came by its entry.
type beginning int

const (
	made beginning = iota
	// continued entries were there, and are treated as made: an interrupted apply
	// leaves an entry that says nothing beyond the configuration.
	continued
	adopted
)

// add makes the entry, continues what is there of it, or takes over the one that
// is there.
func add(ctx context.Context, t *tenant.Tenant, m partnerModel, want graph.PartnerSettings) (beginning, error) {
	if m.OnExisting.ValueString() == existingAdopt {
		found, err := t.Graph.AdoptPartner(ctx, m.partnerID(), want.Change)
		if found {
			return adopted, err
		}
		return made, err
	}
	found, err := t.Graph.AddPartner(ctx, m.partnerID(), want)
	if found {
		return continued, err
	}
	return made, err
}

// finish waits for the entry, and says in it what may be synchronized.
func finish(ctx context.Context, t *tenant.Tenant, m partnerModel, change graph.AccessChange) (graph.Partner, error) {
	found, err := t.Graph.AwaitPartner(ctx, m.partnerID(), change)
	if err != nil || m.Sync.IsNull() || m.Sync.IsUnknown() || m.syncSeen(ctx, found.IdentitySync) {
		return found, err
	}
	if want := m.sync(ctx); want != nil {
		return t.Graph.SetIdentitySync(ctx, found, *want)
	}
	found.IdentitySync = nil
	return found, t.Graph.RemoveIdentitySync(ctx, m.partnerID())
}

// takingBack is how long an entry may take to be gone again.
const takingBack = 2 * time.Minute

// leave decides what stays of an entry that could not be finished, reports it,
// and returns whether the entry belongs into the state. An error that leaves it
// there has Terraform delete it, to make it anew, with everybody cut off who works
// through it by then.
func (m *partnerModel) leave(ctx context.Context, t *tenant.Tenant, from beginning, why error, diags *diag.Diagnostics) bool {
	text := tfkit.Explain(t, why)
	if from != made {
		diags.AddError(m.cannot("finish", t), text+"\n\nThe entry was there before, and stays. Apply again to take it over and write the rest.")
		return false
	}
	if m.Sync.IsNull() || m.Sync.IsUnknown() || m.sync(ctx) == nil {
		diags.AddWarning(m.cannot("see", t), text+"\n\nGraph has accepted the entry; the next plan shows whether it is there.")
		return true
	}
	// Also after an interrupt: it asks to stop, and not to leave a half behind.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), takingBack)
	defer cancel()
	if err := t.Graph.DeletePartner(ctx, m.partnerID(), true); err != nil {
		diags.AddError(m.cannot("finish", t), text+"\n\nThe entry could not be taken back either: "+tfkit.Explain(t, err)+
			"\n\nIt is in the state, and Terraform plans to make it anew. To keep it, run terraform untaint for this resource, and apply.")
		m.setSync(ctx, nil)
		return true
	}
	diags.AddError(m.cannot("create", t), text+"\n\nThe entry was made without what may be synchronized, and has been taken back. Apply again"+
		" when the reason is gone.")
	return false
}

// explainExisting adds to a conflict what can be done about it.
func explainExisting(t *tenant.Tenant, m partnerModel, err error) string {
	text := tfkit.Explain(t, err)
	if deleted := (*graph.DeletedPartnerError)(nil); errors.As(err, &deleted) {
		at := fmt.Sprintf("%s/beta/policies/deletedItems/crossTenantPartners/%s", t.Cloud.Graph, m.partnerID())
		return fmt.Sprintf("Graph refuses an entry about this partner and shows none: a deleted one is in the recycle bin. It could not be"+
			" restored. %s\n\nAs a Security Administrator, either restore it (POST %s/restore) and apply with on_existing = \"adopt\", or delete"+
			" it for good (DELETE %s) and apply again. Graph deletes it 30 days after its deletion.", text, at, at)
	}
	if !errors.Is(err, service.ErrConflict) {
		return text
	}
	return text + fmt.Sprintf("\n\nThe tenant has an entry about this partner already, and it says more than is configured here. Set on_existing = \"adopt\" to take it over, or"+
		" import it:\n\nimport {\n  to = multitenant_cross_tenant_access_partner.<name>\n  id = %q\n}", t.Key+"/"+m.partnerID())
}
