package graph

import (
	"context"
	"fmt"
	"net/url"
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

// ContactsByAddress returns the mail contacts with an address.
//
// GET /contacts.
func (c *Client) ContactsByAddress(ctx context.Context, address string) ([]Contact, error) {
	filter := fmt.Sprintf("mail eq '%[1]s' or proxyAddresses/any(p:p eq 'SMTP:%[1]s') or proxyAddresses/any(p:p eq 'smtp:%[1]s')",
		quoted(address))
	return readAll[Contact](ctx, c, call{
		op: opListContacts, path: "/contacts", advanced: true,
		query: url.Values{
			"$filter": {filter}, "$count": {"true"},
			"$select": {"id,displayName,mail,proxyAddresses,onPremisesSyncEnabled"},
		},
	})
}
