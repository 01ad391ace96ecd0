package tenant

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"regexp"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

// CredentialError is a failed sign-in: the credential, the answer of the login
// service, and a suggested fix.
type CredentialError struct {
	// Credential names the kind of credential and the setting that selected it.
	Credential string
	// Answer is the login service's error description, or the reason why there is
	// none.
	Answer string
	// Advice is the suggested fix; empty when none is known.
	Advice string
	// Refused is set when the login service has rejected the credential. The
	// rejection stands until the credential or the application is changed.
	Refused bool
	// code is that of the login service, such as AADSTS7000215; empty when it sent
	// none.
	code string
	err  error
}

func (e *CredentialError) Error() string { return e.Credential + ": " + e.Answer }

// SignInCode returns the code of the login service, empty when it sent none.
func (e *CredentialError) SignInCode() string { return e.code }

// Unwrap returns the credential's own error.
func (e *CredentialError) Unwrap() error { return e.err }

func (e *explained) explain(err error, refusal bool) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	used := fmt.Sprintf("%s from %s", e.how.kind, e.how.by.Source)
	if e.clientID.set() {
		used += fmt.Sprintf(", client_id %s from %s", e.clientID.Text, e.clientID.Source)
	}
	answer, code := answerOf(err)
	advice, outage := e.outage(err)
	if !outage {
		advice = adviceFor[code]
	}
	return &CredentialError{Credential: used, Answer: answer, Advice: advice, Refused: refusal && code != "", code: code, err: err}
}

// outage returns the advice for a login service that did not answer.
func (e *explained) outage(err error) (advice string, outage bool) {
	var (
		cert        *tls.CertificateVerificationError
		network     *net.OpError
		unreachable *transport.UnreachableError
		broken      *transport.BrokenError
		redirect    *transport.RedirectError
		unusable    *transport.UnusableError
	)
	service := "The login service at " + e.cloud.Authority
	const check = " Check the network, the proxy and the tenant's cloud and endpoints."
	switch {
	case errors.As(err, &cert):
		return service + " presented a certificate from an authority that this machine does not" +
			" trust. For a proxy or the emulator, set SSL_CERT_FILE to a file with its CA certificate (PEM).", true
	case errors.As(err, &network), errors.As(err, &unreachable):
		return service + " could not be reached." + check, true
	case errors.As(err, &redirect), errors.As(err, &unusable):
		return "A server other than the login service answered at " + e.cloud.Authority + "." + check, true
	case errors.As(err, &broken), errors.Is(err, context.DeadlineExceeded):
		return service + " did not answer in time." + check, true
	}
	return "", false
}

// adviceFor maps Entra's error codes to suggested fixes.
var adviceFor = map[string]string{
	"AADSTS7000215": "The client secret is wrong. Use the secret's value, not its id, and make sure that it belongs to this client_id in this tenant.",
	"AADSTS7000222": "The client secret has expired. Create a new one for the application.",
	"AADSTS7000218": "The login service received no secret and no assertion. Check that the secret is not empty.",
	"AADSTS700016":  "The application does not exist in this tenant. Check client_id and tenant_id: they must belong together, and a multitenant application first needs an administrator's consent.",
	"AADSTS90002":   "The login service does not know this tenant. Check tenant_id and cloud.",
	"AADSTS700027":  "The certificate is not registered for the application, or has expired. Upload its public part to the application.",
	"AADSTS700024":  "The OIDC token has expired. Tokens are valid for minutes only: use oidc_token_file_path or oidc_request_url, which are read again each time, rather than oidc_token.",
	"AADSTS70021":   "No federated credential of the application matches the token. Compare its issuer and subject with the application's.",
	"AADSTS700211":  "No federated credential of the application has the token's issuer.",
	"AADSTS700212":  "The token does not have the audience that this cloud expects.",
	"AADSTS700213":  "No federated credential of the application has the token's subject. It names the repository and the branch, tag or environment.",
	"AADSTS500011":  "The tenant does not know the resource that the token was requested for. A tenant without Exchange Online does not know Exchange; otherwise check cloud and endpoints.",
	"AADSTS650052":  "The tenant has not subscribed to the service that the token was requested for, such as Exchange Online.",
}

var codePattern = regexp.MustCompile(`AADSTS\d+`)

// answerOf extracts the login service's error description from an error of
// azidentity, whose text is a dump of the whole response.
func answerOf(err error) (answer, code string) {
	var (
		failed      *azidentity.AuthenticationFailedError
		network     *net.OpError
		certificate *tls.CertificateVerificationError
		redirect    *transport.RedirectError
		unusable    *transport.UnusableError
	)
	switch {
	case errors.As(err, &failed) && failed.RawResponse != nil:
		answer = describeResponse(failed.RawResponse)
	// Network errors are wrapped several levels deep; the first line of
	// azidentity's text only says that the request failed.
	case errors.As(err, &certificate):
		answer = certificate.Error()
	case errors.As(err, &network):
		answer = network.Error()
	case errors.As(err, &redirect):
		answer = redirect.Error()
	case errors.As(err, &unusable):
		answer = unusable.Error()
	case errors.Is(err, context.DeadlineExceeded):
		answer = "no answer within " + signInTimeout.String()
	default:
		answer = firstLine(err.Error())
	}
	return answer, codePattern.FindString(answer)
}

func describeResponse(resp *http.Response) string {
	body, err := runtime.Payload(resp)
	if err != nil {
		return resp.Status
	}
	var refusal struct {
		Description string `json:"error_description"`
	}
	if json.Unmarshal(body, &refusal) != nil || refusal.Description == "" {
		return resp.Status
	}
	// The trace id and the timestamp follow the description. The trace id helps
	// Microsoft's support.
	return strings.Join(strings.Fields(refusal.Description), " ")
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}

// retrySignIn retries transient failures: not an untrusted certificate, a
// redirect or a refusal.
func retrySignIn(resp *http.Response, err error) bool {
	if err != nil {
		var (
			cert     *tls.CertificateVerificationError
			redirect *transport.RedirectError
		)
		return !errors.As(err, &cert) && !errors.As(err, &redirect) && !errors.Is(err, context.Canceled)
	}
	return resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode >= http.StatusInternalServerError
}
