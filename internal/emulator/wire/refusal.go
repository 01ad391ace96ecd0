package wire

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// refuse answers in place of a service, in the service's format.
func refuse(w http.ResponseWriter, r *http.Request, status int, now time.Time) {
	var body any
	switch SubjectFrom(r.Context()).Service {
	case Login:
		body = loginRefusal(w, status, now)
	case Exchange:
		body = exchangeRefusal(status)
	default:
		body = graphRefusal(w, status, now)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-cache")
	w.WriteHeader(status)
	// An error means that the client has disconnected.
	_ = json.NewEncoder(w).Encode(body)
}

// graphError is the error envelope (graph-identity §0.1).
type graphError struct {
	Code       string         `json:"code"`
	Message    string         `json:"message"`
	InnerError map[string]any `json:"innerError"`
}

func graphRefusal(w http.ResponseWriter, status int, now time.Time) any {
	code, message := graphWords(status)
	inner := map[string]any{
		"date":       now.UTC().Format("2006-01-02T15:04:05"),
		"request-id": w.Header().Get(headerRequestID),
	}
	if id := w.Header().Get(headerClientRequestID); id != "" {
		inner["client-request-id"] = id
	}
	if status == http.StatusTooManyRequests {
		inner["code"], inner["status"], inner["message"] = "429", "429", "Please retry after"
	}
	return map[string]any{"error": graphError{code, message, inner}}
}

// graphWords returns code and message (graph-identity §0.2, §5).
func graphWords(status int) (code, message string) {
	switch status {
	case http.StatusUnauthorized:
		return "InvalidAuthenticationToken", "Access token has expired or is not yet valid."
	case http.StatusForbidden:
		return "Authorization_RequestDenied", "Insufficient privileges to complete the operation."
	case http.StatusNotFound:
		return "Request_ResourceNotFound", "Resource does not exist or one of its queried reference-property objects are not present."
	case http.StatusConflict:
		return "Directory_ConcurrencyViolation", "Another request has changed the object."
	case http.StatusTooManyRequests:
		return "TooManyRequests", "Please retry again later."
	case http.StatusInternalServerError:
		return "InternalServerError", "An unexpected error has occurred."
	case http.StatusServiceUnavailable:
		return "serviceNotAvailable", "The service is temporarily unavailable. Wait and try again."
	case http.StatusBadGateway, http.StatusGatewayTimeout:
		return "UnknownError", ""
	}
	if status >= http.StatusInternalServerError {
		return "generalException", http.StatusText(status)
	}
	return "Request_BadRequest", http.StatusText(status)
}

// exchangeRefusal is an error of Exchange's front end (exchange §7.1). The texts are
// assumed; the exceptions are those that clients take for transient (exchange §7.2).
func exchangeRefusal(status int) any {
	code := strings.ReplaceAll(http.StatusText(status), " ", "")
	exception, message := "Microsoft.Exchange.Data.Storage.ServerBusyException", "The server cannot service this request right now. Try again later."
	if status < http.StatusInternalServerError && status != http.StatusTooManyRequests {
		exception, message = "Microsoft.Exchange.Admin.OData.Core.ODataServiceException", "The request was refused by a fault rule of the emulator."
	}
	return map[string]any{"error": map[string]any{
		"code": code, "message": message,
		"innererror": map[string]any{"message": message, "type": exception, "stacktrace": ""},
	}}
}

// loginRefusal has Entra's code for its own transient errors.
func loginRefusal(w http.ResponseWriter, status int, now time.Time) any {
	code, name := 90033, "temporarily_unavailable"
	text := "A transient error has occurred. Please try again."
	if status < http.StatusInternalServerError && status != http.StatusTooManyRequests {
		code, name, text = 90014, "invalid_request", "The request was refused by a fault rule of the emulator."
	}
	id := w.Header().Get(headerRequestID)
	at := now.UTC().Format("2006-01-02 15:04:05Z")
	return map[string]any{
		"error":             name,
		"error_description": fmt.Sprintf("AADSTS%d: %s Trace ID: %s Timestamp: %s", code, text, id, at),
		"error_codes":       []int{code},
		"timestamp":         at,
		"trace_id":          id,
	}
}
