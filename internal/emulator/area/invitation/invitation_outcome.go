package invitation

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// newExternalUser creates the user of a first invitation (graph-identity §1.6).
//
// Whether it is mail-enabled, that is, has a proxy address, follows the table of
// common-considerations: a Guest is, unless a contact owns the address; a Member
// is not, and conflicts with the contact.
func newExternalUser(d *kernel.Directory, i Invitation, sponsors []string, at kernel.Moment) (*directory.User, error) {
	if at.Settings.RefuseReinviteOfDeleted {
		if gone := directory.DeletedHolder(d, i.EmailAddress); gone != nil {
			return nil, errAlreadyExists(gone)
		}
	}
	holder, taken := d.ProxyHolder("smtp:"+i.EmailAddress, "")
	guest := i.UserType != directory.TypeMember
	if taken && (!guest || holder.Kind != "Contact") {
		conflict := refusal.Taken("proxyAddresses", holder.String())
		conflict.Code = refusal.CodeInvitation
		return nil, conflict
	}
	u := externalUser(d, i.EmailAddress, at)
	u.Sponsors = sponsors
	if i.DisplayName != "" {
		u.DisplayName = i.DisplayName
	}
	switch {
	case !guest:
		u.UserType = directory.TypeMember
	case !taken:
		u.ProxyAddresses = []string{"SMTP:" + i.EmailAddress}
	case at.Settings.ContactClearsMail:
		u.Mail = ""
	}
	return u, nil
}

// externalUser is a pending Guest without proxy addresses.
func externalUser(d *kernel.Directory, address string, at kernel.Moment) *directory.User {
	u := &directory.User{
		ID:                at.NewID(),
		UserPrincipalName: directory.ExternalUPN(d, address),
		UserType:          directory.TypeGuest,
		Mail:              address,
		OtherMails:        []string{address},
		AccountEnabled:    true,
		CreationType:      directory.CreationInvitation,
		Created:           at.Now,
	}
	// Exchange Online hides guests by default. The value in Graph is not
	// documented; it is often null (graph-identity §1.6, §2.5).
	if at.Settings.NewGuestsAreHidden {
		shown := false
		u.ShowInAddressList = &shown
	}
	u.DisplayName = derived(at.Settings.DerivedDisplayName, address)
	u.MailNickname, _, _ = strings.Cut(u.UserPrincipalName, "@")
	u.Identities = []directory.Identity{{SignInType: directory.SignInUPN, Issuer: d.InitialDomain, IssuerAssignedID: u.UserPrincipalName}}
	pend(u, at.Now)
	return u
}

// derived derives a name from an invited address.
func derived(n settings.DerivedName, address string) string {
	switch n {
	case settings.NameFromAddress:
		return address
	case settings.NoName:
		return ""
	default:
		local, _, _ := strings.Cut(address, "@")
		return local
	}
}

// ticket completes an invitation: with a new redeem ticket, which invalidates the
// previous one, or with immediate redemption if both tenants consent.
func ticket(d *kernel.Directory, u *directory.User, i Invitation, at kernel.Moment) Invited {
	id := at.NewID()
	u.ChangeAccount().Ticket = newTicket(id, at.NewID())
	outcome := Invited{ID: id, UserID: u.ID, UserType: i.UserType, Status: InvitationPending, RedeemURL: redeemURL(d, id, u.Account().Ticket)}
	if outcome.UserType == "" {
		outcome.UserType = directory.TypeGuest
	}
	home := d.OwnerOf(i.EmailAddress)
	if pends(u) && home != nil && crosstenant.AutoRedeems(d, home) {
		if person, _ := crosstenant.Account(home, i.EmailAddress); person != nil {
			outcome.Status = InvitationCompleted
			if !at.Settings.KeepAutoRedeemedPending {
				accept(u, directory.IssuerEntra, home.ID, person.UserPrincipalName, at.Now)
			}
		}
	}
	directory.Users.Put(d, u, at)
	return outcome
}

func newTicket(seed ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(seed, "|")))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// redeemURL nests the ticket like the service does; `user` is the invitation's id
// (graph-identity §1.2).
func redeemURL(d *kernel.Directory, invitationID, ticket string) string {
	inner := fmt.Sprintf("https://%s/redeem/?tenant=%s&user=%s&ticket=%s&ver=2.0",
		d.Facts().Invitations, d.ID, invitationID, url.QueryEscape(ticket))
	return fmt.Sprintf("https://%s/redeem?rd=%s", d.Facts().Login, url.QueryEscape(inner))
}
