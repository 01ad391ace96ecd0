package world

import (
	"slices"
	"strings"
	"time"
)

// Invitation is the request to let an external person in (graph-identity §1.1).
type Invitation struct {
	EmailAddress    string
	RedirectURL     string
	DisplayName     string
	UserType        string // "Guest" when empty
	SendMessage     bool
	ResetRedemption bool
	Message         Message
	// UserID is the target of a reset or of a conversion of an internal user.
	UserID   string
	Sponsors []string
}

// Invited is the outcome of an invitation.
type Invited struct {
	ID        string
	UserID    string
	UserType  string
	Status    string
	RedeemURL string
}

// The outcomes of an invitation that the emulator knows.
const (
	InvitationPending   = statePending
	InvitationCompleted = "Completed"
)

// Invite creates, finds, resets or converts the user that an invitation means.
// The checks come in the order of graph-identity §1.5.
func (w *World) Invite(tenantID string, i Invitation, by Actor) (Invited, error) {
	var outcome Invited
	err := w.write(tenantID, func(d *directory, at moment) error {
		u, err := w.invite(d, i, by, at)
		if err != nil {
			return err
		}
		existing := d.users.truth(u.ID) != nil
		outcome = w.ticket(d, u, i, at)
		w.mailed(d, i, u.ID, existing, by, at)
		return nil
	})
	return outcome, err
}

func (w *World) invite(d *directory, i Invitation, by Actor, at moment) (*User, error) {
	if err := d.acceptsInvitations(by, at); err != nil {
		return nil, err
	}
	if !w.settings.invitable(i.EmailAddress) {
		return nil, errInvalidAddress()
	}
	if d.verified(domainOf(i.EmailAddress)) {
		return nil, errVerifiedDomain()
	}
	sponsors, err := d.sponsorsOf(i, at)
	if err != nil {
		return nil, err
	}
	target, err := d.target(i, by, at)
	if err != nil {
		return nil, err
	}
	home := w.homeOf(i.EmailAddress, d.Cloud)
	if target == nil && w.settings.HomeProxyAddressesCount {
		target = d.sameAtHome(home, i.EmailAddress)
	}
	if !d.b2bManagement.permits(domainOf(i.EmailAddress)) {
		return nil, errBlockedDomain(domainOf(i.EmailAddress), w.settings.BlockedDomainIsForbidden)
	}
	_, who := home.person(i.EmailAddress)
	if !d.admits(home, who) {
		return nil, errCrossTenant()
	}
	switch {
	case target == nil:
		return w.newExternalUser(d, i, sponsors, at)
	case i.ResetRedemption:
		return reset(target, at), nil
	case !target.External():
		return converted(target, at), nil
	default:
		return d.reinvited(target, i.EmailAddress), nil
	}
}

// acceptsInvitations is the tenant's gate: it is shut by "none", and under
// "adminsAndGuestInviters" only User.Invite.All opens it for an application
// (graph-identity §1.4, §17 no. 1). Users pass by their role or kind.
func (d *directory) acceptsInvitations(by Actor, at moment) error {
	policy := d.authorization.truth()
	if at.settings.InvitePolicyLags {
		policy = d.authorization.as(inGate, at)
	}
	from, _ := (*policy)["allowInvitesFrom"].(string)
	open := from != InvitesFromInviters || by.Has(invite)
	if by.UserID != "" {
		open = d.invites(by, from)
	}
	if !open || from == InvitesFromNobody {
		return errInvitationsOff()
	}
	return nil
}

func (d *directory) sponsorsOf(i Invitation, at moment) ([]string, error) {
	var sponsors []string
	for _, id := range i.Sponsors {
		sponsor, err := d.sponsor(id, at)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(sponsors, sponsor) {
			sponsors = append(sponsors, sponsor)
		}
	}
	return sponsors, nil
}

// target is the existing user that an invitation is about, nil when it makes a
// new one.
func (d *directory) target(i Invitation, by Actor, at moment) (*User, error) {
	if i.UserID != "" {
		named, err := d.userForChange(i.UserID, at)
		if err != nil {
			return nil, err
		}
		if i.ResetRedemption {
			return named, d.resettable(d.known(named, at), i.EmailAddress, by)
		}
		if !named.External() && named.OnPremisesUserPrincipalName == "" && strings.EqualFold(named.Mail, i.EmailAddress) {
			if !strings.EqualFold(d.known(named, at).Mail, i.EmailAddress) {
				return nil, errEmailMismatch()
			}
			return named, nil
		}
		// Without a match the body's id counts for nothing (graph-identity §1.7).
		if !named.External() {
			return nil, errAlreadyExists(named)
		}
	}
	existing := d.holder(i.EmailAddress, func(*User) bool { return true })
	if existing != nil && !existing.External() {
		return nil, errAlreadyExists(existing)
	}
	return existing, nil
}

// known is a user as the invitation service knows it; before it has heard of the
// user, it knows no addresses.
func (d *directory) known(u *User, at moment) *User {
	if !at.settings.InvitationReadsLate {
		return u
	}
	if late := d.users.records[u.ID].as(inInvitations, at); late != nil {
		return late
	}
	return &User{ID: u.ID}
}

// resettable checks a reset of redemption. No application resets a user with a
// directory role on its own (graph-identity §1.3, §1.7).
func (d *directory) resettable(u *User, address string, by Actor) error {
	protected := d.holdsRole(u.ID) && (by.UserID == "" || !by.managesAdministrators())
	if protected || !by.Has("User.ReadWrite.All", "Directory.ReadWrite.All") {
		return errDenied()
	}
	others := slices.ContainsFunc(u.OtherMails, func(m string) bool { return strings.EqualFold(m, address) })
	if !others && !strings.EqualFold(u.Mail, address) {
		return errEmailMismatch()
	}
	return nil
}

// reset makes a person redeem anew; id, UPN and memberships stay.
func reset(u *User, at moment) *User {
	next := u.clone()
	next.Identities = slices.DeleteFunc(next.Identities, func(i Identity) bool { return i.SignInType == signInFederated })
	pend(next, at.now)
	next.HomeTenantID, next.HomeUPN = "", ""
	return next
}

// converted makes an internal user an external one, now or with the redemption;
// the type is not changed (graph-identity §1.7, field-audit §3.6).
func converted(u *User, at moment) *User {
	next := u.clone()
	if at.settings.ConvertedStaysInternalUntilRedeemed {
		next.Converting = true
		return next
	}
	next.CreationType = creationInvitation
	pend(next, at.now)
	return next
}

func pend(u *User, now time.Time) {
	u.ExternalUserState = statePending
	u.ExternalUserStateChanged = now
}
