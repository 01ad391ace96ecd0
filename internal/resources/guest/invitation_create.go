package guest

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/share"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// interruptGrace is the time that an interrupt leaves a running invitation, whose
// response contains the redeem URL.
const interruptGrace = 10 * time.Second

// arrival is the result of creating, finding or restoring the user.
type arrival struct {
	userID    string
	redeemURL string
	// invited is set if this resource invited the user, in this or in an
	// interrupted apply.
	invited bool
	// continued is set if an interrupted apply invited the user.
	continued bool
	// fresh is set if this apply created the user.
	fresh bool
	// pending is set if the service has answered a conversion with a pending
	// invitation, whatever the directory shows.
	pending bool
	// mails is set if the invitation mail is due; withheld, if it would be due, but
	// a later apply could not tell that it was sent.
	mails, withheld bool
	// user is the user as read; nil if the application cannot read users.
	user *graph.User
}

// arriving is the input of arrive besides the plan.
type arriving struct {
	model
	// restores is set if on_soft_deleted restores the deleted user, and on_existing
	// is not set for one that is already restored.
	restores bool
	home
}

// onlyInvites reports whether the user can only be created by an invitation: not
// adopted, converted or restored.
func (m *model) onlyInvites() bool {
	return m.OnExisting.ValueString() == existingError && m.InvitedUserID.IsNull() &&
		tfkit.Known(m.OnSoftDeleted) && m.OnSoftDeleted.ValueString() != deletedRestore
}

// restores reports whether on_soft_deleted restores the deleted user. A user that
// is already restored, as after an interrupted apply, is that user, unless
// on_existing is set.
func (m *model) restores(onExisting types.String) bool {
	return onExisting.IsNull() && m.OnSoftDeleted.ValueString() == deletedRestore
}

// arrive ensures that the user exists in the tenant: found, converted, restored, or
// invited.
func arrive(ctx context.Context, t *tenant.Tenant, a arriving) (arrival, error) {
	if tfkit.Known(a.InvitedUserID) {
		return convert(ctx, t, a)
	}
	found, readable, err := findExternal(ctx, t, a)
	if err != nil {
		return arrival{}, err
	}
	if found != nil {
		return takeOver(ctx, t, a, *found, &existsError{tenant: t.Key, user: *found})
	}
	if !readable && a.SendMessage.ValueBool() {
		return arrival{}, &unreadableError{tenant: t.Key}
	}
	return bringIn(ctx, t, a)
}

// takeOver handles an existing user: continued after an interruption, adopted, or
// the given error.
func takeOver(ctx context.Context, t *tenant.Tenant, a arriving, u graph.User, exists error) (arrival, error) {
	switch {
	case unfinished(u, a.model, t.Now(), a.redeemsAtOnce(ctx, t)):
		return arrival{userID: u.ID, invited: true, continued: true, user: &u}, nil
	case a.OnExisting.ValueString() == existingAdopt || a.restores:
		return arrival{userID: u.ID, user: &u}, nil
	}
	return arrival{}, exists
}

// bringIn restores or invites a user that the tenant does not have.
func bringIn(ctx context.Context, t *tenant.Tenant, a arriving) (arrival, error) {
	if how := a.OnSoftDeleted.ValueString(); how != deletedIgnore {
		deleted, err := findDeleted(ctx, t, a.Email.ValueString())
		switch {
		case err != nil:
			return arrival{}, err
		case deleted != nil && how == deletedRestore:
			u, err := t.Graph.RestoreUser(ctx, deleted.ID)
			return arrival{userID: deleted.ID, user: &u}, err
		case deleted != nil:
			return arrival{}, &inRecycleBinError{tenant: t.Key, user: *deleted}
		}
	}
	return invite(ctx, t, a)
}

// invite invites the user, and determines whether it existed before: the service
// searches more addresses than any search, and its response does not tell
// (graph-identity §1.5). No mail is sent before that.
func invite(ctx context.Context, t *tenant.Tenant, a arriving) (arrival, error) {
	request := a.invitation()
	if t.Cloud.HasInvitedSponsors && tfkit.Known(a.Sponsors) {
		request.Sponsors = tfkit.FoldedStrings(a.Sponsors)
	}
	if err := ctx.Err(); err != nil {
		return arrival{}, err
	}
	ctx, cancel := share.Grace(ctx, interruptGrace)
	defer cancel()
	invited, err := t.Graph.Invite(ctx, request)
	if err != nil {
		return arrival{}, err
	}
	u, err := t.Graph.AwaitUser(ctx, invited.UserID, graph.UserChange{})
	switch {
	case errors.Is(err, service.ErrForbidden):
		return arrival{userID: invited.UserID, redeemURL: invited.RedeemURL, fresh: true}, nil
	case err != nil:
		return arrival{}, &unfinishedError{userID: invited.UserID, err: err}
	case invited.Found(u):
		arrived, err := takeOver(ctx, t, a, u, &existsError{tenant: t.Key, user: u, answered: true})
		// The links of earlier invitations are invalid now.
		arrived.redeemURL = invited.RedeemURL
		return arrived, err
	}
	return arrival{
		userID: u.ID, redeemURL: invited.RedeemURL, invited: true, fresh: true, mails: a.SendMessage.ValueBool(), user: &u,
	}, nil
}

// convert converts an internal user to an external one. A user who is already
// external is returned unchanged. A user that becomes external only at redemption
// cannot be distinguished from one that was never invited: the service answers a
// second invitation with the same user.
func convert(ctx context.Context, t *tenant.Tenant, a arriving) (arrival, error) {
	u, err := t.Graph.User(ctx, a.InvitedUserID.ValueString())
	if err != nil {
		return arrival{}, err
	}
	if u.External() {
		return arrival{userID: u.ID, user: &u}, nil
	}
	if err := ctx.Err(); err != nil {
		return arrival{}, err
	}
	ctx, cancel := share.Grace(ctx, interruptGrace)
	defer cancel()
	invited, err := t.Graph.Invite(ctx, a.invitation())
	if err != nil {
		return arrival{}, err
	}
	mails := a.SendMessage.ValueBool()
	if mails {
		u, err = t.Graph.AwaitConversion(ctx, invited.UserID)
	} else {
		u, err = t.Graph.AwaitUser(ctx, invited.UserID, graph.UserChange{})
	}
	if err != nil {
		return arrival{}, &unfinishedError{userID: invited.UserID, err: err}
	}
	return arrival{
		userID: u.ID, redeemURL: invited.RedeemURL, pending: invited.Pending, user: &u,
		mails: mails && u.External(), withheld: mails && !u.External(),
	}, nil
}

// findDeleted searches the recycle bin for an external user with the address.
func findDeleted(ctx context.Context, t *tenant.Tenant, email string) (*graph.User, error) {
	u, _, err := external(t.Graph.DeletedByAddress(ctx, email))
	return u, err
}

// findExternal searches for the external user of an invitation: by the address, and
// by the user's other addresses in the home tenant. It is false if the application
// cannot read users.
func findExternal(ctx context.Context, t *tenant.Tenant, a arriving) (found *graph.User, readable bool, err error) {
	email := a.Email.ValueString()
	found, readable, err = external(t.Graph.HoldersNow(ctx, email))
	if found != nil || !readable || err != nil || a.person == nil {
		return found, readable, err
	}
	holders, err := t.Graph.UsersByAddresses(ctx, otherAddresses(*a.person, email))
	for _, users := range holders {
		if found, _, _ = external(users, nil); found != nil {
			return found, true, err
		}
	}
	return nil, true, err
}

// external selects the external user among users found by address. An application
// that can only invite cannot search, which is not an error.
func external(people []graph.User, err error) (found *graph.User, readable bool, failure error) {
	if errors.Is(err, service.ErrForbidden) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	for _, u := range people {
		if u.External() {
			return &u, true, nil
		}
	}
	return nil, true, nil
}
