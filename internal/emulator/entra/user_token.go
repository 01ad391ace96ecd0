package entra

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
)

const (
	// refreshLife is the lifetime of an unused refresh token.
	refreshLife = 90 * 24 * time.Hour
	// refreshPrefix distinguishes refresh tokens from access tokens.
	refreshPrefix = "1."
	useRefresh    = "refresh"
)

// refreshClaims are the content of a refresh token. Its format is opaque to
// clients.
type refreshClaims struct {
	Use      string `json:"use"`
	ID       string `json:"jti"`
	AppID    string `json:"appid"`
	TenantID string `json:"tid"`
	UserID   string `json:"oid"`
	// Audience is the API of the first token, the default for requests without
	// one.
	Audience string `json:"resource"`
	Expires  int64  `json:"exp"`
	// Issued has fractions of a second, because sessions can be revoked in the same one.
	Issued time.Time `json:"issued"`
}

func (s *Service) refreshToken(in signIn, audience string) (string, *refusal) {
	now := s.config.World.Now()
	signed, err := s.config.Key.sign(refreshClaims{
		Use: useRefresh, ID: rand.Text(), AppID: in.app.ClientID, TenantID: in.tenant.ID, UserID: in.user.ID, Audience: audience,
		Expires: now.Add(refreshLife).Unix(), Issued: now,
	})
	if err != nil {
		return "", errTransient(err)
	}
	return refreshPrefix + signed, nil
}

// parseRefresh parses a refresh token that this service has issued.
func (s *Service) parseRefresh(text string) (refreshClaims, *refusal) {
	var c refreshClaims
	parsed, err := parseJWS(strings.TrimPrefix(text, refreshPrefix))
	if err != nil || !strings.HasPrefix(text, refreshPrefix) || !s.config.Key.signed(parsed) || json.Unmarshal(parsed.payload, &c) != nil || c.Use != useRefresh {
		return refreshClaims{}, errRefreshMalformed()
	}
	if !s.config.World.Now().Before(time.Unix(c.Expires, 0)) {
		return refreshClaims{}, errRefreshExpired()
	}
	return c, nil
}

// refresh serves a refresh token. The request may name another API than before.
func (s *Service) refresh(x exchange) (tokens, *refusal) {
	given, refused := x.required("refresh_token")
	if refused != nil {
		return tokens{}, refused
	}
	claims, refused := s.parseRefresh(given["refresh_token"])
	if refused != nil {
		return tokens{}, refused
	}
	c, refused := credentialOf(x.Request)
	if refused != nil {
		return tokens{}, refused
	}
	if !strings.EqualFold(c.clientID, claims.AppID) {
		return tokens{}, errRefreshForeign()
	}
	asked, refused := x.refreshScopes(claims.Audience)
	if refused != nil {
		return tokens{}, refused
	}
	asked.openID = append(asked.openID, scopeOffline)
	return s.resume(x, session{claims.TenantID, claims.UserID, claims.Issued}, asked)
}

// refreshScopes returns the scopes of a refresh, by default those of the first
// request.
func (x exchange) refreshScopes(audience string) (scopes, *refusal) {
	switch {
	case x.v1 && x.value("resource") == "", !x.v1 && x.value("scope") == "":
		return resourceScopes(audience, x.PostForm), nil
	default:
		return x.asked()
	}
}

// idClaims are the claims of a version 2.0 ID token.
type idClaims struct {
	Audience          string `json:"aud"`
	Issuer            string `json:"iss"`
	IssuedAt          int64  `json:"iat"`
	NotBefore         int64  `json:"nbf"`
	Expires           int64  `json:"exp"`
	Name              string `json:"name"`
	ObjectID          string `json:"oid"`
	PreferredUsername string `json:"preferred_username"`
	UserPrincipalName string `json:"upn,omitempty"`
	Subject           string `json:"sub"`
	TenantID          string `json:"tid"`
	Version           string `json:"ver"`
}

func (s *Service) idToken(x exchange, in signIn) (string, *refusal) {
	now := s.config.World.Now()
	claims := idClaims{
		Audience: in.app.ClientID, Issuer: issuer(base(x.Request), in.tenant.ID), IssuedAt: now.Unix(), NotBefore: now.Unix(),
		Expires: now.Add(lifetime).Unix(), Name: in.user.DisplayName, ObjectID: in.user.ID, PreferredUsername: in.user.UserPrincipalName,
		Subject: in.user.ID, TenantID: in.tenant.ID, Version: "2.0",
	}
	if x.v1 {
		claims.Issuer, claims.UserPrincipalName, claims.Version = issuerOf(in.tenant), in.user.UserPrincipalName, "1.0"
	}
	signed, err := s.config.Key.sign(claims)
	if err != nil {
		return "", errTransient(err)
	}
	return signed, nil
}

// clientInfo identifies the account in MSAL's cache.
func clientInfo(userID, tenantID string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(`{"uid":"` + userID + `","utid":"` + tenantID + `"}`))
}
