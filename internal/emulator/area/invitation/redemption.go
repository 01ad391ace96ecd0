package invitation

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// The issuers of users without an account of Entra ID, who authenticate by a one-time
// passcode, or with a personal account (graph-identity §1.6).
const (
	issuerOneTime  = "mail"
	issuerPersonal = "MicrosoftAccount"
)

// RedeemLink is Redeem by the link of an invitation, as the user follows it: the link of
// a later invitation replaces it, and it works once (graph-identity §1.5).
func RedeemLink(w *kernel.World, link, homeTenant, homeUPN string) error {
	tenantID, ticket := linkTarget(link)
	return redeem(w, tenantID, homeTenant, homeUPN, func(d *kernel.Directory) (*directory.User, error) {
		for _, u := range directory.Users.All(d) {
			if ticket != "" && u.Account().Ticket == ticket {
				return u, nil
			}
		}
		return nil, refusal.BadRequest("The link is not valid, or not any more.")
	})
}

// linkTarget returns the tenant and the ticket of a redeem link, empty if it is none.
func linkTarget(link string) (tenantID, ticket string) {
	outer, err := url.Parse(link)
	if err != nil {
		return "", ""
	}
	inner, err := url.Parse(outer.Query().Get("rd"))
	if err != nil {
		return "", ""
	}
	return inner.Query().Get("tenant"), inner.Query().Get("ticket")
}

// Redeem accepts an invitation as the invited user does in a browser; Graph has no
// call for it. The user belongs to a tenant of the world, given by key or id, and
// has the UPN homeUPN there; without a home tenant the user authenticates by a
// one-time passcode, or creates a personal account if passcodes are off (graph-identity §9.2).
func Redeem(w *kernel.World, tenant, userID, homeTenant, homeUPN string) error {
	return redeem(w, tenant, homeTenant, homeUPN, func(d *kernel.Directory) (*directory.User, error) {
		u := directory.Users.Truth(d, strings.ToLower(userID))
		if u == nil {
			return nil, refusal.NotFound(userID)
		}
		return u, nil
	})
}

// redeem accepts the invitation of a user of a tenant.
func redeem(
	w *kernel.World, tenant, homeTenant, homeUPN string, find func(*kernel.Directory) (*directory.User, error),
) error {
	t, ok := w.TenantByKey(tenant)
	if !ok {
		return refusal.NoTenant(tenant)
	}
	return w.Write(t.ID, func(d *kernel.Directory, at kernel.Moment) error {
		u, err := find(d)
		if err != nil {
			return err
		}
		if !u.External() && !u.Account().Converting {
			return refusal.BadRequest("User '%s' is internal; there is no invitation to redeem.", u.ID)
		}
		r, err := redeemer(d, homeTenant, homeUPN)
		if err != nil {
			return err
		}
		// A domain or a tenant blocked after the invitation makes the redemption fail
		// (graph-identity §1.5).
		if !crosstenant.Admits(d, r.home, r.person) {
			return errCrossTenant()
		}
		if domain := kernel.DomainOf(u.Mail); !Lists(d).permits(domain) {
			return errBlockedDomain(domain, at.Settings.BlockedDomainIsForbidden)
		}
		next := directory.Users.Clone(u)
		accept(next, r.issuer, r.tenantID(), r.upn, at.Now)
		directory.Users.Put(d, next, at)
		return nil
	})
}

// redemption is the account that accepts an invitation, and its home tenant.
type redemption struct {
	issuer, upn string
	home        *kernel.Directory // nil for a one-time passcode
	person      crosstenant.Person
}

func (r redemption) tenantID() string {
	if r.home == nil {
		return ""
	}
	return r.home.ID
}

func redeemer(d *kernel.Directory, homeTenant, homeUPN string) (redemption, error) {
	if homeTenant == "" && sendsPasscodes(d) {
		return redemption{issuer: issuerOneTime, upn: homeUPN}, nil
	}
	if homeTenant == "" {
		return redemption{issuer: issuerPersonal, upn: homeUPN}, nil
	}
	home, ok := d.Named(homeTenant)
	if !ok {
		return redemption{}, refusal.NoTenant(homeTenant)
	}
	account, person := crosstenant.Account(home, homeUPN)
	if account == nil {
		return redemption{}, refusal.NotFound(homeUPN)
	}
	return redemption{directory.IssuerEntra, account.UserPrincipalName, home, person}, nil
}

// pends reports whether the user has a pending invitation.
func pends(u *directory.User) bool {
	return u.ExternalUserState == directory.StatePending || u.Account().Converting
}

// accept inserts the external identity first (graph-identity §1.6).
func accept(u *directory.User, issuer, homeTenantID, homeUPN string, now time.Time) {
	rest := slices.DeleteFunc(u.Identities, func(i directory.Identity) bool { return i.SignInType == directory.SignInFederated })
	u.Identities = append([]directory.Identity{{SignInType: directory.SignInFederated, Issuer: issuer}}, rest...)
	account := u.ChangeAccount()
	if account.Converting {
		u.CreationType, account.Converting = directory.CreationInvitation, false
	}
	u.ExternalUserState = directory.StateAccepted
	u.ExternalUserStateChanged = now
	account.HomeTenantID, account.HomeUPN, account.Ticket = homeTenantID, homeUPN, ""
}
