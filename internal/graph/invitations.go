package graph

import (
	"context"
	"errors"

	"github.com/microsoftgraph/msgraph-sdk-go/invitations"
	"github.com/microsoftgraph/msgraph-sdk-go/models"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var opInvite = operation{"POST /invitations", []string{"User.Invite.All"}}

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
}

// Invite invites a person. Inviting somebody again returns the same user and
// makes the earlier redeem URL useless (graph-identity §1.5). When an answer
// gets lost, Invite looks for the person before it asks again, so that nobody
// is written to twice.
//
// POST /invitations.
func (c *Client) Invite(ctx context.Context, i Invitation) (Invited, error) {
	for try := 1; ; try++ {
		invited, err := c.postInvitation(ctx, i)
		if err == nil {
			c.markFresh(invited.UserID)
			return invited, nil
		}
		var unknown *transport.AmbiguousError
		if !errors.As(err, &unknown) || try == mostInvites {
			return Invited{}, err
		}
		people, lookErr := c.UsersByAddress(ctx, i.Email)
		if lookErr != nil {
			return Invited{}, errors.Join(err, lookErr)
		}
		for _, u := range people {
			if u.External() {
				c.markFresh(u.ID)
				return Invited{UserID: u.ID}, nil
			}
		}
	}
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
	answer, err := invitations.NewInvitationsRequestBuilderInternal(c.baseURL(), c.adapter).Post(ctx, body, nil)
	if err != nil {
		return Invited{}, c.failed(opInvite, err)
	}
	user := answer.GetInvitedUser()
	if user == nil || user.GetId() == nil {
		return Invited{}, c.failed(opInvite, errors.New("the answer names no user"))
	}
	return Invited{UserID: *user.GetId(), RedeemURL: text(answer.GetInviteRedeemUrl())}, nil
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
