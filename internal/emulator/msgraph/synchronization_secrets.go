package msgraph

import (
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/world"
)

func listSecrets(r *request) (response, error) {
	if err := r.noQuery(); err != nil {
		return response{}, err
	}
	secrets, err := r.world().SyncSecrets(r.tenant(), r.params["principal"])
	if err != nil {
		return response{}, err
	}
	values := make([]map[string]any, 0, len(secrets))
	for _, s := range secrets {
		values = append(values, map[string]any{"key": s.Key, "value": s.Value})
	}
	fragment := "servicePrincipals('" + r.params["principal"] + "')/synchronization/secrets"
	return ok(map[string]any{"@odata.context": r.context(fragment), "value": values}), nil
}

func saveSecrets(r *request) (response, error) {
	body, err := r.body("value")
	if err != nil {
		return response{}, err
	}
	secrets, err := secretPairs("value", body["value"])
	if err != nil {
		return response{}, err
	}
	return done(r.world().SaveSyncSecrets(r.tenant(), r.params["principal"], secrets))
}

// secretPairs reads a list of {key, value}; the keys themselves are the business
// of the world.
func secretPairs(name string, value any) ([]world.SyncSecret, error) {
	pairs, ok := value.([]any)
	if !ok {
		return nil, badRequest("Invalid value specified for property '%s'.", name)
	}
	secrets := make([]world.SyncSecret, 0, len(pairs))
	for _, p := range pairs {
		pair, ok := p.(map[string]any)
		if !ok {
			return nil, badRequest("Invalid value specified for property '%s'.", name)
		}
		pair = withoutControl(pair)
		if err := onlyMembers(pair, "key", "value"); err != nil {
			return nil, err
		}
		key, err := textMember(pair, "key")
		if err != nil {
			return nil, err
		}
		text, err := textMember(pair, "value")
		if err != nil {
			return nil, err
		}
		secrets = append(secrets, world.SyncSecret{Key: key, Value: text})
	}
	return secrets, nil
}

// validateCredentials is bound to all jobs of a service principal, where the
// body names the template, and to one job (graph-cross-tenant §4.4).
func validateCredentials(r *request) (response, error) {
	body, err := r.body("useSavedCredentials", "templateId", "applicationIdentifier", "credentials")
	if err != nil {
		return response{}, err
	}
	template, err := textMember(body, "templateId")
	if err != nil {
		return response{}, err
	}
	if r.params["job"] == "" && template == "" {
		return response{}, badRequest("A value is required for property 'templateId'.")
	}
	if template != "" && template != world.SyncJobTemplate {
		return response{}, world.NotModelled("the job template '%s'", template)
	}
	if body["applicationIdentifier"] != nil {
		return response{}, world.NotModelled("the parameter 'applicationIdentifier'")
	}
	credentials, err := checkedCredentials(body)
	if err != nil {
		return response{}, err
	}
	return done(r.world().ValidateSyncCredentials(r.tenant(), r.params["principal"], r.params["job"], credentials))
}

func checkedCredentials(body map[string]any) (world.SyncCredentials, error) {
	saved, isBool := body["useSavedCredentials"].(bool)
	if body["useSavedCredentials"] != nil && !isBool {
		return world.SyncCredentials{}, badRequest("Invalid value specified for property 'useSavedCredentials'.")
	}
	if saved {
		return world.SyncCredentials{Saved: true}, nil
	}
	secrets, err := secretPairs("credentials", body["credentials"])
	return world.SyncCredentials{Secrets: secrets}, err
}
