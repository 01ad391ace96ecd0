package crosstenant

import (
	"context"
	"reflect"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// partnerModel is the resource in Terraform's types.
type partnerModel struct {
	tfkit.Model
	sharedModel

	PartnerTenantID tfkit.Folded `tfsdk:"partner_tenant_id"`
	Consent         types.Object `tfsdk:"automatic_user_consent"`
	Sync            types.Object `tfsdk:"identity_synchronization"`
	OnExisting      types.String `tfsdk:"on_existing"`
	OnDestroy       types.String `tfsdk:"on_destroy"`
	InOrganization  types.Bool   `tfsdk:"is_in_multi_tenant_organization"`
}

func (m *partnerModel) blocks() []block {
	return append(m.sharedModel.blocks(), blockOf("automatic_user_consent", rules.Consent, &m.Consent, consentShape))
}

// partnerID is the tenant id in the directory's case.
func (m *partnerModel) partnerID() string { return strings.ToLower(m.PartnerTenantID.ValueString()) }

// refresh reads the values of the directory.
func (m *partnerModel) refresh(ctx context.Context, t *tenant.Tenant, p graph.Partner) {
	if !strings.EqualFold(m.PartnerTenantID.ValueString(), p.TenantID) {
		m.PartnerTenantID = tfkit.FoldedValue(p.TenantID)
	}
	m.InOrganization = types.BoolValue(p.InOrganization)
	refresh(ctx, m.blocks(), p.AccessSettings, t.Cloud.HasTenantRestrictions)
	if !tfkit.Known(m.Sync) || !m.syncSeen(ctx, p.IdentitySync) {
		m.setSync(ctx, p.IdentitySync)
	}
}

// shows reports whether a refresh with these values would change nothing. Right after
// an import there is nothing to compare.
func (m *partnerModel) shows(ctx context.Context, t *tenant.Tenant, p graph.Partner) bool {
	if m.InOrganization.IsNull() {
		return true
	}
	if was := m.sync(ctx); was.SaysGroups() && p.IdentitySync != nil {
		// Only beta says whether groups are allowed, and is read apart.
		known := *p.IdentitySync
		known.GroupSyncAllowed = was.GroupSyncAllowed
		p.IdentitySync = &known
	}
	after := *m
	after.refresh(ctx, t, p)
	return reflect.DeepEqual(after, *m)
}

// sync returns nil for a policy that is to be absent or unchanged.
func (m *partnerModel) sync(ctx context.Context) *rules.IdentitySync {
	return syncShape.decode(ctx, m.Sync)
}

func (m *partnerModel) setSync(ctx context.Context, s *rules.IdentitySync) {
	m.Sync = syncShape.encode(ctx, s, m.Sync)
}

// syncSeen reports whether the directory has the planned synchronization policy. A
// multitenant organization gives every entry a policy, which allows nothing and stays when
// the tenant leaves (graph-cross-tenant §3.4). It counts as none: deleting it would change
// nothing.
func (m *partnerModel) syncSeen(ctx context.Context, s *rules.IdentitySync) bool {
	want := m.sync(ctx)
	if want == nil {
		return s == nil || s.Empty()
	}
	return want.SeenIn(s)
}
