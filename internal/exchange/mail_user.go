package exchange

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var (
	opMailUser    = operation{"Get-MailUser", readsRecipients, true}
	opSetMailUser = operation{"Set-MailUser", writesRecipients, false}
)

// MailUser is what a user without a mailbox is in Exchange Online: an external user
// that is mail-enabled. Exchange creates it for a guest, minutes after the
// invitation (exchange §10).
type MailUser struct {
	Recipient
	UserPrincipalName string
	// MailTip is HTML; see MailTipText.
	MailTip string
}

// longestInterval is the longest one between two reads of a mail user that is waited
// for, which may take hours (exchange §12).
const longestInterval = 30 * time.Second

// MailUser reads a mail user by the id of its Entra object. It is ErrNotFound while
// Exchange has none. Many reads share a list; a mail user that this client has
// changed is as it was read after the change.
//
// Get-MailUser.
func (c *Client) MailUser(ctx context.Context, objectID string) (MailUser, error) {
	u, err := c.mailUsers.Get(ctx, objectID)
	return u, c.failed(opMailUser, c.waited(err))
}

// RefreshMailUser is MailUser for one that existed before: it is ErrNotFound only
// after several reads in a row that find none.
//
// Get-MailUser.
func (c *Client) RefreshMailUser(ctx context.Context, objectID string) (MailUser, error) {
	return refreshed(ctx, c, opMailUser, "mail user "+objectID, func(ctx context.Context) (MailUser, error) { return c.MailUser(ctx, objectID) })
}

// MailUserPages iterates over the pages of the mail users of the tenant. A page is
// read when the caller is done with the one before.
//
// Get-MailUser.
func (c *Client) MailUserPages(ctx context.Context) iter.Seq2[[]MailUser, error] {
	return pages[MailUser](ctx, c, opMailUser, parameters{"ResultSize": unlimited})
}

// MailUserByName finds a mail user by its object id, user principal name or one of
// its e-mail addresses. It is ErrNotFound when there is none.
//
// Get-MailUser.
func (c *Client) MailUserByName(ctx context.Context, name string) (MailUser, error) {
	u, err := lookUp[MailUser](ctx, c, opMailUser, name)
	if err != nil {
		return MailUser{}, err
	}
	// The same text may be another object's name.
	if !strings.EqualFold(u.ObjectID, name) && !strings.EqualFold(u.UserPrincipalName, name) && !u.Has(name) {
		return MailUser{}, c.missing(opMailUser, name)
	}
	return u, nil
}

// AwaitMailUser waits until Exchange has a mail user for an Entra object, and
// returns it. The context limits the wait.
//
// Get-MailUser.
func (c *Client) AwaitMailUser(ctx context.Context, objectID string) (MailUser, error) {
	what := "Exchange Online to create the mail user of " + objectID
	absent := func(err error) bool { return errors.Is(err, service.ErrNotFound) }
	return c.awaitMailUser(ctx, objectID, what, absent, func(MailUser) []string { return nil })
}

// AwaitMailUserChange returns a mail user as soon as a change can be read. After an
// empty change it returns what two reads in a row agree on.
//
// Get-MailUser.
func (c *Client) AwaitMailUserChange(ctx context.Context, objectID string, change RecipientChange) (MailUser, error) {
	var last *MailUser
	absent := absences{client: c, id: objectID}
	return c.awaitMailUser(ctx, objectID, "the change of mail user "+objectID, absent.lag, func(u MailUser) []string {
		missing := change.missingIn(u.Recipient, u.MailTip)
		if change.empty() && (last == nil || !reflect.DeepEqual(*last, u)) {
			missing = []string{"it changes between two reads"}
		}
		last = &u
		return missing
	})
}

// awaitMailUser polls until nothing is missing. Absent reports whether an error means
// that the mail user is to be waited for.
func (c *Client) awaitMailUser(
	ctx context.Context, objectID, what string, absent func(error) bool, missing func(MailUser) []string,
) (MailUser, error) {
	var found MailUser
	err := transport.PollUpTo(ctx, c.clock, longestInterval, what, func(ctx context.Context) (bool, string, error) {
		u, err := c.readMailUser(ctx, objectID)
		if absent(err) {
			return false, "there is no such mail user", nil
		}
		if err != nil {
			return false, "", err
		}
		found = u
		open := missing(u)
		return len(open) == 0, strings.Join(open, "; "), nil
	})
	if err != nil {
		return found, c.failed(opMailUser, err)
	}
	c.mailUsers.Settle(found)
	return found, nil
}

// SetMailUser changes a mail user and returns when Exchange has accepted the
// change. AwaitMailUserChange waits until it can be read. An address of another
// recipient is ErrConflict.
//
// Set-MailUser, Get-MailUser.
func (c *Client) SetMailUser(ctx context.Context, objectID string, change RecipientChange) error {
	if change.empty() {
		return nil
	}
	p, err := c.changeOf(ctx, change, func(ctx context.Context) (Recipient, error) {
		u, err := c.readMailUser(ctx, objectID)
		return u.Recipient, err
	})
	if err != nil {
		return c.failed(opSetMailUser, err)
	}
	p["Identity"] = objectID
	c.mailUsers.Outdate(objectID)
	send := func(ctx context.Context) error { return c.invoke(ctx, opSetMailUser, p, nil) }
	return c.pollSeen(ctx, opSetMailUser, "mail user", objectID, func(ctx context.Context) error {
		return c.write(ctx, opSetMailUser, send, func(ctx context.Context) (bool, error) {
			u, err := c.readMailUser(ctx, objectID)
			return err == nil && len(change.missingIn(u.Recipient, u.MailTip)) == 0, err
		})
	})
}

// changeOf returns the parameters of a change, and reads the recipient where they
// depend on it.
func (c *Client) changeOf(
	ctx context.Context, change RecipientChange, read func(context.Context) (Recipient, error),
) (parameters, error) {
	var present Recipient
	if change.needsPresent() {
		var err error
		if present, err = read(ctx); err != nil {
			return nil, err
		}
	}
	return change.parameters(present.Addresses)
}

// readMailUser asks for one mail user.
func (c *Client) readMailUser(ctx context.Context, objectID string) (MailUser, error) {
	u, err := lookUp[MailUser](ctx, c, opMailUser, objectID)
	if err == nil && !strings.EqualFold(u.ObjectID, objectID) {
		err = c.failed(opMailUser, fmt.Errorf("asked for %s, the answer is about %s", objectID, u.ObjectID))
	}
	if err == nil {
		c.markSeen(objectID)
	}
	return u, err
}
