package world

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"
)

// newExternalUser creates the user of a first invitation (graph-identity §1.6).
//
// Whether it is mail-enabled, that is, has a proxy address, follows the table of
// common-considerations: a Guest is, unless a contact owns the address; a Member
// is not, and conflicts with the contact.
func (w *World) newExternalUser(d *directory, i Invitation, sponsors []string, at moment) (*User, error) {
	if w.settings.RefuseReinviteOfDeleted {
		if gone := d.deletedHolder(i.EmailAddress); gone != nil {
			return nil, errAlreadyExists(gone)
		}
	}
	holder, taken := d.proxyHolder("smtp:"+i.EmailAddress, "")
	guest := i.UserType != typeMember
	if taken && (!guest || holder.kind != "Contact") {
		conflict := errConflict("proxyAddresses", holder)
		conflict.Code = CodeInvitation
		return nil, conflict
	}
	u := w.externalUser(d, i.EmailAddress, at)
	u.Sponsors = sponsors
	if i.DisplayName != "" {
		u.DisplayName = i.DisplayName
	}
	switch {
	case !guest:
		u.UserType = typeMember
	case !taken:
		u.ProxyAddresses = []string{"SMTP:" + i.EmailAddress}
	case w.settings.ContactClearsMail:
		u.Mail = ""
	}
	return u, nil
}

// externalUser is a pending Guest without proxy addresses.
func (w *World) externalUser(d *directory, address string, at moment) *User {
	u := &User{
		ID:                w.options.NewID(),
		UserPrincipalName: d.externalUPN(address),
		UserType:          typeGuest,
		Mail:              address,
		OtherMails:        []string{address},
		AccountEnabled:    true,
		CreationType:      creationInvitation,
		Created:           at.now,
	}
	// Exchange Online hides guests by default. What Graph shows of that is not
	// documented; it often has no value (graph-identity §1.6, §2.5).
	if w.settings.NewGuestsAreHidden {
		shown := false
		u.ShowInAddressList = &shown
	}
	u.DisplayName = w.settings.DerivedDisplayName.of(address)
	u.MailNickname, _, _ = strings.Cut(u.UserPrincipalName, "@")
	u.Identities = []Identity{{SignInType: signInUPN, Issuer: d.InitialDomain, IssuerAssignedID: u.UserPrincipalName}}
	pend(u, at.now)
	return u
}

// of derives a name from an invited address.
func (n DerivedName) of(address string) string {
	switch n {
	case NameFromAddress:
		return address
	case NoName:
		return ""
	default:
		local, _, _ := strings.Cut(address, "@")
		return local
	}
}

// externalUPN is the name of an external user. What the directory appends when
// the name is taken is not documented; here it is a number.
func (d *directory) externalUPN(address string) string {
	base := strings.ReplaceAll(address, "@", "_")
	upn := base + upnMarker + "@" + d.InitialDomain
	for n := 1; ; n++ {
		if _, taken := d.upnHolder(upn, ""); !taken {
			return upn
		}
		upn = fmt.Sprintf("%s%d%s@%s", base, n, upnMarker, d.InitialDomain)
	}
}

func (d *directory) deletedHolder(address string) *User {
	for _, r := range d.users.candidates([]string{MailKey(address), OtherMailKey(address)}) {
		if u := r.truth(); u != nil && u.IsDeleted() && u.holds(address) {
			return u
		}
	}
	return nil
}

// ticket completes an invitation: a new redeem ticket, which kills the one
// before, or redemption on the spot where both tenants consent to it.
func (w *World) ticket(d *directory, u *User, i Invitation, at moment) Invited {
	id := w.options.NewID()
	u.Ticket = newTicket(id, w.options.NewID())
	outcome := Invited{ID: id, UserID: u.ID, UserType: i.UserType, Status: InvitationPending, RedeemURL: d.redeemURL(id, u.Ticket)}
	if outcome.UserType == "" {
		outcome.UserType = typeGuest
	}
	home := w.homeOf(i.EmailAddress, d.Cloud)
	if u.pends() && home != nil && d.autoRedeems(home) {
		if person, _ := home.person(i.EmailAddress); person != nil {
			outcome.Status = InvitationCompleted
			if !w.settings.KeepAutoRedeemedPending {
				accept(u, issuerEntra, home.ID, person.UserPrincipalName, at.now)
			}
		}
	}
	d.commit(u, at)
	return outcome
}

func newTicket(seed ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(seed, "|")))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// redeemURL nests the ticket as the service does; `user` is the invitation's id
// (graph-identity §1.2).
func (d *directory) redeemURL(invitationID, ticket string) string {
	inner := fmt.Sprintf("https://%s/redeem/?tenant=%s&user=%s&ticket=%s&ver=2.0",
		d.facts().invitations, d.ID, invitationID, url.QueryEscape(ticket))
	return fmt.Sprintf("https://%s/redeem?rd=%s", d.facts().login, url.QueryEscape(inner))
}
