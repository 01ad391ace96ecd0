package world

import "strings"

// Codes of a failed check of credentials (graph-cross-tenant §4.4).
const (
	codePolicyCheck    = "AzureActiveDirectoryCrossTenantSyncPolicyCheckFailure"
	codeTenantNotFound = "ExternalTenantNotFound"
)

// SyncCredentials are what a check of credentials is about.
type SyncCredentials struct {
	// Saved takes the secrets of the service principal instead of those here.
	Saved   bool
	Secrets []SyncSecret
}

// ValidateSyncCredentials says whether the settings of both tenants let the
// caller's tenant synchronize into the one that the credentials name. It is
// asked of one job, or with an empty id of a service principal. That a refusal
// has status 400 is assumed; codes and texts are those of the portal.
func (w *World) ValidateSyncCredentials(tenantID, principalID, jobID string, c SyncCredentials) error {
	return w.read(tenantID, func(d *directory, at moment) error {
		s, err := w.synchronization(d, principalID, at)
		if err != nil {
			return err
		}
		if jobID != "" && s.job(jobID) < 0 {
			return errNotFound(jobID)
		}
		if c.Saved {
			return w.checkCredentials(d, s.values(), at)
		}
		values := map[string]string{}
		if err := merge(values, c.Secrets); err != nil {
			return err
		}
		return w.checkCredentials(d, values, at)
	})
}

func (w *World) checkCredentials(source *directory, values map[string]string, at moment) error {
	company := values[SecretCompany]
	switch {
	case values[SecretAuthenticates] != byPolicy:
		return errCredential(SecretAuthenticates)
	case !isGUID(company):
		return errCredential(SecretCompany)
	}
	target, ok := w.byID[strings.ToLower(company)]
	switch {
	case !ok || target.facts().endpoint != source.facts().endpoint || source.Cloud == CloudChina && !at.settings.SyncWithinChina:
		return &Fault{Status: 400, Code: codeTenantNotFound, Message: "This tenant was not found by the authentication authority of the current cloud: " + company + "."}
	case !source.consents(target, "outboundAllowed"):
		return &Fault{Status: 400, Code: codePolicyCheck, Message: "The source tenant has not enabled automatic user consent with the target tenant. " +
			"Please enable the outbound cross-tenant access policy for automatic user consent in the source tenant."}
	case !target.consents(source, "inboundAllowed") || !target.takesUsers(source):
		return &Fault{Status: 400, Code: codePolicyCheck, Message: "The target tenant has not enabled inbound synchronization with this tenant. " +
			"Please request the target tenant admin to enable the inbound synchronization on their cross-tenant access policy."}
	}
	return nil
}

// errCredential names a credential that is missing or wrong; code and text are
// assumed.
func errCredential(key string) *Fault {
	return &Fault{Status: 400, Code: "InvalidCredentials", Message: "The credential '" + key + "' is missing or not valid."}
}

// takesUsers says whether a target tenant lets a source tenant synchronize users
// into it.
func (d *directory) takesUsers(source *directory) bool {
	p := d.syncPolicies.truth(source.ID)
	if p == nil {
		return false
	}
	inbound, _ := p.Settings["userSyncInbound"].(map[string]any)
	return inbound["isSyncAllowed"] == true
}
