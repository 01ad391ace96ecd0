package provisioning

import (
	"cmp"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// SyncSecret is one entry of the secrets of a service principal, most of which are
// not secret in cross-tenant synchronization (graph-cross-tenant §4.4).
type SyncSecret struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// The keys that cross-tenant synchronization uses.
const (
	SecretCompany       = "CompanyId"
	SecretAuthenticates = "AuthenticationType"
	SecretSyncAll       = "SyncAll"
	SecretNotifications = "SyncNotificationSettings"

	// byPolicy is the authentication by the settings of both tenants, without a
	// credential.
	byPolicy = "SyncPolicy"
	masked   = "*"
)

// shownSecrets are the secrets with readable values.
var shownSecrets = []string{SecretAuthenticates, SecretCompany, SecretSyncAll, SecretNotifications}

// secretKeys are the allowed keys of secrets.
var secretKeys = slices.DeleteFunc(schema.EnumOf("synchronizationSecret"), func(key string) bool { return key == "None" })

// SyncSecrets lists the secrets as Graph returns them: sensitive values are masked.
func SyncSecrets(w *kernel.World, tenantID, principalID string) ([]SyncSecret, error) {
	s, err := Find(w, tenantID, principalID)
	if err != nil {
		return nil, err
	}
	return s.readable(w.Settings().SecretsAreMasked), nil
}

func (s *Synchronization) readable(maskAll bool) []SyncSecret {
	secrets := slices.Clone(s.Secrets)
	for i := range secrets {
		if maskAll || !slices.Contains(shownSecrets, secrets[i].Key) {
			secrets[i].Value = masked
		}
	}
	return secrets
}

// SaveSyncSecrets stores secrets. Absent secrets are deleted, unless a setting
// keeps them; empty ones are always deleted (graph-cross-tenant §4.4).
func SaveSyncSecrets(w *kernel.World, tenantID, principalID string, secrets []SyncSecret) error {
	return changeSynchronization(w, tenantID, principalID, func(d *kernel.Directory, s *Synchronization, at kernel.Moment) error {
		kept := map[string]string{}
		if at.Settings.SecretsMerge {
			kept = s.values()
		}
		if err := merge(kept, secrets); err != nil {
			return err
		}
		next := sortedSecrets(kept)
		if limit := d.Facts().SecretsLimit; limit > 0 && size(next) > limit {
			return refusal.BadRequest("The credentials and notification settings exceed %d bytes.", limit)
		}
		s.Secrets = next
		return nil
	})
}

// size is the size of secrets: that of their values, because keys are stored as
// numbers; the measure is assumed.
func size(secrets []SyncSecret) int {
	total := 0
	for _, s := range secrets {
		total += len(s.Value)
	}
	return total
}

// merge adds secrets to values; keys outside of the enumeration are refused.
func merge(values map[string]string, secrets []SyncSecret) error {
	for _, s := range secrets {
		if !slices.Contains(secretKeys, s.Key) {
			return refusal.BadRequest("Requested value '%s' was not found.", s.Key)
		}
		values[s.Key] = s.Value
	}
	return nil
}

// sortedSecrets returns secrets in a fixed order without empty ones.
func sortedSecrets(values map[string]string) []SyncSecret {
	var secrets []SyncSecret
	for key, value := range values {
		if value != "" {
			secrets = append(secrets, SyncSecret{key, value})
		}
	}
	slices.SortFunc(secrets, func(a, b SyncSecret) int { return cmp.Compare(a.Key, b.Key) })
	return secrets
}

func (s *Synchronization) values() map[string]string {
	values := make(map[string]string, len(s.Secrets))
	for _, secret := range s.Secrets {
		values[secret.Key] = secret.Value
	}
	return values
}
