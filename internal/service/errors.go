package service

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// The sentinels that an *Error can match. A response of a proxy or a gateway
// matches only ErrForeign and ErrAmbiguous: it says nothing about objects and
// permissions.
var (
	// ErrNotFound means that the object does not exist.
	ErrNotFound = errors.New("not found")
	// ErrForbidden means that the application lacks a permission for the call.
	ErrForbidden = errors.New("forbidden")
	// ErrUnauthorized means that the token was rejected.
	ErrUnauthorized = errors.New("unauthorized")
	// ErrConflict means that another object holds a value that must be unique.
	ErrConflict = errors.New("conflict")
	// ErrThrottled means that the service accepts no more calls for now.
	ErrThrottled = errors.New("throttled")
	// ErrAmbiguous means that the outcome of a failed call is unknown: the service
	// may have processed it.
	ErrAmbiguous = errors.New("ambiguous")
	// ErrExpired: a link to changes is too old; everything has to be read again.
	ErrExpired = errors.New("expired")
	// ErrForeign means that the response came from another server than the
	// service, such as a proxy or a gateway.
	ErrForeign = errors.New("answer of something else than the service")
)

// Error is a failed call. For a refusal, Status, Code and Message are the
// service's own; a refusal without Code did not come from the service. Without a
// status only Err is set.
type Error struct {
	Service Service
	// Endpoint is the address of the service for the tenant, without a path.
	Endpoint string
	// Operation is the call by its name in the documentation, "POST /invitations".
	Operation string
	// Tenant is the key of the tenant.
	Tenant string
	// Permissions allow the call, least privileged first. Service.Grant names
	// their kind.
	Permissions []string

	Status    int
	Code      string
	Message   string
	RequestID string
	// Details are the codes that the service adds to the one above.
	Details []string

	// Kinds are the sentinels of this package that the error matches.
	Kinds []error
	// Err is the error of the transport.
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

// Unwrap returns the error of the transport.
func (e *Error) Unwrap() error { return e.Err }

// Is matches the sentinels of this package.
func (e *Error) Is(target error) bool { return slices.Contains(e.Kinds, target) }

// Final reports whether repeating the call would fail again: the service refuses its
// content. A missing permission or object, a throttled call and an outage are not final.
func (e *Error) Final() bool {
	const badRequest, timedOut, tooMany, serverError = 400, 408, 429, 500
	return e.Status >= badRequest && e.Status < serverError && e.Status != timedOut && e.Status != tooMany && e.Code != "" &&
		!e.Is(ErrForbidden) && !e.Is(ErrNotFound) && !e.Is(ErrUnauthorized)
}

// Needs lists the permissions that allow the call: "application permission
// User.Invite.All or User.ReadWrite.All".
func (e *Error) Needs() string {
	return e.Service.Grant.Kind + " " + strings.Join(e.Permissions, " or ")
}

// Adviser is an error of a service that knows what to do about it, where the
// sentinels do not tell. A service returns it inside of an *Error.
type Adviser interface {
	error
	// Advice says what to do, in whole sentences. Tenant is the key of the tenant.
	Advice(tenant string) string
}
