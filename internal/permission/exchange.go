package permission

import "github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"

// The Entra roles that Exchange Online asks for, by their names. An application
// needs one of them beside the application permission ManageAsApp of Office 365
// Exchange Online (exchange §3).
const (
	globalReader   = "Global Reader"
	recipientAdmin = "Exchange Recipient Administrator"
	exchangeAdmin  = "Exchange Administrator"
)

// ManageAsApp is the application permission of Office 365 Exchange Online without
// which Exchange accepts no token of an application.
const ManageAsApp = "Exchange.ManageAsApp"

// The needs of calls of Exchange Online.
var (
	// CallExchange is needed beside a role.
	CallExchange   = Need{Permission: ManageAsApp, In: Own, For: "call Exchange Online"}
	ReadRecipients = Need{
		Permission: globalReader, Or: []string{recipientAdmin, exchangeAdmin}, In: Own, Role: true,
		For:   "read mail users, mail contacts and the address book",
		Calls: []string{"Get-MailUser", "Get-MailContact", "Get-Contact", "Get-Recipient"},
	}
	// PresentMailUser has the checks that ask Exchange where they may. None is skipped
	// without it: the values of Graph count then.
	PresentMailUser = Need{
		Permission: globalReader, Or: []string{recipientAdmin, exchangeAdmin}, In: Resource, Role: true,
		For:    "the current mail user",
		Calls:  []string{"Get-MailUser"},
		Checks: []rules.Code{rules.MemberTooEarly, rules.NotMailEnabled},
	}
	WriteMailUsers = Need{
		Permission: recipientAdmin, Or: []string{exchangeAdmin}, In: Own, Role: true,
		For:   "show and hide mail users, and change their addresses and MailTips",
		Calls: []string{"Set-MailUser"},
	}
	WriteContacts = Need{
		Permission: recipientAdmin, Or: []string{exchangeAdmin}, In: Own, Role: true,
		For:   "create, change and delete mail contacts",
		Calls: []string{"New-MailContact", "Set-MailContact", "Set-Contact", "Remove-MailContact"},
	}
	ReadSharing = Need{
		Permission: globalReader, Or: []string{exchangeAdmin}, In: Own, Role: true,
		For:   "read organization relationships, sharing policies, availability address spaces and domains",
		Calls: []string{"Get-OrganizationRelationship", "Get-SharingPolicy", "Get-AvailabilityAddressSpace", "Get-AcceptedDomain"},
	}
)

// exchangeNeeds lists them in the order of the documents.
var exchangeNeeds = []Need{CallExchange, ReadRecipients, PresentMailUser, WriteMailUsers, WriteContacts, ReadSharing}

// ManageAsAppID is the id of the app role ManageAsApp, and ExchangeAppID that of the
// application Office 365 Exchange Online, in the worldwide cloud (exchange §3).
const (
	ManageAsAppID = "dc50a0fb-09a3-484d-be87-e023b12c6440"
	ExchangeAppID = "00000002-0000-0ff1-ce00-000000000000"
)

// EntraRole is a role that is assigned to an application.
type EntraRole struct {
	Name string
	// ID is that of the role's template, the same in every tenant (exchange §3).
	ID string
	// For is the purpose over all resources and data sources.
	For string
}

// RecipientAdministrator is the least role that changes mail users and mail contacts.
func RecipientAdministrator() EntraRole { return EntraRoles()[1] }

// EntraRoles lists the roles for Exchange Online, the least first.
func EntraRoles() []EntraRole {
	return []EntraRole{
		{globalReader, "f2ef992c-3afb-46b9-b7cf-a126ee74c451", "read the address book and the sharing settings"},
		{recipientAdmin, "31392ffb-586c-42d1-9346-e59415a2cc4e", "show and hide users, change mail users, manage mail contacts; it does not read the sharing settings"},
		{exchangeAdmin, "29232cdf-9323-42fd-ade2-1d097af3e4de", "all of it"},
	}
}
