package tfkit

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// Explain is the detail of a diagnostic about a failed call: the service's answer,
// and the fix, with the missing permission and its tenant.
func Explain(t *tenant.Tenant, err error) string {
	parts := []string{sentence(answer(err))}
	if advice := advise(t, err); advice != "" {
		parts = append(parts, advice)
	}
	if ambiguous := (*transport.AmbiguousError)(nil); errors.As(err, &ambiguous) {
		parts = append(parts, "It is not known whether the change was made. It is safe to apply again: completed steps are found and"+
			" continued, and no user is invited twice.")
	}
	return strings.Join(parts, "\n\n")
}

// answer describes the service's response.
func answer(err error) string {
	var signIn *transport.SignInError
	if errors.As(err, &signIn) {
		return signIn.Error()
	}
	var call *service.Error
	if errors.As(err, &call) {
		text := call.Error()
		if late := (*transport.DeadlineError)(nil); errors.As(err, &late) && late.RetryAfter > 0 && call.Status != 0 {
			text += fmt.Sprintf(". The service asks to wait for %s%s, which exceeds the remaining timeout",
				transport.InWords(late.RetryAfter), late.Throttle())
		}
		return text
	}
	return err.Error()
}

func advise(t *tenant.Tenant, err error) string {
	var (
		credential *tenant.CredentialError
		adviser    service.Adviser
		call       *service.Error
	)
	switch {
	case errors.As(err, &adviser):
		return adviser.Advice(t.Key)
	case errors.As(err, &credential):
		return credential.Advice
	case errors.As(err, &call):
		return adviseCall(t, call, err)
	case ranOut(err):
		return raiseTimeout
	}
	return ""
}

const raiseTimeout = "Raise the operation's value in timeouts (create, read, update or delete), or run again later: completed steps are found" +
	" and continued."

// adviseCall is the advice about a failed call of a service.
func adviseCall(t *tenant.Tenant, call *service.Error, err error) string {
	var (
		certificate *tls.CertificateVerificationError
		redirect    *transport.RedirectError
		unreachable *transport.UnreachableError
	)
	switch {
	case errors.As(err, &certificate):
		return fmt.Sprintf("%s at %s, for tenant %q, has a certificate of an authority that this machine does not trust. For a"+
			" proxy or the emulator, set SSL_CERT_FILE to a file with its CA certificate (PEM).", call.Service.Short, call.Endpoint, t.Key)
	case errors.As(err, &redirect), errors.Is(err, service.ErrForeign):
		return fmt.Sprintf("The answer for tenant %[2]q at %[3]s is not from %[1]s. Check the proxy, the gateway and the tenant's"+
			" cloud and endpoints. The answer is ignored, and the state is unchanged.", call.Service.Name, t.Key, call.Endpoint)
	case errors.As(err, &unreachable):
		return fmt.Sprintf("Tenant %q could not be reached at %s. Check the network, the proxy and the tenant's endpoints.", t.Key, call.Endpoint)
	case ranOut(err):
		return fmt.Sprintf("The endpoint of tenant %q is %s. %s", t.Key, call.Endpoint, raiseTimeout)
	case errors.Is(err, service.ErrUnauthorized):
		return fmt.Sprintf("%s does not accept the token of tenant %q: it is expired or for another audience. Apply again; if"+
			" that fails too, check the clock of this machine and the tenant's cloud and endpoints.", call.Service.Short, t.Key)
	case errors.Is(err, service.ErrForbidden):
		return forbidden(t, call)
	}
	return ""
}

// ranOut reports whether the call failed for lack of time.
func ranOut(err error) bool {
	var (
		late    *transport.DeadlineError
		full    *transport.QuotaError
		timeout *transport.PollTimeoutError
	)
	return errors.As(err, &late) || errors.As(err, &full) || errors.As(err, &timeout) || errors.Is(err, context.DeadlineExceeded)
}

// notInAzureCLI are the families of permissions that the application of the Azure CLI
// does not have and cannot get (azure-cli#23906, azure-cli#33062).
var notInAzureCLI = []string{"Policy.", "Synchronization.", "MultiTenantOrganization.", "EntitlementManagement.", "SharePointTenantSettings."}

func forbidden(t *tenant.Tenant, call *service.Error) string {
	lacks := func(permission string) bool {
		return slices.ContainsFunc(notInAzureCLI, func(family string) bool { return strings.HasPrefix(permission, family) })
	}
	if t.AzureCLI && slices.ContainsFunc(call.Permissions, lacks) {
		return fmt.Sprintf("Tenant %q signs in with the Azure CLI. A user signs in through an application of Microsoft, which does not have"+
			" this permission and cannot get it (https://github.com/Azure/azure-cli/issues/23906). Use an application of your own"+
			" with the permission %s: as the tenant's client_id with a secret, certificate or OIDC, or by az login --service-principal.",
			t.Key, strings.Join(call.Permissions, " or "))
	}
	grant := call.Service.Grant
	return fmt.Sprintf("The call needs the %s in tenant %q (%s), %s. %s", call.Needs(), t.Key, t.ID, grant.Terms, grant.Afterwards)
}

func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}
