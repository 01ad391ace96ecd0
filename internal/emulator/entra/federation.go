package entra

import (
	"crypto/rand"
	"slices"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
)

// foreignLifetime is the lifetime of a foreign token on the virtual clock,
// similar to that of GitHub's tokens.
const foreignLifetime = 10 * time.Minute

const federationHelp = "Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation"

// checkFederated accepts a foreign token that matches one of the application's
// federated credentials. Matching is case-sensitive, as in Entra since 2024. The
// emulator simulates every foreign issuer, so the signature must be its own.
func (s *Service) checkFederated(app application.Application, token jws, claims assertion) *refusal {
	if refused := matchFederated(app.FederatedCredentials, claims); refused != nil {
		return refused
	}
	if !s.config.Key.signed(token) {
		return client(50013, "Assertion failed signature validation. [Reason - The key was not found.]")
	}
	if now := s.config.World.Now(); !claims.valid(now, clockSkew) {
		return errAssertionTime(now, claims)
	}
	return nil
}

// matchFederated filters the credentials by issuer, subject and audience, and
// refuses the first claim without a match.
func matchFederated(all []application.FederatedCredential, claims assertion) *refusal {
	if len(all) == 0 {
		return request(70021, "No matching federated identity record found for presented assertion. Assertion Issuer: '%s'. Assertion Subject: '%s'. Assertion Audience: '%s'. https://learn.microsoft.com/entra/workload-id/workload-identity-federation",
			claims.Issuer, claims.Subject, first(claims.Audience))
	}
	type credential = application.FederatedCredential
	narrow := func(list []credential, fits func(credential) bool) []credential {
		return slices.DeleteFunc(slices.Clone(list), func(c credential) bool { return !fits(c) })
	}
	byIssuer := narrow(all, func(c credential) bool { return c.Issuer == claims.Issuer })
	if len(byIssuer) == 0 {
		return client(700211, "No matching federated identity record found for presented assertion issuer '%s'. %s", claims.Issuer, federationHelp)
	}
	bySubject := narrow(byIssuer, func(c credential) bool { return c.Subject == claims.Subject })
	if len(bySubject) == 0 {
		return client(700213, "No matching federated identity record found for presented assertion subject '%s'. %s", claims.Subject, federationHelp)
	}
	byAudience := narrow(bySubject, func(c credential) bool { return slices.Contains(claims.Audience, c.Audience) })
	if len(byAudience) == 0 {
		return client(700212, "No matching federated identity record found for presented assertion audience '%s'. %s", first(claims.Audience), federationHelp)
	}
	return nil
}

func first(l audienceList) string {
	if len(l) == 0 {
		return ""
	}
	return l[0]
}

// SignForeign simulates a foreign issuer: it returns a token that a matching
// federated credential accepts. An empty audience is the cloud's token-exchange
// audience.
func (s *Service) SignForeign(issuer, subject, audience string) (string, error) {
	if audience == "" {
		audience = s.TokenExchangeAudience()
	}
	now := s.config.World.Now()
	return s.config.Key.sign(assertion{
		Issuer:    issuer,
		Subject:   subject,
		Audience:  audienceList{audience},
		ID:        rand.Text(),
		IssuedAt:  dateOf(now),
		NotBefore: dateOf(now),
		Expires:   dateOf(now.Add(foreignLifetime)),
	})
}

// TokenForIdentity simulates the managed identity endpoint: the application with
// this client id, in any tenant of the cloud, gets a token without a secret. The
// error is the login service's text.
func (s *Service) TokenForIdentity(clientID, resource string) (Token, error) {
	for _, t := range s.config.World.Tenants() {
		if t.Cloud != s.config.Cloud {
			continue
		}
		if app, ok := application.Find(s.config.World, t.ID, clientID); ok {
			issued, refused := s.issue(t, app, resource, byAssertion)
			if refused != nil {
				return Token{}, refused
			}
			return issued, nil
		}
	}
	return Token{}, errApplication(clientID, s.config.Cloud)
}
