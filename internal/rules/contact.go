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
	// Users hold the address in the tenant, by Graph.
	Users Fact[[]User]
	// Holder is the recipient with the address in Exchange Online, nil for none. It is
	// known for addresses that Graph does not have, or not yet.
	Holder Fact[*AddressHolder]
}

// AddressHolder is a recipient of Exchange Online that holds an address.
type AddressHolder struct {
	// ID is the object id in Entra.
	ID   string
	Name string
	// Type is the RecipientType, such as MailUser.
	Type string
}

// InsteadOfContact is the fix for a mail contact whose address a mail-enabled
// external user holds.
const InsteadOfContact = "Remove the contact, and show the external user in the address book with multitenant_gal_visibility. A user that is only" +
	" to be listed can be blocked from signing in with account_enabled = false."

// CheckContact finds the user that prevents a mail contact from having an address:
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
		return []Finding{f.blockedBy(fmt.Sprintf("external user %s (%s)", u.UserPrincipalName, u.ID))}
	}
	if holder, _ := f.Holder.Get(); holder != nil && holder.Type == "MailUser" {
		return []Finding{f.blockedBy(fmt.Sprintf("mail user %q (%s) of Exchange Online", holder.Name, holder.ID))}
	}
	return nil
}

func (f ContactFacts) blockedBy(holder string) Finding {
	return finding(UserBlocksContact,
		fmt.Sprintf("Creating a mail contact for %s in tenant %q is refused: %s is mail-enabled with this address.", f.Email, f.Tenant.Key, holder),
		InsteadOfContact)
}
