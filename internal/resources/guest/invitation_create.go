package guest

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// interruptGrace is how long an interrupt leaves an invitation that is under way,
// whose answer has the redeem URL.
const interruptGrace = 10 * time.Second

// arrival is how a user came to be in the tenant.
type arrival struct {
	userID    string
	redeemURL string
	// invited is set when this resource invited the user, in this apply or in one
	// that was interrupted.
	invited bool
	// continued is set when an interrupted apply invited the user.
	continued bool
	// fresh is set when this very apply created the user.
	fresh bool
	// pending is set when the service has answered a conversion with an invitation
	// that has to be redeemed, whatever the directory shows.
	pending bool
	// mails is set when the invitation mail is due; withheld, when it would be due,
	// but nothing would tell a later apply that it went out.
	mails, withheld bool
	// user is the user as found; nil when the application may not read users.
	user *graph.User
}

// arriving is what an arrival needs to know beyond the plan.
type arriving struct {
	model
	// restores is set when on_soft_deleted asks for the user who was there before,
	// and nothing is said about one who is back already.
	restores bool
	home
}

// onlyInvites reports whether the user can arrive in no other way than by an
// invitation: nobody is adopted, converted or brought back.
func (m *model) onlyInvites() bool {
	return m.OnExisting.ValueString() == existingError && m.InvitedUserID.IsNull() &&
		tfkit.Known(m.OnSoftDeleted) && m.OnSoftDeleted.ValueString() != deletedRestore
}

// restores reports whether on_soft_deleted asks for the user who was there
// before. A user who is back already, as after an interrupted apply, is that
// user, unless the configuration says otherwise about existing ones.
func (m *model) restores(onExisting types.String) bool {
	return onExisting.IsNull() && m.OnSoftDeleted.ValueString() == deletedRestore
}

// arrive makes sure that the user is in the tenant: found, converted, brought
// back, or invited.
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

// takeOver decides what becomes of a user who was there before: continued after
// an interruption, adopted, or the given error.
func takeOver(ctx context.Context, t *tenant.Tenant, a arriving, u graph.User, exists error) (arrival, error) {
	switch {
	case unfinished(u, a.model, serviceNow(t), a.redeemsAtOnce(ctx, t)):
		return arrival{userID: u.ID, invited: true, continued: true, user: &u}, nil
	case a.OnExisting.ValueString() == existingAdopt || a.restores:
		return arrival{userID: u.ID, user: &u}, nil
	}
	return arrival{}, exists
}

// bringIn restores or invites a user whom the tenant does not have.
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

// invite invites the user, and finds out whether the service had them already:
// it looks further than any search, and its answer does not tell
// (graph-identity §1.5). No mail goes out before that is known.
func invite(ctx context.Context, t *tenant.Tenant, a arriving) (arrival, error) {
	request := a.invitation()
	if t.Cloud.HasInvitedSponsors && tfkit.Known(a.Sponsors) {
		request.Sponsors = tfkit.FoldedStrings(a.Sponsors)
	}
	if err := ctx.Err(); err != nil {
		return arrival{}, err
	}
	ctx, cancel := tfkit.Grace(ctx, interruptGrace)
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
		// The links of earlier invitations are dead now.
		arrived.redeemURL = invited.RedeemURL
		return arrived, err
	}
	return arrival{
		userID: u.ID, redeemURL: invited.RedeemURL, invited: true, fresh: true, mails: a.SendMessage.ValueBool(), user: &u,
	}, nil
}

// convert turns an internal user into an external one. A user who is external
// already is left unchanged. One who is to become external with the redemption
// cannot be told from one who was never invited: the service answers a second
// invitation with the same user.
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
	ctx, cancel := tfkit.Grace(ctx, interruptGrace)
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

// findDeleted looks for an external user with the address in the recycle bin.
func findDeleted(ctx context.Context, t *tenant.Tenant, email string) (*graph.User, error) {
	u, _, err := external(t.Graph.DeletedByAddress(ctx, email))
	return u, err
}

// findExternal looks for the external user whom an invitation would mean: by the
// address, and by the other addresses of the same person at home. It is false
// when the application may not read users.
func findExternal(ctx context.Context, t *tenant.Tenant, a arriving) (found *graph.User, readable bool, err error) {
	email := a.Email.ValueString()
	found, readable, err = external(t.Graph.Holders(ctx, email))
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

// external picks the external user among users found by address. An application
// that may only invite cannot look, which is no error.
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
