package exchange

import (
	"context"
	"fmt"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var (
	opContact    = operation{"Get-Contact", readsRecipients, true}
	opSetContact = operation{"Set-Contact", writesRecipients, false}
)

// ContactNames are the names of the person of a mail contact. They have cmdlets of
// their own: those of mail contacts neither return nor change them (exchange §9.5).
type ContactNames struct {
	// GUID is that of the mail contact.
	GUID                string `json:"Guid"`
	FirstName, LastName string
}

// ContactNamesChange is a change of the names. What is nil stays as it is; an empty
// text clears.
type ContactNamesChange struct{ FirstName, LastName *string }

// ContactNames reads the names of a mail contact by its GUID. Many reads share a
// list.
//
// Get-Contact.
func (c *Client) ContactNames(ctx context.Context, guid string) (ContactNames, error) {
	n, err := c.contactNames.Get(ctx, guid)
	return n, c.failed(opContact, c.waited(err))
}

// RefreshContactNames is ContactNames for a contact that existed before: it is
// ErrNotFound only after several reads in a row that find none.
//
// Get-Contact.
func (c *Client) RefreshContactNames(ctx context.Context, guid string) (ContactNames, error) {
	return refreshed(ctx, c, opContact, "contact "+guid, func(ctx context.Context) (ContactNames, error) { return c.ContactNames(ctx, guid) })
}

// SetContactNames changes the names of a mail contact and returns when Exchange has
// accepted the change. AwaitContactNames waits until it can be read.
//
// Set-Contact, Get-Contact.
func (c *Client) SetContactNames(ctx context.Context, guid string, change ContactNamesChange) error {
	p := change.parameters()
	if len(p) == 0 {
		return nil
	}
	p["Identity"] = guid
	c.contactNames.Outdate(guid)
	send := func(ctx context.Context) error { return c.invoke(ctx, opSetContact, p, nil) }
	return c.pollSeen(ctx, opSetContact, "contact", guid, func(ctx context.Context) error {
		return c.write(ctx, opSetContact, send, func(ctx context.Context) (bool, error) {
			n, err := c.readContactNames(ctx, guid)
			return err == nil && len(change.missingIn(n)) == 0, err
		})
	})
}

// AwaitContactNames returns the names of a mail contact as soon as a change can be
// read. An empty change is seen in any.
//
// Get-Contact.
func (c *Client) AwaitContactNames(ctx context.Context, guid string, change ContactNamesChange) (ContactNames, error) {
	var found ContactNames
	absent := absences{client: c, id: guid}
	err := transport.Poll(ctx, c.clock, "the names of mail contact "+guid, func(ctx context.Context) (bool, string, error) {
		n, err := c.readContactNames(ctx, guid)
		if absent.lag(err) {
			return false, "there is no such contact", nil
		}
		if err != nil {
			return false, "", err
		}
		found = n
		missing := change.missingIn(n)
		return len(missing) == 0, strings.Join(missing, "; "), nil
	})
	if err != nil {
		return found, c.failed(opContact, err)
	}
	c.contactNames.Settle(found)
	return found, nil
}

// readContactNames asks for the names of one mail contact.
func (c *Client) readContactNames(ctx context.Context, guid string) (ContactNames, error) {
	n, err := lookUp[ContactNames](ctx, c, opContact, guid)
	if err == nil && !strings.EqualFold(n.GUID, guid) {
		err = c.failed(opContact, fmt.Errorf("asked for %s, the answer is about %s", guid, n.GUID))
	}
	return n, err
}

func (c ContactNamesChange) parameters() parameters {
	p := parameters{}
	for name, value := range map[string]*string{"FirstName": c.FirstName, "LastName": c.LastName} {
		switch {
		case value == nil:
		case *value == "":
			p[name] = nil // clears (exchange §5)
		default:
			p[name] = *value
		}
	}
	return p
}

// missingIn lists what of the change cannot be seen in the names.
func (c ContactNamesChange) missingIn(n ContactNames) []string {
	var missing []string
	if c.FirstName != nil && *c.FirstName != n.FirstName {
		missing = append(missing, fmt.Sprintf("FirstName is %q", n.FirstName))
	}
	if c.LastName != nil && *c.LastName != n.LastName {
		missing = append(missing, fmt.Sprintf("LastName is %q", n.LastName))
	}
	return missing
}
