package guest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
)

// freshInvitation is how long an invitation counts as one that an interrupted
// apply left behind.
const freshInvitation = time.Hour

// arrival is how a person came to be in the tenant.
type arrival struct {
	userID    string
	redeemURL string
	// invited is set when this resource invited the person.
	invited bool
	// user is the person as they were found; nil for somebody just invited.
	user *graph.User
	// homeUPN is the person's name in the home tenant, if that is known.
	homeUPN string
}

// onlyInvites reports whether the person can arrive in no other way than by an
// invitation: nobody is adopted, converted or brought back.
func (m *model) onlyInvites() bool {
	return m.OnExisting.ValueString() == existingError && m.InvitedUserID.IsNull() &&
		known(m.OnSoftDeleted) && m.OnSoftDeleted.ValueString() != deletedRestore
}

// existsError says that the tenant has the person already.
type existsError struct {
	tenant string
	user   graph.User
}

func (e *existsError) Error() string {
	return fmt.Sprintf("Tenant %q has an external user with this address already: %s (user type %s, state %s). Nobody was invited.\n\n"+
		"To take the person over, import them:\n\n  import {\n    to = <this resource>\n    id = \"%s/%s\"\n  }\n\n"+
		"or set on_existing = \"adopt\".",
		e.tenant, e.user.ID, e.user.UserType, orNone(e.user.ExternalUserState), e.tenant, e.user.ID)
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// inRecycleBinError says that the person is in the recycle bin.
type inRecycleBinError struct {
	tenant string
	user   graph.User
}

func (e *inRecycleBinError) Error() string {
	return fmt.Sprintf("Somebody with this address is in the recycle bin of tenant %q: user %s. Nobody was invited.\n\n"+
		"Set on_soft_deleted to \"restore\" to bring them back with their memberships, or to \"ignore\" to invite a new user, after"+
		" which the old one cannot be restored any more.", e.tenant, e.user.ID)
}

// arrive makes sure that the person is in the tenant: found, converted, brought
// back, or invited.
func arrive(ctx context.Context, t *tenant.Tenant, m model) (arrival, error) {
	if known(m.InvitedUserID) {
		return convert(ctx, t, m)
	}
	u, err := findExternal(ctx, t, m.Email.ValueString())
	switch {
	case err != nil:
		return arrival{}, err
	case u == nil:
		return bringIn(ctx, t, m)
	case unfinished(*u, m, time.Now()):
		return arrival{userID: u.ID, invited: true, user: u}, nil
	case m.OnExisting.ValueString() == existingAdopt:
		return arrival{userID: u.ID, user: u}, nil
	}
	return arrival{}, &existsError{tenant: t.Key, user: *u}
}

// bringIn restores or invites somebody whom the tenant does not have.
func bringIn(ctx context.Context, t *tenant.Tenant, m model) (arrival, error) {
	if how := m.OnSoftDeleted.ValueString(); how != deletedIgnore {
		deleted, err := findDeleted(ctx, t, m.Email.ValueString())
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
	request, err := m.invitation(ctx)
	if err != nil {
		return arrival{}, err
	}
	invited, err := t.Graph.Invite(ctx, request)
	return arrival{userID: invited.UserID, redeemURL: invited.RedeemURL, invited: true}, err
}

// convert turns an internal user into an external one. Somebody who has been
// converted already is left to redeem in peace.
func convert(ctx context.Context, t *tenant.Tenant, m model) (arrival, error) {
	u, err := t.Graph.User(ctx, m.InvitedUserID.ValueString())
	if err != nil {
		return arrival{}, err
	}
	if u.External() {
		return arrival{userID: u.ID, user: &u}, nil
	}
	request, err := m.invitation(ctx)
	if err != nil {
		return arrival{}, err
	}
	invited, err := t.Graph.Invite(ctx, request)
	return arrival{userID: invited.UserID, redeemURL: invited.RedeemURL, user: &u}, err
}

// findDeleted looks for an external user with the address in the recycle bin.
func findDeleted(ctx context.Context, t *tenant.Tenant, email string) (*graph.User, error) {
	return external(t.Graph.DeletedByAddress(ctx, email))
}

// external picks the external user among people found by address. An
// application that may only invite cannot look; inviting somebody twice does
// no harm then.
func external(people []graph.User, err error) (*graph.User, error) {
	if errors.Is(err, graph.ErrForbidden) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, u := range people {
		if u.External() {
			return &u, nil
		}
	}
	return nil, nil
}

// findExternal looks for an external user with the address.
func findExternal(ctx context.Context, t *tenant.Tenant, email string) (*graph.User, error) {
	return external(t.Graph.UsersByAddress(ctx, email))
}

// unfinished reports whether a person is the remainder of an apply that was
// interrupted between the invitation and the saving of the state: invited a
// short while ago, not redeemed, and in nothing different from what this
// configuration asks for. Terraform keeps no trace of such an apply.
func unfinished(u graph.User, m model, now time.Time) bool {
	if !u.Pending() || u.UserType != m.InvitedUserType.ValueString() || now.Sub(u.CreatedDateTime) > freshInvitation {
		return false
	}
	if !u.AccountEnabled && (!known(m.AccountEnabled) || m.AccountEnabled.ValueBool()) {
		return false
	}
	for _, f := range m.profile() {
		has, wants := u.Text(f.property), f.value.ValueString()
		if f.property == graph.DisplayName && !known(*f.value) {
			// Nobody gave a name, so Graph made one of the address; another one is
			// the choice of somebody else (graph-identity §1.1).
			wants, _, _ = strings.Cut(m.Email.ValueString(), "@")
		}
		// What the configuration leaves open, nobody has set either.
		if has != "" && has != wants {
			return false
		}
	}
	return true
}

// settle brings the profile and the links of somebody who has arrived to what
// the configuration says, and returns the person as they can be read: nil when
// the application may not read users.
func settle(ctx context.Context, t *tenant.Tenant, m model, p arrival) (*graph.User, error) {
	change := m.wanted()
	if p.user == nil {
		// The invitation carried the name, and makes accounts that are enabled.
		delete(change.Set, graph.DisplayName)
		if m.AccountEnabled.ValueBool() {
			change.AccountEnabled = nil
		}
	} else if change.SeenIn(*p.user) {
		change = graph.UserChange{}
	}
	l := links{}
	if known(m.ManagerID) {
		l.manager = m.ManagerID.ValueStringPointer()
	}
	if known(m.Sponsors) {
		l.sponsors = texts(m.Sponsors)
		l.setSponsors = true
	}
	if err := write(ctx, t, p.userID, change, l); err != nil {
		return nil, err
	}
	u, err := t.Graph.AwaitUser(ctx, p.userID, change)
	if errors.Is(err, graph.ErrForbidden) {
		return nil, nil
	}
	return &u, err
}

// apply changes somebody who exists and returns when the change can be read,
// if the application may read users.
func apply(ctx context.Context, t *tenant.Tenant, id string, change graph.UserChange, l links) error {
	if err := write(ctx, t, id, change, l); err != nil || change.Empty() {
		return err
	}
	_, err := t.Graph.AwaitUser(ctx, id, change)
	if errors.Is(err, graph.ErrForbidden) {
		return nil
	}
	return err
}

func write(ctx context.Context, t *tenant.Tenant, id string, change graph.UserChange, l links) error {
	if !change.Empty() {
		if err := t.Graph.UpdateUser(ctx, id, change); err != nil {
			return err
		}
	}
	if l.manager != nil {
		if err := t.Graph.SetManager(ctx, id, *l.manager); err != nil {
			return err
		}
	}
	if l.setSponsors {
		return t.Graph.SetSponsors(ctx, id, l.sponsors)
	}
	return nil
}
