package directory

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// Conversion converts an external user to an internal one (graph-identity §10.1).
type Conversion struct {
	UserPrincipalName string
	Mail              string
	HasPassword       bool
}

// ConvertToInternal gives an external user a name and a password of the resource
// tenant; the previous name remains as a secondary proxy address.
func ConvertToInternal(w *kernel.World, tenantID, key string, c Conversion) (*User, error) {
	var result *User
	err := w.Write(tenantID, func(d *kernel.Directory, at kernel.Moment) error {
		u, err := Users.ForChange(d, key, at)
		if err != nil {
			return err
		}
		if err := convertible(d, u, c); err != nil {
			return err
		}
		next := u.clone()
		next.UserType, next.CreationType, next.ExternalUserState = TypeMember, "", ""
		next.ExternalUserStateChanged = at.Now
		account := next.ChangeAccount()
		account.HomeTenantID, account.HomeUPN, account.Ticket = "", "", ""
		next.UserPrincipalName = c.UserPrincipalName
		next.Identities = []Identity{{SignInType: SignInUPN, Issuer: d.InitialDomain, IssuerAssignedID: c.UserPrincipalName}}
		if c.Mail != "" {
			next.Mail = c.Mail
			FollowMail(next, u.Mail)
		}
		next.ProxyAddresses = withSecondary(next.ProxyAddresses, u.UserPrincipalName, c.UserPrincipalName)
		if err := d.ClaimProxies(next.ProxyAddresses, next.ID); err != nil {
			return err
		}
		Users.Put(d, next, at)
		result = next
		return nil
	})
	return result, err
}

func convertible(d *kernel.Directory, u *User, c Conversion) error {
	switch {
	case !u.External():
		return refusal.BadRequest("The user authentication is already internal and is not eligible for conversion.")
	case c.UserPrincipalName == "":
		return refusal.BadRequest("The provided UPN cannot be empty.")
	case !strings.Contains(c.UserPrincipalName, "@") || !d.Verified(kernel.DomainOf(c.UserPrincipalName)):
		return refusal.BadRequest("The provided UPN does not have a valid domain.")
	case !c.HasPassword:
		return refusal.BadRequest("The provided password is not valid.")
	case c.Mail != "" && !smtpAddress.MatchString(c.Mail):
		return refusal.InvalidValue("mail", userClass.Name)
	}
	return claimUPN(d, c.UserPrincipalName, u.ID)
}

func withSecondary(proxies []string, addresses ...string) []string {
	for _, a := range addresses {
		known := false
		for _, p := range proxies {
			known = known || strings.ToLower(p) == "smtp:"+strings.ToLower(a)
		}
		if !known {
			proxies = append(proxies, "smtp:"+a)
		}
	}
	return proxies
}
