package invitation

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// The functions below are for services that create external users without an
// invitation mail, such as cross-tenant synchronization.

// Closed reports whether a tenant refuses invitations from every inviter
// (graph-identity §1.4).
func Closed(d *kernel.Directory) bool {
	return (*Authorization.Truth(d))["allowInvitesFrom"] == InvitesFromNobody
}

// Permits reports whether the domain lists of a tenant permit the domain of an
// address.
func Permits(d *kernel.Directory, address string) bool {
	return Lists(d).permits(kernel.DomainOf(address))
}

// NewExternalUser is a pending guest that is not stored yet.
func NewExternalUser(d *kernel.Directory, address string, at kernel.Moment) *directory.User {
	return externalUser(d, address, at)
}

// Accept makes a copy of a user the external user of an account of another tenant.
func Accept(u *directory.User, homeTenantID, homeUPN string, at kernel.Moment) {
	accept(u, directory.IssuerEntra, homeTenantID, homeUPN, at.Now)
}
