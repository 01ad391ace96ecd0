package acctest

import "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/multitenant"

// Unite makes tenants a multitenant organization that the first one owns, without
// Terraform.
func (w *World) Unite(displayName, ownerID string, others ...string) {
	w.t.Helper()
	if err := multitenant.Unite(w.World, displayName, ownerID, others...); err != nil {
		w.t.Fatal(err)
	}
}

// LeaveOrganization takes a tenant out of its multitenant organization.
func (w *World) LeaveOrganization(tenantID string) {
	w.t.Helper()
	if _, err := multitenant.Remove(w.World, tenantID, tenantID); err != nil {
		w.t.Fatal(err)
	}
}

// SetOrganizationRole changes the role of a tenant in the multitenant organization of an
// owner.
func (w *World) SetOrganizationRole(ownerID, tenantID, role string) {
	w.t.Helper()
	if err := multitenant.SetRole(w.World, ownerID, tenantID, role); err != nil {
		w.t.Fatal(err)
	}
}

// OrganizationTenants lists the tenants of a tenant's multitenant organization: role and
// state by tenant id, such as "member active".
func (w *World) OrganizationTenants(tenantID string) map[string]string {
	w.t.Helper()
	tenants, err := multitenant.List(w.World, tenantID)
	if err != nil {
		w.t.Fatal(err)
	}
	return tenants
}
