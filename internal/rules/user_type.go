package rules

import (
	"fmt"
	"strings"
)

// UserTypeFacts are the facts about a planned user type.
type UserTypeFacts struct {
	Tenant Tenant
	// UserID and UserPrincipalName identify the user.
	UserID, UserPrincipalName string
	// External reports that the account belongs to another organization.
	External Fact[bool]
	From     Fact[UserType]
	To       UserType
	// MailEnabled reports that the user has a proxy address.
	MailEnabled Fact[bool]
	// ShowInAddressList is Graph's property; null is unknown, because Graph often
	// has no value where Exchange Online has one (graph-identity §2.5).
	ShowInAddressList Fact[bool]
	// MailUser reports that Exchange Online has a mail user for the user, and
	// VisibleInExchange whether the address book shows it. Where Exchange Online was
	// asked they count above the values of Graph; otherwise they are unknown. While
	// planning, VisibleInExchange is the planned visibility, if there is one.
	MailUser, VisibleInExchange Fact[bool]
	// SyncJobs are the names of the synchronization configurations of the home tenant
	// that keep writing another type to this user.
	SyncJobs Fact[[]string]
	// Home is the key of the home tenant, empty while it is not known.
	Home string
}

// CheckUserType finds the effects of a premature change of the user type (MT030),
// and other writers of the user type (MT031).
func CheckUserType(f UserTypeFacts) []Finding {
	return append(memberTooEarly(f), syncedUserType(f)...)
}

// memberTooEarly is MT030: Exchange Online does not mail-enable external members,
// so the user has to be a mail user and visible in the address book before the
// change (common-considerations, converting an external user's user type).
func memberTooEarly(f UserTypeFacts) []Finding {
	external, known := f.External.Get()
	from, fromKnown := f.From.Get()
	if f.To != Member || !known || !external || fromKnown && from == Member {
		return nil
	}
	var missing, steps []string
	if what, step := f.withoutMailUser(); what != "" {
		missing, steps = append(missing, what), append(steps, step)
	}
	shown, known := f.VisibleInExchange.Get()
	if !known {
		shown, known = f.ShowInAddressList.Get()
	}
	if known && !shown {
		missing = append(missing, "hidden from the address book")
		steps = append(steps, "show the guest with multitenant_gal_visibility, and make this resource depend on it")
	}
	if len(missing) == 0 {
		return nil
	}
	return []Finding{finding(MemberTooEarly,
		fmt.Sprintf("Changing %s (%s) in tenant %q to Member is too early: the user is still %s, and an external member cannot be mail-enabled later.",
			f.UserPrincipalName, f.UserID, f.Tenant.Key, strings.Join(missing, " and ")),
		"Keep the order: "+strings.Join(steps, ", then ")+", then change the user type. A member is also subject to other"+
			" Conditional Access policies and dynamic groups.")}
}

// withoutMailUser says what the user lacks to be a mail user, and what to do. It is
// empty for a mail user, and for one that may be.
func (f UserTypeFacts) withoutMailUser() (missing, step string) {
	isMailUser, asked := f.MailUser.Get()
	enabled, known := f.MailEnabled.Get()
	switch {
	case asked && isMailUser:
		return "", ""
	case known && !enabled:
		return "not mail-enabled", "wait until the guest has a proxy address, or remove the mail contact that holds it"
	case asked:
		return "not a mail user of Exchange Online", "wait until Exchange Online has created the mail user, as multitenant_gal_visibility does"
	}
	return "", ""
}

// syncedUserType is MT031.
func syncedUserType(f UserTypeFacts) []Finding {
	jobs, _ := f.SyncJobs.Get()
	if len(jobs) == 0 {
		return nil
	}
	return []Finding{finding(SyncedUserType,
		fmt.Sprintf("Changing %s (%s) in tenant %q to %s will not last: cross-tenant synchronization of tenant %q also writes the user type, with another"+
			" value, whenever the user changes there and when the job is restarted (%s).",
			f.UserPrincipalName, f.UserID, f.Tenant.Key, f.To, f.Home, quotedNames(jobs)),
		"Keep one of the two: let the mapping of userType apply only when users are created, or remove this resource and set the type in the mapping.")}
}

func quotedNames(all []string) string {
	quoted := make([]string, 0, len(all))
	for _, name := range all {
		quoted = append(quoted, quote(name))
	}
	return strings.Join(quoted, ", ")
}
