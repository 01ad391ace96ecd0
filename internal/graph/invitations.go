package graph

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/microsoftgraph/msgraph-sdk-go/invitations"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var (
	opInvite = operation{"POST /invitations", []string{"User.Invite.All"}}
	opReset  = operation{"POST /invitations with resetRedemption", []string{"User.ReadWrite.All"}}
)

// mismatchPatience is how long the invitation service may reject an address that the
// directory already shows (azure-docs#86773).
const mismatchPatience = 5 * time.Minute

// Invitation invites an external user to the tenant.
type Invitation struct {
	Email       string
	DisplayName string // empty lets Graph derive one
	UserType    string // "Guest" or "Member"
	RedirectURL string
	// Sponsors are object ids of users and groups. Only the worldwide cloud
	// accepts them in an invitation (graph-identity §1.1).
	Sponsors []string
	// UserID selects an existing user to be converted or to redeem again.
	UserID string
	// Reset resets the user's redemption; it requires UserID.
	Reset bool
}

// Message is the invitation mail.
type Message struct {
	Body     string
	Language string
	Cc       string
}

// Invited is the outcome of an invitation. RedeemURL is a secret: anyone with the
// URL can redeem. It is empty when Graph's answer was lost.
type Invited struct {
	UserID    string
	RedeemURL string
	// Pending is set when the user still has to redeem; the settings of both
	// tenants together can make that unnecessary.
	Pending bool
	// Address is the invited address.
	Address string
	// Again is set when this client's earlier invitation of the same address
	// returned the same user.
	Again bool
	// Since is the service's time just before the invitation, in whole seconds;
	// zero when unknown.
	Since time.Time
}

// Found reports whether the service returned an existing user. Nothing in the
// answer says so (graph-identity §1.2). The user's creation time does, by the
// service's own clock (graph-identity §1.2); for two invitations within the same
// second, the address does.
func (i Invited) Found(u User) bool {
	return i.Again || u.CreatedDateTime.Before(i.Since) || !u.InvitedAs(i.Address)
}

// Invite invites a user and sends no mail; see [Client.Mail]. Inviting again
// returns the same user and invalidates the earlier redeem URL (graph-identity
// §1.5). After a lost answer, Invite looks for the outcome before it repeats the
// request. The directory may show a conversion only after redemption
// (graph-identity §1.7), so Invite does not wait for one.
//
// POST /invitations.
func (c *Client) Invite(ctx context.Context, i Invitation) (Invited, error) {
	since, _ := c.ServiceTime()
	c.people.Forget(strings.ToLower(i.Email))
	c.userChanged(i.UserID)
	var invited Invited
	err := untilKnown(func(bool) (err error) {
		invited, err = c.postInvitation(ctx, i, nil)
		return err
	}, func() (bool, error) {
		id, err := c.outcome(ctx, i)
		invited = Invited{UserID: id}
		return id != "", err
	})
	if err != nil {
		return Invited{}, err
	}
	invited = c.created(invited, i, since)
	if i.Reset && invited.Pending {
		return invited, c.awaitPending(ctx, i.UserID)
	}
	return invited, nil
}

// created records the user of an invitation, and completes its outcome.
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

// Mail makes Microsoft send the mail of an existing invitation, with a new redeem
// URL. It sends one request: after a lost answer, service.ErrAmbiguous, the mail
// may have been sent.
//
// POST /invitations.
func (c *Client) Mail(ctx context.Context, i Invitation, m Message) (Invited, error) {
	return c.postInvitation(ctx, i, &m)
}

// RedeemLink returns a new redeem URL for the pending invitation of an existing user, and
// sends no mail; earlier URLs become invalid (graph-identity §1.5). After a lost answer
// the request is repeated: the last URL is the valid one.
//
// POST /invitations.
func (c *Client) RedeemLink(ctx context.Context, i Invitation) (Invited, error) {
	invited, err := c.postInvitation(transport.WithSafeRepeat(ctx), i, nil)
	switch {
	case err != nil:
		return Invited{}, err
	case !strings.EqualFold(invited.UserID, i.UserID):
		return Invited{}, c.failed(opInvite, errors.New("the answer is about user "+invited.UserID+", who has another address of the same user"))
	case !invited.Pending:
		return Invited{}, c.failed(opInvite, errors.New("the invitation is redeemed already"))
	case invited.RedeemURL == "":
		return Invited{}, c.failed(opInvite, errors.New("the answer has no redeem URL"))
	}
	invited.Address = i.Email
	return invited, nil
}

// outcome returns the user that a lost invitation created or reset; it is empty
// when there is none.
func (c *Client) outcome(ctx context.Context, i Invitation) (string, error) {
	if i.UserID != "" {
		u, err := c.User(ctx, i.UserID)
		if err == nil && u.Pending() {
			return u.ID, nil
		}
		return "", err
	}
	people, err := c.searchHolders(ctx, i.Email, c.findByAddress)
	for _, u := range people {
		if u.External() {
			return u.ID, nil
		}
	}
	return "", err
}

// ResetRedemption resets a user's redemption, optionally with a new address, and
// sends no mail. The address is first added to the user's own, because Graph
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

// inviteByKnownAddress invites a user by an address that the directory shows. The
// invitation service reads another replica, which may get the address later.
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

// AwaitConversion returns a user as soon as Graph shows it as external, or its
// current state after some reads: the directory may show a conversion only after
// redemption (graph-identity §1.7).
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

// awaitPending returns when Graph shows that an existing user has to redeem.
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
	// Kiota returns nil for an empty answer.
	if answer == nil || answer.GetInvitedUser() == nil || answer.GetInvitedUser().GetId() == nil {
		return Invited{}, c.failed(op, &transport.AmbiguousError{Err: errors.New("the answer names no user")})
	}
	return Invited{
		UserID: *answer.GetInvitedUser().GetId(), RedeemURL: text(answer.GetInviteRedeemUrl()),
		Pending: text(answer.GetStatus()) == PendingAcceptance,
	}, nil
}
