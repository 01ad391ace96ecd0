package directory

import (
	"maps"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// UpdateUser applies a PATCH body to a user: all of it or nothing.
func UpdateUser(w *kernel.World, tenantID, key string, patch map[string]any, by kernel.Actor) error {
	return w.Write(tenantID, func(d *kernel.Directory, at kernel.Moment) error {
		u, err := Users.ForChange(d, key, at)
		if err != nil {
			return err
		}
		next, err := patched(d, u, patch, by)
		if err != nil {
			return err
		}
		Users.Put(d, next, at)
		return nil
	})
}

func patched(d *kernel.Directory, u *User, patch map[string]any, by kernel.Actor) (*User, error) {
	next := u.clone()
	for _, name := range slices.Sorted(maps.Keys(patch)) {
		if p, ok := userClass.Property(name); ok && p.Protected && guardAdministrators(d, u, by) != nil {
			return nil, refusal.Denied()
		}
		if err := userClass.Write(next, name, patch[name]); err != nil {
			return nil, err
		}
	}
	if err := checkUPN(d, u, next); err != nil {
		return nil, err
	}
	FollowMail(next, u.Mail)
	return next, d.ClaimProxies(next.ProxyAddresses, next.ID)
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
