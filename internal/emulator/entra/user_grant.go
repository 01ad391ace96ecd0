package entra

import (
	"crypto/subtle"
	"slices"
	"strings"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// signIn holds the user, the application and the tenant of a token.
type signIn struct {
	tenant kernel.Tenant
	app    application.Application
	how    proof
	user   *directory.User
	roles  []string
	asked  scopes
}

// password serves a client that has prompted the user for the password.
func (s *Service) password(x exchange) (tokens, *refusal) {
	if name, _, _ := shared(x.Request); name == common {
		return tokens{}, errGrantAtShared()
	}
	given, refused := x.required("username", "password")
	if refused != nil {
		return tokens{}, refused
	}
	t, refused := s.tenantOf(x.Request, given["username"])
	if refused != nil {
		return tokens{}, refused
	}
	app, how, refused := s.client(x, t)
	if refused != nil {
		return tokens{}, refused
	}
	asked, refused := x.asked()
	if refused != nil {
		return tokens{}, refused
	}
	user, roles, err := directory.SignIn(s.config.World, t.ID, given["username"])
	if err != nil {
		if home, ok := s.config.World.Tenant(domainOf(given["username"])); ok && home.ID != t.ID {
			return tokens{}, errExternalPassword()
		}
		return tokens{}, asRefusal(err, given["username"], t)
	}
	if refused := checkPassword(user, given["password"]); refused != nil {
		return tokens{}, refused
	}
	return s.issueForUser(x, signIn{t, app, how, user, roles, asked})
}

// checkPassword reveals nothing about an account to a client without its
// password.
func checkPassword(user *directory.User, password string) *refusal {
	account := user.Account()
	switch {
	case user.External():
		return errExternalPassword()
	case account.Password == "" || subtle.ConstantTimeCompare([]byte(account.Password), []byte(password)) != 1:
		return errPassword()
	case !user.AccountEnabled:
		return errUserDisabled()
	case account.PasswordExpired:
		return errPasswordExpired()
	default:
		return nil
	}
}

// deviceCodeGrant serves a client that polls while the user signs in on another
// device.
func (s *Service) deviceCodeGrant(x exchange) (tokens, *refusal) {
	code := x.value("device_code")
	if code == "" {
		code = x.value("code") // the name at the version 1.0 endpoint
	}
	if code == "" {
		return tokens{}, errMissing("device_code")
	}
	c, refused := credentialOf(x.Request)
	if refused != nil {
		return tokens{}, refused
	}
	approved, refused := s.config.DeviceCodes.redeem(code, c.clientID)
	if refused != nil {
		return tokens{}, refused
	}
	asked := resourceScopes(approved.Scope, x.PostForm)
	if !x.v1 {
		if asked, refused = parseScopes(approved.Scope); refused != nil {
			return tokens{}, refused
		}
	}
	return s.resume(x, session{approved.tenantID, approved.userID, s.config.World.Now()}, asked)
}

// session is an earlier sign-in of a user.
type session struct {
	tenantID, userID string
	began            time.Time
}

// resume issues tokens for a user who signed in earlier.
func (s *Service) resume(x exchange, from session, asked scopes) (tokens, *refusal) {
	t, refused := s.sameTenant(x, from.tenantID)
	if refused != nil {
		return tokens{}, refused
	}
	app, how, refused := s.client(x, t)
	if refused != nil {
		return tokens{}, refused
	}
	user, roles, err := directory.SignIn(s.config.World, t.ID, from.userID)
	switch {
	case err != nil:
		return tokens{}, asRefusal(err, from.userID, t)
	case !user.AccountEnabled:
		return tokens{}, errUserDisabled()
	case from.began.Before(user.SessionsValidFrom()):
		return tokens{}, errRevoked(from.began, user.SessionsValidFrom())
	}
	return s.issueForUser(x, signIn{t, app, how, user, roles, asked})
}

// sameTenant returns the tenant that a user signed in to. A path with another
// tenant would be for the same user there, as an external user.
func (s *Service) sameTenant(x exchange, tenantID string) (kernel.Tenant, *refusal) {
	_, is, refused := shared(x.Request)
	if refused != nil {
		return kernel.Tenant{}, refused
	}
	if is {
		return s.tenantByName(tenantID)
	}
	t, refused := s.tenantByName(x.PathValue("tenant"))
	if refused == nil && t.ID != tenantID {
		refused = errNotModeled("tokens of another tenant for a user who has signed in to one")
	}
	return t, refused
}

// onBehalfOf serves an API that calls another API on behalf of its caller.
func (s *Service) onBehalfOf(x exchange) (tokens, *refusal) {
	given, refused := x.required("assertion", "requested_token_use")
	if refused != nil {
		return tokens{}, refused
	}
	if given["requested_token_use"] != "on_behalf_of" {
		return tokens{}, errNotModeled("requested_token_use " + given["requested_token_use"])
	}
	asked, refused := x.asked()
	if refused != nil {
		return tokens{}, refused
	}
	claims, refused := s.userAssertion(given["assertion"])
	if refused != nil {
		return tokens{}, refused
	}
	t, refused := s.sameTenant(x, claims.TenantID)
	if refused != nil {
		return tokens{}, refused
	}
	app, how, refused := s.client(x, t)
	switch {
	case refused != nil:
		return tokens{}, refused
	case how == publicClient:
		return tokens{}, errNoCredential()
	case claims.Kind != delegated:
		return tokens{}, errAssertionOfApplication(app)
	}
	if to, _ := s.target(t, claims.Audience); to.app != app.ClientID {
		return tokens{}, errAssertionAudience(claims.Audience, app)
	}
	user, roles, err := directory.SignIn(s.config.World, t.ID, claims.ObjectID)
	if err != nil {
		return tokens{}, asRefusal(err, claims.ObjectID, t)
	}
	if !user.AccountEnabled {
		return tokens{}, errUserDisabled()
	}
	return s.issueForUser(x, signIn{t, app, how, user, roles, asked})
}

// userAssertion parses an access token of this service.
func (s *Service) userAssertion(text string) (Claims, *refusal) {
	parsed, err := parseJWS(text)
	if err != nil || !s.config.Key.signed(parsed) {
		return Claims{}, errAssertionForged()
	}
	c, ok := parseClaims(parsed)
	if !ok || c.Kind != delegated && c.Kind != appOnly {
		return Claims{}, errAssertionForged()
	}
	if now := s.config.World.Now(); !now.Before(time.Unix(c.Expires, 0)) {
		return Claims{}, errAssertionExpired()
	}
	return c, nil
}

// issueForUser returns the tokens of one response.
func (s *Service) issueForUser(x exchange, in signIn) (tokens, *refusal) {
	audience := in.asked.audience
	if audience == "" {
		audience = clouds[in.tenant.Cloud].graph[0]
	}
	to, refused := s.target(in.tenant, audience)
	if refused != nil {
		return tokens{}, refused
	}
	names, refused := s.granted(in.tenant, in.app, to, in.asked)
	if refused != nil {
		return tokens{}, refused
	}
	access, refused := s.sign(in.tenant, userClaims(in, names), audience)
	if refused != nil {
		return tokens{}, refused
	}
	issued := tokens{access: access, scope: scopeText(audience, names, in.asked), clientInfo: x.value("client_info") == "1", user: in.user.ID, tenant: in.tenant.ID}
	if in.asked.has(scopeOffline) {
		if issued.refresh, refused = s.refreshToken(in, audience); refused != nil {
			return tokens{}, refused
		}
	}
	if in.asked.has(scopeOpenID) {
		issued.id, refused = s.idToken(x, in)
	}
	return issued, refused
}

func userClaims(in signIn, names []string) Claims {
	guest := 0
	if in.user.External() {
		guest = 1
	}
	return Claims{
		AppID: in.app.ClientID, AppName: in.app.DisplayName, Authentication: string(in.how), Kind: delegated,
		ObjectID: in.user.ID, Subject: in.user.ID, Scopes: strings.Join(names, " "), DirectoryRoles: in.roles,
		UserPrincipalName: in.user.UserPrincipalName, UniqueName: in.user.UserPrincipalName, Name: in.user.DisplayName,
		GivenName: in.user.GivenName, FamilyName: in.user.Surname, AccountType: &guest, Methods: []string{"pwd"},
	}
}

// scopeText repeats the requested scopes, because clients check whether they were
// granted, and adds the other permissions of the token.
func scopeText(audience string, names []string, asked scopes) string {
	all := slices.DeleteFunc(slices.Clone(asked.text), func(s string) bool { return strings.EqualFold(s, scopeOffline) })
	for _, name := range names {
		full := audience + "/" + name
		if slices.Contains(openIDScopes, name) {
			full = name
		}
		if !slices.ContainsFunc(all, func(s string) bool { return strings.EqualFold(s, full) || strings.EqualFold(s, name) }) {
			all = append(all, full)
		}
	}
	return strings.Join(all, " ")
}
