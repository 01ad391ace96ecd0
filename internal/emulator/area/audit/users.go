package audit

import (
	"fmt"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

const userCategory = "UserManagement"

var userWatches = []kernel.Watch{kernel.Recording(directory.Users, userChanged)}

// userChanged records the steps of an invitation in their observed order: the user,
// the invitation, the sponsors, and after the redemption the changed user and the
// redemption (graph-identity §11).
func userChanged(d *kernel.Directory, deed kernel.Deed, before, next *directory.User, at kernel.Moment) {
	switch deed {
	case kernel.Created:
		addUser(d, at, "Add user", kindAdd, next, attributes(directory.Users.Class, nil, next))
		if next.CreationType == directory.CreationInvitation {
			invited(d, at, "Invite external user", next)
		}
		sponsored(d, at, next, nil, next.Sponsors)
		if next.ExternalUserState == directory.StateAccepted {
			redeemed(d, at, next)
		}
	case kernel.Deleted:
		addUser(d, at, "Delete user", kindDelete, before, nil)
	case kernel.Restored:
		addUser(d, at, "Restore user", kindUpdate, next, nil)
	case kernel.Purged:
		addUser(d, at, "Hard Delete user", kindDelete, before, nil)
	default:
		userUpdated(d, at, before, next)
	}
}

func userUpdated(d *kernel.Directory, at kernel.Moment, before, next *directory.User) {
	if before.AccountEnabled != next.AccountEnabled {
		activity := "Enable account"
		if !next.AccountEnabled {
			activity = "Disable account"
		}
		addUser(d, at, activity, kindUpdate, next, []modified{{"AccountEnabled", listed(before.AccountEnabled), listed(next.AccountEnabled)}})
	}
	if from, until := before.SessionsValidFrom(), next.SessionsValidFrom(); !from.Equal(until) {
		addUser(d, at, "Update StsRefreshTokenValidFrom Timestamp", kindUpdate, next,
			[]modified{{"StsRefreshTokensValidFrom", listed(schema.Instant(from)), listed(schema.Instant(until))}})
	}
	if changed := attributes(directory.Users.Class, before, next); changed != nil {
		addUser(d, at, "Update user", kindUpdate, next, changed)
	}
	if before.Manager != next.Manager {
		addUser(d, at, "Set user manager", kindAssign, next, []modified{{"Manager", quotedText(before.Manager), quotedText(next.Manager)}})
	}
	sponsored(d, at, next, before.Sponsors, next.Sponsors)
	reinvited(d, at, before, next)
}

// reinvited records what the invitation service has done with an existing user.
func reinvited(d *kernel.Directory, at kernel.Moment, before, next *directory.User) {
	pending, accepted := directory.StatePending, directory.StateAccepted
	ticket := next.Account().Ticket != "" && before.Account().Ticket != next.Account().Ticket
	switch {
	case ticket && (before.CreationType != directory.CreationInvitation || next.Account().Converting):
		invited(d, at, "Invite internal user to B2B collaboration", next)
	case ticket && before.ExternalUserState == accepted && next.ExternalUserState == pending:
		invited(d, at, "Invite external user with reset invitation status", next)
	case ticket:
		invited(d, at, "Invite external user", next)
	}
	if before.ExternalUserState != accepted && next.ExternalUserState == accepted {
		redeemed(d, at, next)
	}
}

func invited(d *kernel.Directory, at kernel.Moment, activity string, u *directory.User) {
	add(d, at, Record{
		Activity: activity, Category: userCategory, Service: invitedUsers, Kind: kindAdd,
		Targets: []target{userTarget(u, nil)}, Details: []detail{{"invitedUserEmailAddress", u.Mail}},
	})
}

// redeemed records a redemption, which the invited user initiates.
func redeemed(d *kernel.Directory, at kernel.Moment, u *directory.User) {
	service := invitedUsers
	if at.Settings.RedemptionIsLoggedByB2BAuth {
		service = "B2B Auth"
	}
	t := userTarget(u, nil)
	t.Name = fmt.Sprintf("UPN: %s, Email: %s, InvitationId: unknown, Source: unknown", u.UserPrincipalName, u.Mail)
	add(d, at, Record{
		Activity: "Redeem external user invite", Category: userCategory, Service: service, Kind: kindUpdate,
		By: initiator{UserID: u.ID, UPN: u.Mail}, Targets: []target{t},
	})
}

// sponsored records new and former sponsors. The name of the activity for a removed
// sponsor is assumed (graph-identity §11).
func sponsored(d *kernel.Directory, at kernel.Moment, u *directory.User, before, next []string) {
	for _, id := range difference(next, before) {
		linked(d, at, "Add user sponsor", kindAssign, userCategory, userTarget(u, []modified{{Name: "User.Sponsors", New: quoted(id)}}), id)
	}
	for _, id := range difference(before, next) {
		linked(d, at, "Remove user sponsor", kindUnassign, userCategory, userTarget(u, []modified{{Name: "User.Sponsors", Old: quoted(id)}}), id)
	}
}

func addUser(d *kernel.Directory, at kernel.Moment, activity, kind string, u *directory.User, changed []modified) {
	add(d, at, Record{
		Activity: activity, Category: userCategory, Service: coreDirectory, Kind: kind, Targets: []target{userTarget(u, changed)},
	})
}

func userTarget(u *directory.User, changed []modified) target {
	return target{ID: u.ID, Name: u.DisplayName, Type: typeUser, UPN: u.UserPrincipalName, Modified: changed}
}

func quotedText(text string) string {
	if text == "" {
		return ""
	}
	return quoted(text)
}
