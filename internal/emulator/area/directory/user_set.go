package directory

import (
	"fmt"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Users are the users of a tenant, internal and external.
var Users = &kernel.Set[User]{
	Declaration: kernel.Declaration{
		Name: "users", Class: userClass, IsObject: true, Log: "changes", Keys: addressKeys,
		References: []kernel.Reference{
			kernel.One(kernel.Reference{
				Name: "manager", Targets: []string{"users", "contacts"}, Tracked: true, Read: readProfiles, Write: writeUsers,
			}, func(u *User) *string { return &u.Manager }),
			kernel.Many(kernel.Reference{
				Name: "sponsors", Targets: []string{"users", "groups"}, Read: readSponsors, Write: writeUsers, Expands: true, Max: maxSponsors,
			}, func(u *User) *[]string { return &u.Sponsors }),
		},
		Served: kernel.Served{
			Path: "/users", Read: readUsers, Full: readProfiles, Own: readOwn,
			Create: writeUsers, Change: writeUsers, Narrow: narrowPermissions, Apart: []string{"identities"},
			Remove: deleteUsers, Source: "graph-identity §2.1", Costly: map[string]kernel.Costly{signInActivity: {Page: 500, Refuse: refuseSignIns}},
		},
	},
	ID:        func(u *User) *string { return &u.ID },
	Alternate: func(u *User) *string { return &u.UserPrincipalName },
	Index:     (*User).keys,
	Proxies:   func(u *User) *[]string { return &u.ProxyAddresses },
	Guard:     guardUser,
	Copy:      (*User).clone,
	View:      func(u *User) any { return u.snapshot() },
	Bin: &kernel.Bin[User]{
		Name:    "deleted_users",
		Deleted: func(u *User) *time.Time { return &u.Deleted },
		Allow:   guardAdministrators,
		Leave:   leave,
		Return:  comeBack,
	},
	Writes: userWrites,
	Seeds: &kernel.Seeds[User]{
		New:     func() *User { return &User{AccountEnabled: true} },
		Members: map[string]func(*User, *kernel.Node) error{"passwordProfile": seedPassword},
		Check: func(n *kernel.Node, u *User) error {
			if u.UserPrincipalName == "" && u.Mail == "" {
				return n.Fail("a user needs a userPrincipalName, or a mail when it is external")
			}
			return nil
		},
		Complete: completeUser,
		Admit:    admitUser,
	},
}

// maxSponsors is the number of sponsors that a user can have (b2b-sponsors).
const maxSponsors = 5

func (u *User) snapshot() map[string]any {
	all := make(map[string]any, len(userClass.Properties)+4)
	for _, p := range userClass.Properties {
		if value := p.Get(u); value != schema.Absent {
			all[p.Name] = value
		}
	}
	all["manager"], all["sponsors"] = schema.TextOrNull(u.Manager), schema.List(u.Sponsors)
	all["homeTenantId"], all["homeUserPrincipalName"] = schema.TextOrNull(u.Account().HomeTenantID), schema.TextOrNull(u.Account().HomeUPN)
	return all
}

func admitUser(d *kernel.Directory, u *User) error {
	if domain := kernel.DomainOf(u.UserPrincipalName); !d.Verified(domain) {
		return refusal.BadRequest("The domain '%s' of the userPrincipalName is not verified in this tenant.", domain)
	}
	return claimUPN(d, u.UserPrincipalName, u.ID)
}

// claimUPN refuses a user principal name that another user has.
func claimUPN(d *kernel.Directory, upn, owner string) error {
	if holder, taken := d.NameHolder(upn, owner); taken {
		return refusal.Taken("userPrincipalName", holder.String())
	}
	return nil
}

// Holder finds the user with an address in any property: UPN, mail, proxy addresses
// or other mails.
func Holder(d *kernel.Directory, address string, accept func(*User) bool) *User {
	keys := []string{kernel.NameKey(address), MailKey(address), kernel.ProxyKey("smtp:" + address), OtherMailKey(address)}
	return Users.Find(d, keys, func(u *User) bool { return u.Holds(address) && accept(u) })
}

// DeletedHolder finds a deleted user with an address.
func DeletedHolder(d *kernel.Directory, address string) *User {
	return Users.FindDeleted(d, []string{MailKey(address), OtherMailKey(address)}, func(u *User) bool { return u.Holds(address) })
}

// UserCount is the number of users, which determines the tenant's throttling class
// (graph-identity §5).
func UserCount(w *kernel.World, tenantID string) int {
	n := 0
	// A tenant that does not exist has no users.
	_ = w.Read(tenantID, func(d *kernel.Directory, _ kernel.Moment) error {
		n = Users.Count(d)
		return nil
	})
	return n
}

// ExternalUPN is the name of an external user. The suffix that the directory adds
// to a taken name is not documented; the emulator adds a number.
func ExternalUPN(d *kernel.Directory, address string) string {
	base := strings.ReplaceAll(address, "@", "_")
	upn := base + UPNMarker + "@" + d.InitialDomain
	for n := 1; ; n++ {
		if _, taken := d.NameHolder(upn, ""); !taken {
			return upn
		}
		upn = fmt.Sprintf("%s%d%s@%s", base, n, UPNMarker, d.InitialDomain)
	}
}
