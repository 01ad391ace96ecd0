package crosstenant

import (
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// partnerModel is the resource as Terraform has it.
type partnerModel struct {
	sharedModel

	ID       types.String `tfsdk:"id"`
	Tenant   types.String `tfsdk:"tenant"`
	TenantID types.String `tfsdk:"tenant_id"`

	PartnerTenantID tfkit.Folded   `tfsdk:"partner_tenant_id"`
	Consent         types.Object   `tfsdk:"automatic_user_consent"`
	Sync            types.Object   `tfsdk:"identity_synchronization"`
	OnExisting      types.String   `tfsdk:"on_existing"`
	OnDestroy       types.String   `tfsdk:"on_destroy"`
	InOrganization  types.Bool     `tfsdk:"is_in_multi_tenant_organization"`
	Timeouts        timeouts.Value `tfsdk:"timeouts"`
}

var partnerBlocks = append(slices.Clone(shared), block{"automatic_user_consent", graph.Consent})

func (*partnerModel) blocks() []block { return partnerBlocks }

func (*partnerModel) inheritable() bool { return true }

func (m *partnerModel) at(b graph.Block) *types.Object {
	if b == graph.Consent {
		return &m.Consent
	}
	return m.sharedModel.at(b)
}

// partnerID is the tenant id as the directory writes it.
func (m *partnerModel) partnerID() string { return strings.ToLower(m.PartnerTenantID.ValueString()) }

// refresh takes over what the directory says.
func (m *partnerModel) refresh(t *tenant.Tenant, p graph.Partner) {
	m.ID = types.StringValue(tfkit.ID(t.ID, p.TenantID))
	m.Tenant = types.StringValue(t.Key)
	m.TenantID = types.StringValue(t.ID)
	if !strings.EqualFold(m.PartnerTenantID.ValueString(), p.TenantID) {
		m.PartnerTenantID = tfkit.FoldedValue(p.TenantID)
	}
	m.InOrganization = types.BoolValue(p.InOrganization)
	refresh(m, p.AccessSettings, t.Cloud.HasTenantRestrictions)
	if m.Sync.IsNull() || m.Sync.IsUnknown() || !syncSeen(m.Sync, p.Sync) {
		m.Sync = encodeSync(p.Sync)
	}
}

var syncTypes = map[string]attr.Type{"user_sync_allowed": types.BoolType, "display_name": types.StringType, "absent": types.BoolType}

func encodeSync(s *graph.IdentitySync) types.Object {
	values := map[string]attr.Value{
		"user_sync_allowed": types.BoolNull(), "display_name": types.StringNull(), "absent": types.BoolNull(),
	}
	if s == nil {
		values["absent"] = types.BoolValue(true)
		return types.ObjectValueMust(syncTypes, values)
	}
	values["user_sync_allowed"] = types.BoolValue(s.UserAllowed)
	if s.DisplayName != "" {
		values["display_name"] = types.StringValue(s.DisplayName)
	}
	return types.ObjectValueMust(syncTypes, values)
}

// decodeSync returns nil for what is to be absent, or left alone.
func decodeSync(o types.Object) *graph.IdentitySync {
	a := o.Attributes()
	if o.IsNull() || o.IsUnknown() || boolOf(a["absent"]) {
		return nil
	}
	return &graph.IdentitySync{DisplayName: textOf(a["display_name"]), UserAllowed: boolOf(a["user_sync_allowed"])}
}

// syncSeen reports whether the directory says what a value wants.
func syncSeen(value types.Object, s *graph.IdentitySync) bool {
	want := decodeSync(value)
	if want == nil {
		return s == nil
	}
	return want.SeenIn(s)
}
