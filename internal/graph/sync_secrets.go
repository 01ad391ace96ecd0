package graph

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var opSaveSecrets = operation{"PUT /servicePrincipals/{id}/synchronization/secrets", writeSync}

// The secrets of cross-tenant synchronization, which hold no credential
// (graph-cross-tenant §4.4).
const (
	SecretAuthentication = "AuthenticationType"
	SecretCompany        = "CompanyId"
	SecretNotifications  = "SyncNotificationSettings"
	SecretSyncAll        = "SyncAll"
	// BySyncPolicy is the authentication by the settings of both tenants.
	BySyncPolicy = "SyncPolicy"
)

// SyncSecret is one secret of a service principal.
type SyncSecret struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// SyncSecrets are the secrets of a service principal, in Graph's order.
type SyncSecrets []SyncSecret

// Get returns a secret, empty if it is not set. It is false if Graph masks the value.
func (s SyncSecrets) Get(key string) (value string, readable bool) {
	for _, secret := range s {
		if strings.EqualFold(secret.Key, key) {
			return secret.Value, secret.Value != masked
		}
	}
	return "", true
}

// Masked reports whether any value is masked.
func (s SyncSecrets) Masked() bool {
	for _, secret := range s {
		if secret.Value == masked {
			return true
		}
	}
	return false
}

func (s SyncSecrets) fact(key string) rules.Fact[string] {
	value, readable := s.Get(key)
	if !readable {
		return rules.Unread[string](rules.SecretsMasked)
	}
	return rules.Known(value)
}

// With returns the secrets with another value of one. Masked ones are left out: their
// mask would become their value.
func (s SyncSecrets) With(key, value string) SyncSecrets {
	var next SyncSecrets
	found := false
	for _, secret := range s {
		switch {
		case strings.EqualFold(secret.Key, key):
			next, found = append(next, SyncSecret{secret.Key, value}), true
		case secret.Value != masked:
			next = append(next, secret)
		}
	}
	if !found {
		next = append(next, SyncSecret{key, value})
	}
	return next
}

// SyncSecrets reads the secrets of a service principal. An application that may only
// read synchronizations may be refused (graph-cross-tenant §4.4).
//
// GET /servicePrincipals/{id}/synchronization/secrets.
func (c *Client) SyncSecrets(ctx context.Context, principalID string) (SyncSecrets, error) {
	var found SyncSecrets
	err := c.whenReady(ctx, opSyncSecrets, principalID, func(ctx context.Context) (err error) {
		found, err = readAll[SyncSecret](ctx, c, call{op: opSyncSecrets, path: secretsPath(principalID)})
		return err
	})
	return found, err
}

// SaveSyncSecrets writes all secrets of a service principal, and returns when they can
// be read, as far as Graph shows them. A secret that is left out may be deleted
// (graph-cross-tenant §4.4).
//
// PUT /servicePrincipals/{id}/synchronization/secrets,
// GET /servicePrincipals/{id}/synchronization/secrets.
func (c *Client) SaveSyncSecrets(ctx context.Context, principalID string, all SyncSecrets) error {
	defer c.forgetSyncs()
	err := c.whenReady(ctx, opSaveSecrets, principalID, func(ctx context.Context) error {
		return c.send(ctx, call{
			op: opSaveSecrets, method: http.MethodPut, path: secretsPath(principalID), body: map[string]SyncSecrets{"value": all},
		}, nil)
	})
	if err != nil {
		return err
	}
	err = transport.Poll(ctx, c.clock, "the secrets of service principal "+principalID, func(ctx context.Context) (bool, string, error) {
		now, err := c.SyncSecrets(ctx, principalID)
		if errors.Is(err, service.ErrForbidden) {
			return true, "", nil // they cannot be read
		}
		return err == nil && now.Show(all), "the secrets as they were before", err
	})
	return c.named(opSyncSecrets, err)
}

// Show reports whether no readable secret differs from those that were written.
func (s SyncSecrets) Show(written SyncSecrets) bool {
	for _, w := range written {
		if value, readable := s.Get(w.Key); readable && value != w.Value {
			return false
		}
	}
	return true
}

func secretsPath(principalID string) string {
	return applicationPath(principalID) + "/synchronization/secrets"
}
