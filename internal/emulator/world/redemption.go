package world

import (
	"slices"
	"strings"
	"time"
)

// The issuers of external identities that the emulator hands out
// (graph-identity §1.6).
const (
	issuerEntra   = "ExternalAzureAD"
	issuerOneTime = "mail"
)

// Redeem accepts an invitation as the invited person does in a browser; Graph
// has no call for it. The person comes from a tenant of the world, named by key
// or id, under the name homeUPN; without a home tenant the person proves the
// address by a one-time passcode.
func (w *World) Redeem(tenant, userID, homeTenant, homeUPN string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	d, ok := w.named(tenant)
	if !ok {
		return errNoTenant(tenant)
	}
	at := w.moment()
	u := d.users.truth(strings.ToLower(userID))
	if u == nil || u.IsDeleted() {
		return errNotFound(userID)
	}
	if !u.External() && !u.Converting {
		return badRequest("User '%s' is internal; there is no invitation to redeem.", userID)
	}
	issuer, homeID := issuerOneTime, ""
	var who person
	var home *directory
	if homeTenant != "" {
		if home, ok = w.named(homeTenant); !ok {
			return errNoTenant(homeTenant)
		}
		found, p := home.person(homeUPN)
		if found == nil {
			return errNotFound(homeUPN)
		}
		issuer, homeID, homeUPN, who = issuerEntra, home.ID, found.UserPrincipalName, p
	}
	// A domain or a tenant that was blocked after the invitation makes the
	// redemption fail (graph-identity §1.5).
	if !d.admits(home, who) {
		return errCrossTenant()
	}
	if domain := domainOf(u.Mail); !d.b2bManagement.permits(domain) {
		return errBlockedDomain(domain, w.settings.BlockedDomainIsForbidden)
	}
	next := u.clone()
	accept(next, issuer, homeID, homeUPN, at.now)
	d.commit(next, at)
	return nil
}

// pends reports whether the user has an invitation to accept.
func (u *User) pends() bool { return u.ExternalUserState == statePending || u.Converting }

// accept puts the external identity first (graph-identity §1.6).
func accept(u *User, issuer, homeTenantID, homeUPN string, now time.Time) {
	rest := slices.DeleteFunc(u.Identities, func(i Identity) bool { return i.SignInType == signInFederated })
	u.Identities = append([]Identity{{SignInType: signInFederated, Issuer: issuer}}, rest...)
	if u.Converting {
		u.CreationType, u.Converting = creationInvitation, false
	}
	u.ExternalUserState = stateAccepted
	u.ExternalUserStateChanged = now
	u.HomeTenantID, u.HomeUPN = homeTenantID, homeUPN
	u.Ticket = ""
}
