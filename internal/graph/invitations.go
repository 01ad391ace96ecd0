package graph

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/microsoftgraph/msgraph-sdk-go/invitations"
	"github.com/microsoftgraph/msgraph-sdk-go/models"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var (
	opInvite = operation{"POST /invitations", []string{"User.Invite.All"}}
	opReset  = operation{"POST /invitations with resetRedemption", []string{"User.ReadWrite.All"}}
)

const (
	// mostTries bounds how often a POST is sent whose outcome stays unknown.
	mostTries = 3
	// mismatchPatience is how long the invitation service may take to hear of an
	// address that the directory shows already (azure-docs#86773).
	mismatchPatience = 5 * time.Minute
)

// Invitation asks an external user to join the tenant.
type Invitation struct {
	Email       string
	DisplayName string // empty lets Graph derive one
	UserType    string // "Guest" or "Member"
	RedirectURL string
	// Sponsors are object ids of users and groups. Only the worldwide cloud takes
	// them with an invitation (graph-identity §1.1).
	Sponsors []string
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
	// Pending is set when the user still has to redeem, which both tenants can
	// make needless.
	Pending bool
	// Address is what was invited.
	Address string
	// Again is set when an earlier invitation of this client, by the same address,
	// had the same user.
	Again bool
	// Since is the service's own time right before the invitation, in whole
	// seconds; zero when the service has not told it.
	Since time.Time
}

// Found reports whether the service answered the invitation with a user who was
// there before. Nothing in the answer tells (graph-identity §1.2). The time of
// the user's creation does, by the service's own clock (graph-identity §1.2); of two
// invitations within the same second, the address tells.
func (i Invited) Found(u User) bool {
	return i.Again || u.CreatedDateTime.Before(i.Since) || !u.InvitedAs(i.Address)
}

// Invite invites a user and sends no mail; see [Client.Mail]. Inviting again
// returns the same user and makes the earlier redeem URL useless
// (graph-identity §1.5). When an answer gets lost, Invite looks for the outcome
// before it asks again. The directory may show a conversion with the redemption
// only (graph-identity §1.7), so Invite does not wait to see one.
//
// POST /invitations.
func (c *Client) Invite(ctx context.Context, i Invitation) (Invited, error) {
	since, _ := c.ServiceTime()
	for try := 1; ; try++ {
		invited, err := c.postInvitation(ctx, i, nil)
		if err == nil {
			invited = c.created(invited, i, since)
			if i.Reset && invited.Pending {
				return invited, c.awaitPending(ctx, i.UserID)
			}
			return invited, nil
		}
		if !errors.Is(err, service.ErrAmbiguous) || try == mostTries {
			return Invited{}, err
		}
		id, lookErr := c.outcome(ctx, i)
		if lookErr != nil {
			return Invited{}, errors.Join(err, lookErr)
		}
		if id != "" {
			return c.created(Invited{UserID: id}, i, since), nil
		}
	}
}

// created notes the user of an invitation, and completes its outcome.
func (c *Client) created(invited Invited, i Invitation, since time.Time) Invited {
	c.markFresh(invited.UserID)
	c.mu.Lock()
	defer c.mu.Unlock()
	first, again := c.invited[invited.UserID]
	if !again {
		c.invited[invited.UserID] = i.Email
	}
	invited.Address, invited.Since = i.Email, since
	invited.Again = again && strings.EqualFold(first, i.Email)
	return invited
}

// Mail has Microsoft send the mail of an invitation that was made before, with a
// new redeem URL. It asks once: after an answer that got lost, which is
// service.ErrAmbiguous, the mail may have gone out.
//
// POST /invitations.
func (c *Client) Mail(ctx context.Context, i Invitation, m Message) (Invited, error) {
	return c.postInvitation(ctx, i, &m)
}

// outcome looks for the user whom a lost invitation has made, or has turned
// into one who has to redeem; it is empty when there is none.
func (c *Client) outcome(ctx context.Context, i Invitation) (string, error) {
	if i.UserID != "" {
		u, err := c.User(ctx, i.UserID)
		if err == nil && u.Pending() {
			return u.ID, nil
		}
		return "", err
	}
	people, err := c.Holders(ctx, i.Email)
	for _, u := range people {
		if u.External() {
			return u.ID, nil
		}
	}
	return "", err
}

// ResetRedemption makes a user redeem again, by an address that may be new, and
// sends no mail. The address joins those of the user first, because Graph
// accepts no other (graph-identity §1.7). Id, name and memberships stay.
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
	return c.inviteByKnownAddress(ctx, i)
}

// inviteByKnownAddress invites a user by an address that the directory shows.
// The invitation service has a reader of its own, which may hear of it later.
func (c *Client) inviteByKnownAddress(ctx context.Context, i Invitation) (Invited, error) {
	var invited Invited
	began := c.clock.Now()
	err := transport.Poll(ctx, c.clock, "the invitation service to hear of the address", func(ctx context.Context) (bool, string, error) {
		var err error
		invited, err = c.Invite(ctx, i)
		if addressUnheard(err) && c.clock.Now().Sub(began) < mismatchPatience {
			return false, err.Error(), nil
		}
		return true, "", err
	})
	return invited, c.named(opReset, err)
}

// AwaitConversion returns a user as soon as Graph shows them as external, or as
// they are after some looks: the directory may show a conversion with the
// redemption only (graph-identity §1.7).
//
// GET /users/{id}.
func (c *Client) AwaitConversion(ctx context.Context, id string) (User, error) {
	var found User
	looks := 0
	err := transport.Poll(ctx, c.clock, "the conversion of user "+id, func(ctx context.Context) (bool, string, error) {
		u, err := c.User(ctx, id)
		found = u
		looks++
		return u.External() || looks == mostLooks, "an internal user", err
	})
	return found, c.named(opReadUser, err)
}

// awaitPending returns when Graph shows that a user who was there before has to
// redeem.
func (c *Client) awaitPending(ctx context.Context, id string) error {
	err := transport.Poll(ctx, c.clock, "the invitation of user "+id, func(ctx context.Context) (bool, string, error) {
		u, err := c.User(ctx, id)
		return u.Pending(), "the user as they were before the invitation", err
	})
	return c.named(opReadUser, err)
}

func (c *Client) postInvitation(ctx context.Context, i Invitation, m *Message) (Invited, error) {
	op := opInvite
	if i.Reset {
		op = opReset
	}
	answer, err := invitations.NewInvitationsRequestBuilderInternal(c.baseURL(), c.adapter).Post(ctx, i.model(m), nil)
	if err != nil {
		return Invited{}, c.failed(op, err)
	}
	// Kiota makes nil of an empty answer.
	if answer == nil || answer.GetInvitedUser() == nil || answer.GetInvitedUser().GetId() == nil {
		return Invited{}, c.failed(op, &transport.AmbiguousError{Err: errors.New("the answer names no user")})
	}
	return Invited{
		UserID: *answer.GetInvitedUser().GetId(), RedeemURL: text(answer.GetInviteRedeemUrl()),
		Pending: text(answer.GetStatus()) == PendingAcceptance,
	}, nil
}

// model is the body of an invitation; nothing is mailed without a message.
func (i Invitation) model(m *Message) models.Invitationable {
	body := models.NewInvitation()
	body.SetInvitedUserEmailAddress(&i.Email)
	body.SetInviteRedirectUrl(&i.RedirectURL)
	body.SetInvitedUserType(&i.UserType)
	if i.DisplayName != "" {
		body.SetInvitedUserDisplayName(&i.DisplayName)
	}
	send := m != nil
	body.SetSendInvitationMessage(&send)
	if send {
		body.SetInvitedUserMessageInfo(m.model())
	}
	if i.UserID != "" {
		// The SDK writes only what was set on this very model: without the backing
		// store the id was dropped and a second user came into being
		// (microsoftgraph/microsoft-graph-docs-contrib#9122).
		user := models.NewUser()
		user.SetId(&i.UserID)
		body.SetInvitedUser(user)
	}
	if i.Reset {
		body.SetResetRedemption(&i.Reset)
	}
	if len(i.Sponsors) > 0 {
		body.SetInvitedUserSponsors(objects(i.Sponsors))
	}
	return body
}

func objects(ids []string) []models.DirectoryObjectable {
	list := make([]models.DirectoryObjectable, 0, len(ids))
	for _, id := range ids {
		object := models.NewDirectoryObject()
		object.SetId(&id)
		list = append(list, object)
	}
	return list
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
