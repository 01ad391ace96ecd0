package invitation

import (
	"slices"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// Invitation is the request to invite an external user (graph-identity §1.1).
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

// The outcomes of an invitation in the emulator.
const (
	InvitationPending   = directory.StatePending
	InvitationCompleted = "Completed"
)

// Invite creates, finds, resets or converts the user of an invitation. The checks
// are in the order of graph-identity §1.5.
func Invite(w *kernel.World, tenantID string, i Invitation, by kernel.Actor) (Invited, error) {
	var outcome Invited
	err := w.Write(tenantID, func(d *kernel.Directory, at kernel.Moment) error {
		u, err := admit(d, i, by, at)
		if err != nil {
			return err
		}
		existing := directory.Users.Truth(d, u.ID) != nil
		outcome = ticket(d, u, i, at)
		mailed(d, i, u.ID, existing, by, at)
		return nil
	})
	return outcome, err
}

func admit(d *kernel.Directory, i Invitation, by kernel.Actor, at kernel.Moment) (*directory.User, error) {
	if err := acceptsInvitations(d, by, at); err != nil {
		return nil, err
	}
	if !invitable(at.Settings, i.EmailAddress) {
		return nil, errInvalidAddress()
	}
	if d.Verified(kernel.DomainOf(i.EmailAddress)) {
		return nil, errVerifiedDomain()
	}
	sponsors, err := sponsorsOf(d, i, at)
	if err != nil {
		return nil, err
	}
	existing, err := target(d, i, by, at)
	if err != nil {
		return nil, err
	}
	home := d.OwnerOf(i.EmailAddress)
	if existing == nil && at.Settings.HomeProxyAddressesCount {
		existing = sameAtHome(d, home, i.EmailAddress)
	}
	if !Lists(d).permits(kernel.DomainOf(i.EmailAddress)) {
		return nil, errBlockedDomain(kernel.DomainOf(i.EmailAddress), at.Settings.BlockedDomainIsForbidden)
	}
	_, who := crosstenant.Account(home, i.EmailAddress)
	if !crosstenant.Admits(d, home, who) {
		return nil, errCrossTenant()
	}
	switch {
	case existing == nil:
		return newExternalUser(d, i, sponsors, at)
	case i.ResetRedemption:
		return reset(existing, at), nil
	case !existing.External():
		return converted(existing, at), nil
	default:
		return reinvited(d, existing, i.EmailAddress), nil
	}
}

// acceptsInvitations checks allowInvitesFrom: "none" blocks all applications,
// "adminsAndGuestInviters" those without User.Invite.All (graph-identity §1.4, §17
// no. 1). For signed-in users their role or type decides.
func acceptsInvitations(d *kernel.Directory, by kernel.Actor, at kernel.Moment) error {
	policy := Authorization.Truth(d)
	if at.Settings.InvitePolicyLags {
		policy = Authorization.As(d, inGate, at)
	}
	from, _ := (*policy)["allowInvitesFrom"].(string)
	open := from != InvitesFromInviters || by.Has(directory.Invite)
	if by.UserID != "" {
		open = invites(d, by, from)
	}
	if !open || from == InvitesFromNobody {
		return errInvitationsOff()
	}
	return nil
}

func sponsorsOf(d *kernel.Directory, i Invitation, at kernel.Moment) ([]string, error) {
	var sponsors []string
	for _, id := range i.Sponsors {
		sponsor, err := directory.Users.Target(d, "sponsors", id, at)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(sponsors, sponsor) {
			sponsors = append(sponsors, sponsor)
		}
	}
	return sponsors, nil
}

// target is the existing user of an invitation, nil if a new one is created.
func target(d *kernel.Directory, i Invitation, by kernel.Actor, at kernel.Moment) (*directory.User, error) {
	if i.UserID != "" {
		named, err := directory.Users.ForChange(d, i.UserID, at)
		if err != nil {
			return nil, err
		}
		if i.ResetRedemption {
			if err := crosstenant.MayReset(d, named.Account().HomeTenantID, at); err != nil {
				return nil, err
			}
			return named, resettable(d, known(d, named, at), i.EmailAddress, by)
		}
		if !named.External() && named.OnPremisesUserPrincipalName == "" && strings.EqualFold(named.Mail, i.EmailAddress) {
			if !strings.EqualFold(known(d, named, at).Mail, i.EmailAddress) {
				return nil, errEmailMismatch()
			}
			return named, nil
		}
		// Without a match the id in the body has no effect (graph-identity §1.7).
		if !named.External() {
			return nil, errAlreadyExists(named)
		}
	}
	existing := directory.Holder(d, i.EmailAddress, func(*directory.User) bool { return true })
	if existing != nil && !existing.External() {
		return nil, errAlreadyExists(existing)
	}
	return existing, nil
}

// known is a user as known to the invitation service, which has no addresses of a
// user that has not been replicated to it.
func known(d *kernel.Directory, u *directory.User, at kernel.Moment) *directory.User {
	if !at.Settings.InvitationReadsLate {
		return u
	}
	if late := directory.Users.As(d, u.ID, inInvitations, at); late != nil {
		return late
	}
	return &directory.User{ID: u.ID}
}

// resettable checks a reset of redemption. An application without a user cannot
// reset a user with a directory role (graph-identity §1.3, §1.7).
func resettable(d *kernel.Directory, u *directory.User, address string, by kernel.Actor) error {
	protected := directory.HoldsRole(d, u.ID) && (by.UserID == "" || !directory.ManagesAdministrators(by))
	if protected || !by.Has("User.ReadWrite.All", "Directory.ReadWrite.All") {
		return refusal.Denied()
	}
	others := slices.ContainsFunc(u.OtherMails, func(m string) bool { return strings.EqualFold(m, address) })
	if !others && !strings.EqualFold(u.Mail, address) {
		return errEmailMismatch()
	}
	return nil
}

// reset requires the user to redeem again; id, UPN and memberships stay.
func reset(u *directory.User, at kernel.Moment) *directory.User {
	next := directory.Users.Clone(u)
	next.Identities = slices.DeleteFunc(next.Identities, func(i directory.Identity) bool { return i.SignInType == directory.SignInFederated })
	pend(next, at.Now)
	account := next.ChangeAccount()
	account.HomeTenantID, account.HomeUPN = "", ""
	return next
}

// converted makes an internal user external, immediately or at redemption; the user
// type is unchanged (graph-identity §1.7).
func converted(u *directory.User, at kernel.Moment) *directory.User {
	next := directory.Users.Clone(u)
	if at.Settings.ConvertedStaysInternalUntilRedeemed {
		next.ChangeAccount().Converting = true
		return next
	}
	next.CreationType = directory.CreationInvitation
	pend(next, at.Now)
	return next
}

func pend(u *directory.User, now time.Time) {
	u.ExternalUserState = directory.StatePending
	u.ExternalUserStateChanged = now
}

// The views of the invitation service, which has its own replicas.
const (
	// inInvitations is its view of users (graph-identity §1.7).
	inInvitations kernel.View = 2
	// inGate is its view of the right to invite (graph-identity §1.4).
	inGate kernel.View = 4
)

// invites reports whether a user may invite under a value of allowInvitesFrom
// (graph-identity §1.4).
func invites(d *kernel.Directory, by kernel.Actor, from string) bool {
	if directory.InvitesByRole(by) || from == InvitesFromEveryone {
		return true
	}
	user := directory.Users.Truth(d, by.UserID)
	return from == InvitesFromMembers && user != nil && user.UserType == directory.TypeMember
}
