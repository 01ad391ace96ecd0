package directory

import (
	"cmp"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// UpdateUser applies a PATCH body to a user: all of it or nothing.
func UpdateUser(w *kernel.World, tenantID, key string, patch map[string]any, by kernel.Actor) error {
	return Users.Update(w, tenantID, key, kernel.Draft{Properties: patch}, by)
}

var userWrites = &kernel.Writes[User]{
	// Only internal users have their own name and password; external ones are
	// invited (user-post-users).
	Required: []string{"accountEnabled", "displayName", "mailNickname", "userPrincipalName"},
	May: func(d *kernel.Directory, u *User, property string, by kernel.Actor) error {
		if p, ok := userClass.Property(property); ok && p.Protected {
			return guardAdministrators(d, u, by)
		}
		return nil
	},
	Settle: settleUser,
}

func settleUser(d *kernel.Directory, before, next *User, _ kernel.Actor, at kernel.Moment) error {
	if before == nil {
		if next.Account().Password == "" {
			return refusal.BadRequest("A password must be specified to create a new user.")
		}
		before = &User{}
		next.Created = at.Now
		next.UserType = cmp.Or(next.UserType, TypeMember)
		fillIdentities(d, next)
	}
	if err := checkUPN(d, before, next); err != nil {
		return err
	}
	FollowMail(next, before.Mail)
	return d.ClaimProxies(next.ProxyAddresses, next.ID)
}

func checkUPN(d *kernel.Directory, before, next *User) error {
	if next.UserPrincipalName == before.UserPrincipalName {
		return nil
	}
	if !d.Verified(kernel.DomainOf(next.UserPrincipalName)) {
		return refusal.BadRequest("The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.")
	}
	if err := claimUPN(d, next.UserPrincipalName, next.ID); err != nil {
		return err
	}
	for i, identity := range next.Identities {
		if identity.SignInType == SignInUPN {
			next.Identities[i].IssuerAssignedID = next.UserPrincipalName
		}
	}
	return nil
}
