package organization

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// memberModel is the resource in Terraform's types.
type memberModel struct {
	tfkit.Model

	MemberTenantID tfkit.Folded `tfsdk:"member_tenant_id"`
	DisplayName    types.String `tfsdk:"display_name"`
	Role           types.String `tfsdk:"role"`
	OnDestroy      types.String `tfsdk:"on_destroy"`
	State          types.String `tfsdk:"state"`
	Added          types.String `tfsdk:"added_date_time"`
	Joined         types.String `tfsdk:"joined_date_time"`
	AddedBy        types.String `tfsdk:"added_by_tenant_id"`
}

// memberID is the tenant id in the directory's case.
func (m *memberModel) memberID() string { return strings.ToLower(m.MemberTenantID.ValueString()) }

// named is the tenant in messages: the key that the provider has for it, or its name in
// the organization, with its id.
func (m *memberModel) named(tenants *tenant.Registry) string {
	if t, err := tenants.ByID(m.memberID()); err == nil {
		return fmt.Sprintf("%q", t.Key)
	}
	return fmt.Sprintf("%q (%s)", m.DisplayName.ValueString(), m.memberID())
}

// continues reports whether an interrupted apply has added the tenant: this tenant
// did, with the values of the configuration, and it has not joined.
func (m *memberModel) continues(t *tenant.Tenant, found graph.OrganizationTenant) bool {
	return found.State == graph.OrganizationPending && found.AddedBy == t.ID && found.DisplayName == m.DisplayName.ValueString() &&
		(m.Role.ValueString() == "" || m.Role.ValueString() == found.Role)
}

// refresh reads the values of the directory.
func (m *memberModel) refresh(found graph.OrganizationTenant) {
	if !strings.EqualFold(m.MemberTenantID.ValueString(), found.TenantID) {
		m.MemberTenantID = tfkit.FoldedValue(found.TenantID)
	}
	m.DisplayName, m.Role, m.State = types.StringValue(found.DisplayName), types.StringValue(found.Role), types.StringValue(found.State)
	m.Added, m.Joined = tfkit.StringOrNull(found.Added), tfkit.StringOrNull(found.Joined)
	m.AddedBy = tfkit.StringOrNull(found.AddedBy)
}
