package directory

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// AccessAsUser is the scope that grants an application the directory permissions
// of its signed-in user. It does not cover policies (graph-identity §14).
const AccessAsUser = "Directory.AccessAsUser.All"

// The permissions of every user without a directory role. Tenant restrictions on
// reading are not modeled.
const (
	Invite    = "User.Invite.All"
	readBasic = "User.ReadBasic.All"
)

// roleScopes are the scopes that take effect for the holder of a directory role.
// The permissions of other roles are not modeled.
var roleScopes = map[string]func(scope string) bool{
	directoryRoles["Global Administrator"]: func(string) bool { return true },
	directoryRoles["User Administrator"]: func(scope string) bool {
		return strings.HasPrefix(scope, "User.") || strings.HasPrefix(scope, "Group.")
	},
	directoryRoles["Guest Inviter"]: func(scope string) bool { return scope == Invite },
}

// Delegated returns the effective permissions of an application with a signed-in
// user: the intersection of its scopes and the user's directory roles.
func Delegated(appID, userID string, scopes, roles []string) kernel.Actor {
	if slices.Contains(scopes, AccessAsUser) {
		scopes = append(slices.Clone(scopes), "Directory.ReadWrite.All")
	}
	a := kernel.Actor{AppID: appID, UserID: userID, PrincipalID: userID, DirectoryRoles: roles}
	for _, scope := range scopes {
		allowed := func(role string) bool { return roleScopes[role] != nil && roleScopes[role](scope) }
		if slices.ContainsFunc(roles, allowed) {
			a.Permissions = append(a.Permissions, scope)
		}
	}
	granted := kernel.Actor{Permissions: scopes}
	if granted.Has(Invite, "User.ReadWrite.All", "Directory.ReadWrite.All") {
		a.Permissions = append(a.Permissions, Invite)
	}
	if granted.Has(readBasic, "User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All") {
		a.Permissions = append(a.Permissions, readBasic)
	}
	return a
}

// InvitesByRole reports whether a directory role of a user allows inviting.
func InvitesByRole(by kernel.Actor) bool {
	return slices.ContainsFunc(by.DirectoryRoles, func(role string) bool { return roleScopes[role] != nil && roleScopes[role](Invite) })
}

// SignIn finds a user who signs in to a tenant, and the template ids of the user's
// directory roles.
func SignIn(w *kernel.World, tenantID, key string) (*User, []string, error) {
	var found *User
	var roles []string
	err := w.Read(tenantID, func(d *kernel.Directory, at kernel.Moment) (err error) {
		if found, err = Users.Lookup(d, key, at); err != nil {
			return err
		}
		roles, err = rolesOf(d, found.ID)
		return err
	})
	return found, roles, err
}

func rolesOf(d *kernel.Directory, userID string) ([]string, error) {
	var held []string
	for template, members := range *Roles.In(d) {
		if !slices.Contains(members, userID) {
			continue
		}
		if roleScopes[template] == nil {
			return nil, refusal.NotModeled("what a user with the directory role %s may do", template)
		}
		held = append(held, template)
	}
	slices.Sort(held)
	return held, nil
}
