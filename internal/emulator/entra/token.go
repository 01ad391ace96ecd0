package entra

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

const (
	defaultScope = "/.default"
	// lifetime is the value that Entra states in expires_in.
	lifetime = 3599 * time.Second
)

// tokens are the result of one request.
type tokens struct {
	access Token
	// scope, refresh and id are for users, when requested.
	scope, refresh, id string
	clientInfo         bool
	user, tenant       string
}

// token serves version 2.0 of the endpoint.
func (s *Service) token(w http.ResponseWriter, r *http.Request) {
	issued, refused := s.grant(exchange{r, false})
	if refused != nil {
		s.write(w, r, refused)
		return
	}
	seconds := int(lifetime.Seconds())
	body := issued.body()
	body["expires_in"], body["ext_expires_in"] = seconds, seconds
	writeJSON(w, http.StatusOK, body)
}

// tokenV1 serves version 1.0, whose numbers are strings.
func (s *Service) tokenV1(w http.ResponseWriter, r *http.Request) {
	issued, refused := s.grant(exchange{r, true})
	if refused != nil {
		s.write(w, r, refused)
		return
	}
	seconds := strconv.Itoa(int(lifetime.Seconds()))
	body := issued.body()
	body["expires_in"], body["ext_expires_in"] = seconds, seconds
	body["expires_on"] = strconv.FormatInt(issued.access.Expires.Unix(), 10)
	body["not_before"] = strconv.FormatInt(issued.access.Expires.Add(-lifetime).Unix(), 10)
	body["resource"] = issued.access.Audience
	writeJSON(w, http.StatusOK, body)
}

// body holds the fields common to both versions.
func (t tokens) body() map[string]any {
	body := map[string]any{"token_type": "Bearer", "access_token": t.access.AccessToken}
	for name, value := range map[string]string{"scope": t.scope, "refresh_token": t.refresh, "id_token": t.id} {
		if value != "" {
			body[name] = value
		}
	}
	if t.clientInfo {
		body["client_info"] = clientInfo(t.user, t.tenant)
	}
	return body
}

// scopeAudience returns the one resource of the scope. MSAL adds the OIDC scopes,
// which have no effect for an application.
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

// Token is an access token and its expiry on the virtual clock.
type Token struct {
	AccessToken string
	Audience    string
	Expires     time.Time
}

// issue returns an application's access token for one resource.
func (s *Service) issue(t kernel.Tenant, app application.Application, audience string, how proof) (Token, *refusal) {
	to, refused := s.target(t, audience)
	if refused != nil {
		return Token{}, refused
	}
	return s.sign(t, Claims{
		AppID:          app.ClientID,
		AppName:        app.DisplayName,
		Authentication: string(how),
		Kind:           appOnly,
		ObjectID:       app.ServicePrincipalID,
		Subject:        app.ServicePrincipalID,
		Roles:          grantedFor(to.resources, app.Permissions),
		DirectoryRoles: app.DirectoryRoles,
	}, audience)
}

// sign adds the claims common to all tokens to those about the application or the
// user.
func (s *Service) sign(t kernel.Tenant, claims Claims, audience string) (Token, *refusal) {
	now := s.config.World.Now()
	claims.DirectoryRoles = append([]string{}, claims.DirectoryRoles...) // a list, if an empty one
	claims.Audience, claims.Issuer, claims.TenantID, claims.Version = audience, issuerOf(t), t.ID, "1.0"
	claims.IssuedAt, claims.NotBefore, claims.Expires = now.Unix(), now.Unix(), now.Add(lifetime).Unix()
	signed, err := s.config.Key.sign(claims)
	if err != nil {
		return Token{}, errTransient(err)
	}
	return Token{signed, audience, now.Add(lifetime)}, nil
}
