// Package directory implements users, mail contacts, groups, administrative units,
// directory roles, and the permissions of signed-in users.
//
// The other areas depend on it; it depends on none of them.
package directory

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// Area is the directory state of tenants. Contacts and groups come before users,
// because they affect the addresses of users.
var Area = kernel.Area{
	Name:    "directory",
	Parts:   []kernel.Part{Contacts, Groups, AdministrativeUnits, Users, Roles, ScopedRoles, evaluations, roleDefinitions, activatedRoles},
	Seeds:   []kernel.Member{{Name: "role_assignments", Parse: parseRoles}},
	Watches: append(dynamicWatches, unitWatch),
	Seeded: func(d *kernel.Directory, at kernel.Moment) {
		fillDynamic(d, at)
		markSeeded(d)
	},
}

// The permissions shared by several sets (graph-identity §2.7, §6, §7.3).
var (
	readProfiles = []string{"User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"}
	readUsers    = append([]string{"User.ReadBasic.All"}, readProfiles...)
	readSponsors = readProfiles[:2] // user-list-sponsors
	// readOwn are the delegated permissions to read oneself (user-get).
	readOwn      = []string{"User.Read", "User.ReadWrite", "User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All", AccessAsUser}
	writeUsers   = []string{"User.ReadWrite.All", "Directory.ReadWrite.All"}
	deleteUsers  = []string{"User.DeleteRestore.All", "User.ReadWrite.All"}
	readContacts = []string{"OrgContact.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"}
	createGroups = []string{"Group.Create", "Group.ReadWrite.All", "Directory.ReadWrite.All"}
	writeGroups  = []string{"Group.ReadWrite.All", "Directory.ReadWrite.All"}
	deleteGroups = []string{"Group.ReadWrite.All"}
	readGroups   = []string{"Group.ReadBasic.All", "GroupMember.Read.All", "Group.Read.All", "Group.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"}
)

// textual are the operators of most texts.
const textual = "eq in ge le startsWith"
