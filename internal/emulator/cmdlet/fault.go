package cmdlet

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// denied is the answer to a caller whose roles do not include the cmdlet.
type denied struct{}

// Error says what is missing.
func (denied) Error() string { return "no role of the caller includes the cmdlet" }

// wrongTenant is the answer to a token of another tenant than that of the path.
type wrongTenant struct{}

// Error says what is wrong.
func (wrongTenant) Error() string { return "the token is of another tenant" }

func notAllowed() *refusal.Error {
	return refusal.New(http.StatusMethodNotAllowed, "MethodNotAllowed", "The requested resource does not support http method.")
}

// Reason is why a token is refused, in the words of x-ms-diagnostics.
type Reason string

// The reasons for 401; their texts are assumed (exchange §7.2).
const (
	BadToken     Reason = `2000002;reason="The token is invalid or has expired.";error_category="invalid_token"`
	BadAudience  Reason = `2000003;reason="The audience claim value is invalid for current resource.";error_category="invalid_resource"`
	noPermission Reason = `2000008;reason="The token contains no permissions, or permissions can not be understood.";error_category="invalid_grant"`
)

// Unauthorized answers 401 without a body (exchange §7.2).
func Unauthorized(w http.ResponseWriter, r *http.Request, reason Reason) {
	setCommonHeaders(w)
	w.Header().Set("x-ms-diagnostics", string(reason))
	w.Header().Set("WWW-Authenticate", fmt.Sprintf(
		`Bearer client_id="00000002-0000-0ff1-ce00-000000000000", trusted_issuers="00000001-0000-0000-c000-000000000000@*", token_types="app_asserted_user_v1 service_asserted_app_v1", authorization_uri="https://%s/common/oauth2/authorize", error="invalid_token"`, r.Host))
	w.WriteHeader(http.StatusUnauthorized)
}

// refuse writes an error.
func (a *API) refuse(w http.ResponseWriter, err error) {
	var fault *command.Fault
	var refused *refusal.Error
	switch {
	case errors.As(err, &denied{}):
		writeDenied(w)
	case errors.As(err, &wrongTenant{}):
		w.Header().Set("x-ms-diagnostics", string(BadToken))
		w.WriteHeader(http.StatusUnauthorized)
	case errors.As(err, &fault):
		w.Header().Set("x-ExceptionType", fault.Name())
		w.Header().Set("x-ExceptionTargetType", "")
		writeFault(w, fault.Status, a.bodyOf(fault))
	case errors.As(err, &refused):
		writeFault(w, refused.Status, odataError{Code: refused.Code, Message: refused.Message})
	default:
		writeFault(w, http.StatusInternalServerError, odataError{Code: "InternalServerError", Message: err.Error()})
	}
}

// deniedLength is one of the observed lengths of a 403.
const deniedLength = 4096

// writeDenied writes the body of a cmdlet that is not allowed: NUL bytes under a
// false content encoding (exchange §7.2).
func writeDenied(w http.ResponseWriter) {
	w.Header().Set("Content-Encoding", "gzip")
	w.Header().Set("Content-Type", jsonType)
	w.Header().Set("x-ExceptionType", "CmdletAccessDeniedException")
	w.WriteHeader(http.StatusForbidden)
	_, _ = w.Write(make([]byte, deniedLength)) // fails only if the client has disconnected
}

// odataError is the error envelope (exchange §7.1).
type odataError struct {
	Code         string      `json:"code"`
	Message      string      `json:"message"`
	Details      []detail    `json:"details,omitempty"`
	Inner        *innerError `json:"innererror,omitempty"`
	WarningsType string      `json:"adminapi.warnings@odata.type,omitempty"`
	Warnings     *[]string   `json:"@adminapi.warnings,omitempty"`
}

type detail struct {
	Code    string `json:"code"`
	Target  string `json:"target"`
	Message string `json:"message"`
}

type innerError struct {
	Message  string      `json:"message"`
	Type     string      `json:"type"`
	Stack    string      `json:"stacktrace"`
	Internal *innerError `json:"internalexception,omitempty"`
}

func writeFault(w http.ResponseWriter, status int, body odataError) {
	body.WarningsType, body.Warnings = "#Collection(String)", &[]string{}
	w.Header().Set("Content-Type", jsonType)
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(map[string]any{"error": body}) // fails only if the client has disconnected
}

const serviceException = "Microsoft.Exchange.Admin.OData.Core.ODataServiceException"

// bodyOf words an error. Errors of parameters have one form, those of a cmdlet that
// has run are reported in three (exchange §7.1).
func (a *API) bodyOf(f *command.Fault) odataError {
	body := odataError{Code: f.Code, Message: "Error executing cmdlet"}
	text, form := "|"+f.Type+"|"+f.Text, a.config.World.Settings().ExchangeErrorDetails
	internal := f.Text
	if f.Binding {
		body.Message, form = "Invalid Operation", settings.DetailsWithoutCode
	}
	switch form {
	case settings.DetailsWithCode:
		text = codeOf(f.Type) + text
		internal = text
	case settings.DetailsInJSON:
		// A struct of texts can be encoded.
		encoded, _ := json.Marshal(exception{Message: f.Text, TypeName: f.Type})
		text = string(encoded)
	}
	if !f.Bare {
		body.Details = []detail{{Code: f.Category, Message: text}}
	}
	body.Inner = &innerError{Message: body.Message, Type: serviceException}
	if form != settings.DetailsInJSON {
		body.Inner.Internal = &innerError{Message: internal, Type: f.Type}
	}
	return body
}

// exception is an error in the details that is JSON in a text.
type exception struct {
	Message    string
	TypeName   string
	StackTrace *string
	InnerError *string
}

// codeOf returns the code before an error, such as Ex6F9304; all but the observed
// one are made up.
func codeOf(exception string) string {
	if exception == command.ObjectNotFound {
		return "Ex6F9304"
	}
	sum := sha256.Sum256([]byte(exception))
	return fmt.Sprintf("Ex%X", sum[:3])
}
