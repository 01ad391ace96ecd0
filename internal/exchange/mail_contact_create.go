package exchange

import (
	"context"
	"errors"
	"fmt"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// NewMailContact is a mail contact to create. Whether it is hidden, its MailTip and
// more addresses are set afterwards (exchange §9.5).
type NewMailContact struct {
	// Name is unique among mail contacts, with at most 64 characters.
	Name string
	// ExternalAddress is the address, which becomes the primary one.
	ExternalAddress string
	// The others are optional.
	DisplayName, Alias, FirstName, LastName string
}

// AddressTakenError means that an address belongs to a recipient already.
type AddressTakenError struct {
	Address string
	Holder  Recipient
}

func (e *AddressTakenError) Error() string {
	return fmt.Sprintf("the address %s belongs to %q (%s, GUID %s)", e.Address, e.Holder.DisplayName, e.Holder.TypeDetails, e.Holder.GUID)
}

// CreateMailContact creates a mail contact. It is ErrConflict when its name exists
// or the address belongs to another recipient, with an *AddressTakenError that
// names the recipient.
//
// New-MailContact, Get-Recipient, Get-MailContact.
func (c *Client) CreateMailContact(ctx context.Context, n NewMailContact) (MailContact, error) {
	// If the answer is lost, a contact with the address is the new one only if there
	// was none before.
	if err := c.expectFree(ctx, n.ExternalAddress); err != nil {
		return MailContact{}, err
	}
	var created MailContact
	lost := false
	send := func(ctx context.Context) (err error) {
		created, err = c.sendNew(ctx, n)
		return err
	}
	err := c.write(ctx, opNewMailContact, send, func(ctx context.Context) (there bool, err error) {
		lost = true
		created, there, err = c.created(ctx, n)
		return there, err
	})
	if lost && errors.Is(err, service.ErrConflict) {
		created, err = c.awaitCreated(ctx, n, err)
	}
	if err != nil {
		return MailContact{}, err
	}
	c.markSeen(created.GUID)
	return created, nil
}

// expectFree returns an error when an address belongs to a recipient.
func (c *Client) expectFree(ctx context.Context, address string) error {
	holder, err := c.RecipientByAddress(ctx, address)
	if err != nil {
		return unless(err, service.ErrNotFound)
	}
	return c.taken(address, holder)
}

func (c *Client) taken(address string, holder Recipient) error {
	return &service.Error{
		Service: Service, Endpoint: c.hosts.Root, Operation: opNewMailContact.name, Tenant: c.key,
		Permissions: opNewMailContact.permissions, Kinds: []error{service.ErrConflict},
		Err: &AddressTakenError{Address: address, Holder: holder},
	}
}

func (c *Client) sendNew(ctx context.Context, n NewMailContact) (MailContact, error) {
	var all []MailContact
	if err := c.invoke(ctx, opNewMailContact, n.parameters(), &all); err != nil {
		return MailContact{}, err
	}
	if len(all) != 1 || all[0].GUID == "" {
		return MailContact{}, c.failed(opNewMailContact, &transport.AmbiguousError{Err: errors.New("the answer names no mail contact")})
	}
	return all[0], nil
}

func (n NewMailContact) parameters() parameters {
	p := parameters{"Name": n.Name, "ExternalEmailAddress": bare(n.ExternalAddress)}
	for name, value := range map[string]string{
		"DisplayName": n.DisplayName, "Alias": n.Alias, "FirstName": n.FirstName, "LastName": n.LastName,
	} {
		if value != "" {
			p[name] = value
		}
	}
	return p
}

// created looks for the mail contact of a write whose answer was lost.
func (c *Client) created(ctx context.Context, n NewMailContact) (m MailContact, there bool, err error) {
	holder, err := c.RecipientByAddress(ctx, n.ExternalAddress)
	switch {
	case err != nil:
		return m, false, unless(err, service.ErrNotFound)
	case holder.Name != n.Name || holder.TypeDetails != "MailContact":
		return m, false, c.taken(n.ExternalAddress, holder)
	}
	m, err = c.readMailContact(ctx, holder.GUID)
	return m, err == nil, unless(err, service.ErrNotFound)
}

// awaitCreated returns the mail contact that an earlier try has created, and that
// the present one conflicts with.
func (c *Client) awaitCreated(ctx context.Context, n NewMailContact, conflict error) (MailContact, error) {
	var found MailContact
	err := transport.Poll(ctx, c.clock, "the new mail contact "+n.Name, func(ctx context.Context) (there bool, saw string, err error) {
		found, there, err = c.created(ctx, n)
		return there, conflict.Error(), err
	})
	return found, c.failed(opNewMailContact, err)
}
