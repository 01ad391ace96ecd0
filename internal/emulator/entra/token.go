package entra

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

const (
	grantClientCredentials = "client_credentials"
	defaultScope           = "/.default"
	// lifetime is what Entra states; the 3600th second is not promised.
	lifetime = 3599 * time.Second
)

// token serves the client credentials grant.
func (s *Service) token(w http.ResponseWriter, r *http.Request) {
	issued, refused := s.grant(r)
	if refused != nil {
		s.write(w, r, refused)
		return
	}
	seconds := int(lifetime.Seconds())
	writeJSON(w, http.StatusOK, map[string]any{
		"token_type":     "Bearer",
		"expires_in":     seconds,
		"ext_expires_in": seconds,
		"access_token":   issued.AccessToken,
	})
}

func (s *Service) grant(r *http.Request) (Token, *refusal) {
	t, refused := s.tenant(r)
	if refused != nil {
		return Token{}, refused
	}
	if err := r.ParseForm(); err != nil {
		return Token{}, request(90013, "Invalid input received from the user.")
	}
	switch grant := r.PostForm.Get("grant_type"); grant {
	case grantClientCredentials:
	case "":
		return Token{}, errMissing("grant_type")
	default:
		return Token{}, errGrantType(grant)
	}
	c, refused := credentialOf(r)
	if refused != nil {
		return Token{}, refused
	}
	app, ok := application.Find(s.config.World, t.ID, c.clientID)
	if !ok {
		return Token{}, errApplication(c.clientID, t.DisplayName)
	}
	proof, refused := s.authenticate(r, t, app, c)
	if refused != nil {
		return Token{}, refused
	}
	audience, refused := scopeAudience(r.PostForm)
	if refused != nil {
		return Token{}, refused
	}
	return s.issue(t, app, audience, proof)
}

// scopeAudience reads the one resource of the scope; MSAL adds the OIDC scopes,
// which mean nothing to an application.
func scopeAudience(form url.Values) (string, *refusal) {
	scope := strings.TrimSpace(form.Get("scope"))
	if scope == "" {
		return "", errMissing("scope")
	}
	var audiences []string
	for _, s := range strings.Fields(scope) {
		if slices.Contains([]string{"openid", "profile", "offline_access", "email"}, s) {
			continue
		}
		audience, ok := strings.CutSuffix(s, defaultScope)
		if !ok || audience == "" {
			return "", errScope(s)
		}
		audiences = append(audiences, audience)
	}
	if len(audiences) != 1 {
		return "", errScopeForm(scope)
	}
	return audiences[0], nil
}

// Token is an access token, and when it ends on the virtual clock.
type Token struct {
	AccessToken string
	Audience    string
	Expires     time.Time
}

// issue makes an application's access token for one resource.
func (s *Service) issue(t kernel.Tenant, app application.Application, audience string, how proof) (Token, *refusal) {
	return s.sign(t, Claims{
		AppID:          app.ClientID,
		AppName:        app.DisplayName,
		Authentication: string(how),
		Kind:           appOnly,
		ObjectID:       app.ServicePrincipalID,
		Subject:        app.ServicePrincipalID,
		Roles:          grantedFor(s.resources(audience), app.Permissions),
		DirectoryRoles: app.DirectoryRoles,
	}, audience)
}

// sign adds the claims that all tokens for a resource have to those about the
// application or the user.
func (s *Service) sign(t kernel.Tenant, claims Claims, audience string) (Token, *refusal) {
	if len(s.resources(audience)) == 0 {
		return Token{}, errResource(audience, t.DisplayName)
	}
	now := s.config.World.Now()
	claims.Audience, claims.Issuer, claims.TenantID = audience, issuer(s.config.BaseURLs[0], t.ID), t.ID
	claims.IssuedAt, claims.NotBefore, claims.Expires = now.Unix(), now.Unix(), now.Add(lifetime).Unix()
	claims.AuthorizedBy, claims.Version = claims.AppID, "2.0"
	signed, err := s.config.Key.sign(claims)
	if err != nil {
		return Token{}, &refusal{http.StatusInternalServerError, "server_error", 90033, fmt.Sprintf("A transient error has occurred: %v.", err)}
	}
	return Token{signed, audience, now.Add(lifetime)}, nil
}
