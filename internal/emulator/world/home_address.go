package world

import (
	"slices"
	"strings"
)

// HomeKey is the index key of the account at home that redeemed an invitation.
func HomeKey(tenantID, upn string) string {
	return "home:" + tenantID + ":" + strings.ToLower(upn)
}

// sameAtHome finds the external user that another address of the invited person
// leads to. The invitation service compares with "any proxyAddresses for the user
// in their home tenant" (field-audit §1.6).
func (d *directory) sameAtHome(home *directory, address string) *User {
	account, _ := home.person(address)
	if account == nil {
		return nil
	}
	known := account.addresses()
	if !slices.ContainsFunc(known, func(a string) bool { return strings.EqualFold(a, address) }) {
		return nil // one of their other mails
	}
	for _, own := range known {
		keys := []string{MailKey(own), ProxyKey("smtp:" + own), OtherMailKey(own), HomeKey(home.ID, own)}
		for _, r := range d.users.candidates(keys) {
			u := r.truth()
			if u != nil && !u.IsDeleted() && u.External() && (u.holds(own) || u.redeemedBy(home.ID, own)) {
				return u
			}
		}
	}
	return nil
}

func (u *User) redeemedBy(tenantID, upn string) bool {
	return u.HomeTenantID == tenantID && strings.EqualFold(u.HomeUPN, upn)
}

// addresses are the user principal name, the mail and the proxy addresses.
func (u *User) addresses() []string {
	all := []string{u.UserPrincipalName}
	if u.Mail != "" {
		all = append(all, u.Mail)
	}
	for _, p := range u.ProxyAddresses {
		if address, ok := strings.CutPrefix(proxyKey(p), "smtp:"); ok {
			all = append(all, address)
		}
	}
	return all
}

// reinvited is an external user after one more invitation. An address that is new
// to them becomes a proxy address, unless another object owns it
// (field-audit §1.6).
func (d *directory) reinvited(u *User, address string) *User {
	next := u.clone()
	proxy := "smtp:" + address
	if _, taken := d.proxyHolder(proxy, u.ID); !taken && !u.holds(address) {
		next.ProxyAddresses = append(next.ProxyAddresses, proxy)
	}
	return next
}
