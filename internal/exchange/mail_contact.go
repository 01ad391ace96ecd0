package exchange

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var (
	opMailContact       = operation{"Get-MailContact", readsRecipients, true}
	opNewMailContact    = operation{"New-MailContact", writesRecipients, false}
	opSetMailContact    = operation{"Set-MailContact", writesRecipients, false}
	opRemoveMailContact = operation{"Remove-MailContact", writesRecipients, false}
)

// MailContact is an address book entry for an address of another organization. Its
// id is GUID, which a new name does not change.
type MailContact struct {
	Recipient
	// MailTip is HTML; see MailTipText.
	MailTip string
}

// MailContactChange is a change of a mail contact. What is nil stays as it is.
type MailContactChange struct {
	RecipientChange
	Name, DisplayName, Alias *string
}

// MailContact reads a mail contact by its GUID. Many reads share a list; a mail
// contact that this client has changed is as it was read after the change.
//
// Get-MailContact.
func (c *Client) MailContact(ctx context.Context, guid string) (MailContact, error) {
	m, err := c.mailContacts.Get(ctx, guid)
	return m, c.failed(opMailContact, c.waited(err))
}

// RefreshMailContact is MailContact for one that existed before: it is ErrNotFound
// only after several reads in a row that find none.
//
// Get-MailContact.
func (c *Client) RefreshMailContact(ctx context.Context, guid string) (MailContact, error) {
	return refreshed(ctx, c, opMailContact, "mail contact "+guid, func(ctx context.Context) (MailContact, error) { return c.MailContact(ctx, guid) })
}

// MailContactPages iterates over the pages of the mail contacts of the tenant. A page
// is read when the caller is done with the one before.
//
// Get-MailContact.
func (c *Client) MailContactPages(ctx context.Context) iter.Seq2[[]MailContact, error] {
	return pages[MailContact](ctx, c, opMailContact, parameters{"ResultSize": unlimited})
}

// readMailContact asks for one mail contact.
func (c *Client) readMailContact(ctx context.Context, guid string) (MailContact, error) {
	m, err := lookUp[MailContact](ctx, c, opMailContact, guid)
	if err == nil && !strings.EqualFold(m.GUID, guid) {
		err = c.failed(opMailContact, fmt.Errorf("asked for %s, the answer is about %s", guid, m.GUID))
	}
	if err == nil {
		c.markSeen(guid)
	}
	return m, err
}

// SetMailContact changes a mail contact and returns when Exchange has accepted the
// change. AwaitMailContactChange waits until it can be read. An address of another
// recipient is ErrConflict.
//
// Set-MailContact, Get-MailContact.
func (c *Client) SetMailContact(ctx context.Context, guid string, change MailContactChange) error {
	p, err := c.changeOf(ctx, change.RecipientChange, func(ctx context.Context) (Recipient, error) {
		m, err := c.readMailContact(ctx, guid)
		return m.Recipient, err
	})
	if err != nil {
		return c.failed(opSetMailContact, err)
	}
	for name, value := range map[string]*string{"Name": change.Name, "DisplayName": change.DisplayName, "Alias": change.Alias} {
		if value != nil {
			p[name] = *value
		}
	}
	if len(p) == 0 {
		return nil
	}
	p["Identity"] = guid
	c.mailContacts.Outdate(guid)
	send := func(ctx context.Context) error { return c.invoke(ctx, opSetMailContact, p, nil) }
	return c.pollSeen(ctx, opSetMailContact, "mail contact", guid, func(ctx context.Context) error {
		return c.write(ctx, opSetMailContact, send, func(ctx context.Context) (bool, error) {
			m, err := c.readMailContact(ctx, guid)
			return err == nil && len(change.missingIn(m)) == 0, err
		})
	})
}

// AwaitMailContactChange returns a mail contact as soon as a change can be read. An
// empty change is seen in any.
//
// Get-MailContact.
func (c *Client) AwaitMailContactChange(ctx context.Context, guid string, change MailContactChange) (MailContact, error) {
	var found MailContact
	absent := absences{client: c, id: guid}
	err := transport.Poll(ctx, c.clock, "the change of mail contact "+guid, func(ctx context.Context) (bool, string, error) {
		m, err := c.readMailContact(ctx, guid)
		if absent.lag(err) {
			return false, "there is no such mail contact", nil
		}
		if err != nil {
			return false, "", err
		}
		found = m
		missing := change.missingIn(m)
		return len(missing) == 0, strings.Join(missing, "; "), nil
	})
	if err != nil {
		return found, c.failed(opMailContact, err)
	}
	c.mailContacts.Settle(found)
	return found, nil
}

// RemoveMailContact deletes a mail contact. Deleting a missing one succeeds.
//
// Remove-MailContact, Get-MailContact.
func (c *Client) RemoveMailContact(ctx context.Context, guid string) error {
	c.mailContacts.Outdate(guid)
	send := func(ctx context.Context) error {
		err := c.invoke(ctx, opRemoveMailContact, parameters{"Identity": guid, "Confirm": false}, nil)
		return unless(err, service.ErrNotFound)
	}
	return c.write(ctx, opRemoveMailContact, send, func(ctx context.Context) (bool, error) {
		_, err := c.readMailContact(ctx, guid)
		return errors.Is(err, service.ErrNotFound), unless(err, service.ErrNotFound)
	})
}

// missingIn lists what of the change cannot be seen in a mail contact.
func (c MailContactChange) missingIn(m MailContact) []string {
	missing := c.RecipientChange.missingIn(m.Recipient, m.MailTip)
	for _, text := range []struct {
		name string
		want *string
		is   string
	}{{"Name", c.Name, m.Name}, {"DisplayName", c.DisplayName, m.DisplayName}, {"Alias", c.Alias, m.Alias}} {
		if text.want != nil && *text.want != text.is {
			missing = append(missing, fmt.Sprintf("%s is %q", text.name, text.is))
		}
	}
	return missing
}

// unless returns an error unless it is the expected one.
func unless(err, expected error) error {
	if errors.Is(err, expected) {
		return nil
	}
	return err
}
