package rules

import "fmt"

// mailContact is MT010, MT011 and MT012: the rows of the mail-contact table that
// begin with an invitation.
func mailContact(f InvitationFacts) []Finding {
	if f.InvitedUserID != "" {
		return nil
	}
	arrival := InvitedGuest
	if f.InvitedAs == Member {
		arrival = InvitedMember
	}
	existing := NothingExists
	contacts, _ := f.Contacts.Get()
	if len(contacts) > 0 {
		existing = MailContact
	}
	outcome, _ := Outcome(existing, arrival)
	switch {
	case outcome.Outcome == OutcomeConflict:
		return []Finding{finding(ContactBlocks,
			fmt.Sprintf("%s as Member is refused: %s holds the address, and proxy addresses are unique in a tenant.", f.inviting(), contacts[0].name()),
			contacts[0].removal()+" Or invite as Guest (invited_user_type = \"Guest\"): the guest is created, but not mail-enabled.")}
	case existing == MailContact && !outcome.MailEnabled:
		return []Finding{finding(ContactTakesMail,
			fmt.Sprintf("%s creates a guest that is not mail-enabled: %s holds the address.", f.inviting(), contacts[0].name()),
			contacts[0].removal()+" Otherwise only the contact appears in the address book, never the guest.")}
	case !outcome.MailEnabled:
		return []Finding{finding(MemberWithoutMail,
			f.inviting()+" as Member creates a user that is not mail-enabled, and that cannot be mail-enabled later.",
			"Invite as Guest (invited_user_type = \"Guest\"), show the mail user in the address book, then make the user a Member with"+
				" multitenant_guest_user_type.")}
	}
	return nil
}

func (c Contact) name() string {
	return fmt.Sprintf("mail contact %q (%s, %s)", c.DisplayName, c.ID, c.Mail)
}

func (c Contact) removal() string {
	if c.Synced {
		return "Remove the mail contact first: it comes from an on-premises directory, so remove it from the scope of the synchronization there."
	}
	return "Remove the mail contact first, in Exchange Online."
}

// ContactFacts are the facts about a planned mail contact.
type ContactFacts struct {
	Email  string
	Tenant Tenant
	// Users hold the address in the tenant.
	Users Fact[[]User]
}

// CheckContact finds the user that prevents a mail contact from being created:
// MT013, the rows of the mail-contact table that begin with a mail-enabled external
// user.
func CheckContact(f ContactFacts) []Finding {
	users, _ := f.Users.Get()
	for _, u := range external(users) {
		existing := MailEnabledGuest
		if u.UserType == Member {
			existing = MailEnabledMember
		}
		outcome, _ := Outcome(existing, CreatedContact)
		if !u.MailEnabled() || outcome.Error == "" {
			continue
		}
		return []Finding{finding(UserBlocksContact,
			fmt.Sprintf("Creating a mail contact for %s in tenant %q is refused: external user %s (%s) is mail-enabled with this address.",
				f.Email, f.Tenant.Key, u.UserPrincipalName, u.ID),
			"Remove the contact, and show the external user in the address book with multitenant_gal_visibility. A user that is only"+
				" to be listed can be blocked from signing in with account_enabled = false.")}
	}
	return nil
}
