package topology

import (
	"fmt"
	"slices"
	"strings"
)

// internalHolder is MT004: the service refuses to invite an address of an
// internal user, unless it is that user who is converted (graph-identity §1.5,
// §1.7).
func internalHolder(f InvitationFacts) []Finding {
	users, _ := f.Users.Get()
	for _, u := range users {
		if u.External || f.converts(u) {
			continue
		}
		if strings.EqualFold(u.ID, f.InvitedUserID) {
			return []Finding{notConvertible(f, fmt.Sprintf("user %s (%s) has another address as mail", u.UserPrincipalName, u.ID))}
		}
		return []Finding{finding(InternalHolder,
			fmt.Sprintf("%s is refused: internal user %s (%s) of this tenant holds the address.", f.inviting(), u.UserPrincipalName, u.ID),
			fmt.Sprintf("Where that user is the person who is meant, convert them: invited_user_id = %q. Otherwise take the address from"+
				" the user's mail, other mails and proxy addresses first.", u.ID))}
	}
	if _, known := f.Users.Get(); known && f.InvitedUserID != "" && !slices.ContainsFunc(users, f.converts) {
		return []Finding{notConvertible(f, fmt.Sprintf("user %s does not have it as mail", f.InvitedUserID))}
	}
	return nil
}

// converts reports whether a user is the one whom the invitation converts. The
// service goes by mail alone (graph-identity §1.7).
func (f InvitationFacts) converts(u User) bool {
	return strings.EqualFold(u.ID, f.InvitedUserID) && SameAddress(u.Mail, f.Email)
}

func notConvertible(f InvitationFacts, why string) Finding {
	return finding(InternalHolder,
		fmt.Sprintf("%s converts nobody: only a user with this very address as mail can be converted, and %s.", f.inviting(), why),
		fmt.Sprintf("Set the mail of user %s to %s first, or correct invited_user_id.", f.InvitedUserID, f.Email))
}

// externalExists is MT005. The service would answer with the person who is
// there, and nothing would tell that from a new one (graph-identity §1.2).
func externalExists(f InvitationFacts, people []User) Finding {
	var blocks []string
	for _, u := range people {
		blocks = append(blocks, importBlock(f, u))
	}
	which := "Import the person, with the resource's own address in place of NAME"
	if len(people) > 1 {
		which = "Import the one who is meant, with the resource's own address in place of NAME"
	}
	return finding(ExternalExists,
		fmt.Sprintf("%s would create nobody: the tenant has %s with this address already.", f.inviting(), describe(people)),
		fmt.Sprintf("%s:\n\n%s\n\nOr set on_existing = \"adopt\".", which, strings.Join(blocks, "\n\n")))
}

// deletedExists is MT006. What the service does then is not documented: either
// it refuses, or it makes a second person beside whom the first cannot be
// restored any more (graph-identity §2.6).
func deletedExists(f InvitationFacts) []Finding {
	deleted, _ := f.Deleted.Get()
	if len(deleted) == 0 || f.OnSoftDeleted == OnSoftDeletedIgnore || f.InvitedUserID != "" {
		return nil
	}
	var purge []string
	for _, u := range deleted {
		purge = append(purge, "DELETE /directory/deletedItems/"+u.ID)
	}
	ways := "Set on_soft_deleted = \"restore\" to bring the person back with their memberships, or \"ignore\""
	if len(external(deleted)) == 0 {
		ways = "Restoring would bring back an internal user. Set on_soft_deleted = \"ignore\""
	}
	remedy := ways + " to invite a new user, after which the old one cannot be restored any more. Or delete the old one for good: " +
		strings.Join(purge, ", ") + "."
	return []Finding{finding(DeletedExists,
		fmt.Sprintf("%s would make a second person or fail: the tenant has %s with this address among its deleted users.",
			f.inviting(), describe(deleted)),
		remedy)}
}

// describe lists users as a reader can find them.
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
