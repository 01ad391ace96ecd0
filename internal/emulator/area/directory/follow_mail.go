package directory

import (
	"slices"
	"strings"
)

// FollowMail recomputes the proxy addresses after a change of `mail`
// (graph-identity §2.3). The previous primary address becomes a secondary one;
// clearing the mail removes the primary address, and no other proxy address becomes
// primary.
func FollowMail(u *User, before string) {
	if strings.EqualFold(u.Mail, before) || primaryIsMarker(u) {
		return
	}
	var proxies []string
	if u.Mail != "" {
		proxies = append(proxies, "SMTP:"+u.Mail)
	}
	for _, p := range u.ProxyAddresses {
		switch {
		case u.Mail != "" && strings.ToLower(p) == "smtp:"+strings.ToLower(u.Mail):
		case u.Mail == "" && strings.HasPrefix(p, "SMTP:"):
		case strings.HasPrefix(p, "SMTP:"):
			proxies = append(proxies, "smtp:"+p[len("SMTP:"):])
		default:
			proxies = append(proxies, p)
		}
	}
	u.ProxyAddresses = proxies
}

// primaryIsMarker reports whether the primary address of a guest is its #EXT# name:
// then the mail does not become primary (graph-identity §2.3).
func primaryIsMarker(u *User) bool {
	return slices.ContainsFunc(u.ProxyAddresses, func(p string) bool {
		return strings.HasPrefix(p, "SMTP:") && strings.Contains(strings.ToUpper(p), UPNMarker)
	})
}
