package invitation

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// sameAtHome finds the external user that was invited by another address of the
// same home user. The invitation service compares with "any proxyAddresses for the
// user in their home tenant" (graph-identity §1.5).
func sameAtHome(d *kernel.Directory, home *kernel.Directory, address string) *directory.User {
	account, _ := crosstenant.Account(home, address)
	if account == nil {
		return nil
	}
	known := addresses(account)
	if !slices.ContainsFunc(known, func(a string) bool { return strings.EqualFold(a, address) }) {
		return nil // another address of the same user
	}
	for _, own := range known {
		keys := []string{
			directory.MailKey(own), kernel.ProxyKey("smtp:" + own), directory.OtherMailKey(own), directory.HomeKey(home.ID, own),
		}
		found := directory.Users.Find(d, keys, func(u *directory.User) bool {
			return u.External() && (u.Holds(own) || redeemedBy(u, home.ID, own))
		})
		if found != nil {
			return found
		}
	}
	return nil
}

func redeemedBy(u *directory.User, tenantID, upn string) bool {
	a := u.Account()
	return a.HomeTenantID == tenantID && strings.EqualFold(a.HomeUPN, upn)
}

// addresses are the user principal name, the mail and the proxy addresses.
func addresses(u *directory.User) []string {
	all := []string{u.UserPrincipalName}
	if u.Mail != "" {
		all = append(all, u.Mail)
	}
	for _, p := range u.ProxyAddresses {
		if address, ok := strings.CutPrefix(strings.ToLower(p), "smtp:"); ok {
			all = append(all, address)
		}
	}
	return all
}

// reinvited is an external user after a repeated invitation. A new address becomes
// a proxy address, unless another object has it (graph-identity §1.5).
func reinvited(d *kernel.Directory, u *directory.User, address string) *directory.User {
	next := directory.Users.Clone(u)
	proxy := "smtp:" + address
	if _, taken := d.ProxyHolder(proxy, u.ID); !taken && !u.Holds(address) {
		next.ProxyAddresses = append(next.ProxyAddresses, proxy)
	}
	return next
}
