package rules

import "fmt"

// VisibilityFacts are the facts about the visibility of a user in the address book.
type VisibilityFacts struct {
	Tenant Tenant
	// UserID and UserPrincipalName identify the user.
	UserID, UserPrincipalName string
	// InExchange is the reverse of HiddenFromAddressListsEnabled, InGraph is
	// showInAddressList. Each is unknown where the service has no value or was not
	// asked.
	InExchange, InGraph Fact[bool]
}

// CheckVisibility is MT040: the two values are switches of the same setting that do
// not change at the same moment, and the address book follows Exchange
// (exchange §10.1).
func CheckVisibility(f VisibilityFacts) []Finding {
	inExchange, known := f.InExchange.Get()
	inGraph, alsoKnown := f.InGraph.Get()
	if !known || !alsoKnown || inExchange == inGraph {
		return nil
	}
	return []Finding{finding(VisibilityDiffers,
		fmt.Sprintf("Exchange Online has %s (%s) of tenant %q as %s (HiddenFromAddressListsEnabled = %t), Graph as %s (showInAddressList = %t)."+
			" The address book follows Exchange; searches of the directory may follow Graph.",
			f.UserPrincipalName, f.UserID, f.Tenant.Key, visibility(inExchange), !inExchange, visibility(inGraph), inGraph),
		"Apply: multitenant_gal_visibility sets both. If the difference returns, another writer changes one of them, or the application"+
			" lacks a permission for the other.")}
}

// HiddenFacts are the facts about an external user that is to be hidden.
type HiddenFacts struct {
	Tenant                    Tenant
	UserID, UserPrincipalName string
	// Home is the key of the home tenant, and SyncJobs are the names of its
	// synchronization configurations that keep showing the user.
	Home     string
	SyncJobs Fact[[]string]
}

// CheckHidden is MT042.
func CheckHidden(f HiddenFacts) []Finding {
	jobs, _ := f.SyncJobs.Get()
	if len(jobs) == 0 {
		return nil
	}
	return []Finding{finding(SyncedShown,
		fmt.Sprintf("Hiding %s (%s) in tenant %q will not last: cross-tenant synchronization of tenant %q also writes showInAddressList, and shows the user"+
			" whenever it changes there and when the job is restarted (%s).", f.UserPrincipalName, f.UserID, f.Tenant.Key, f.Home, quotedNames(jobs)),
		"Keep one of the two: let the mapping of showInAddressList apply only when users are created, or remove this resource.")}
}

func visibility(shown bool) string {
	if shown {
		return "visible"
	}
	return "hidden"
}

// MailUserFacts are the facts by which Exchange Online makes a user a mail user.
type MailUserFacts struct {
	Tenant                    Tenant
	UserID, UserPrincipalName string
	External                  bool
	UserType                  UserType
	// MailEnabled reports that the user has a proxy address.
	MailEnabled bool
	// Mail is the user's own mail; Other is another address of the user.
	Mail, Other string
	// Contact is the mail contact that holds the address, if there is one.
	Contact Fact[string]
}

// CheckMailUser is MT041 for a user without a mail user: Exchange Online has none and
// will not create one.
func CheckMailUser(f MailUserFacts) []Finding {
	why, fix := WithoutMailUser(f)
	if why == "" {
		return nil
	}
	return []Finding{finding(NotMailEnabled,
		fmt.Sprintf("Exchange Online has no mail user for %s (%s) in tenant %q and will not create one: %s. Only Graph's showInAddressList can"+
			" be set, which Exchange Online may not follow.", f.UserPrincipalName, f.UserID, f.Tenant.Key, why), fix)}
}

// WithoutMailUser explains why Exchange Online has no mail user for a user and will
// not create one, with the fix. It is empty for a guest with a proxy address, whose
// mail user may be late (exchange §10, §11).
func WithoutMailUser(f MailUserFacts) (why, fix string) {
	contact, _ := f.Contact.Get()
	switch {
	case !f.External:
		return "it is an internal user, and has a mailbox or no mail",
			"Set the visibility of a mailbox in Exchange Online, or use exchange = \"off\" to set Graph's showInAddressList alone."
	case f.MailEnabled && f.UserType != Member:
		return "", ""
	case f.MailEnabled:
		return "it became a member before Exchange Online had created its mail user",
			"Change the type to Guest with multitenant_guest_user_type, apply this resource, and make it a member afterwards."
	case contact != "":
		return fmt.Sprintf("the mail contact %s holds its address", contact),
			"Delete the mail contact, then delete the user and invite it again, or set the mail of the user in Graph."
	case f.UserType == Member:
		return "it was invited as a member, which Exchange Online does not mail-enable",
			"Invite the user as a guest, show it in the address book, and change its type to Member last."
	case f.Mail == "" && f.Other == "":
		return "it has no mail address", "Set the mail of the user in Graph, or invite it by an e-mail address."
	}
	return "it has no proxy address, because another object held its address when it was invited",
		"Remove the address from the other object, then set the mail of the user in Graph, or delete the user and invite it again."
}
