package graphapi

import (
	"errors"
	"net/http"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/odata"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

func write(w http.ResponseWriter, a operation.Answer, metadata string, unordered bool) {
	for name, value := range a.Header {
		w.Header().Set(name, value)
	}
	switch {
	case a.Text != "":
		w.Header().Set("Content-Type", "text/plain")
		w.WriteHeader(a.Status)
		_, _ = w.Write([]byte(a.Text)) // fails only if the client has disconnected
	case a.Body != nil:
		writeJSON(w, a.Status, metadata, unordered, a.Body)
	default:
		w.WriteHeader(a.Status)
	}
}

func writeJSON(w http.ResponseWriter, status int, metadata string, unordered bool, body any) {
	w.Header().Set("Content-Type", jsonType(metadata))
	w.WriteHeader(status)
	e, _ := encoders.Get().(*encoder) // the pool contains nothing else
	*e = encoder{buf: e.buf[:0], bare: metadata == noMetadata, unordered: unordered}
	e.value(body)
	e.raw("\n")
	_, _ = w.Write(e.buf) // fails only if the client has disconnected
	encoders.Put(e)
}

// setCommonHeaders sets the headers of every response (graph-identity §0). The
// pipeline has already set the request id, unless the API is served without it.
func setCommonHeaders(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	if h.Get("request-id") == "" {
		h.Set("request-id", kernel.NewGUID())
	}
	if id := r.Header.Get("client-request-id"); id != "" {
		h.Set("client-request-id", id)
	}
	h.Set("OData-Version", "4.0")
	h.Set("Cache-Control", "no-cache")
}

// errorBody is Graph's error envelope (graph-identity §0.1).
type errorBody struct {
	Error struct {
		Code    string           `json:"code"`
		Message string           `json:"message"`
		Details []refusal.Detail `json:"details,omitempty"`
		Inner   innerError       `json:"innerError"`
	} `json:"error"`
}

type innerError struct {
	Date            string `json:"date"`
	RequestID       string `json:"request-id"`
	ClientRequestID string `json:"client-request-id"`
}

// WriteError writes an error in Graph's envelope, for errors before the API, such
// as an invalid token. The time is the virtual clock's.
func WriteError(w http.ResponseWriter, r *http.Request, now time.Time, status int, code, message string) {
	setCommonHeaders(w, r)
	writeFault(w, r, now, &refusal.Error{Status: status, Code: code, Message: message})
}

func writeFault(w http.ResponseWriter, r *http.Request, now time.Time, err error) {
	fault := asFault(err)
	var body errorBody
	body.Error.Code, body.Error.Message, body.Error.Details = fault.Code, fault.Message, fault.Details
	requestID := w.Header().Get("request-id")
	clientID := r.Header.Get("client-request-id")
	if clientID == "" {
		clientID = requestID
	}
	// The date has no zone suffix in live responses.
	body.Error.Inner = innerError{now.UTC().Format("2006-01-02T15:04:05"), requestID, clientID}
	var moved *movedFault
	if errors.As(err, &moved) {
		w.Header().Set("Location", moved.location)
	}
	if fault.Status == http.StatusBadRequest || fault.Status == http.StatusForbidden {
		// Failed calls are not charged (graph-identity §5).
		w.Header().Del("x-ms-resource-unit")
	}
	writeJSON(w, fault.Status, minimalMetadata, false, body)
}

// movedFault is an error with the URL at which to start over.
type movedFault struct {
	fault    *refusal.Error
	location string
}

// Error returns the message of the fault.
func (m *movedFault) Error() string { return m.fault.Error() }

// Unwrap returns the fault.
func (m *movedFault) Unwrap() error { return m.fault }

// asFault converts any handler error into a Graph error.
func asFault(err error) *refusal.Error {
	var fault *refusal.Error
	var syntax *odata.SyntaxError
	var query *odata.QueryError
	var property *odata.PropertyError
	switch {
	case errors.As(err, &fault):
		return fault
	case errors.As(err, &syntax) && syntax.NotModeled:
		return refusal.NotModeled("this $filter: %s", syntax.Error())
	case errors.As(err, &syntax):
		return refusal.BadRequest("Invalid filter clause: %s", syntax.Error())
	case errors.As(err, &property):
		return refusal.BadRequest("Invalid filter clause: %s", property.Error())
	case errors.As(err, &query):
		return refusal.BadRequest("The query specified in the URI is not valid. %s", query.Error())
	default:
		return &refusal.Error{Status: 500, Code: "UnknownError", Message: err.Error()}
	}
}
