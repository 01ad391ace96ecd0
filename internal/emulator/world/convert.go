package world

import "strings"

// Conversion makes an external user an internal one (graph-identity §10.1).
type Conversion struct {
	UserPrincipalName string
	Mail              string
	HasPassword       bool
}

// ConvertToInternal gives an external user a name and a password of the resource
// tenant; the former name stays as a secondary proxy address.
func (w *World) ConvertToInternal(tenantID, key string, c Conversion) (*User, error) {
	var result *User
	err := w.write(tenantID, func(d *directory, at moment) error {
		u, err := d.userForChange(key, at)
		if err != nil {
			return err
		}
		if err := d.convertible(u, c); err != nil {
			return err
		}
		next := u.clone()
		next.UserType, next.CreationType, next.ExternalUserState = typeMember, "", ""
		next.ExternalUserStateChanged = at.now
		next.HomeTenantID, next.HomeUPN, next.Ticket = "", "", ""
		next.UserPrincipalName = c.UserPrincipalName
		next.Identities = []Identity{{SignInType: signInUPN, Issuer: d.InitialDomain, IssuerAssignedID: c.UserPrincipalName}}
		if c.Mail != "" {
			next.Mail = c.Mail
			followMail(next, u.Mail)
		}
		next.ProxyAddresses = withSecondary(next.ProxyAddresses, u.UserPrincipalName, c.UserPrincipalName)
		if err := d.claimProxies(next.ProxyAddresses, next.ID); err != nil {
			return err
		}
		d.commit(next, at)
		result = next
		return nil
	})
	return result, err
}

func (d *directory) convertible(u *User, c Conversion) error {
	switch {
	case !u.External():
		return badRequest("The user authentication is already internal and is not eligible for conversion.")
	case c.UserPrincipalName == "":
		return badRequest("The provided UPN cannot be empty.")
	case !strings.Contains(c.UserPrincipalName, "@") || !d.verified(domainOf(c.UserPrincipalName)):
		return badRequest("The provided UPN does not have a valid domain.")
	case !c.HasPassword:
		return badRequest("The provided password is not valid.")
	case c.Mail != "" && !smtpAddress.MatchString(c.Mail):
		return errInvalidValue("mail")
	}
	if holder, taken := d.upnHolder(c.UserPrincipalName, u.ID); taken {
		return errConflict("userPrincipalName", holder)
	}
	return nil
}

func withSecondary(proxies []string, addresses ...string) []string {
	for _, a := range addresses {
		known := false
		for _, p := range proxies {
			known = known || proxyKey(p) == "smtp:"+strings.ToLower(a)
		}
		if !known {
			proxies = append(proxies, "smtp:"+a)
		}
	}
	return proxies
}
