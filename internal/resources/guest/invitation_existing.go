package guest

import (
	"fmt"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// existsError says that the tenant has the user already.
type existsError struct {
	tenant string
	user   graph.User
	// answered is set when only the service's answer to an invitation told.
	answered bool
}

func (e *existsError) Error() string {
	how := "Tenant %q has an external user with this address already: %s (user type %s, state %s). No invitation was made."
	if e.answered {
		how = "Graph answered the invitation to tenant %q with an external user who was there before, known by another address of the" +
			" same person: %s (user type %s, state %s). No mail was sent; a link of an earlier invitation that has not been redeemed is void now."
	}
	return fmt.Sprintf(how, e.tenant, e.user.ID, e.user.UserType, orNone(e.user.ExternalUserState)) +
		fmt.Sprintf("\n\nTo take the user over, import them:\n\n  import {\n    to = <this resource>\n    id = \"%s/%s\"\n  }\n\n"+
			"or set on_existing = \"adopt\".", e.tenant, e.user.ID)
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// inRecycleBinError says that the user is in the recycle bin.
type inRecycleBinError struct {
	tenant string
	user   graph.User
}

func (e *inRecycleBinError) Error() string {
	return fmt.Sprintf("A user with this address is in the recycle bin of tenant %q: user %s. No invitation was made.\n\n"+
		"Set on_soft_deleted to \"restore\" to bring the user back with all memberships, or to \"ignore\" to invite a new user, after"+
		" which the old one cannot be restored any more.", e.tenant, e.user.ID)
}

// unreadableError says that a mail is to be sent by an application that cannot
// see whom it would go to.
type unreadableError struct{ tenant string }

func (e *unreadableError) Error() string {
	return fmt.Sprintf("The application may not read users of tenant %q, so it cannot tell a new user from one who was invited before"+
		" and would get a second mail. No invitation was made.\n\nGrant the application permission User.Read.All in tenant %q, or set"+
		" send_message = false and hand out redeem_url.", e.tenant, e.tenant)
}

// unfinishedError is a failure after the user has been invited.
type unfinishedError struct {
	userID string
	err    error
}

func (e *unfinishedError) Error() string { return e.err.Error() }

// Unwrap returns the failure.
func (e *unfinishedError) Unwrap() error { return e.err }

const (
	// freshInvitation is how long an invitation counts as one that an interrupted
	// apply left behind.
	freshInvitation = time.Hour
	// redeemedAtOnce is how long automatic redemption takes at most.
	redeemedAtOnce = time.Minute
)

// unfinished reports whether a user is the remainder of an apply that was
// interrupted between the invitation and the saving of the state: invited a
// short while ago by this very address, not redeemed by hand, and in nothing
// different from what this configuration asks for. Terraform keeps no trace of
// such an apply.
//
// Where both tenants consent to automatic redemption, such a user has redeemed
// already.
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
		// What the configuration leaves open, nobody has set either.
		if has != "" && has != wants {
			return false
		}
	}
	return true
}

// derivedName reports whether a display name is what Graph makes of an address
// when an invitation gives none. Sources do not tell which (graph-identity §1.1).
func derivedName(name, email string) bool {
	local, _, _ := strings.Cut(email, "@")
	return name == "" || strings.EqualFold(name, local) || strings.EqualFold(name, email)
}

// serviceNow is the time by the clock of the tenant's Graph, which dates its
// users, or that of this machine until Graph has answered.
func serviceNow(t *tenant.Tenant) time.Time {
	if now, told := t.Graph.ServiceTime(); told {
		return now
	}
	return time.Now()
}
