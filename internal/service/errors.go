package service

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// What an *Error can be matched with. ErrForeign apart, an answer of a proxy or a
// gateway matches none but ErrAmbiguous: it says nothing about objects and
// permissions.
var (
	// ErrNotFound means that the object does not exist.
	ErrNotFound = errors.New("not found")
	// ErrForbidden means that the application may not make the call.
	ErrForbidden = errors.New("forbidden")
	// ErrUnauthorized means that the token was refused.
	ErrUnauthorized = errors.New("unauthorized")
	// ErrConflict means that another object holds a value that must be unique.
	ErrConflict = errors.New("conflict")
	// ErrAmbiguous means that a call failed in a way that leaves open whether the
	// service acted on it.
	ErrAmbiguous = errors.New("ambiguous")
	// ErrForeign means that the answer came from something else than the service,
	// such as a proxy or a gateway.
	ErrForeign = errors.New("answer of something else than the service")
)

// Error is a call that did not succeed. For a refusal, Status, Code and Message
// are the service's own; a refusal without Code was not given by the service.
// Without a status only Err is set.
type Error struct {
	Service Service
	// Endpoint is the address of the service for the tenant, without a path.
	Endpoint string
	// Operation is the call as the documentation names it, "POST /invitations".
	Operation string
	// Tenant is the key of the tenant.
	Tenant string
	// Permissions allow the call, least first. They are of the kind that
	// Service.Grant names.
	Permissions []string

	Status    int
	Code      string
	Message   string
	RequestID string
	// Details are the codes that the service adds to the one above.
	Details []string

	// Kinds are the sentinels of this package that the error matches.
	Kinds []error
	// Err is what the transport reported.
	Err error
}

func (e *Error) Error() string {
	switch {
	case e.Status == 0:
		return fmt.Sprintf("%s: %v", e.Operation, e.Err)
	case e.Code == "":
		return fmt.Sprintf("%s: %s", e.Operation, e.Message)
	}
	id := ""
	if e.RequestID != "" {
		id = ", request-id " + e.RequestID
	}
	return fmt.Sprintf("%s refused %s: %s (%d %s%s)", e.Service.Short, e.Operation, e.Message, e.Status, e.Code, id)
}

// Unwrap returns what the transport reported.
func (e *Error) Unwrap() error { return e.Err }

// Is matches the sentinels of this package.
func (e *Error) Is(target error) bool { return slices.Contains(e.Kinds, target) }

// Needs names what allows the call: "application permission User.Invite.All or
// User.ReadWrite.All".
func (e *Error) Needs() string {
	return e.Service.Grant.Kind + " " + strings.Join(e.Permissions, " or ")
}
