package graph

import (
	"context"
	"fmt"
	"net/url"
	"strings"
)

var opListContacts = operation{"GET /contacts", []string{"OrgContact.Read.All", "Directory.Read.All"}}

// Contact is a mail contact, read-only in Graph; Exchange Online and directory
// synchronization write contacts (graph-identity §6).
type Contact struct {
	ID             string   `json:"id"`
	DisplayName    string   `json:"displayName"`
	Mail           string   `json:"mail"`
	ProxyAddresses []string `json:"proxyAddresses"`
	// Synced marks a contact from an on-premises directory.
	Synced bool `json:"onPremisesSyncEnabled"`
}

// contactSelect lists the properties of a contact.
const contactSelect = "id,displayName,mail,proxyAddresses,onPremisesSyncEnabled"

// addresses are those by which ContactsByAddress finds a contact, in lower case.
func (c Contact) addresses() []string {
	return User{Mail: c.Mail, ProxyAddresses: c.ProxyAddresses}.addresses()
}

// ContactsByAddress returns the mail contacts with an address. Where many are searched
// for, a list answers; a contact that it has is searched for again, because Exchange
// Online may have removed it.
//
// GET /contacts.
func (c *Client) ContactsByAddress(ctx context.Context, address string) ([]Contact, error) {
	found, err := c.contacts.Get(ctx, strings.ToLower(address))
	if err == nil && len(found) > 0 && c.contacts.Listed() {
		return readAll[Contact](ctx, c, contactsByAddress(address))
	}
	return found, c.named(opListContacts, c.waited(err))
}

// contactsByAddress is the search for an address.
func contactsByAddress(address string) call {
	filter := fmt.Sprintf("mail eq '%[1]s' or proxyAddresses/any(p:p eq 'SMTP:%[1]s') or proxyAddresses/any(p:p eq 'smtp:%[1]s')",
		quoted(address))
	return call{
		op: opListContacts, path: "/contacts", advanced: true,
		query: url.Values{"$filter": {filter}, "$count": {"true"}, "$select": {contactSelect}},
	}
}
