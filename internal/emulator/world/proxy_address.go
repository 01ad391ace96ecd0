package world

import (
	"slices"
	"strings"
)

// ref points at an object of a tenant in the words of Graph's conflict details.
type ref struct{ kind, id string }

// proxyKey makes proxy addresses comparable: neither the primary mark, which is
// the case of the prefix, nor the case of the address counts.
func proxyKey(proxy string) string { return strings.ToLower(proxy) }

// proxyHolder finds who owns a proxy address among live users, groups and
// contacts, which share one name space (graph-identity §2.3). The object with
// the id except does not count.
func (d *directory) proxyHolder(proxy, except string) (ref, bool) {
	key := ProxyKey(proxy)
	owns := func(proxies []string) bool {
		return slices.ContainsFunc(proxies, func(p string) bool { return ProxyKey(p) == key })
	}
	for _, r := range d.users.index[key] {
		if u := r.truth(); u != nil && u.ID != except && !u.IsDeleted() && owns(u.ProxyAddresses) {
			return ref{"User", u.ID}, true
		}
	}
	for _, r := range d.contacts.index[key] {
		if c := r.truth(); c != nil && c.ID != except && owns(c.ProxyAddresses) {
			return ref{"Contact", c.ID}, true
		}
	}
	for _, r := range d.groups.index[key] {
		if g := r.truth(); g != nil && g.ID != except && owns(g.ProxyAddresses) {
			return ref{"Group", g.ID}, true
		}
	}
	return ref{}, false
}

// claimProxies refuses proxy addresses that somebody else owns.
func (d *directory) claimProxies(proxies []string, owner string) error {
	for _, p := range proxies {
		if holder, taken := d.proxyHolder(p, owner); taken {
			return errConflict("proxyAddresses", holder)
		}
	}
	return nil
}

// upnHolder finds the live user with a user principal name.
func (d *directory) upnHolder(upn, except string) (ref, bool) {
	for _, r := range d.users.index[UPNKey(upn)] {
		if u := r.truth(); u != nil && u.ID != except && strings.EqualFold(u.UserPrincipalName, upn) {
			return ref{"User", u.ID}, true
		}
	}
	return ref{}, false
}

// followMail recomputes the proxy addresses after `mail` changed
// (graph-identity §2.3). The former primary address stays as a secondary one;
// clearing the mail takes the primary address away, and no proxy address is left
// to be primary.
func followMail(u *User, before string) {
	if strings.EqualFold(u.Mail, before) || primaryIsMarker(u) {
		return
	}
	var proxies []string
	if u.Mail != "" {
		proxies = append(proxies, "SMTP:"+u.Mail)
	}
	for _, p := range u.ProxyAddresses {
		switch {
		case u.Mail != "" && proxyKey(p) == "smtp:"+strings.ToLower(u.Mail):
		case u.Mail == "" && strings.HasPrefix(p, "SMTP:"):
		case strings.HasPrefix(p, "SMTP:"):
			proxies = append(proxies, "smtp:"+p[len("SMTP:"):])
		default:
			proxies = append(proxies, p)
		}
	}
	u.ProxyAddresses = proxies
}

// primaryIsMarker tells the guests whose primary address is their #EXT# name:
// for them the mail is not made primary (graph-identity §2.3).
func primaryIsMarker(u *User) bool {
	return slices.ContainsFunc(u.ProxyAddresses, func(p string) bool {
		return strings.HasPrefix(p, "SMTP:") && strings.Contains(strings.ToUpper(p), upnMarker)
	})
}
