package world

import (
	"fmt"
	"strings"
)

// The codes that Graph's error envelope carries (graph-identity §0.2, §1.5).
const (
	CodeBadRequest         = "Request_BadRequest"
	CodeUnsupportedQuery   = "Request_UnsupportedQuery"
	CodeNotFound           = "Request_ResourceNotFound"
	CodeDenied             = "Authorization_RequestDenied"
	CodeInvalidToken       = "InvalidAuthenticationToken"
	CodeSameKey            = "Request_MultipleObjectsWithSameKeyValue"
	CodeObjectNotFound     = "Directory_ObjectNotFound"
	CodeNotImplemented     = "NotImplemented"
	CodeResync             = "resyncRequired"
	CodeTooManyRequests    = "TooManyRequests"
	CodeInvitation         = "BadRequest"
	CodeInvitationDenied   = "Unauthorized"
	CodeInvitationRefused  = "Forbidden"
	CodeConflict           = "Conflict"
	CodeObjectConflict     = "ObjectConflict"
	CodeConflictingObjects = "ConflictingObjects"
)

// Fault is an operation's refusal in the words of Graph. Status is the HTTP
// status that goes with it.
type Fault struct {
	Status  int
	Code    string
	Message string
	Details []Detail
}

// Detail is one entry of `error.details` (graph-identity §0.1).
type Detail struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Target  string `json:"target,omitempty"`
}

// Error gives status, code and message in one line.
func (f *Fault) Error() string { return fmt.Sprintf("%d %s: %s", f.Status, f.Code, f.Message) }

func badRequest(format string, args ...any) *Fault {
	return &Fault{Status: 400, Code: CodeBadRequest, Message: fmt.Sprintf(format, args...)}
}

// NotModelled is the refusal of what the emulator leaves out; it names it.
func NotModelled(format string, args ...any) *Fault {
	return &Fault{Status: 501, Code: CodeNotImplemented, Message: "The emulator does not model " + fmt.Sprintf(format, args...) + "."}
}

// errNotFound is one of the few texts with a fixed form (graph-identity §0.2).
func errNotFound(key string) *Fault {
	return &Fault{Status: 404, Code: CodeNotFound, Message: fmt.Sprintf(
		"Resource '%s' does not exist or one of its queried reference-property objects are not present.", key)}
}

func errNoTenant(id string) *Fault {
	return &Fault{Status: 404, Code: CodeObjectNotFound, Message: fmt.Sprintf("Unable to read the company information of tenant '%s' from the directory.", id)}
}

// errNoPartner is the answer for a partner that does not exist
// (graph-cross-tenant §1.8).
func errNoPartner() *Fault {
	return &Fault{Status: 404, Code: CodeObjectNotFound, Message: "Unable to read the company information from the directory."}
}

// errPartnerExists has a documented code and no documented status; the directory
// says the same about other properties with 400 (field-audit §3.4).
func errPartnerExists(badRequest bool) *Fault {
	status := 409
	if badRequest {
		status = 400
	}
	return &Fault{Status: status, Code: CodeSameKey, Message: "Another object with the same value for property tenantId already exists."}
}

// errSyncPolicyExists answers a PUT of identitySynchronization that would
// replace one (graph-cross-tenant §1.8).
func errSyncPolicyExists() *Fault {
	const message = "A conflicting object with one or more of the specified property values is present in the directory."
	return &Fault{Status: 409, Code: CodeSameKey, Message: message, Details: []Detail{{Code: CodeConflictingObjects, Message: message}}}
}

func errDenied() *Fault {
	return &Fault{Status: 403, Code: CodeDenied, Message: "Insufficient privileges to complete the operation."}
}

func errInvalidProperty(name string) *Fault { return badRequest("Invalid property '%s'.", name) }

func errInvalidValue(property string) *Fault {
	return badRequest("Invalid value specified for property '%s' of resource 'User'.", property)
}

// errConflict names the property that must be unique and who holds the value
// (graph-identity §0.1, §2.3).
func errConflict(property string, holder ref) *Fault {
	message := fmt.Sprintf("Another object with the same value for property %s already exists.", property)
	return &Fault{Status: 400, Code: CodeBadRequest, Message: message, Details: []Detail{
		{Code: CodeObjectConflict, Message: message, Target: property},
		{Code: CodeConflictingObjects, Message: holder.kind + "_" + holder.id, Target: property},
	}}
}

func errLinkExists(property string) *Fault {
	return badRequest("One or more added object references already exist for the following modified properties: '%s'.", property)
}

func errLinkMissing(property string) *Fault {
	return badRequest("One or more removed object references do not exist for the following modified properties: '%s'.", property)
}

// errInvalidReference answers a reference from or to a new object
// (field-audit §1.3).
func errInvalidReference() *Fault { return badRequest("Not a valid reference update") }

// Invitation faults: the envelope is the same, the codes are generic words
// (graph-identity §1.5).

func invitationFault(status int, code, format string, args ...any) *Fault {
	return &Fault{Status: status, Code: code, Message: fmt.Sprintf(format, args...)}
}

func errInvitation(format string, args ...any) *Fault {
	return invitationFault(400, CodeInvitation, format, args...)
}

// InvitationDenied is the invitation service's answer to an application without
// permission.
func (w *World) InvitationDenied(tenantID string) *Fault {
	status, code := 401, CodeInvitationDenied
	if w.Settings().DeniedInvitationIsForbidden {
		status, code = 403, CodeInvitationRefused
	}
	return invitationFault(status, code,
		"Insufficient privileges to perform requested operation by the application '00000003-0000-0000-c000-000000000000'. ControllerName=MSGraphInviteAPI, ActionName=CreateInvite, URL absolute path=/api/%s/invites",
		strings.ToLower(tenantID))
}

func errInvitationsOff() *Fault {
	return invitationFault(403, CodeInvitationRefused, "Guest invitations not allowed for your company. Contact your company administrator for more details.")
}

func errAlreadyExists(u *User) *Fault {
	if !u.AccountEnabled {
		return errInvitation("The invited user already exists in the directory as object ID: %s, but the account is blocked from signing in. If the account is unblocked, they can use that account to sign in to shared apps and resources.", u.ID)
	}
	return errInvitation("The invited user already exists in the directory as object ID: %s. They can use that account to sign in to shared apps and resources.", u.ID)
}

func errVerifiedDomain() *Fault {
	return errInvitation("This user cannot be invited because the domain of the user's email address is a verified domain of this directory.")
}

func errInvalidAddress() *Fault { return errInvitation("The Primary SMTP Address is an invalid value") }

func errEmailMismatch() *Fault {
	return errInvitation("The email you\u2019re using to invite this user doesn\u2019t match any emails on the user object. Please add this email to the user object and try again.")
}

func errBlockedDomain(domain string, forbidden bool) *Fault {
	status, code := 400, CodeInvitation
	if forbidden {
		status, code = 403, CodeInvitationRefused
	}
	return invitationFault(status, code, "The domain '%s' is not allowed: it is currently blocked by your invitation policy.", domain)
}

// Exchange faults carry the name of the exception as their code (exchange §7.3).

// errAddressTaken names the holder by its directory id, as mail users of
// external users are named.
func errAddressTaken(proxy string, holder ref) *Fault {
	return &Fault{Status: 400, Code: "ProxyAddressExistsException", Message: fmt.Sprintf(
		"The proxy address \"%s\" is already being used by the proxy addresses or LegacyExchangeDN of \"%s\". Please choose another proxy address.", proxy, holder.id)}
}

func errNotSMTP(address string) *Fault {
	return &Fault{Status: 400, Code: "RecipientTaskException", Message: fmt.Sprintf("The external e-mail address '%s' is not an SMTP e-mail address.", address)}
}

func errNoRecipient(id string) *Fault {
	return &Fault{Status: 404, Code: "ManagementObjectNotFoundException", Message: fmt.Sprintf("The operation couldn't be performed because object '%s' couldn't be found.", id)}
}

func errCrossTenant() *Fault {
	return invitationFault(403, CodeInvitationRefused, "This invitation is blocked by cross-tenant access settings. Admins in both your organization and the invited user's organization must configure cross-tenant access settings to allow the invitation.")
}
