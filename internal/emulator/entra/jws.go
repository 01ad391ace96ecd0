package entra

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// The algorithms that Entra accepts for assertions signed with a certificate.
const (
	algRS256 = "RS256"
	algPS256 = "PS256"
)

type joseHeader struct {
	Type      string `json:"typ,omitempty"`
	Algorithm string `json:"alg"`
	KeyID     string `json:"kid,omitempty"`
	SHA1      string `json:"x5t,omitempty"`
	SHA256    string `json:"x5t#S256,omitempty"`
}

// jws is a token whose signature has not been verified.
type jws struct {
	header    joseHeader
	payload   []byte
	input     string
	signature []byte
}

var (
	errMalformed = errors.New("token is not well formed")
	errSignature = errors.New("token has another signature")
)

func parseJWS(token string) (jws, error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return jws{}, errMalformed
	}
	var decoded [3][]byte
	for i, part := range parts {
		raw, err := base64.RawURLEncoding.DecodeString(part)
		if err != nil {
			return jws{}, errMalformed
		}
		decoded[i] = raw
	}
	t := jws{payload: decoded[1], input: parts[0] + "." + parts[1], signature: decoded[2]}
	if json.Unmarshal(decoded[0], &t.header) != nil || !json.Valid(t.payload) {
		return jws{}, errMalformed
	}
	return t, nil
}

func (t jws) verify(key *rsa.PublicKey) error {
	sum := sha256.Sum256([]byte(t.input))
	var err error
	switch t.header.Algorithm {
	case algRS256:
		err = rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], t.signature)
	case algPS256:
		err = rsa.VerifyPSS(key, crypto.SHA256, sum[:], t.signature, nil)
	default:
		return fmt.Errorf("%w: algorithm %q is not accepted", errSignature, t.header.Algorithm)
	}
	if err != nil {
		return errors.Join(errSignature, err)
	}
	return nil
}

func signingInput(header joseHeader, claims any) (string, error) {
	h, err := json.Marshal(header)
	if err != nil {
		return "", fmt.Errorf("encoding a token: %w", err)
	}
	c, err := json.Marshal(claims)
	if err != nil {
		return "", fmt.Errorf("encoding a token: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(h) + "." + base64.RawURLEncoding.EncodeToString(c), nil
}

// assertion holds the claims that foreign tokens and certificate assertions share.
type assertion struct {
	Issuer    string       `json:"iss"`
	Subject   string       `json:"sub"`
	Audience  audienceList `json:"aud"`
	ID        string       `json:"jti,omitempty"`
	IssuedAt  numericDate  `json:"iat,omitempty"`
	NotBefore numericDate  `json:"nbf,omitempty"`
	Expires   numericDate  `json:"exp"`
}

// valid reports whether the token is valid now, with a tolerance for clock skew.
func (a assertion) valid(now time.Time, skew time.Duration) bool {
	return !now.Before(a.NotBefore.time().Add(-skew)) && now.Before(a.Expires.time().Add(skew))
}

// numericDate is in seconds since 1970; some issuers send fractions.
type numericDate float64

func dateOf(t time.Time) numericDate  { return numericDate(t.Unix()) }
func (d numericDate) time() time.Time { return time.Unix(int64(d), 0).UTC() }

// audienceList is written as a string when it has one element (RFC 7519 §4.1.3).
type audienceList []string

// MarshalJSON writes a single audience as a string.
func (l audienceList) MarshalJSON() ([]byte, error) {
	if len(l) == 1 {
		return json.Marshal(l[0])
	}
	return json.Marshal([]string(l))
}

// UnmarshalJSON reads a string or a list.
func (l *audienceList) UnmarshalJSON(data []byte) error {
	var one string
	if err := json.Unmarshal(data, &one); err == nil {
		*l = audienceList{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(l))
}

func (l audienceList) has(audience string) bool {
	return slices.ContainsFunc(l, func(a string) bool { return sameAudience(a, audience) })
}
