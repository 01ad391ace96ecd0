package world

import (
	"slices"
	"strings"
)

// AccessAsUser is the scope that lets an application do in the directory whatever
// its user may do. It does not cover policies (field-audit §1.5).
const AccessAsUser = "Directory.AccessAsUser.All"

// What every user may do without a directory role. That a tenant can restrict the
// reading is not modelled.
const (
	invite    = "User.Invite.All"
	readBasic = "User.ReadBasic.All"
)

// roleScopes say which scopes take effect for the holder of a directory role. What
// other roles allow is not modelled.
var roleScopes = map[string]func(scope string) bool{
	directoryRoles["Global Administrator"]: func(string) bool { return true },
	directoryRoles["User Administrator"]: func(scope string) bool {
		return strings.HasPrefix(scope, "User.") || strings.HasPrefix(scope, "Group.")
	},
	directoryRoles["Guest Inviter"]: func(scope string) bool { return scope == invite },
}

// Delegated is an application that acts for a user: it may do what both its scopes
// and the user's directory roles allow.
func Delegated(appID, userID string, scopes, roles []string) Actor {
	if slices.Contains(scopes, AccessAsUser) {
		scopes = append(slices.Clone(scopes), "Directory.ReadWrite.All")
	}
	a := Actor{AppID: appID, UserID: userID, DirectoryRoles: roles}
	for _, scope := range scopes {
		allowed := func(role string) bool { return roleScopes[role] != nil && roleScopes[role](scope) }
		if slices.ContainsFunc(roles, allowed) {
			a.Permissions = append(a.Permissions, scope)
		}
	}
	granted := Actor{Permissions: scopes}
	if granted.Has(invite, "User.ReadWrite.All", "Directory.ReadWrite.All") {
		a.Permissions = append(a.Permissions, invite)
	}
	if granted.Has(readBasic, "User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All") {
		a.Permissions = append(a.Permissions, readBasic)
	}
	return a
}

// invites says whether a user may invite under a setting of the tenant
// (graph-identity §1.4).
func (d *directory) invites(by Actor, from string) bool {
	if slices.ContainsFunc(by.DirectoryRoles, func(role string) bool { return roleScopes[role] != nil && roleScopes[role](invite) }) {
		return true
	}
	if from == InvitesFromEveryone {
		return true
	}
	user := d.users.truth(by.UserID)
	return from == InvitesFromMembers && user != nil && user.UserType == typeMember
}

// SignIn finds a user who signs in to a tenant, and the template ids of the
// directory roles that the user holds.
func (w *World) SignIn(tenantID, key string) (*User, []string, error) {
	var found *User
	var roles []string
	err := w.read(tenantID, func(d *directory, at moment) (err error) {
		if found, err = d.user(key, at); err != nil {
			return err
		}
		roles, err = d.rolesOf(found.ID)
		return err
	})
	return found, roles, err
}

func (d *directory) rolesOf(userID string) ([]string, error) {
	var held []string
	for template, members := range d.roles {
		if !slices.Contains(members, userID) {
			continue
		}
		if roleScopes[template] == nil {
			return nil, NotModelled("what a user with the directory role %s may do", template)
		}
		held = append(held, template)
	}
	slices.Sort(held)
	return held, nil
}
