package graph

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// Service describes Microsoft Graph in errors.
var Service = service.Service{
	Name: "Microsoft Graph", Short: "Graph",
	Grant: service.Grant{
		Kind:  "application permission",
		Terms: "with an administrator's consent",
		Afterwards: "A new permission applies to tokens that are issued after the grant. If the application has it, a policy of the tenant or a" +
			" directory role of the user causes the refusal; the message above says which.",
	},
}

// kinds returns the sentinels of a refusal. A response without a code did not
// come from Graph: the page of a gateway says nothing about objects and
// permissions.
func kinds(e *service.Error) []error {
	if e.Code == "" {
		return []error{service.ErrForeign}
	}
	var kinds []error
	switch e.Status {
	case http.StatusNotFound:
		if aboutAbsence(e.Code) {
			kinds = append(kinds, service.ErrNotFound)
		}
	case http.StatusForbidden:
		kinds = append(kinds, service.ErrForbidden)
	case http.StatusUnauthorized:
		// The invitation service answers a missing permission with 401; 403 has
		// been reported too (graph-identity §1.5, §17 number 2).
		if e.Code == codeToken {
			kinds = append(kinds, service.ErrUnauthorized)
		} else {
			kinds = append(kinds, service.ErrForbidden)
		}
	}
	if conflicts(e) {
		kinds = append(kinds, service.ErrConflict)
	}
	if e.Status == http.StatusGone || slices.ContainsFunc(codesExpired, func(code string) bool { return strings.EqualFold(e.Code, code) }) {
		kinds = append(kinds, service.ErrExpired)
	}
	return kinds
}

// codesExpired mean that a delta link cannot be used any more, with status 400 or 410
// (graph-identity §3).
var codesExpired = []string{"syncStateNotFound", "resyncRequired"}

// aboutAbsence reports whether a code means that an object does not exist:
// Request_ResourceNotFound, Directory_ObjectNotFound and similar. A tenant that
// does not exist is not an object in the tenant.
func aboutAbsence(code string) bool {
	code = strings.ToLower(code)
	return strings.HasSuffix(code, "notfound") && !strings.Contains(code, "tenant")
}

const (
	codeToken       = "InvalidAuthenticationToken"
	codeSameValue   = "Request_MultipleObjectsWithSameKeyValue"
	codeConcurrency = "Directory_ConcurrencyViolation"
)

// conflicts matches code and message: the same conflict is a 400 for one property
// and a 409 for another (graph-cross-tenant §1.8).
func conflicts(e *service.Error) bool {
	return e.Code == codeSameValue ||
		e.Status == http.StatusConflict && e.Code != codeConcurrency ||
		slices.Contains(e.Details, "ObjectConflict") || slices.Contains(e.Details, "ConflictingObjects") ||
		strings.Contains(e.Message, "Another object with the same value for property")
}

// Repeats reports refusals that the transport should retry: another request was
// changing the object at the same moment (graph-identity §0.2).
func Repeats(refused *transport.StatusError) bool {
	var e service.Error
	return refused.Status == http.StatusConflict && explain(&e, refused.Body) && e.Code == codeConcurrency
}

// RefusesToken reports the refusal of a token: a missing permission may have the same
// status.
func RefusesToken(refused *transport.StatusError) bool {
	var e service.Error
	return refused.Status == http.StatusUnauthorized && explain(&e, refused.Body) && e.Code == codeToken
}

// failed converts the error of a call to a *service.Error.
func (c *Client) failed(op operation, err error) error {
	if err == nil {
		return nil
	}
	if known := (*service.Error)(nil); errors.As(err, &known) {
		// A shared read has no operation of its own.
		named := *known
		named.Operation, named.Permissions = op.name, op.permissions
		return &named
	}
	// The HTTP client prefixes the error with the whole URL, including search
	// terms.
	if sent := (*url.Error)(nil); errors.As(err, &sent) {
		err = sent.Err
	}
	e := &service.Error{Service: Service, Endpoint: c.root, Operation: op.name, Tenant: c.key, Permissions: op.permissions, Err: err}
	var (
		refused   *transport.StatusError
		unusable  *transport.UnusableError
		ambiguous *transport.AmbiguousError
	)
	if errors.As(err, &refused) {
		c.refused(e, refused)
	}
	if errors.As(err, &unusable) {
		e.Kinds = append(e.Kinds, service.ErrForeign)
	}
	if errors.As(err, &ambiguous) {
		e.Kinds = append(e.Kinds, service.ErrAmbiguous)
	}
	return e
}

// refused completes the error of a refusal with Graph's answer.
func (c *Client) refused(e *service.Error, refused *transport.StatusError) {
	e.Status = refused.Status
	e.RequestID = refused.Header.Get("request-id")
	if !explain(e, refused.Body) {
		e.Message = transport.NotOfService(c.host, e.Status, refused.Header.Get("Content-Type"), "no error of "+Service.Name,
			transport.Beginning(refused.Body))
	}
	e.Kinds = kinds(e)
	switch {
	case restricts(e):
		e.Err = &RestrictedUnitError{err: e.Err}
	case keepsLastOwner(e):
		e.Err = &LastOwnerError{err: e.Err}
	}
}

// explain parses Graph's error envelope (graph-identity §0.1), and reports
// whether the body is one. Message may be a string or an object.
func explain(e *service.Error, body []byte) bool {
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
