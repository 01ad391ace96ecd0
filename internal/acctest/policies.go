package acctest

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// ChangePartner applies a PATCH body to a partner configuration of a tenant,
// without Terraform.
func (w *World) ChangePartner(tenantID, partnerID string, patch Object) error {
	return crosstenant.Partners.Update(w.World, tenantID, partnerID, kernel.Draft{Properties: patch}, administrator)
}

// ChangeSynchronization applies a PATCH body to a tenant's synchronization policy
// for a partner.
func (w *World) ChangeSynchronization(tenantID, partnerID string, patch Object) error {
	return crosstenant.SyncPolicies.Update(w.World, tenantID, partnerID, kernel.Draft{Properties: patch}, administrator)
}

// ChangeDefault applies a PATCH body to the access settings for all other tenants.
func (w *World) ChangeDefault(tenantID string, patch Object) error {
	return crosstenant.Defaults.Update(w.World, tenantID, kernel.Draft{Properties: patch}, administrator)
}

// ChangeAccess applies a PATCH body to the root of the cross-tenant access policy.
func (w *World) ChangeAccess(tenantID string, patch Object) error {
	return crosstenant.Access.Update(w.World, tenantID, kernel.Draft{Properties: patch}, administrator)
}

// ChangeAuthorization applies a PATCH body to the authorization policy.
func (w *World) ChangeAuthorization(tenantID string, patch Object) error {
	return invitation.Authorization.Update(w.World, tenantID, kernel.Draft{Properties: patch}, administrator)
}

// Partner returns the partner configuration of a tenant for another one.
func (w *World) Partner(tenantID, partnerID string) *crosstenant.Partner {
	w.t.Helper()
	p, err := crosstenant.Partners.Get(w.World, tenantID, partnerID)
	if err != nil {
		w.t.Fatal(err)
	}
	return p
}

// RemovePartner moves a partner configuration to the recycle bin without Terraform;
// RemoveSynchronization comes first if it has that policy.
func (w *World) RemovePartner(tenantID, partnerID string) {
	w.t.Helper()
	if err := crosstenant.Partners.Delete(w.World, tenantID, partnerID, administrator); err != nil {
		w.t.Fatal(err)
	}
}

// RemoveSynchronization moves a tenant's synchronization policy for a partner to the
// recycle bin without Terraform.
func (w *World) RemoveSynchronization(tenantID, partnerID string) {
	w.t.Helper()
	if err := crosstenant.SyncPolicies.Delete(w.World, tenantID, partnerID, administrator); err != nil {
		w.t.Fatal(err)
	}
}
