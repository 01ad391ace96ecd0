package entra

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// What the claim idtyp says: whether an application acts for itself or for a user.
const (
	appOnly   = "app"
	delegated = "user"
)

// Claims are those of an access token.
type Claims struct {
	Audience  string `json:"aud"`
	Issuer    string `json:"iss"`
	IssuedAt  int64  `json:"iat"`
	NotBefore int64  `json:"nbf"`
	Expires   int64  `json:"exp"`
	AppID     string `json:"appid"`
	AppName   string `json:"app_displayname"`
	// Authentication is "1" for a secret and "2" for an assertion.
	Authentication string `json:"appidacr"`
	Kind           string `json:"idtyp"`
	ObjectID       string `json:"oid"`
	Subject        string `json:"sub"`
	TenantID       string `json:"tid"`
	// Roles are the permissions of an application, Scopes those that it has for a
	// user, with blanks between them.
	Roles          []string `json:"roles,omitempty"`
	Scopes         string   `json:"scp,omitempty"`
	DirectoryRoles []string `json:"wids"`
	// The rest describes the user, if any. AccountType is 1 for an external user.
	UserPrincipalName string   `json:"upn,omitempty"`
	UniqueName        string   `json:"unique_name,omitempty"`
	Name              string   `json:"name,omitempty"`
	GivenName         string   `json:"given_name,omitempty"`
	FamilyName        string   `json:"family_name,omitempty"`
	AccountType       *int     `json:"acct,omitempty"`
	Methods           []string `json:"amr,omitempty"`

	Version string `json:"ver"`
}

// ForUser says whether the application acts for the user of ObjectID.
func (c Claims) ForUser() bool { return c.Kind == delegated }

// TokenError says why a token is not accepted; Message is Graph's wording.
type TokenError struct{ Message string }

// Error gives the message.
func (e *TokenError) Error() string { return "access token: " + e.Message }

// What can be wrong with a token. The texts are assumed (graph-identity §0.2).
var (
	ErrTokenEmpty     = &TokenError{"Access token is empty."}
	ErrTokenMalformed = &TokenError{"IDX14100: JWT is not well formed, there are no dots (.)."}
	ErrTokenSignature = &TokenError{"Access token validation failure. Invalid signature."}
	ErrTokenIssuer    = &TokenError{"Access token validation failure. Invalid issuer."}
	ErrTokenAudience  = &TokenError{"Access token validation failure. Invalid audience."}
	ErrTokenExpired   = &TokenError{"Access token has expired or is not yet valid."}
)

// Verify checks an access token for one of the resources: its signature, that it was
// issued for a tenant of this cloud, its audience, and its life on the
// virtual clock. Errors are of type [*TokenError].
func (s *Service) Verify(token string, resource Resource) (Claims, error) {
	if token == "" {
		return Claims{}, ErrTokenEmpty
	}
	if c, ok := s.verified.get(token); ok {
		return c, s.check(c, resource)
	}
	parsed, err := parseJWS(token)
	if err != nil {
		return Claims{}, ErrTokenMalformed
	}
	if !s.config.Key.signed(parsed) {
		return Claims{}, ErrTokenSignature
	}
	c, ok := parseClaims(parsed)
	if !ok {
		return Claims{}, ErrTokenMalformed
	}
	s.verified.put(token, c)
	return c, s.check(c, resource)
}

func parseClaims(token jws) (c Claims, ok bool) {
	err := json.Unmarshal(token.payload, &c)
	return c, err == nil
}

func (s *Service) check(c Claims, resource Resource) error {
	now := s.config.World.Now()
	t, known := s.config.World.TenantIn(s.config.Cloud, c.TenantID)
	switch {
	// A foreign token has the same signature, and no such claim.
	case c.Kind != appOnly && c.Kind != delegated, !known, c.Issuer != issuerOf(t):
		return ErrTokenIssuer
	case !slices.Contains(s.resources(t.Cloud, c.Audience), resource):
		return ErrTokenAudience
	case now.Before(time.Unix(c.NotBefore, 0)), !now.Before(time.Unix(c.Expires, 0)):
		return ErrTokenExpired
	default:
		return nil
	}
}

// Bearer takes the token out of an Authorization header.
func Bearer(header string) string {
	scheme, token, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// Peek reads tenant and application of a token without checking anything, for the
// journal and for fault rules.
func (s *Service) Peek(token string) (tenantID, appID string) {
	if c, ok := s.verified.get(token); ok {
		return c.TenantID, c.AppID
	}
	parsed, err := parseJWS(token)
	if err != nil {
		return "", ""
	}
	c, _ := parseClaims(parsed)
	return c.TenantID, c.AppID
}
