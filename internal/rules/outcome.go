package rules

// UserType is the userType of a user.
type UserType string

// The user types.
const (
	Guest  UserType = "Guest"
	Member UserType = "Member"
)

// Existing is the object that holds an address before another one is added.
type Existing string

// The objects in the mail-contact table.
const (
	NothingExists     Existing = "none"
	MailContact       Existing = "mail_contact"
	MailEnabledGuest  Existing = "mail_enabled_guest"
	MailEnabledMember Existing = "mail_enabled_member"
)

// Arrival is the object that is added to a tenant with an address.
type Arrival string

// The added objects in the mail-contact table.
const (
	InvitedGuest   Arrival = "Guest"
	InvitedMember  Arrival = "Member"
	CreatedContact Arrival = "mail_contact"
)

// The outcomes of an arrival.
const (
	// OutcomeGuest and OutcomeMember are a new external user.
	OutcomeGuest  = "guest"
	OutcomeMember = "member"
	// OutcomeContact is a new mail contact.
	OutcomeContact = "mail_contact"
	// OutcomeUnchanged is the external user that existed before: an invitation
	// creates no second user, and does not change the user type.
	OutcomeUnchanged = "unchanged"
	// OutcomeConflict means that no object is created, because the service refuses.
	OutcomeConflict = "conflict"
)

// InvitationOutcome is the result of adding an object.
type InvitationOutcome struct {
	Outcome string
	// MailEnabled reports that the external user of the outcome has a proxy
	// address, so that it is a mail user in Exchange Online.
	MailEnabled bool
	// Error is the reason for a conflict; it is empty otherwise.
	Error string
}

const (
	proxyConflict   = "Conflict of proxy addresses: a mail contact holds the address, and an invited member requires it."
	contactConflict = "Conflict of proxy addresses: a mail-enabled external user holds the address, so no mail contact can be created for it."
	contactTwice    = "Conflict of proxy addresses: another mail contact holds the address."
)

type situation struct {
	existing Existing
	arrival  Arrival
}

// outcomes begins with the six rows of the table in common-considerations ("mail
// contact objects and external user states"). The other six follow from two facts:
// proxy addresses are unique across users, groups and contacts (graph-identity
// §2.3), and inviting an existing user returns the same user (graph-identity §1.5).
var outcomes = map[situation]InvitationOutcome{
	{NothingExists, InvitedMember}:      {Outcome: OutcomeMember},
	{NothingExists, InvitedGuest}:       {Outcome: OutcomeGuest, MailEnabled: true},
	{MailContact, InvitedMember}:        {Outcome: OutcomeConflict, Error: proxyConflict},
	{MailContact, InvitedGuest}:         {Outcome: OutcomeGuest},
	{MailEnabledGuest, CreatedContact}:  {Outcome: OutcomeConflict, Error: contactConflict},
	{MailEnabledMember, CreatedContact}: {Outcome: OutcomeConflict, Error: contactConflict},

	{NothingExists, CreatedContact}:    {Outcome: OutcomeContact},
	{MailContact, CreatedContact}:      {Outcome: OutcomeConflict, Error: contactTwice},
	{MailEnabledGuest, InvitedGuest}:   {Outcome: OutcomeUnchanged, MailEnabled: true},
	{MailEnabledGuest, InvitedMember}:  {Outcome: OutcomeUnchanged, MailEnabled: true},
	{MailEnabledMember, InvitedGuest}:  {Outcome: OutcomeUnchanged, MailEnabled: true},
	{MailEnabledMember, InvitedMember}: {Outcome: OutcomeUnchanged, MailEnabled: true},
}

// ExistingStates lists the objects that can hold an address.
func ExistingStates() []Existing {
	return []Existing{NothingExists, MailContact, MailEnabledGuest, MailEnabledMember}
}

// Arrivals lists the objects that can be added with an address.
func Arrivals() []Arrival { return []Arrival{InvitedGuest, InvitedMember, CreatedContact} }

// Outcome predicts the result of adding an object; ok is false if an argument is
// not among ExistingStates and Arrivals.
func Outcome(existing Existing, arrival Arrival) (outcome InvitationOutcome, ok bool) {
	outcome, ok = outcomes[situation{existing, arrival}]
	return outcome, ok
}
