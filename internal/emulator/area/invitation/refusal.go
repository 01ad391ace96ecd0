package invitation

import (
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// errInvitation is an error of the invitation service: with the usual envelope and
// generic codes (graph-identity §1.5).
func errInvitation(format string, args ...any) *refusal.Error {
	return refusal.New(400, refusal.CodeInvitation, format, args...)
}

// InvitationDenied is the invitation service's error for an application without
// permission.
func InvitationDenied(w *kernel.World, tenantID string) *refusal.Error {
	status, code := 401, refusal.CodeInvitationDenied
	if w.Settings().DeniedInvitationIsForbidden {
		status, code = 403, refusal.CodeInvitationRefused
	}
	return refusal.New(status, code,
		"Insufficient privileges to perform requested operation by the application '00000003-0000-0000-c000-000000000000'. ControllerName=MSGraphInviteAPI, ActionName=CreateInvite, URL absolute path=/api/%s/invites",
		strings.ToLower(tenantID))
}

func errInvitationsOff() *refusal.Error {
	return refusal.New(403, refusal.CodeInvitationRefused, "Guest invitations not allowed for your company. Contact your company administrator for more details.")
}

func errAlreadyExists(u *directory.User) *refusal.Error {
	if !u.AccountEnabled {
		return errInvitation("The invited user already exists in the directory as object ID: %s, but the account is blocked from signing in. If the account is unblocked, they can use that account to sign in to shared apps and resources.", u.ID)
	}
	return errInvitation("The invited user already exists in the directory as object ID: %s. They can use that account to sign in to shared apps and resources.", u.ID)
}

func errVerifiedDomain() *refusal.Error {
	return errInvitation("This user cannot be invited because the domain of the user's email address is a verified domain of this directory.")
}

func errInvalidAddress() *refusal.Error {
	return errInvitation("The Primary SMTP Address is an invalid value")
}

func errEmailMismatch() *refusal.Error {
	return errInvitation("The email you\u2019re using to invite this user doesn\u2019t match any emails on the user object. Please add this email to the user object and try again.")
}

func errBlockedDomain(domain string, forbidden bool) *refusal.Error {
	status, code := 400, refusal.CodeInvitation
	if forbidden {
		status, code = 403, refusal.CodeInvitationRefused
	}
	return refusal.New(status, code, "The domain '%s' is not allowed: it is currently blocked by your invitation policy.", domain)
}

func errCrossTenant() *refusal.Error {
	return refusal.New(403, refusal.CodeInvitationRefused, "This invitation is blocked by cross-tenant access settings. Admins in both your organization and the invited user's organization must configure cross-tenant access settings to allow the invitation.")
}
