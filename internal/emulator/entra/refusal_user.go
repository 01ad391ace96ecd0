package entra

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	graph "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// The answers of the service to the sign-in of a user. Names and codes come from
// the list of error codes and from recorded answers; the texts are not
// contractual.

func grantRefusal(code int, format string, args ...any) *refusal {
	return &refusal{http.StatusBadRequest, invalidGrant, code, fmt.Sprintf(format, args...)}
}

// errRevoked has the text of azuredatastudio#13953.
func errRevoked(issued, validFrom time.Time) *refusal {
	const form = "2006-01-02T15:04:05.0000000Z"
	return grantRefusal(50173, "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '%s' and the TokensValidFrom date (before which tokens are not valid) for this user is '%s'.",
		issued.UTC().Format(form), validFrom.UTC().Format(form))
}

func scopeRefusal(code int, format string, args ...any) *refusal {
	return &refusal{http.StatusBadRequest, invalidScope, code, fmt.Sprintf(format, args...)}
}

func deviceRefusal(name string, code int, text string) *refusal {
	return &refusal{http.StatusBadRequest, name, code, text}
}

func errNoTenantNamed() *refusal {
	return request(50059, "No tenant-identifying information found in either the request or implied by any provided credentials.")
}

func errNoDomain() *refusal {
	return request(50128, "Invalid domain name - No tenant-identifying information found in either the request or implied by any provided credentials.")
}

func errSingleTenant(app application.Application) *refusal {
	return request(50194, "Application '%s'(%s) is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or configure the application to be multi-tenant.", app.ClientID, app.DisplayName)
}

func errGrantAtShared() *refusal {
	return request(9001023, "The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint.")
}

func errUser(username, directory string) *refusal {
	return grantRefusal(50034, "The user account %s does not exist in the %s directory. To sign into this application, the account must be added to the directory.", username, directory)
}

func errPassword() *refusal {
	return grantRefusal(50126, "Error validating credentials due to invalid username or password.")
}

// errExternalPassword is for users of another tenant: whether the service accepts
// the password depends on that tenant.
func errExternalPassword() *refusal {
	return errNotModeled("the sign-in of an external user with a password; it is checked in the home tenant")
}

func errPasswordExpired() *refusal { return grantRefusal(50055, "The password is expired.") }

func errUserDisabled() *refusal { return grantRefusal(50057, "The user account is disabled.") }

func errConsent(app application.Application) *refusal {
	return grantRefusal(65001, "The user or administrator has not consented to use the application with ID '%s' named '%s'. Send an interactive authorization request for this user and resource.", app.ClientID, app.DisplayName)
}

func errScopeResources(scope string) *refusal {
	return scopeRefusal(28000, "Provided value for the input parameter scope is not valid because it contains more than one resource. Scope %s is not valid.", scope)
}

func errScopeMixed(scope string) *refusal {
	return scopeRefusal(70011, "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope %s is not valid. .default scope can't be combined with resource-specific scopes.", scope)
}

func errRefreshMalformed() *refusal {
	return grantRefusal(9002313, "Invalid request. Request is malformed or invalid.")
}

func errRefreshForeign() *refusal {
	return grantRefusal(70000, "Provided grant is invalid or malformed.")
}

func errRefreshExpired() *refusal {
	return grantRefusal(700082, "The refresh token has expired due to inactivity.")
}

func errAssertionForged() *refusal {
	return grantRefusal(50013, "Assertion failed signature validation. [Reason - The key was not found.]")
}

func errAssertionExpired() *refusal {
	return grantRefusal(500133, "Assertion is not within its valid time range. Ensure that the access token is not expired before using it for user assertion, or request a new token.")
}

func errAssertionAudience(audience string, app application.Application) *refusal {
	return grantRefusal(500131, "Assertion audience does not match the Client app presenting the assertion. The audience in the assertion was '%s' and the expected audience is '%s' or one of the Application Uris of this application with App ID '%s' (%s).",
		audience, app.ClientID, app.ClientID, app.DisplayName)
}

func errAssertionOfApplication(app application.Application) *refusal {
	return grantRefusal(7000114, "Application '%s' is not allowed to make application on-behalf-of calls.", app.ClientID)
}

func errDevicePending() *refusal {
	return deviceRefusal("authorization_pending", 70016, "OAuth 2.0 device flow error. Authorization is pending. Continue polling.")
}

func errDeviceDeclined() *refusal {
	return deviceRefusal("authorization_declined", 65004, "User declined to consent to access the app.")
}

func errDeviceExpired() *refusal {
	return deviceRefusal("expired_token", 70020, "The provided value for the input parameter 'device_code' is not valid. This device code has expired.")
}

func errDeviceUnknown() *refusal {
	return deviceRefusal("bad_verification_code", 70018, "Bad verification code was provided. Validate the value for the input parameter 'device_code'.")
}

// subError is the detail that clients act on in addition to the name.
func (e *refusal) subError() string {
	switch e.code {
	case 65001:
		return "consent_required"
	case 50055:
		return "user_password_expired"
	default:
		return ""
	}
}

// asRefusal converts an error of the directory: a 501 stays a 501, and a missing
// user is an unknown account.
func asRefusal(err error, username string, t kernel.Tenant) *refusal {
	var fault *graph.Error
	if errors.As(err, &fault) && fault.Status == http.StatusNotImplemented {
		return &refusal{http.StatusNotImplemented, "not_implemented", 0, fault.Message}
	}
	return errUser(strings.TrimSpace(username), t.ID)
}
