package graph

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// What an *Error can be matched with.
var (
	// ErrNotFound means that the object does not exist.
	ErrNotFound = errors.New("not found")
	// ErrForbidden means that the application may not make the call.
	ErrForbidden = errors.New("forbidden")
	// ErrUnauthorized means that the token was refused.
	ErrUnauthorized = errors.New("unauthorized")
	// ErrConflict means that another object holds a value that must be unique.
	ErrConflict = errors.New("conflict")
)

// Error is a call that did not succeed. For a refusal, Status, Code and Message
// are Graph's own; otherwise only Err is set.
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

	Err error
}

func (e *Error) Error() string {
	if e.Status == 0 {
		return fmt.Sprintf("%s: %v", e.Operation, e.Err)
	}
	id := ""
	if e.RequestID != "" {
		id = ", request-id " + e.RequestID
	}
	return fmt.Sprintf("Graph refused %s: %s (%d %s%s)", e.Operation, e.Message, e.Status, e.Code, id)
}

// Unwrap returns what the transport reported.
func (e *Error) Unwrap() error { return e.Err }

// Is matches the sentinels of this package.
func (e *Error) Is(target error) bool {
	switch target {
	case ErrNotFound:
		return e.Status == http.StatusNotFound
	case ErrForbidden:
		// The invitation service answers a missing permission with 401 and
		// reports of 403 exist too (graph-identity §1.5, §17 number 2).
		return e.Status == http.StatusForbidden || e.Status == http.StatusUnauthorized && !e.tokenRefused()
	case ErrUnauthorized:
		return e.Status == http.StatusUnauthorized && e.tokenRefused()
	case ErrConflict:
		return e.Status == http.StatusConflict || strings.Contains(e.Message, "proxyAddresses already exists")
	}
	return false
}

func (e *Error) tokenRefused() bool { return e.Code == "InvalidAuthenticationToken" }

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
	e := &Error{Operation: op.name, Tenant: c.key, Permissions: op.permissions, Err: err}
	var refused *transport.StatusError
	if errors.As(err, &refused) {
		e.Status = refused.Status
		e.RequestID = refused.Header.Get("request-id")
		e.explain(refused.Body)
	}
	return e
}

// explain reads Graph's error envelope (graph-identity §0.1). Message may be a
// string or an object; a body that is no envelope is quoted as it is.
func (e *Error) explain(body []byte) {
	var envelope struct {
		Error struct {
			Code       string          `json:"code"`
			Message    json.RawMessage `json:"message"`
			InnerError struct {
				RequestID string `json:"request-id"`
			} `json:"innerError"`
		} `json:"error"`
	}
	if err := json.Unmarshal(body, &envelope); err != nil || envelope.Error.Code == "" {
		e.Code = http.StatusText(e.Status)
		e.Message = quote(body)
		return
	}
	e.Code = envelope.Error.Code
	if e.RequestID == "" {
		e.RequestID = envelope.Error.InnerError.RequestID
	}
	var text string
	var object struct{ Value string }
	switch {
	case json.Unmarshal(envelope.Error.Message, &text) == nil:
		e.Message = text
	case json.Unmarshal(envelope.Error.Message, &object) == nil:
		e.Message = object.Value
	}
	if e.Message == "" {
		e.Message = "no reason given"
	}
}

func quote(body []byte) string {
	const most = 300
	text := strings.Join(strings.Fields(string(body)), " ")
	if len(text) > most {
		text = text[:most] + "…"
	}
	if text == "" {
		return "no reason given"
	}
	return text
}
