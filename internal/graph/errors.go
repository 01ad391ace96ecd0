package graph

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// What an *Error can be matched with. Only Graph's own refusals match, but for
// ErrAmbiguous: a page of a gateway says nothing about objects and permissions.
var (
	// ErrNotFound means that the object does not exist.
	ErrNotFound = errors.New("not found")
	// ErrForbidden means that the application may not make the call.
	ErrForbidden = errors.New("forbidden")
	// ErrUnauthorized means that the token was refused.
	ErrUnauthorized = errors.New("unauthorized")
	// ErrConflict means that another object holds a value that must be unique.
	ErrConflict = errors.New("conflict")
	// ErrAmbiguous means that a call failed in a way that leaves open whether Graph
	// acted on it.
	ErrAmbiguous = errors.New("ambiguous")
)

// Error is a call that did not succeed. For a refusal, Status, Code and Message
// are Graph's own; a refusal without Code was not given by Graph. Without a
// status only Err is set.
type Error struct {
	// Operation is the call as the documentation names it, "POST /invitations".
	Operation string
	// Tenant is the key of the tenant.
	Tenant string
	// Permissions allow the call, least first.
	Permissions []string

	Status    int
	Code      string
	Message   string
	RequestID string
	// Details are the codes that Graph adds to the one above.
	Details []string

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
	return fmt.Sprintf("Graph refused %s: %s (%d %s%s)", e.Operation, e.Message, e.Status, e.Code, id)
}

// Unwrap returns what the transport reported.
func (e *Error) Unwrap() error { return e.Err }

// Foreign reports whether the answer came from something else than Graph, such
// as a proxy or a gateway.
func (e *Error) Foreign() bool {
	var unusable *transport.UnusableError
	return e.Status != 0 && e.Code == "" || errors.As(e.Err, &unusable)
}

// Is matches the sentinels of this package.
func (e *Error) Is(target error) bool {
	if target == ErrAmbiguous {
		var unknown *transport.AmbiguousError
		return errors.As(e.Err, &unknown)
	}
	if e.Code == "" {
		return false
	}
	switch target {
	case ErrNotFound:
		return e.Status == http.StatusNotFound && aboutAbsence(e.Code)
	case ErrForbidden:
		// The invitation service answers a missing permission with 401 and
		// reports of 403 exist too (graph-identity §1.5, §17 number 2).
		return e.Status == http.StatusForbidden || e.Status == http.StatusUnauthorized && !e.tokenRefused()
	case ErrUnauthorized:
		return e.Status == http.StatusUnauthorized && e.tokenRefused()
	case ErrConflict:
		return e.conflicts()
	}
	return false
}

func (e *Error) tokenRefused() bool { return e.Code == "InvalidAuthenticationToken" }

// aboutAbsence reports whether a code says that an object does not exist:
// Request_ResourceNotFound, Directory_ObjectNotFound and their like. A tenant
// that does not exist is no object in it.
func aboutAbsence(code string) bool {
	code = strings.ToLower(code)
	return strings.HasSuffix(code, "notfound") && !strings.Contains(code, "tenant")
}

const (
	codeSameValue   = "Request_MultipleObjectsWithSameKeyValue"
	codeConcurrency = "Directory_ConcurrencyViolation"
)

// conflicts goes by code and words: the same conflict is a 400 for one property
// and a 409 for another (graph-cross-tenant §1.8).
func (e *Error) conflicts() bool {
	return e.Code == codeSameValue ||
		e.Status == http.StatusConflict && e.Code != codeConcurrency ||
		slices.Contains(e.Details, "ObjectConflict") || slices.Contains(e.Details, "ConflictingObjects") ||
		strings.Contains(e.Message, "Another object with the same value for property")
}

// Repeats tells the refusals that are over with the next try: another request
// was changing the object at the same moment (graph-identity §0.2). It is for the
// transport.
func Repeats(refused *transport.StatusError) bool {
	e := Error{Status: refused.Status}
	return refused.Status == http.StatusConflict && e.explain(refused.Body) && e.Code == codeConcurrency
}

// failed turns what a call returned into an *Error.
func (c *Client) failed(op operation, err error) error {
	if err == nil {
		return nil
	}
	if known := (*Error)(nil); errors.As(err, &known) {
		// A shared read does not know whose call it serves.
		named := *known
		named.Operation, named.Permissions = op.name, op.permissions
		return &named
	}
	// The HTTP client puts the whole address in front, with what was searched for.
	if sent := (*url.Error)(nil); errors.As(err, &sent) {
		err = sent.Err
	}
	e := &Error{Operation: op.name, Tenant: c.key, Permissions: op.permissions, Err: err}
	var refused *transport.StatusError
	if errors.As(err, &refused) {
		e.Status = refused.Status
		e.RequestID = refused.Header.Get("request-id")
		if !e.explain(refused.Body) {
			e.Message = transport.NotOfService(c.host, e.Status, refused.Header.Get("Content-Type"), "no error of Microsoft Graph",
				transport.Beginning(refused.Body))
		}
	}
	return e
}

// explain reads Graph's error envelope (graph-identity §0.1), and reports whether
// the body is one. Message may be a string or an object.
func (e *Error) explain(body []byte) bool {
	var envelope struct {
		Error struct {
			Code       string                  `json:"code"`
			Message    json.RawMessage         `json:"message"`
			Details    []struct{ Code string } `json:"details"`
			InnerError struct {
				RequestID string `json:"request-id"`
			} `json:"innerError"`
		} `json:"error"`
	}
	if err := json.Unmarshal(body, &envelope); err != nil || envelope.Error.Code == "" {
		return false
	}
	e.Code = envelope.Error.Code
	e.RequestID = cmp.Or(e.RequestID, envelope.Error.InnerError.RequestID)
	for _, d := range envelope.Error.Details {
		e.Details = append(e.Details, d.Code)
	}
	var text string
	var object struct{ Value string }
	switch {
	case json.Unmarshal(envelope.Error.Message, &text) == nil:
		e.Message = text
	case json.Unmarshal(envelope.Error.Message, &object) == nil:
		e.Message = object.Value
	}
	e.Message = cmp.Or(e.Message, "no reason given")
	return true
}
