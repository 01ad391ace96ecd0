package directory

import (
	"slices"
	"strings"
)

// FollowMail recomputes the proxy addresses after `mail` changed
// (graph-identity §2.3). The former primary address stays as a secondary one;
// clearing the mail takes the primary address away, and no proxy address is left
// to be primary.
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

// primaryIsMarker tells the guests whose primary address is their #EXT# name:
// for them the mail is not made primary (graph-identity §2.3).
func primaryIsMarker(u *User) bool {
	return slices.ContainsFunc(u.ProxyAddresses, func(p string) bool {
		return strings.HasPrefix(p, "SMTP:") && strings.Contains(strings.ToUpper(p), UPNMarker)
	})
}
