// Package refusal holds the answers by which the emulated services refuse a
// request: status, code and text as the service has them. What a single area
// refuses in words of its own is written there.
package refusal

import "fmt"

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

// Error is an operation's refusal in the words of Graph. Status is the HTTP
// status that goes with it.
type Error struct {
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
func (e *Error) Error() string { return fmt.Sprintf("%d %s: %s", e.Status, e.Code, e.Message) }

// New makes a refusal.
func New(status int, code, format string, args ...any) *Error {
	return &Error{Status: status, Code: code, Message: fmt.Sprintf(format, args...)}
}

// BadRequest is a 400 with the directory's code.
func BadRequest(format string, args ...any) *Error { return New(400, CodeBadRequest, format, args...) }

// NotModelled is the refusal of what the emulator leaves out; it names it.
func NotModelled(format string, args ...any) *Error {
	return New(501, CodeNotImplemented, "%s", "The emulator does not model "+fmt.Sprintf(format, args...)+".")
}

// NotFound is one of the few texts with a fixed form (graph-identity §0.2).
func NotFound(key string) *Error {
	return New(404, CodeNotFound, "Resource '%s' does not exist or one of its queried reference-property objects are not present.", key)
}

// NoTenant answers for a tenant that does not exist.
func NoTenant(id string) *Error {
	return New(404, CodeObjectNotFound, "Unable to read the company information of tenant '%s' from the directory.", id)
}

// NoCompany answers for a tenant that does not exist where the service does not
// name it (graph-cross-tenant §1.8).
func NoCompany() *Error {
	return New(404, CodeObjectNotFound, "Unable to read the company information from the directory.")
}

// Denied is the answer to a caller without permission.
func Denied() *Error {
	return New(403, CodeDenied, "Insufficient privileges to complete the operation.")
}

// InvalidProperty names a property that the type lacks.
func InvalidProperty(name string) *Error { return BadRequest("Invalid property '%s'.", name) }

// InvalidValue names a property whose value does not fit.
func InvalidValue(property, resource string) *Error {
	return BadRequest("Invalid value specified for property '%s' of resource '%s'.", property, resource)
}

// Missing names a property that a new object needs.
func Missing(property, resource string) *Error {
	return BadRequest("A value is required for property '%s' of resource '%s'.", property, resource)
}

// Duplicates refuses a list that names the same object twice (graph-identity §0.2).
func Duplicates() *Error { return BadRequest("Request contains a property with duplicate values.") }

// ReadOnly names a property that Graph does not write.
func ReadOnly(property string) *Error {
	return BadRequest("Property '%s' is read-only and cannot be set.", property)
}

// Taken names the property that must be unique and the object that holds the
// value, as "User_{id}" (graph-identity §0.1, §2.3).
func Taken(property, holder string) *Error {
	e := BadRequest("Another object with the same value for property %s already exists.", property)
	e.Details = []Detail{
		{Code: CodeObjectConflict, Message: e.Message, Target: property},
		{Code: CodeConflictingObjects, Message: holder, Target: property},
	}
	return e
}

// LinkExists refuses a reference that is there.
func LinkExists(property string) *Error {
	return BadRequest("One or more added object references already exist for the following modified properties: '%s'.", property)
}

// LinkMissing refuses to take away a reference that is not there.
func LinkMissing(property string) *Error {
	return BadRequest("One or more removed object references do not exist for the following modified properties: '%s'.", property)
}

// InvalidReference answers a reference from or to a new object
// (graph-identity §1.8).
func InvalidReference() *Error { return BadRequest("Not a valid reference update") }
