package entra

import (
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// clockSkew is Entra's tolerance for a client's clock.
const clockSkew = 5 * time.Minute

func parseAssertion(text string) (jws, assertion, error) {
	token, err := parseJWS(text)
	if err != nil {
		return jws{}, assertion{}, err
	}
	var claims assertion
	if err := json.Unmarshal(token.payload, &claims); err != nil {
		return jws{}, assertion{}, errors.Join(errMalformed, err)
	}
	return token, claims, nil
}

// checkCertificate accepts an assertion that is signed with a registered
// certificate and has this tenant's token endpoint or issuer as its audience.
func (s *Service) checkCertificate(r *http.Request, t kernel.Tenant, app application.Application, token jws, claims assertion) *refusal {
	if !strings.EqualFold(claims.Issuer, app.ClientID) || !strings.EqualFold(claims.Subject, app.ClientID) {
		return client(700021, "Client assertion application identifier doesn't match 'client_id' parameter. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials .")
	}
	certificate, thumbprint := registered(app.Certificates, token.header)
	if certificate == nil {
		return client(700027, "The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., Thumbprint of key used by client: '%s', Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '%s'.]", thumbprint, app.ClientID)
	}
	key, ok := certificate.PublicKey.(*rsa.PublicKey)
	if !ok || token.verify(key) != nil {
		return client(700027, "Client assertion failed signature validation. [Reason - The key was found, but use of the key to verify the signature failed., Thumbprint of key used by client: '%s']", thumbprint)
	}
	if now := s.config.ClientNow(); !claims.valid(now, clockSkew) {
		return errAssertionTime(now, claims)
	}
	if claims.ID == "" {
		return client(50027, "JWT token is invalid or malformed. The claim 'jti' is missing.")
	}
	if !slices.ContainsFunc(s.assertionAudiences(r, t), claims.Audience.has) {
		return client(700023, "Client assertion audience claim does not match Realm issuer. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials .")
	}
	return nil
}

func errAssertionTime(now time.Time, claims assertion) *refusal {
	return client(700024, "Client assertion is not within its valid time range. Current time: %s, assertion valid from %s, expiry time of assertion %s. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials .",
		instant(now), instant(claims.NotBefore.time()), instant(claims.Expires.time()))
}

func (s *Service) assertionAudiences(r *http.Request, t kernel.Tenant) []string {
	var list []string
	for _, b := range append([]string{base(r)}, s.config.BaseURLs...) {
		list = append(list, issuer(b, t.ID))
		for _, tenant := range []string{t.ID, r.PathValue("tenant")} {
			list = append(list, tokenEndpoint(b, tenant), tokenEndpointV1(b, tenant))
		}
	}
	return list
}

// registered returns the certificate of the header's thumbprint, and the
// thumbprint in the form of Entra's messages.
func registered(pems []string, header joseHeader) (*x509.Certificate, string) {
	want := decodeThumbprint(header.SHA256)
	if want == nil {
		want = decodeThumbprint(header.SHA1)
	}
	thumbprint := strings.ToUpper(hex.EncodeToString(want))
	for _, text := range pems {
		for _, certificate := range parseCertificates(text) {
			sum1, sum256 := sha1.Sum(certificate.Raw), sha256.Sum256(certificate.Raw)
			if len(want) > 0 && (slices.Equal(want, sum1[:]) || slices.Equal(want, sum256[:])) {
				return certificate, thumbprint
			}
		}
	}
	return nil, thumbprint
}

// decodeThumbprint decodes base64 in both alphabets, with and without padding:
// RFC 7515 requires one of them and MSAL for Go sends another.
func decodeThumbprint(s string) []byte {
	s = strings.NewReplacer("+", "-", "/", "_").Replace(strings.TrimRight(s, "="))
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(raw) == 0 {
		return nil
	}
	return raw
}

// parseCertificates returns all certificates in a PEM text and skips other
// blocks.
func parseCertificates(text string) []*x509.Certificate {
	var list []*x509.Certificate
	for block, rest := pem.Decode([]byte(text)); block != nil; block, rest = pem.Decode(rest) {
		if c, err := x509.ParseCertificate(block.Bytes); err == nil && block.Type == "CERTIFICATE" {
			list = append(list, c)
		}
	}
	return list
}
