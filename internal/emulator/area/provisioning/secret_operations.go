package provisioning

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/operation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

func listSecrets(c *operation.Call) (operation.Answer, error) {
	if err := c.NoQuery(); err != nil {
		return operation.Answer{}, err
	}
	secrets, err := SyncSecrets(c.World, c.Tenant, c.Params["id"])
	if err != nil {
		return operation.Answer{}, err
	}
	values := make([]map[string]any, 0, len(secrets))
	for _, s := range secrets {
		values = append(values, map[string]any{"key": s.Key, "value": s.Value})
	}
	fragment := "servicePrincipals('" + c.Params["id"] + "')/synchronization/secrets"
	return operation.OK(map[string]any{"@odata.context": c.Context(fragment), "value": values}), nil
}

func saveSecrets(c *operation.Call) (operation.Answer, error) {
	body, err := c.Body("value")
	if err != nil {
		return operation.Answer{}, err
	}
	secrets, err := secretPairs("value", body["value"])
	if err != nil {
		return operation.Answer{}, err
	}
	return operation.Done(SaveSyncSecrets(c.World, c.Tenant, c.Params["id"], secrets))
}

// secretPairs reads a list of {key, value}; the world checks the keys.
func secretPairs(name string, value any) ([]SyncSecret, error) {
	pairs, ok := value.([]any)
	if !ok {
		return nil, refusal.BadRequest("Invalid value specified for property '%s'.", name)
	}
	secrets := make([]SyncSecret, 0, len(pairs))
	for _, p := range pairs {
		pair, ok := p.(map[string]any)
		if !ok {
			return nil, refusal.BadRequest("Invalid value specified for property '%s'.", name)
		}
		pair = operation.WithoutControl(pair)
		if err := operation.OnlyMembers(pair, "key", "value"); err != nil {
			return nil, err
		}
		key, err := operation.TextMember(pair, "key")
		if err != nil {
			return nil, err
		}
		text, err := operation.TextMember(pair, "value")
		if err != nil {
			return nil, err
		}
		secrets = append(secrets, SyncSecret{Key: key, Value: text})
	}
	return secrets, nil
}

// validateCredentials is bound to all jobs of a service principal, with the
// template in the body, and to one job (graph-cross-tenant §4.4).
func validateCredentials(c *operation.Call) (operation.Answer, error) {
	body, err := c.Body("useSavedCredentials", "templateId", "applicationIdentifier", "credentials")
	if err != nil {
		return operation.Answer{}, err
	}
	template, err := operation.TextMember(body, "templateId")
	if err != nil {
		return operation.Answer{}, err
	}
	if c.Params["job"] == "" && template == "" {
		return operation.Answer{}, refusal.BadRequest("A value is required for property 'templateId'.")
	}
	if template != "" && template != SyncJobTemplate {
		return operation.Answer{}, refusal.NotModeled("the job template '%s'", template)
	}
	if body["applicationIdentifier"] != nil {
		return operation.Answer{}, refusal.NotModeled("the parameter 'applicationIdentifier'")
	}
	credentials, err := checkedCredentials(body)
	if err != nil {
		return operation.Answer{}, err
	}
	return operation.Done(ValidateSyncCredentials(c.World, c.Tenant, c.Params["id"], c.Params["job"], credentials))
}

func checkedCredentials(body map[string]any) (SyncCredentials, error) {
	saved, isBool := body["useSavedCredentials"].(bool)
	if body["useSavedCredentials"] != nil && !isBool {
		return SyncCredentials{}, refusal.BadRequest("Invalid value specified for property 'useSavedCredentials'.")
	}
	if saved {
		return SyncCredentials{Saved: true}, nil
	}
	secrets, err := secretPairs("credentials", body["credentials"])
	return SyncCredentials{Secrets: secrets}, err
}
