package synchronization

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

var (
	_ resource.ResourceWithConfigure      = (*scopeGroup)(nil)
	_ resource.ResourceWithImportState    = (*scopeGroup)(nil)
	_ resource.ResourceWithModifyPlan     = (*scopeGroup)(nil)
	_ resource.ResourceWithIdentity       = (*scopeGroup)(nil)
	_ resource.ResourceWithValidateConfig = (*scopeGroup)(nil)
)

// writeTimeout covers 20,000 members, which are 1,000 requests.
const writeTimeout = 60 * time.Minute

// scopeGroup is multitenant_sync_scope_group: a group that decides which users are
// synchronized.
type scopeGroup struct{ tfkit.Resource }

func newScopeGroup() resource.Resource { return &scopeGroup{tfkit.Resource{Timeout: writeTimeout}} }

func (r *scopeGroup) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_sync_scope_group"
}

// ValidateConfig refuses a group with both kinds of membership.
func (r *scopeGroup) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var m scopeGroupModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || !tfkit.Known(m.Members) || !tfkit.Known(m.MembershipRule) {
		return
	}
	resp.Diagnostics.AddAttributeError(path.Root("members"), "Conflicting configuration",
		"A group has either members or membership_rule. Remove one of them: Entra refuses assigned members of a dynamic group.")
}

func (r *scopeGroup) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m scopeGroupModel
	ctx, op := r.BeginCreate(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	g, from, err := begin(ctx, t, &m)
	if err != nil {
		op.Fail(m.cannot("create", t), err)
		return
	}
	if err := r.fill(ctx, t, &m, g, from); err != nil {
		resp.Diagnostics.AddError(m.cannot("finish", t), tfkit.Explain(t, err)+from.afterFailure(t, g))
		return
	}
	if m.OnDestroy.IsUnknown() {
		m.OnDestroy = types.StringValue(adoption{from == adopted}.onDestroy())
	}
	resp.Diagnostics.Append(adoptedRecord.Save(ctx, resp.Private, adoption{from == adopted})...)
	op.Save(ctx, m.groupID())
}

func (r *scopeGroup) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var m scopeGroupModel
	ctx, op := r.BeginRead(ctx, req, resp, &m)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	op.Identify(ctx, m.groupID())
	g, s, err := t.Graph.RefreshScope(ctx, m.groupID(), m.parts())
	if errors.Is(err, service.ErrNotFound) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		op.Fail(m.cannot("read", t), err)
		return
	}
	s.Owners = m.others(s.Owners, principal(ctx, t))
	m.refresh(ctx, g, s)
	op.Save(ctx, m.groupID())
}

func (r *scopeGroup) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m, state scopeGroupModel
	ctx, op := r.BeginUpdate(ctx, req, resp, &m, &state)
	defer op.End()
	t := op.FindTenant()
	if t == nil {
		return
	}
	if err := r.update(ctx, t, &m, &state); err != nil {
		op.Fail(m.cannot("update", t), err)
		return
	}
	op.Save(ctx, m.groupID())
}

func (r *scopeGroup) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var m scopeGroupModel
	ctx, op := r.BeginDelete(ctx, req, resp, &m)
	defer op.End()
	if resp.Diagnostics.HasError() || m.OnDestroy.ValueString() == destroyKeep {
		return
	}
	t := op.FindTenant()
	if t == nil {
		return
	}
	if err := t.Graph.DeleteGroup(ctx, m.groupID()); err != nil {
		op.Fail(m.cannot("delete", t), err)
	}
}

func (m *scopeGroupModel) groupID() string { return m.GroupID.ValueString() }

func (m *scopeGroupModel) cannot(verb string, t *tenant.Tenant) string {
	return fmt.Sprintf("Cannot %s sync scope group %q in tenant %q", verb, m.DisplayName.ValueString(), t.Key)
}
