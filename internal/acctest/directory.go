package acctest

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// administrator makes changes outside Terraform.
var administrator = kernel.Actor{Permissions: []string{"User.ReadWrite.All", "User.Invite.All", "Directory.ReadWrite.All"}}

// People lists the users of a tenant, without replication lag.
func (w *World) People(tenantID string) []*directory.User {
	w.t.Helper()
	page, err := directory.Users.List(w.World, tenantID, kernel.Listing{Limit: 100_000})
	if err != nil {
		w.t.Fatal(err)
	}
	return page.Items
}

// User returns a user of a tenant.
func (w *World) User(tenantID, id string) *directory.User {
	w.t.Helper()
	u, err := directory.Users.Get(w.World, tenantID, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return u
}

// Guests lists the external users of a tenant.
func (w *World) Guests(tenantID string) []*directory.User {
	w.t.Helper()
	return slices.DeleteFunc(w.People(tenantID), func(u *directory.User) bool {
		return !u.External()
	})
}

// Guest returns the one external user of a tenant with the address.
func (w *World) Guest(tenantID, email string) *directory.User {
	w.t.Helper()
	found := slices.DeleteFunc(w.Guests(tenantID), func(u *directory.User) bool { return !strings.EqualFold(u.Mail, email) })
	if len(found) != 1 {
		w.t.Fatalf("tenant %s has %d external users with the address %s, want 1", tenantID, len(found), email)
	}
	return found[0]
}

// Welcome invites a user without Terraform.
func (w *World) Welcome(tenantID, email string) *directory.User {
	w.t.Helper()
	invited, err := invitation.Invite(w.World, tenantID, invitation.Invitation{EmailAddress: email, RedirectURL: "https://myapps.microsoft.com"}, administrator)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.User(tenantID, invited.UserID)
}

// Change patches a user, by Graph's property names, without Terraform.
func (w *World) Change(tenantID, id string, patch map[string]any) {
	w.t.Helper()
	if err := directory.UpdateUser(w.World, tenantID, id, patch, administrator); err != nil {
		w.t.Fatal(err)
	}
}

// Remove moves a user to the recycle bin without Terraform.
func (w *World) Remove(tenantID, id string) {
	w.t.Helper()
	if err := directory.Users.Delete(w.World, tenantID, id, administrator); err != nil {
		w.t.Fatal(err)
	}
}

// RecycleBin lists the deleted users of a tenant.
func (w *World) RecycleBin(tenantID string) []*directory.User {
	w.t.Helper()
	page, err := directory.Users.Deleted(w.World, tenantID, kernel.Listing{Limit: 100_000})
	if err != nil {
		w.t.Fatal(err)
	}
	return page.Items
}

// Mails lists the invitation mails that a tenant has sent.
func (w *World) Mails(tenantID string) []invitation.Mail {
	w.t.Helper()
	mails, err := invitation.Mails(w.World, tenantID)
	if err != nil {
		w.t.Fatal(err)
	}
	return mails
}
