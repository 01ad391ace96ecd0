package rules

import (
	"fmt"
	"strings"
)

// internalHolder is MT004: the service refuses to invite the address of an internal
// user, unless that user is being converted; and MT016: it refuses the conversion
// (graph-identity §1.5, §1.7).
func internalHolder(f InvitationFacts) []Finding {
	users, known := f.Users.Get()
	found := false
	for _, u := range users {
		named := strings.EqualFold(u.ID, f.InvitedUserID)
		found = found || named
		switch {
		case u.External && named:
			return nil
		case u.External || named && f.convertible(u):
		case named:
			return []Finding{f.notConvertible(u)}
		default:
			return []Finding{finding(InternalHolder,
				fmt.Sprintf("%s is refused: internal user %s (%s) of this tenant holds the address.", f.inviting(), u.UserPrincipalName, u.ID),
				fmt.Sprintf("If it is the intended user, convert it: invited_user_id = %q. Otherwise remove the address from"+
					" the user's mail, other mails and proxy addresses first.", u.ID))}
		}
	}
	if known && f.InvitedUserID != "" && !found {
		return []Finding{f.lacksAddress(fmt.Sprintf("user %s does not have it as mail", f.InvitedUserID), "")}
	}
	return nil
}

// convertible reports whether the service converts the user. It compares mail only,
// and refuses users with an on-premises UPN written by Entra Connect
// (invite-internal-users).
func (f InvitationFacts) convertible(u User) bool {
	return SameAddress(u.Mail, f.Email) && u.OnPremisesUPN == ""
}

func (f InvitationFacts) notConvertible(u User) Finding {
	if SameAddress(u.Mail, f.Email) {
		return finding(NotConvertible,
			fmt.Sprintf("%s is refused: user %s (%s) has the onPremisesUserPrincipalName %s, and the service converts no user with this property.",
				f.inviting(), u.UserPrincipalName, u.ID, u.OnPremisesUPN),
			"Entra Connect writes that property. Take the user out of its scope and delete the synchronized account, or keep the internal user and remove this resource.")
	}
	mailbox := ""
	if u.MailEnabled() {
		mailbox = " The user has proxy addresses: where they are those of a mailbox, mail cannot be changed to an external address, and the user cannot be converted."
	}
	return f.lacksAddress(fmt.Sprintf("user %s (%s) has another address as mail", u.UserPrincipalName, u.ID), mailbox)
}

func (f InvitationFacts) lacksAddress(why, mailbox string) Finding {
	return finding(NotConvertible,
		fmt.Sprintf("%s converts no user: a user can be converted only if its mail is the invited address, and %s.", f.inviting(), why),
		fmt.Sprintf("Set the mail of user %s to %s first, or correct invited_user_id.%s", f.InvitedUserID, f.Email, mailbox))
}

// externalExists is MT005. The service would return the existing user, and the
// response does not differ from that for a new user (graph-identity §1.2).
func externalExists(f InvitationFacts, people []User) Finding {
	var blocks []string
	for _, u := range people {
		blocks = append(blocks, importBlock(f, u))
	}
	which := "Import the user, with the resource's own address in place of NAME"
	if len(people) > 1 {
		which = "Import the intended user, with the resource's own address in place of NAME"
	}
	return finding(ExternalExists,
		fmt.Sprintf("%s would create no user: the tenant already has %s with this address.", f.inviting(), describe(people)),
		fmt.Sprintf("%s:\n\n%s\n\nOr set on_existing = \"adopt\".", which, strings.Join(blocks, "\n\n")))
}

// deletedExists is MT006. The behavior of the service is not documented: it either
// refuses, or creates a second user, after which the first can no longer be
// restored (graph-identity §2.6).
func deletedExists(f InvitationFacts) []Finding {
	deleted, _ := f.Deleted.Get()
	if len(deleted) == 0 || f.OnSoftDeleted == OnSoftDeletedIgnore || f.InvitedUserID != "" {
		return nil
	}
	var purge []string
	for _, u := range deleted {
		purge = append(purge, "DELETE /directory/deletedItems/"+u.ID)
	}
	ways := "Set on_soft_deleted = \"restore\" to restore the user with its memberships, or \"ignore\""
	if len(external(deleted)) == 0 {
		ways = "The deleted user is internal and would be restored as an internal user. Set on_soft_deleted = \"ignore\""
	}
	remedy := ways + " to invite a new user, after which the deleted one can no longer be restored. Or delete it permanently: " +
		strings.Join(purge, ", ") + "."
	return []Finding{finding(DeletedExists,
		fmt.Sprintf("%s would create a second user or fail: the tenant has %s with this address among its deleted users.",
			f.inviting(), describe(deleted)),
		remedy)}
}

// describe lists users by name, id and state.
func describe(users []User) string {
	var each []string
	for _, u := range users {
		kind := "internal"
		if u.External {
			kind = "external"
		}
		state := ""
		if u.State != "" {
			state = ", " + u.State
		}
		if u.Blocked {
			state += ", blocked"
		}
		each = append(each, fmt.Sprintf("%s user %s (%s, %s%s)", kind, u.UserPrincipalName, u.ID, u.UserType, state))
	}
	return strings.Join(each, " and ")
}
