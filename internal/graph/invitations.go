package graph

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/microsoftgraph/msgraph-sdk-go/invitations"
	"github.com/microsoftgraph/msgraph-sdk-go/models"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var (
	opInvite = operation{"POST /invitations", []string{"User.Invite.All"}}
	opReset  = operation{"POST /invitations with resetRedemption", []string{"User.ReadWrite.All"}}
)

// mostInvites bounds how often an invitation is repeated whose outcome stayed
// unknown.
const mostInvites = 3

// Invitation asks an external person to join the tenant.
type Invitation struct {
	Email       string
	DisplayName string // empty lets Graph derive one
	UserType    string // "Guest" or "Member"
	RedirectURL string
	// Message is sent by Microsoft; nobody is written to when it is nil.
	Message *Message
	// UserID names an existing user, to be converted or to redeem anew.
	UserID string
	// Reset makes the user redeem again; it needs UserID.
	Reset bool
}

// Message is the mail that goes with an invitation.
type Message struct {
	Body     string
	Language string
	Cc       string
}

// Invited is the outcome of an invitation. RedeemURL is a secret: whoever has
// it can redeem. It is empty when Graph's answer was lost.
type Invited struct {
	UserID    string
	RedeemURL string
	// Pending is set when the person still has to redeem, which both tenants can
	// make needless.
	Pending bool
}

// Invite invites a person. Inviting somebody again returns the same user and
// makes the earlier redeem URL useless (graph-identity §1.5). When an answer
// gets lost, Invite looks for the outcome before it asks again, so that nobody
// is written to twice.
//
// POST /invitations.
func (c *Client) Invite(ctx context.Context, i Invitation) (Invited, error) {
	for try := 1; ; try++ {
		invited, err := c.postInvitation(ctx, i)
		if err == nil {
			c.markFresh(invited.UserID)
			if i.UserID != "" && invited.Pending {
				return invited, c.awaitPending(ctx, i.UserID)
			}
			return invited, nil
		}
		var unknown *transport.AmbiguousError
		if !errors.As(err, &unknown) || try == mostInvites {
			return Invited{}, err
		}
		id, lookErr := c.outcome(ctx, i)
		if lookErr != nil {
			return Invited{}, errors.Join(err, lookErr)
		}
		if id != "" {
			c.markFresh(id)
			return Invited{UserID: id}, nil
		}
	}
}

// outcome looks for the user whom a lost invitation has made, or has turned
// into somebody who has to redeem; it is empty when there is none.
func (c *Client) outcome(ctx context.Context, i Invitation) (string, error) {
	if i.UserID != "" {
		u, err := c.User(ctx, i.UserID)
		if err == nil && u.Pending() {
			return u.ID, nil
		}
		return "", err
	}
	people, err := c.UsersByAddress(ctx, i.Email)
	for _, u := range people {
		if u.External() {
			return u.ID, nil
		}
	}
	return "", err
}

// ResetRedemption makes a person redeem again, by an address that may be new:
// the address joins those of the user first, because Graph accepts no other
// (graph-identity §1.7). Id, name and memberships stay.
//
// PATCH /users/{id}, POST /invitations.
func (c *Client) ResetRedemption(ctx context.Context, i Invitation) (Invited, error) {
	u, err := c.User(ctx, i.UserID)
	if err != nil {
		return Invited{}, err
	}
	if !strings.EqualFold(u.Mail, i.Email) && !slices.ContainsFunc(u.OtherMails, func(m string) bool { return strings.EqualFold(m, i.Email) }) {
		change := UserChange{OtherMails: append(slices.Clone(u.OtherMails), i.Email)}
		if err := c.UpdateUser(ctx, u.ID, change); err != nil {
			return Invited{}, err
		}
		if _, err := c.AwaitUser(ctx, u.ID, change); err != nil {
			return Invited{}, err
		}
	}
	i.Reset = true
	return c.Invite(ctx, i)
}

// awaitPending returns when Graph shows that somebody who was there before has to
// redeem.
func (c *Client) awaitPending(ctx context.Context, id string) error {
	err := transport.Poll(ctx, c.clock, "the invitation of user "+id, func(ctx context.Context) (bool, string, error) {
		u, err := c.User(ctx, id)
		return u.Pending(), "the user as they were before the invitation", err
	})
	return c.named(opReadUser, err)
}

func (c *Client) postInvitation(ctx context.Context, i Invitation) (Invited, error) {
	body := models.NewInvitation()
	body.SetInvitedUserEmailAddress(&i.Email)
	body.SetInviteRedirectUrl(&i.RedirectURL)
	body.SetInvitedUserType(&i.UserType)
	if i.DisplayName != "" {
		body.SetInvitedUserDisplayName(&i.DisplayName)
	}
	send := i.Message != nil
	body.SetSendInvitationMessage(&send)
	if send {
		body.SetInvitedUserMessageInfo(i.Message.model())
	}
	if i.UserID != "" {
		// The SDK writes only what was set on this very model: without the backing
		// store the id was dropped and a second user came into being (peers D14).
		user := models.NewUser()
		user.SetId(&i.UserID)
		body.SetInvitedUser(user)
	}
	op := opInvite
	if i.Reset {
		op = opReset
		body.SetResetRedemption(&i.Reset)
	}
	answer, err := invitations.NewInvitationsRequestBuilderInternal(c.baseURL(), c.adapter).Post(ctx, body, nil)
	if err != nil {
		return Invited{}, c.failed(op, err)
	}
	// Kiota makes nil of an empty answer.
	if answer == nil || answer.GetInvitedUser() == nil || answer.GetInvitedUser().GetId() == nil {
		return Invited{}, c.failed(op, errors.New("the answer names no user"))
	}
	return Invited{
		UserID: *answer.GetInvitedUser().GetId(), RedeemURL: text(answer.GetInviteRedeemUrl()),
		Pending: text(answer.GetStatus()) == "PendingAcceptance",
	}, nil
}

func (m Message) model() models.InvitedUserMessageInfoable {
	info := models.NewInvitedUserMessageInfo()
	if m.Body != "" {
		info.SetCustomizedMessageBody(&m.Body)
	}
	if m.Language != "" {
		info.SetMessageLanguage(&m.Language)
	}
	if m.Cc != "" {
		address, recipient := models.NewEmailAddress(), models.NewRecipient()
		address.SetAddress(&m.Cc)
		recipient.SetEmailAddress(address)
		info.SetCcRecipients([]models.Recipientable{recipient})
	}
	return info
}

// text reads an optional string of an SDK model.
func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
