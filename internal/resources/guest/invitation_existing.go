package guest

import (
	"fmt"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// existsError reports that the tenant already has the user.
type existsError struct {
	tenant string
	user   graph.User
	// answered is set if only the service's response to an invitation revealed it.
	answered bool
}

func (e *existsError) Error() string {
	how := "Tenant %q already has an external user with this address: %s (user type %s, state %s). No invitation was created."
	if e.answered {
		how = "Graph answered the invitation to tenant %q with an existing external user, which has another address of the" +
			" same user: %s (user type %s, state %s). No mail was sent; links of earlier invitations are no longer valid."
	}
	return fmt.Sprintf(how, e.tenant, e.user.ID, e.user.UserType, orNone(e.user.ExternalUserState)) +
		fmt.Sprintf("\n\nTo adopt the user, import it:\n\n  import {\n    to = <this resource>\n    id = \"%s/%s\"\n  }\n\n"+
			"or set on_existing = \"adopt\".", e.tenant, e.user.ID)
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// inRecycleBinError reports that the user is in the recycle bin.
type inRecycleBinError struct {
	tenant string
	user   graph.User
}

func (e *inRecycleBinError) Error() string {
	return fmt.Sprintf("A user with this address is in the recycle bin of tenant %q: user %s. No invitation was created.\n\n"+
		"Set on_soft_deleted to \"restore\" to restore the user with all memberships, or to \"ignore\" to invite a new user, after"+
		" which the deleted one can no longer be restored.", e.tenant, e.user.ID)
}

// unreadableError reports that an application without permission to read users is
// to send a mail.
type unreadableError struct{ tenant string }

func (e *unreadableError) Error() string {
	return fmt.Sprintf("The application cannot read users of tenant %q, so it cannot distinguish a new user from one that was invited before"+
		" and would receive a second mail. No invitation was created.\n\nGrant the application permission User.Read.All in tenant %q, or set"+
		" send_message = false and distribute redeem_url yourself.", e.tenant, e.tenant)
}

// unfinishedError is an error after the user has been invited.
type unfinishedError struct {
	userID string
	err    error
}

func (e *unfinishedError) Error() string { return e.err.Error() }

// Unwrap returns the failure.
func (e *unfinishedError) Unwrap() error { return e.err }

const (
	// freshInvitation is the age up to which an invitation counts as that of an
	// interrupted apply.
	freshInvitation = time.Hour
	// redeemedAtOnce is the longest time that automatic redemption takes.
	redeemedAtOnce = time.Minute
)

// unfinished reports whether a user was left by an apply that was interrupted
// between the invitation and the saving of the state: invited recently with this
// address, not redeemed by hand, and equal to the configuration. Terraform has no
// record of such an apply.
//
// If both tenants consent to automatic redemption, such a user has already
// redeemed.
func unfinished(u graph.User, m model, now time.Time, redeemsAtOnce bool) bool {
	if u.UserType != m.InvitedUserType.ValueString() || now.Sub(u.CreatedDateTime) > freshInvitation || !u.InvitedAs(m.Email.ValueString()) {
		return false
	}
	if !u.Pending() && (!redeemsAtOnce || u.StateChanged.Sub(u.CreatedDateTime) > redeemedAtOnce) {
		return false
	}
	if !u.AccountEnabled && (!tfkit.Known(m.AccountEnabled) || m.AccountEnabled.ValueBool()) {
		return false
	}
	for _, f := range m.profile() {
		has, wants := u.Text(f.property), f.value.ValueString()
		if f.property == graph.DisplayName && !tfkit.Known(*f.value) && derivedName(has, m.Email.ValueString()) {
			continue
		}
		// Unconfigured attributes must be empty.
		if has != "" && has != wants {
			return false
		}
	}
	return true
}

// derivedName reports whether a display name is one that Graph derives from an
// address if an invitation has none. Sources do not say which (graph-identity
// §1.1).
func derivedName(name, email string) bool {
	local, _, _ := strings.Cut(email, "@")
	return name == "" || strings.EqualFold(name, local) || strings.EqualFold(name, email)
}
