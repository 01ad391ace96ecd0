package crosstenant

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// beginning is the way in which a resource got its entry.
type beginning int

const (
	made beginning = iota
	// continued entries existed, and count as created: an interrupted apply leaves
	// an entry that contains nothing beyond the configuration.
	continued
	adopted
)

// add creates the entry, continues an incomplete one, or adopts an existing one.
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

// finish waits for the entry, and writes its synchronization policy, nil for none. It
// returns the entry, and whether the policy allowed groups before, if it is to say
// something about them.
func finish(ctx context.Context, t *tenant.Tenant, m partnerModel, change graph.AccessChange, want *rules.IdentitySync) (graph.Partner, bool, error) {
	found, err := t.Graph.AwaitPartner(ctx, m.partnerID(), change)
	if err != nil || m.Sync.IsNull() || m.Sync.IsUnknown() {
		return found, false, err
	}
	if want == nil {
		found, err = unsync(ctx, t, found)
		return found, false, err
	}
	if want.GroupSyncAllowed != nil {
		if found, err = t.Graph.WithGroupSync(ctx, found); err != nil {
			return found, false, err
		}
	}
	before := found.IdentitySync.AllowsGroups()
	if !want.SeenIn(found.IdentitySync) {
		found, err = t.Graph.SetIdentitySync(ctx, found, *want)
	}
	return found, before, err
}

// unsync deletes the synchronization policy of an entry. In a multitenant organization an
// empty one stays: the organization has given it to the entry.
func unsync(ctx context.Context, t *tenant.Tenant, p graph.Partner) (graph.Partner, error) {
	var err error
	if p.InOrganization && p.IdentitySync.Empty() {
		if p, err = t.Graph.WithGroupSync(ctx, p); err != nil {
			return p, err
		}
	}
	if p.IdentitySync != nil && (!p.InOrganization || !p.IdentitySync.Empty()) {
		err = t.Graph.RemoveIdentitySync(ctx, p.TenantID)
	}
	p.IdentitySync = nil
	return p, err
}

// takingBack is the time limit for deleting an incomplete entry.
const takingBack = 2 * time.Minute

// leave deletes or keeps an entry that could not be completed, reports it, and
// returns whether the entry belongs in the state. With an error and a state,
// Terraform would delete and recreate the entry, which interrupts the access of its
// users.
func (m *partnerModel) leave(ctx context.Context, t *tenant.Tenant, from beginning, why error, diags *diag.Diagnostics) bool {
	text := tfkit.Explain(t, why)
	if from != made {
		diags.AddError(m.cannot("finish", t), text+"\n\nThe entry existed before, and remains. Apply again to adopt it and write the remaining settings.")
		return false
	}
	if m.Sync.IsNull() || m.Sync.IsUnknown() || m.sync(ctx) == nil {
		diags.AddWarning(m.cannot("see", t), text+"\n\nGraph has accepted the entry; the next plan shows whether it exists.")
		return true
	}
	// This also runs after an interrupt, so that no incomplete entry remains.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), takingBack)
	defer cancel()
	if err := t.Graph.DeletePartner(ctx, m.partnerID(), m.sync(ctx)); err != nil {
		diags.AddError(m.cannot("finish", t), text+"\n\nThe entry could not be deleted either: "+tfkit.Explain(t, err)+
			"\n\nIt is in the state, and Terraform plans to replace it. To keep it, run terraform untaint for this resource, and apply.")
		m.setSync(ctx, nil)
		return true
	}
	diags.AddError(m.cannot("create", t), text+"\n\nThe entry was created without its synchronization policy, and has been deleted. Apply again"+
		" after fixing the cause.")
	return false
}

// explainExisting adds the fix to a conflict.
func explainExisting(t *tenant.Tenant, m partnerModel, err error) string {
	text := tfkit.Explain(t, err)
	if deleted := (*graph.DeletedPartnerError)(nil); errors.As(err, &deleted) {
		at := fmt.Sprintf("%s/beta/policies/deletedItems/crossTenantPartners/%s", t.Cloud.Graph, m.partnerID())
		return fmt.Sprintf("Graph refuses an entry for this partner and returns none: a deleted one is in the recycle bin. It could not be"+
			" restored. %s\n\nAs a Security Administrator, either restore it (POST %s/restore) and apply with on_existing = \"adopt\", or delete"+
			" it permanently (DELETE %s) and apply again. Graph deletes it 30 days after its deletion.", text, at, at)
	}
	if !errors.Is(err, service.ErrConflict) {
		return text
	}
	return text + fmt.Sprintf("\n\nThe tenant already has an entry for this partner, which contains more than the configuration. Set on_existing = \"adopt\" to adopt it, or"+
		" import it:\n\nimport {\n  to = multitenant_cross_tenant_access_partner.<name>\n  id = %q\n}", t.Key+"/"+m.partnerID())
}
