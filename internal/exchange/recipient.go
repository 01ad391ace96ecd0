package exchange

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var opRecipient = operation{"Get-Recipient", readsRecipients, true}

// Recipient is an object with an e-mail address: a mail user, a mail contact, a
// mailbox or a group (exchange §9.1, §9.3).
type Recipient struct {
	// ObjectID is the id of the Entra object. It is empty for an object that Entra
	// does not know.
	ObjectID string `json:"ExternalDirectoryObjectId"`
	// GUID is Exchange's own id, another one.
	GUID        string `json:"Guid"`
	Name        string
	DisplayName string
	Alias       string
	// PrimaryAddress has no prefix.
	PrimaryAddress string `json:"PrimarySmtpAddress"`
	// ExternalAddress is where its mail is sent, with the prefix SMTP: or without.
	ExternalAddress string `json:"ExternalEmailAddress"`
	// Addresses have a prefix, SMTP: for the primary address.
	Addresses []string `json:"EmailAddresses"`
	Hidden    bool     `json:"HiddenFromAddressListsEnabled"`
	// Type and TypeDetails are such as MailUser and GuestMailUser.
	Type        string    `json:"RecipientType"`
	TypeDetails string    `json:"RecipientTypeDetails"`
	Created     time.Time `json:"WhenCreatedUTC"`
	// DirSynced objects are changed where they come from only.
	DirSynced bool `json:"IsDirSynced"`
}

// Has reports whether an e-mail address belongs to the recipient.
func (r Recipient) Has(address string) bool {
	if sameAddress(r.PrimaryAddress, address) || sameAddress(r.ExternalAddress, address) {
		return true
	}
	for _, own := range r.Addresses {
		if sameAddress(own, address) {
			return true
		}
	}
	return false
}

// External is the external address without a prefix.
func (r Recipient) External() string { return bare(r.ExternalAddress) }

// Mail are the e-mail addresses without prefixes.
func (r Recipient) Mail() []string {
	mail := filtered(r.Addresses, isMail)
	for i := range mail {
		mail[i] = bare(mail[i])
	}
	return mail
}

// RecipientByAddress returns the recipient that an e-mail address belongs to, as
// its primary or as any other address. It is ErrNotFound when there is none.
//
// Get-Recipient.
func (c *Client) RecipientByAddress(ctx context.Context, address string) (Recipient, error) {
	found, err := lookUp[Recipient](ctx, c, opRecipient, address)
	if err != nil {
		return Recipient{}, err
	}
	// The same text may be another object's name.
	if !found.Has(address) {
		return Recipient{}, c.missing(opRecipient, address)
	}
	return found, nil
}

// Recipients lists the recipients of the given types, by their TypeDetails; all
// recipients without a type.
//
// Get-Recipient.
func (c *Client) Recipients(ctx context.Context, types ...string) ([]Recipient, error) {
	p := parameters{"ResultSize": unlimited}
	if len(types) > 0 {
		p["RecipientTypeDetails"] = types
	}
	return list[Recipient](ctx, c, opRecipient, p)
}

// unlimited asks for more than the first thousand (exchange §5).
const unlimited = "Unlimited"

// lookUp reads one object by a name of it. A cmdlet without a name would list
// everything (exchange §8).
func lookUp[T any](ctx context.Context, c *Client, op operation, identity string) (T, error) {
	var none T
	if strings.TrimSpace(identity) == "" {
		return none, c.failed(op, errors.New("the object to look for has no name"))
	}
	var found []T
	if err := c.invoke(ctx, op, parameters{"Identity": identity}, &found); err != nil {
		return none, err
	}
	switch len(found) {
	case 0:
		return none, c.missing(op, identity)
	case 1:
		return found[0], nil
	}
	return none, c.failed(op, fmt.Errorf("%d objects answer to %q", len(found), identity))
}

// missing is the error for a success without the object.
func (c *Client) missing(op operation, identity string) error {
	return &service.Error{
		Service: Service, Endpoint: c.hosts.Root, Operation: op.name, Tenant: c.key, Permissions: op.permissions,
		Kinds: []error{service.ErrNotFound}, Err: fmt.Errorf("%q does not exist", identity),
	}
}

// AwaitListed returns a recipient as soon as the address lists of the tenant show it:
// a recipient has the address, and is not hidden. The context limits the wait.
//
// Get-Recipient.
func (c *Client) AwaitListed(ctx context.Context, address string) (Recipient, error) {
	var found Recipient
	err := transport.PollUpTo(ctx, c.clock, longestInterval, "the address book to show "+address, func(ctx context.Context) (bool, string, error) {
		r, err := c.RecipientByAddress(ctx, address)
		if errors.Is(err, service.ErrNotFound) {
			return false, "no recipient has the address", nil
		}
		found = r
		return err == nil && !r.Hidden, fmt.Sprintf("the %s %q is hidden from address lists", r.TypeDetails, r.DisplayName), err
	})
	return found, c.failed(opRecipient, err)
}
