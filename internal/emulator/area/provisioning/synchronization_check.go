package provisioning

import (
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/schema"
)

// Codes of a failed validation of credentials (graph-cross-tenant §4.4).
const (
	codePolicyCheck    = "AzureActiveDirectoryCrossTenantSyncPolicyCheckFailure"
	codeTenantNotFound = "ExternalTenantNotFound"
	codeTokenExpired   = "AzureActiveDirectoryTokenExpired"
)

// SyncCredentials are the input of a validation of credentials.
type SyncCredentials struct {
	// Saved uses the saved secrets of the service principal instead.
	Saved   bool
	Secrets []SyncSecret
}

// ValidateSyncCredentials reports whether the settings of both tenants let the
// caller's tenant synchronize into the tenant of the credentials. It is called on
// one job, or with an empty id on a service principal. The status 400 of a refusal
// is assumed; codes and texts are those of the portal.
func ValidateSyncCredentials(w *kernel.World, tenantID, principalID, jobID string, c SyncCredentials) error {
	return w.Read(tenantID, func(d *kernel.Directory, at kernel.Moment) error {
		s, err := synchronization(d, principalID, at)
		if err != nil {
			return err
		}
		if jobID != "" && s.job(jobID) < 0 {
			return refusal.NotFound(jobID)
		}
		if c.Saved {
			return checkCredentials(d, s.values(), s.CrossCloud, at)
		}
		values := map[string]string{}
		if err := merge(values, c.Secrets); err != nil {
			return err
		}
		return checkCredentials(d, values, s.CrossCloud, at)
	})
}

func checkCredentials(source *kernel.Directory, values map[string]string, crossCloud bool, at kernel.Moment) error {
	company := values[SecretCompany]
	switch {
	case values[SecretAuthenticates] != byPolicy:
		return errCredential(SecretAuthenticates)
	case !schema.IsGUID(company):
		return errCredential(SecretCompany)
	}
	target, ok := source.Other(company)
	switch {
	case !ok || !reaches(source, target, crossCloud, at):
		return &refusal.Error{Status: 400, Code: codeTenantNotFound, Message: "This tenant was not found by the authentication authority of the current cloud: " + company + "."}
	case !source.SameCloud(target) && !authorized(target, source):
		return &refusal.Error{Status: 400, Code: codeTokenExpired, Message: "The identity of the calling application could not be established."}
	case !crosstenant.Consents(source, target, "outboundAllowed"):
		return &refusal.Error{Status: 400, Code: codePolicyCheck, Message: "The source tenant has not enabled automatic user consent with the target tenant. " +
			"Please enable the outbound cross-tenant access policy for automatic user consent in the source tenant."}
	case !crosstenant.Consents(target, source, "inboundAllowed") || !allowsSync(target, source, "userSyncInbound"):
		return &refusal.Error{Status: 400, Code: codePolicyCheck, Message: "The target tenant has not enabled inbound synchronization with this tenant. " +
			"Please request the target tenant admin to enable the inbound synchronization on their cross-tenant access policy."}
	}
	return nil
}

// reaches reports whether a configuration can reach a tenant: one for the same cloud
// those of its cloud, one across clouds those of a supported pair
// (graph-cross-tenant §4.9).
func reaches(source, target *kernel.Directory, crossCloud bool, at kernel.Moment) bool {
	if source.SameCloud(target) {
		return !crossCloud && (source.Cloud != schema.CloudChina || at.Settings.SyncWithinChina)
	}
	return crossCloud && source.Cloud != schema.CloudChina && slices.Contains(source.Facts().Collaborates, target.Facts().Endpoint)
}

// authorized reports whether a target tenant of another cloud has enabled the cloud
// of the source and has authorized an application of it. How the second is set is
// documented for the portal only.
func authorized(target, source *kernel.Directory) bool {
	p := crosstenant.SyncPolicies.Truth(target, source.ID)
	return p != nil && p.Settings["externalCloudAuthorizedApplicationId"] != nil && crosstenant.Enables(target, source) && crosstenant.Enables(source, target)
}

// errCredential names a missing or wrong credential; code and text are assumed.
func errCredential(key string) *refusal.Error {
	return &refusal.Error{Status: 400, Code: "InvalidCredentials", Message: "The credential '" + key + "' is missing or not valid."}
}

// allowsSync reports whether a target tenant allows a source tenant to synchronize
// users, or groups, into it.
func allowsSync(d *kernel.Directory, source *kernel.Directory, flag string) bool {
	p := crosstenant.SyncPolicies.Truth(d, source.ID)
	if p == nil {
		return false
	}
	inbound, _ := p.Settings[flag].(map[string]any)
	return inbound["isSyncAllowed"] == true
}
