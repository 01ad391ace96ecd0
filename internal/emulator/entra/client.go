package entra

import (
	"crypto/subtle"
	"net/http"
	"net/url"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// proof is the kind of client credential, as a value of the claim appidacr.
type proof string

const (
	bySecret    proof = "1"
	byAssertion proof = "2"
)

// credential is the client credential of a token request.
type credential struct {
	clientID  string
	secret    string
	assertion string
}

// credentialOf reads the form, or HTTP basic authentication (RFC 6749 §2.3.1).
func credentialOf(r *http.Request) (credential, *refusal) {
	c := credential{
		clientID:  r.PostForm.Get("client_id"),
		secret:    r.PostForm.Get("client_secret"),
		assertion: r.PostForm.Get("client_assertion"),
	}
	if user, password, ok := r.BasicAuth(); ok {
		c.clientID, c.secret = formDecoded(user), formDecoded(password)
	}
	if c.clientID == "" {
		return credential{}, errMissing("client_id")
	}
	if c.assertion == "" {
		return c, nil
	}
	switch r.PostForm.Get("client_assertion_type") {
	case assertionType:
		return c, nil
	case "":
		return credential{}, errMissing("client_assertion_type")
	default:
		return credential{}, client(50027, "JWT token is invalid or malformed.")
	}
}

// formDecoded decodes the form encoding that RFC 6749 requires and many clients
// omit.
func formDecoded(s string) string {
	if decoded, err := url.QueryUnescape(s); err == nil {
		return decoded
	}
	return s
}

func (s *Service) authenticate(r *http.Request, t kernel.Tenant, app application.Application, c credential) (proof, *refusal) {
	switch {
	case c.assertion != "":
		return byAssertion, s.checkAssertion(r, t, app, c)
	case c.secret == "":
		return "", errNoCredential()
	}
	for _, secret := range app.Secrets {
		if subtle.ConstantTimeCompare([]byte(secret), []byte(c.secret)) == 1 {
			return bySecret, nil
		}
	}
	return "", errSecret(app.ClientID)
}

// checkAssertion distinguishes the two kinds: an assertion issued by the
// application itself is signed with its certificate, every other one comes from a
// foreign issuer.
func (s *Service) checkAssertion(r *http.Request, t kernel.Tenant, app application.Application, c credential) *refusal {
	token, claims, err := parseAssertion(c.assertion)
	if err != nil {
		return client(50027, "JWT token is invalid or malformed.")
	}
	if strings.EqualFold(claims.Issuer, app.ClientID) || strings.EqualFold(claims.Subject, app.ClientID) {
		return s.checkCertificate(r, t, app, token, claims)
	}
	return s.checkFederated(app, token, claims)
}
