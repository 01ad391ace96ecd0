package entra

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// refusal is an error of the login service. Clients show its text to the user,
// and act on name and code.
type refusal struct {
	status int
	// name is the OAuth error; code is the number after AADSTS.
	name string
	code int
	text string
}

// Error has the form of the start of error_description.
func (e *refusal) Error() string { return fmt.Sprintf("AADSTS%d: %s", e.code, e.text) }

// The OAuth names that Entra uses (RFC 6749 §5.2).
const (
	invalidRequest     = "invalid_request"
	invalidClient      = "invalid_client"
	invalidScope       = "invalid_scope"
	invalidResource    = "invalid_resource"
	invalidTenant      = "invalid_tenant"
	unauthorizedClient = "unauthorized_client"
	unsupportedGrant   = "unsupported_grant_type"
	invalidGrant       = "invalid_grant"
)

func request(code int, format string, args ...any) *refusal {
	return &refusal{http.StatusBadRequest, invalidRequest, code, fmt.Sprintf(format, args...)}
}

func client(code int, format string, args ...any) *refusal {
	return &refusal{http.StatusUnauthorized, invalidClient, code, fmt.Sprintf(format, args...)}
}

func errMissing(parameter string) *refusal {
	return request(900144, "The request body must contain the following parameter: '%s'.", parameter)
}

func errTenant(tenant string) *refusal {
	return request(90002, "Tenant '%s' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.", tenant)
}

func errGrantType(grant string) *refusal {
	return &refusal{http.StatusBadRequest, unsupportedGrant, 70003, fmt.Sprintf("The app requested an unsupported grant type '%s'.", grant)}
}

func errApplication(clientID, directory string) *refusal {
	return &refusal{http.StatusBadRequest, unauthorizedClient, 700016, fmt.Sprintf("Application with identifier '%s' was not found in the directory '%s'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.", clientID, directory)}
}

func errSecret(clientID string) *refusal {
	return client(7000215, "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '%s'.", clientID)
}

func errNoCredential() *refusal {
	return client(7000218, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.")
}

func errScope(scope string) *refusal {
	return &refusal{http.StatusBadRequest, invalidScope, 1002012, fmt.Sprintf("The provided value for scope %s is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).", scope)}
}

func errScopeForm(scope string) *refusal {
	return &refusal{http.StatusBadRequest, invalidScope, 70011, fmt.Sprintf("The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope %s is not valid.", scope)}
}

func errResource(resource, directory string) *refusal {
	return &refusal{http.StatusBadRequest, invalidResource, 500011, fmt.Sprintf("The resource principal named %s was not found in the tenant named %s. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.", resource, directory)}
}

func errForm() *refusal { return request(90013, "Invalid input received from the user.") }

func errTransient(err error) *refusal {
	return &refusal{http.StatusInternalServerError, "server_error", 90033, fmt.Sprintf("A transient error has occurred: %v.", err)}
}

// errNoResource answers a version 1.0 request without a resource, which the
// service would treat as one for Azure AD Graph.
func errNoResource() *refusal { return errNotModeled("tokens for Azure AD Graph; name a resource") }

// errNotModeled is specific to the emulator, in the login service's format.
func errNotModeled(what string) *refusal {
	return &refusal{http.StatusNotImplemented, "not_implemented", 0, "The emulator does not model " + what + "."}
}

// write answers as Entra does: the text includes the ids and the time.
func (s *Service) write(w http.ResponseWriter, r *http.Request, e *refusal) {
	trace := w.Header().Get("request-id")
	correlation := r.Header.Get("client-request-id")
	if correlation == "" {
		correlation = trace
	}
	at := s.config.World.Now().Format("2006-01-02 15:04:05Z")
	body := map[string]any{
		"error": e.name,
		"error_description": fmt.Sprintf("%s Trace ID: %s Correlation ID: %s Timestamp: %s",
			e.Error(), trace, correlation, at),
		"error_codes":    []int{e.code},
		"timestamp":      at,
		"trace_id":       trace,
		"correlation_id": correlation,
		"error_uri":      fmt.Sprintf("%s/error?code=%d", base(r), e.code),
	}
	if sub := e.subError(); sub != "" {
		body["suberror"] = sub
	}
	if e.code == 0 {
		body["error_description"] = e.text
		delete(body, "error_codes")
		delete(body, "error_uri")
	}
	writeJSON(w, e.status, body)
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store, no-cache")
	w.Header().Set("x-ms-request-id", w.Header().Get("request-id"))
	w.WriteHeader(status)
	// An error means that the client has disconnected.
	_ = json.NewEncoder(w).Encode(body)
}

// instant formats a time as in Entra's texts, with seven decimals.
func instant(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.0000000Z") }
