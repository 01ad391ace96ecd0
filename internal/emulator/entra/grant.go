package entra

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

const (
	grantClientCredentials = "client_credentials"
	grantPassword          = "password"
	grantRefresh           = "refresh_token"
	grantDeviceCode        = "urn:ietf:params:oauth:grant-type:device_code"
	grantDeviceCodeV1      = "device_code"
	grantOnBehalfOf        = "urn:ietf:params:oauth:grant-type:jwt-bearer"
)

// otherGrants are the grant types of the service that the emulator does not
// model.
var otherGrants = []string{
	"authorization_code", "urn:ietf:params:oauth:grant-type:saml2-bearer", "urn:ietf:params:oauth:grant-type:saml1_1-bearer",
	"urn:ietf:params:oauth:grant-type:token-exchange", "srv_challenge", "windows_api", "user_fic",
}

// grants returns the handler of each grant type.
func (s *Service) grants() map[string]func(exchange) (tokens, *refusal) {
	return map[string]func(exchange) (tokens, *refusal){
		grantClientCredentials: s.clientCredentials,
		grantPassword:          s.password,
		grantRefresh:           s.refresh,
		grantDeviceCode:        s.deviceCodeGrant,
		grantDeviceCodeV1:      s.deviceCodeGrant,
		grantOnBehalfOf:        s.onBehalfOf,
	}
}

// exchange is a request at a token endpoint of either version.
type exchange struct {
	*http.Request
	// v1 requests name a resource, v2 requests name scopes.
	v1 bool
}

func (x exchange) value(name string) string { return x.PostForm.Get(name) }

// required returns the values of parameters, or the refusal for the first missing
// one.
func (x exchange) required(names ...string) (map[string]string, *refusal) {
	values := make(map[string]string, len(names))
	for _, name := range names {
		if values[name] = x.value(name); values[name] == "" {
			return nil, errMissing(name)
		}
	}
	return values, nil
}

// asked returns the requested scopes of a user's token. A version 1.0 request
// names the API and gets all consented permissions.
func (x exchange) asked() (scopes, *refusal) {
	if !x.v1 {
		return parseScopes(x.value("scope"))
	}
	if x.value("resource") == "" {
		return scopes{}, errNoResource()
	}
	return resourceScopes(x.value("resource"), x.PostForm), nil
}

func resourceScopes(resource string, form url.Values) scopes {
	s := scopes{audience: resource, all: true, openID: []string{scopeOffline}}
	if slices.Contains(strings.Fields(form.Get("scope")), scopeOpenID) {
		s.openID = append(s.openID, scopeOpenID)
	}
	return s
}

func (s *Service) grant(x exchange) (tokens, *refusal) {
	if _, _, refused := shared(x.Request); refused != nil {
		return tokens{}, refused
	}
	if err := x.ParseForm(); err != nil {
		return tokens{}, errForm()
	}
	kind := x.value("grant_type")
	if way := s.grants()[kind]; way != nil {
		return way(x)
	}
	switch {
	case kind == "":
		return tokens{}, errMissing("grant_type")
	case slices.Contains(otherGrants, kind):
		return tokens{}, errNotModeled("the grant type " + kind)
	default:
		return tokens{}, errGrantType(kind)
	}
}

func (s *Service) clientCredentials(x exchange) (tokens, *refusal) {
	t, refused := s.tenant(x.Request)
	if refused != nil {
		return tokens{}, refused
	}
	c, refused := credentialOf(x.Request)
	if refused != nil {
		return tokens{}, refused
	}
	app, refused := s.application(t, c.clientID)
	if refused != nil {
		return tokens{}, refused
	}
	how, refused := s.authenticate(x.Request, t, app, c)
	if refused != nil {
		return tokens{}, refused
	}
	audience := x.value("resource")
	if !x.v1 {
		audience, refused = scopeAudience(x.PostForm)
	} else if audience == "" {
		refused = errNoResource()
	}
	if refused != nil {
		return tokens{}, refused
	}
	issued, refused := s.issue(t, app, audience, how)
	return tokens{access: issued}, refused
}

// client returns the application that signs a user in, and the kind of its
// credential. A public client has none. A path without a tenant is for
// multitenant applications only.
func (s *Service) client(x exchange, t kernel.Tenant) (application.Application, proof, *refusal) {
	c, refused := credentialOf(x.Request)
	if refused != nil {
		return application.Application{}, "", refused
	}
	app, refused := s.application(t, c.clientID)
	if refused != nil {
		return application.Application{}, "", refused
	}
	if _, is, _ := shared(x.Request); is && !app.MultiTenant() {
		return application.Application{}, "", errSingleTenant(app)
	}
	if c.assertion == "" && c.secret == "" && app.PublicClient {
		return app, publicClient, nil
	}
	how, refused := s.authenticate(x.Request, t, app, c)
	return app, how, refused
}
