package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/service"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/transport"
)

var opValidateSync = operation{"POST /servicePrincipals/{id}/synchronization/jobs/validateCredentials", writeSync}

// SyncTarget is the target tenant of a synchronization.
type SyncTarget struct{ Key, ID string }

// The codes of a refused validation (graph-cross-tenant §4.4).
const (
	codePolicyCheck    = "AzureActiveDirectoryCrossTenantSyncPolicyCheckFailure"
	codeTenantNotFound = "ExternalTenantNotFound"
	codeNotAuthorized  = "AzureActiveDirectoryTokenExpired"
)

var _ service.Adviser = (*SyncRefusedError)(nil)

// SyncRefusedError means that the settings of the two tenants do not let one
// synchronize into the other.
type SyncRefusedError struct {
	Target SyncTarget
	err    *service.Error
}

func (e *SyncRefusedError) Error() string { return e.err.Error() }

// Unwrap returns Graph's refusal.
func (e *SyncRefusedError) Unwrap() error { return e.err }

// policy reports whether a policy is missing, which may be one that was just written.
func (e *SyncRefusedError) policy() bool { return e.err.Code == codePolicyCheck }

// Advice names the side that lacks a setting.
func (e *SyncRefusedError) Advice(source string) string {
	switch {
	case e.policy() && strings.Contains(e.err.Message, "source tenant has not enabled"):
		return fmt.Sprintf("Tenant %q, the source, lacks automatic redemption for tenant %q: set automatic_user_consent.outbound_allowed = true in"+
			" its multitenant_cross_tenant_access_partner for %s.", source, e.Target.Key, e.Target.ID)
	case e.policy():
		return fmt.Sprintf("Tenant %q, the target, does not let tenant %q synchronize: set automatic_user_consent.inbound_allowed = true and"+
			" identity_synchronization.user_sync_allowed = true in its multitenant_cross_tenant_access_partner for the tenant id of %[2]q.", e.Target.Key, source)
	case e.err.Code == codeTenantNotFound:
		return fmt.Sprintf("A configuration of one cloud does not find tenants of another one. If tenant %q is in another cloud than tenant %q, the"+
			" configuration has to be created in the Entra admin center, as one for cross-cloud synchronization: Graph has no call for it.", e.Target.Key, source)
	}
	return fmt.Sprintf("Tenant %q, the target, has not enabled synchronization from the cloud of tenant %q: in its Entra admin center, check"+
		" the cross-tenant synchronization of that cloud in the Microsoft cloud settings. Graph has no call for it.", e.Target.Key, source)
}

// ValidateSync asks the synchronization service whether the settings of both tenants
// let this one synchronize into the target. Settings that were just written take a
// moment, so a refusal counts when it is repeated.
//
// POST /servicePrincipals/{id}/synchronization/jobs/validateCredentials.
func (c *Client) ValidateSync(ctx context.Context, principalID string, target SyncTarget) error {
	looks := 0
	err := transport.Poll(ctx, c.clock, "the settings of both tenants", func(ctx context.Context) (bool, string, error) {
		err := c.validateSync(ctx, principalID, target)
		var refused *SyncRefusedError
		if looks++; errors.As(err, &refused) && refused.policy() && looks < mostLooks {
			return false, err.Error(), nil
		}
		return true, "", err
	})
	return c.named(opValidateSync, err)
}

func (c *Client) validateSync(ctx context.Context, principalID string, target SyncTarget) error {
	err := c.whenReady(ctx, opValidateSync, principalID, func(ctx context.Context) error {
		return c.send(transport.WithSafeRepeat(ctx), call{
			op: opValidateSync, method: http.MethodPost, path: jobsPath(principalID) + "/validateCredentials",
			body: map[string]any{
				"useSavedCredentials": false, "templateId": syncJobTemplate,
				"credentials": SyncSecrets{{SecretCompany, target.ID}, {SecretAuthentication, BySyncPolicy}},
			},
		}, nil)
	})
	var refused *service.Error
	if errors.As(err, &refused) {
		switch refused.Code {
		case codePolicyCheck, codeTenantNotFound, codeNotAuthorized:
			return &SyncRefusedError{target, refused}
		}
	}
	return err
}
