package tfkit

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// Explain is the detail of a diagnostic about a failed call: what the service
// answered, then what to do, with the permission and the tenant it is missing in.
func Explain(t *tenant.Tenant, err error) string {
	what := sentence(answer(err))
	if advice := advise(t, err); advice != "" {
		return what + "\n\n" + advice
	}
	return what
}

// answer is the part of an error that the service is responsible for.
func answer(err error) string {
	var signIn *transport.SignInError
	if errors.As(err, &signIn) {
		return signIn.Error()
	}
	var call *graph.Error
	if errors.As(err, &call) {
		text := call.Error()
		if late := (*transport.DeadlineError)(nil); errors.As(err, &late) {
			text += fmt.Sprintf(". The service asks to wait for %s, longer than what is left of the timeout", late.RetryAfter)
		}
		return text
	}
	return err.Error()
}

func advise(t *tenant.Tenant, err error) string {
	var (
		credential  *tenant.CredentialError
		certificate *tls.CertificateVerificationError
		call        *graph.Error
		late        *transport.DeadlineError
		timeout     *transport.PollTimeoutError
		unreachable *url.Error
	)
	switch {
	case errors.As(err, &credential):
		return credential.Advice
	case errors.As(err, &certificate):
		return fmt.Sprintf("Graph at %s, for tenant %q, showed a certificate of an authority that this machine does not trust. For a"+
			" proxy or the emulator, put its CA certificate (PEM) in a file and name it in SSL_CERT_FILE.", t.Cloud.Graph, t.Key)
	case errors.As(err, &late), errors.As(err, &timeout):
		return "Raise the operation's value in the resource's timeouts, or apply again later: what was done is found and continued."
	case errors.As(err, &call) && errors.Is(err, graph.ErrUnauthorized):
		return fmt.Sprintf("Graph does not accept the token of tenant %q: it is expired or made out to somebody else. Apply again; if"+
			" that fails too, check the clock of this machine and the tenant's cloud and endpoints.", t.Key)
	case errors.As(err, &call) && errors.Is(err, graph.ErrForbidden):
		return forbidden(t, call)
	case errors.As(err, &unreachable) && call != nil && call.Status == 0:
		return fmt.Sprintf("Tenant %q could not be reached at %s. Check the network, the proxy and the tenant's endpoints.", t.Key, t.Cloud.Graph)
	}
	return ""
}

func forbidden(t *tenant.Tenant, call *graph.Error) string {
	return fmt.Sprintf("The call needs the application permission %s in tenant %q (%s), with an administrator's consent. A permission"+
		" that was just granted counts from the next token on. When it is there, a policy of the tenant or a directory role of the"+
		" person stands in the way; the sentence above says which.",
		strings.Join(call.Permissions, " or "), t.Key, t.ID)
}

func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}
