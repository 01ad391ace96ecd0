package area_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/provisioning"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// The results of validateCredentials for each missing setting of either tenant
// (graph-cross-tenant §4.4).
func TestValidateSyncCredentials(t *testing.T) {
	t.Parallel()
	consent := func(direction string) map[string]any {
		return map[string]any{"automaticUserConsentSettings": map[string]any{direction: true}}
	}
	allow := func(allowed bool) map[string]any {
		return map[string]any{"userSyncInbound": map[string]any{"isSyncAllowed": allowed}}
	}
	const sourceText, targetText = "The source tenant has not enabled automatic user consent", "The target tenant has not enabled inbound synchronization"
	tests := []struct {
		name                     string
		outbound, inbound, taken bool
		policy                   map[string]any
		secrets                  []provisioning.SyncSecret
		code, text               string
	}{
		{"all set", true, true, true, allow(true), credentials(fabrikamID), "", ""},
		{"no outbound consent", false, true, true, allow(true), credentials(fabrikamID), "AzureActiveDirectoryCrossTenantSyncPolicyCheckFailure", sourceText},
		{"no inbound consent", true, false, true, allow(true), credentials(fabrikamID), "AzureActiveDirectoryCrossTenantSyncPolicyCheckFailure", targetText},
		{"no sync policy", true, true, false, nil, credentials(fabrikamID), "AzureActiveDirectoryCrossTenantSyncPolicyCheckFailure", targetText},
		{"sync off", true, true, true, allow(false), credentials(fabrikamID), "AzureActiveDirectoryCrossTenantSyncPolicyCheckFailure", targetText},
		{"other cloud", true, true, true, allow(true), credentials(northwindID), "ExternalTenantNotFound", northwindID},
		{"unknown tenant", true, true, true, allow(true), credentials(adminID), "ExternalTenantNotFound", adminID},
		{"no target", true, true, true, allow(true), credentials("")[:1], "InvalidCredentials", provisioning.SecretCompany},
		{"no authentication", true, true, true, allow(true), credentials(fabrikamID)[1:], "InvalidCredentials", provisioning.SecretAuthenticates},
		{"unknown key", true, true, true, allow(true), []provisioning.SyncSecret{{Key: "Shade", Value: "red"}}, refusal.CodeBadRequest, "Shade"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			principal, id := configured(t, w)
			for _, side := range []struct {
				tenant, partner, direction string
				set                        bool
			}{{contosoID, fabrikamID, "outboundAllowed", tt.outbound}, {fabrikamID, contosoID, "inboundAllowed", tt.inbound}} {
				body := map[string]any{}
				if side.set {
					body = consent(side.direction)
				}
				body["tenantId"] = side.partner
				if _, err := createPartner(w, side.tenant, body); err != nil {
					t.Fatal(err)
				}
			}
			if tt.taken {
				if err := createSyncPolicy(w, fabrikamID, contosoID, tt.policy); err != nil {
					t.Fatal(err)
				}
			}
			given := provisioning.SyncCredentials{Secrets: tt.secrets}
			for _, jobID := range []string{"", id} {
				err := provisioning.ValidateSyncCredentials(w, contosoID, principal, jobID, given)
				if tt.code == "" && err != nil {
					t.Errorf("got %v", err)
				}
				if tt.code != "" {
					wantFault(t, err, 400, tt.code, tt.text)
				}
			}
			if tt.code == "" {
				if err := provisioning.ValidateSyncCredentials(w, contosoID, principal, id, provisioning.SyncCredentials{Saved: true}); err != nil {
					t.Errorf("saved: %v", err)
				}
			}
			wantFault(t, provisioning.ValidateSyncCredentials(w, contosoID, principal, "nojob", given), 404, refusal.CodeNotFound, "nojob")
		})
	}
}

// The direction matters: settings for the opposite direction have no effect.
func TestValidateSyncCredentialsTheOtherWayRound(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	principal, _ := configured(t, w)
	for tenant, partner := range map[string]string{contosoID: fabrikamID, fabrikamID: contosoID} {
		direction := map[string]string{contosoID: "inboundAllowed", fabrikamID: "outboundAllowed"}[tenant]
		body := map[string]any{"tenantId": partner, "automaticUserConsentSettings": map[string]any{direction: true}}
		if _, err := createPartner(w, tenant, body); err != nil {
			t.Fatal(err)
		}
	}
	err := provisioning.ValidateSyncCredentials(w, contosoID, principal, "", provisioning.SyncCredentials{Saved: true})
	wantFault(t, err, 400, "AzureActiveDirectoryCrossTenantSyncPolicyCheckFailure", "source tenant")
}

// TestSyncWithinChina covers both values of a contradictory fact
// (graph-cross-tenant §4.9).
func TestSyncWithinChina(t *testing.T) {
	t.Parallel()
	for _, exists := range []bool{true, false} {
		w := area.NewWorld(kernel.Options{Settings: settings.With(func(s *settings.Settings) { s.SyncWithinChina = exists })})
		load(t, w, `{"tenants":[
			{"key":"contoso","tenant_id":"`+contosoID+`","cloud":"china","cross_tenant_access_policy":{"partners":[
				{"tenantId":"`+fabrikamID+`","automaticUserConsentSettings":{"outboundAllowed":true}}]},
				"cross_tenant_synchronizations":[{"id":"`+adminID+`","secrets":{"CompanyId":"`+fabrikamID+`"}}]},
			{"key":"fabrikam","tenant_id":"`+fabrikamID+`","cloud":"china","cross_tenant_access_policy":{"partners":[
				{"tenantId":"`+contosoID+`","automaticUserConsentSettings":{"inboundAllowed":true},
				"identitySynchronization":{"userSyncInbound":{"isSyncAllowed":true}}}]}}]}`)
		err := provisioning.ValidateSyncCredentials(w, contosoID, adminID, "", provisioning.SyncCredentials{Saved: true})
		switch {
		case !exists:
			wantFault(t, err, 400, "ExternalTenantNotFound", fabrikamID)
		case err != nil:
			t.Error(err)
		}
	}
}
