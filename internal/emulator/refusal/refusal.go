// Package refusal holds the error responses of the emulated services: status,
// code and text as the services return them. Errors with texts specific to an
// area are written there.
package refusal

import "fmt"

// The codes that Graph's error envelope carries (graph-identity §0.2, §1.5).
const (
	CodeBadRequest         = "Request_BadRequest"
	CodeUnsupportedQuery   = "Request_UnsupportedQuery"
	CodeNotFound           = "Request_ResourceNotFound"
	CodeDenied             = "Authorization_RequestDenied"
	CodeQuota              = "Directory_QuotaExceeded"
	CodeInvalidToken       = "InvalidAuthenticationToken"
	CodeSameKey            = "Request_MultipleObjectsWithSameKeyValue"
	CodeObjectNotFound     = "Directory_ObjectNotFound"
	CodeNotImplemented     = "NotImplemented"
	CodeResync             = "resyncRequired"
	CodeNoSyncState        = "syncStateNotFound"
	CodeTooManyRequests    = "TooManyRequests"
	CodeInvitation         = "BadRequest"
	CodeInvitationDenied   = "Unauthorized"
	CodeInvitationRefused  = "Forbidden"
	CodeConflict           = "Conflict"
	CodeObjectConflict     = "ObjectConflict"
	CodeConflictingObjects = "ConflictingObjects"
)

// Error is a refused operation with Graph's code and text. Status is its HTTP
// status.
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

// Error returns status, code and message in one line.
func (e *Error) Error() string { return fmt.Sprintf("%d %s: %s", e.Status, e.Code, e.Message) }

// New returns a refusal.
func New(status int, code, format string, args ...any) *Error {
	return &Error{Status: status, Code: code, Message: fmt.Sprintf(format, args...)}
}

// BadRequest returns a 400 with the directory's code.
func BadRequest(format string, args ...any) *Error { return New(400, CodeBadRequest, format, args...) }

// NotModeled returns a 501 that names the feature the emulator lacks.
func NotModeled(format string, args ...any) *Error {
	return New(501, CodeNotImplemented, "%s", "The emulator does not model "+fmt.Sprintf(format, args...)+".")
}

// NotFound has one of the few messages with a fixed form (graph-identity §0.2).
func NotFound(key string) *Error {
	return New(404, CodeNotFound, "Resource '%s' does not exist or one of its queried reference-property objects are not present.", key)
}

// NoTenant is the answer about a tenant that does not exist.
func NoTenant(id string) *Error {
	return New(404, CodeObjectNotFound, "Unable to read the company information of tenant '%s' from the directory.", id)
}

// NoCompany is the answer about a nonexistent tenant from operations that omit
// its id (graph-cross-tenant §1.8).
func NoCompany() *Error {
	return New(404, CodeObjectNotFound, "Unable to read the company information from the directory.")
}

// Denied is the answer to a caller without the permission.
func Denied() *Error {
	return New(403, CodeDenied, "Insufficient privileges to complete the operation.")
}

// InvalidProperty names a property that the type does not have.
func InvalidProperty(name string) *Error { return BadRequest("Invalid property '%s'.", name) }

// InvalidValue names a property with an invalid value.
func InvalidValue(property, resource string) *Error {
	return BadRequest("Invalid value specified for property '%s' of resource '%s'.", property, resource)
}

// Missing names a required property of a new object.
func Missing(property, resource string) *Error {
	return BadRequest("A value is required for property '%s' of resource '%s'.", property, resource)
}

// Duplicates refuses a list with duplicate values (graph-identity §0.2).
func Duplicates() *Error { return BadRequest("Request contains a property with duplicate values.") }

// ReadOnly names a read-only property.
func ReadOnly(property string) *Error {
	return BadRequest("Property '%s' is read-only and cannot be set.", property)
}

// Taken names the unique property and the object that already has the value, as
// "User_{id}" (graph-identity §0.1, §2.3).
func Taken(property, holder string) *Error {
	e := BadRequest("Another object with the same value for property %s already exists.", property)
	e.Details = []Detail{
		{Code: CodeObjectConflict, Message: e.Message, Target: property},
		{Code: CodeConflictingObjects, Message: holder, Target: property},
	}
	return e
}

// LinkExists refuses to add an existing reference.
func LinkExists(property string) *Error {
	return BadRequest("One or more added object references already exist for the following modified properties: '%s'.", property)
}

// LinkMissing refuses to remove a reference that does not exist.
func LinkMissing(property string) *Error {
	return BadRequest("One or more removed object references do not exist for the following modified properties: '%s'.", property)
}

// InvalidLink refuses a reference to an object of a type that the reference does
// not take (graph-identity §7.1).
func InvalidLink(property string) *Error {
	return BadRequest("An invalid operation was included in the following modified references: '%s'.", property)
}

// TooManyLinks refuses more references than an object can have (graph-identity
// §0.2).
func TooManyLinks(property string, count, limit int) *Error {
	return New(403, CodeQuota, "Unable to perform operation as '%d' would exceed the maximum quota count '%d' for forward-link '%s'.", count, limit, property)
}

// InvalidReference refuses a reference from or to a new object (graph-identity
// §1.8).
func InvalidReference() *Error { return BadRequest("Not a valid reference update") }
