package entra

import (
	"slices"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// The scopes of OpenID Connect belong to no API. Every user may consent to them.
const (
	scopeOpenID  = "openid"
	scopeOffline = "offline_access"
	defaultName  = ".default"
)

var openIDScopes = []string{scopeOpenID, "profile", "email", scopeOffline}

// scopes are the requested scopes of a user's token.
type scopes struct {
	// audience is the API; empty for Microsoft Graph.
	audience string
	// names are permissions; all requests every consented permission.
	names []string
	all   bool
	// openID are the scopes of OpenID Connect; text is the unparsed parameter.
	openID []string
	text   []string
}

func (s scopes) has(name string) bool { return slices.Contains(s.openID, name) }

// parseScopes parses the parameter scope of a request for a user. A name without
// an API belongs to Microsoft Graph.
func parseScopes(text string) (scopes, *refusal) {
	s := scopes{text: strings.Fields(text)}
	if len(s.text) == 0 {
		return scopes{}, errMissing("scope")
	}
	first := true
	for _, field := range s.text {
		if slices.Contains(openIDScopes, strings.ToLower(field)) {
			s.openID = append(s.openID, strings.ToLower(field))
			continue
		}
		audience, name := splitScope(field)
		switch {
		case name == "":
			return scopes{}, errScopeForm(field)
		case !first && !sameAudience(audience, s.audience):
			return scopes{}, errScopeResources(text)
		}
		first, s.audience = false, audience
		if strings.EqualFold(name, defaultName) {
			s.all = true
		} else {
			s.names = append(s.names, name)
		}
	}
	if s.all && len(s.names) > 0 {
		return scopes{}, errScopeMixed(text)
	}
	return s, nil
}

// splitScope separates the API from the permission at the last slash.
func splitScope(scope string) (audience, name string) {
	i := strings.LastIndexByte(scope, '/')
	if i < 0 {
		return "", scope
	}
	return scope[:i], scope[i+1:]
}

// consented lists the permissions of an application for an API.
func (s *Service) consented(t kernel.Tenant, app application.Application, to target) []string {
	var names []string
	for _, permission := range app.DelegatedPermissions {
		audience, name := splitScope(permission)
		if s.belongs(t, audience, name, to) {
			names = append(names, name)
		}
	}
	return names
}

func (s *Service) belongs(t kernel.Tenant, audience, name string, to target) bool {
	if audience == "" {
		return len(grantedFor(to.resources, []string{name})) > 0
	}
	if to.app != "" {
		return strings.EqualFold(strings.TrimPrefix(strings.TrimRight(audience, "/"), "api://"), to.app)
	}
	return slices.ContainsFunc(s.resources(t.Cloud, audience), func(r Resource) bool { return slices.Contains(to.resources, r) })
}

// granted returns the permissions of a user's token. It refuses permissions
// without consent: the emulator has no consent prompt.
func (s *Service) granted(t kernel.Tenant, app application.Application, to target, asked scopes) ([]string, *refusal) {
	names := s.consented(t, app, to)
	for _, name := range asked.names {
		if !slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) }) {
			return nil, errConsent(app)
		}
	}
	if asked.all && len(names) == 0 {
		return nil, errConsent(app)
	}
	for _, name := range asked.openID {
		if name != scopeOffline && to.app == "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names, nil
}
