package area_test

import (
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/conditionalaccess"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/provisioning"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// The flag reflects customizations later than the change itself (graph-cross-tenant
// §1.4).
func TestServiceDefaultFlipsLate(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.SetLag(10 * time.Second)
	state := func() (trusted, isDefault bool) {
		p, err := defaultAccess(w, contosoID)
		if err != nil {
			t.Fatal(err)
		}
		trust, _ := p["inboundTrust"].(map[string]any)
		return trust["isMfaAccepted"] == true, p["isServiceDefault"] == true
	}
	want := func(when string, trusted, isDefault bool) {
		t.Helper()
		if gotTrust, gotDefault := state(); gotTrust != trusted || gotDefault != isDefault {
			t.Errorf("%s: trusted %v, service default %v", when, gotTrust, gotDefault)
		}
	}
	if err := updateDefault(w, contosoID, map[string]any{"inboundTrust": map[string]any{"isMfaAccepted": true}}); err != nil {
		t.Fatal(err)
	}
	want("at once", false, true)
	w.Advance(10 * time.Second)
	want("after the lag", true, true)
	w.Advance(10 * time.Second)
	want("after twice the lag", true, false)
	if err := crosstenant.ResetDefault(w, contosoID); err != nil {
		t.Fatal(err)
	}
	w.Advance(10 * time.Second)
	want("after the reset", false, false)
	w.Advance(10 * time.Second)
	want("long after the reset", false, true)
}

func TestRefusedPartnerSettings(t *testing.T) {
	t.Parallel()
	typed := everything(blocked)
	typed["@odata.type"] = "#microsoft.graph.crossTenantAccessPolicyTenantRestrictions"
	devices := everything(blocked)
	devices["devices"] = map[string]any{"mode": "allowed", "rule": "x"}
	mixed := everything(allowed)
	mixed["usersAndGroups"] = map[string]any{"accessType": allowed, "targets": []any{
		map[string]any{"target": allUsers, "targetType": targetUser}, map[string]any{"target": groupID, "targetType": targetGroup},
	}}
	tests := []struct {
		name, tenant string
		patch        map[string]any
		status       int
		code, part   string
	}{
		{"spelled out type", contosoID, map[string]any{"tenantRestrictions": typed}, 400, refusal.CodeBadRequest, "@odata.type"},
		{"devices", contosoID, map[string]any{"tenantRestrictions": devices}, 400, refusal.CodeBadRequest, "devices"},
		{"R3", contosoID, map[string]any{"b2bCollaborationInbound": mixed}, 400, refusal.CodeBadRequest, "AllUsers"},
		{"read-only", contosoID, map[string]any{"isInMultiTenantOrganization": true}, 400, refusal.CodeBadRequest, "read-only"},
		{"key", contosoID, map[string]any{"tenantId": northwindID}, 400, refusal.CodeBadRequest, "read-only"},
		{"service provider", contosoID, map[string]any{"isServiceProvider": false}, 403, refusal.CodeDenied, ""},
		{"tenant restrictions in US Government", northwindID, map[string]any{"tenantRestrictions": everything(blocked)}, 400, refusal.CodeBadRequest, "Invalid property 'tenantRestrictions'"},
		{"Microsoft 365 in US Government", northwindID, map[string]any{"m365CollaborationInbound": nil}, 400, refusal.CodeBadRequest, "Invalid property"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			addPartner(t, w, tt.tenant, fabrikamID)
			before, _ := crosstenant.Partners.Get(w, tt.tenant, fabrikamID)
			wantFault(t, updatePartner(w, tt.tenant, fabrikamID, tt.patch), tt.status, tt.code, tt.part)
			if after, _ := crosstenant.Partners.Get(w, tt.tenant, fabrikamID); len(after.Settings) != len(before.Settings) || after.Settings["tenantRestrictions"] != nil {
				t.Errorf("a refused change was kept: %v", after)
			}
		})
	}
}

// The null members are those of the cloud's schema.
func TestPartnerSkeleton(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for tenantID, worldwide := range map[string]bool{contosoID: true, northwindID: false} {
		p, err := createPartner(w, tenantID, map[string]any{"tenantId": "F0000000-0000-4000-8000-00000000000F"})
		if err != nil {
			t.Fatal(err)
		}
		if p["tenantId"] != "f0000000-0000-4000-8000-00000000000f" {
			t.Errorf("key %v", p["tenantId"])
		}
		for _, name := range []string{"isInMultiTenantOrganization", "tenantRestrictions", "m365CollaborationInbound", "appServiceConnectInbound"} {
			if _, has := p[name]; has != worldwide {
				t.Errorf("%s: %v in the skeleton is %v", tenantID, name, has)
			}
		}
		for _, name := range []string{"inboundTrust", "b2bCollaborationInbound", "b2bDirectConnectOutbound", "isServiceProvider"} {
			if value, has := p[name]; !has || value != nil {
				t.Errorf("%s is %v", name, value)
			}
		}
	}
	_, err := crosstenant.Partners.Get(w, contosoID, "fabrikam.example")
	wantFault(t, err, 400, refusal.CodeBadRequest, "tenantId")
}

func TestSettingsThatNeedALicense(t *testing.T) {
	t.Parallel()
	w := area.NewWorld(kernel.Options{})
	load(t, w, `{"tenants":[{"key":"contoso","tenant_id":"`+contosoID+`","entra_id_p1":false}]}`)
	addPartner(t, w, contosoID, fabrikamID)
	someone := everything(allowed)
	someone["usersAndGroups"] = target(allowed, groupID, targetGroup)
	for name, patch := range map[string]map[string]any{
		"trust":   {"inboundTrust": map[string]any{"isMfaAccepted": true}},
		"targets": {"b2bCollaborationInbound": someone},
	} {
		err := updatePartner(w, contosoID, fabrikamID, patch)
		if err == nil {
			t.Errorf("%s was accepted", name)
			continue
		}
		wantFault(t, err, 403, refusal.CodeDenied, "P1")
	}
	channels := everything(allowed)
	channels["applications"] = target(allowed, "Office365", targetApplication)
	if err := updatePartner(w, contosoID, fabrikamID, map[string]any{"b2bDirectConnectInbound": channels}); err != nil {
		t.Errorf("a keyword names nothing: %v", err)
	}
	if err := updatePartner(w, contosoID, fabrikamID, map[string]any{"b2bCollaborationInbound": everything(blocked)}); err != nil {
		t.Error(err)
	}
}

// TestLicenseSettings covers both values of the license settings.
func TestLicenseSettings(t *testing.T) {
	t.Parallel()
	for _, refuses := range []bool{true, false} {
		w := area.NewWorld(kernel.Options{Settings: settings.With(func(s *settings.Settings) { s.PolicyNeedsP1, s.SyncNeedsP1InTarget = refuses, refuses })})
		load(t, w, `{"tenants":[{"key":"contoso","tenant_id":"`+contosoID+`","entra_id_p1":false}]}`)
		addPartner(t, w, contosoID, fabrikamID)
		for name, err := range map[string]error{
			"trust": updatePartner(w, contosoID, fabrikamID, map[string]any{"inboundTrust": map[string]any{"isMfaAccepted": true}}),
			"sync":  createSyncPolicy(w, contosoID, fabrikamID, map[string]any{"userSyncInbound": map[string]any{"isSyncAllowed": true}}),
		} {
			switch {
			case refuses:
				wantFault(t, err, 403, refusal.CodeDenied, "P1")
			case err != nil:
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// TestGroupsOfAnotherCloud covers both values of the setting for a policy that allows
// groups across clouds, and what every cloud accepts.
func TestGroupsOfAnotherCloud(t *testing.T) {
	t.Parallel()
	for _, refuses := range []bool{true, false} {
		w := area.NewWorld(kernel.Options{Settings: settings.With(func(s *settings.Settings) { s.GroupPolicyStaysInCloud = refuses })})
		load(t, w, `{"tenants":[{"key":"contoso","tenant_id":"`+contosoID+`"},{"key":"fabrikam","tenant_id":"`+fabrikamID+`","cloud":"usgovernment"}]}`)
		addPartner(t, w, contosoID, fabrikamID)
		for _, groups := range []any{nil, map[string]any{"isSyncAllowed": false}, map[string]any{"isSyncAllowed": true}} {
			err := createSyncPolicy(w, contosoID, fabrikamID, map[string]any{"groupSyncInbound": groups})
			if flags, _ := groups.(map[string]any); refuses && flags["isSyncAllowed"] == true {
				wantFault(t, err, 400, refusal.CodeBadRequest, "one cloud")
				continue
			}
			if err != nil {
				t.Errorf("%v: %v", groups, err)
			}
			if err := crosstenant.SyncPolicies.Delete(w, contosoID, fabrikamID, kernel.Actor{}); err != nil {
				t.Error(err)
			}
		}
	}
}

// TestLicenseOfASource covers both values of the setting for a job without Entra ID
// P1 (graph-cross-tenant §4.1).
func TestLicenseOfASource(t *testing.T) {
	t.Parallel()
	for _, refuses := range []bool{true, false} {
		w := newWorld(t, func(o *kernel.Options) {
			o.Settings = settings.With(func(s *settings.Settings) { s.SyncNeedsP1InSource = refuses })
		})
		principal, id := configured(t, w)
		start := func() error { return provisioning.StartSyncJob(w, contosoID, principal, id) }
		if err := start(); err != nil {
			t.Errorf("with the license: %v", err)
		}
		look(t, w, contosoID, func(d *kernel.Directory) { d.WithoutP1 = true })
		for name, err := range map[string]error{"start": start(), "restart": provisioning.RestartSyncJob(w, contosoID, principal, id, "")} {
			switch {
			case refuses:
				wantFault(t, err, 403, refusal.CodeDenied, "P1")
			case err != nil:
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// The settings of both tenants decide which users may be invited
// (graph-cross-tenant §1.7).
func TestSettingsDecideAboutInvitations(t *testing.T) {
	t.Parallel()
	const ana, other = "ana@fabrikam.example", "zoe@fabrikam.example"
	only := func(access, name, kind, apps string) map[string]any {
		return map[string]any{"usersAndGroups": target(access, name, kind), "applications": target(apps, allApplications, targetApplication)}
	}
	tests := []struct {
		name             string
		tenant, partner  string
		block            string
		value            map[string]any
		anaMay, otherMay bool
	}{
		{"inbound allows Ana", contosoID, fabrikamID, "b2bCollaborationInbound", only(allowed, anaID, targetUser, allowed), true, false},
		{"inbound blocks Ana", contosoID, fabrikamID, "b2bCollaborationInbound", only(blocked, anaID, targetUser, blocked), false, true},
		{"outbound allows Ana", fabrikamID, contosoID, "b2bCollaborationOutbound", only(allowed, anaID, targetUser, allowed), true, false},
		{"outbound of the resource tenant", contosoID, fabrikamID, "b2bCollaborationOutbound", everything(blocked), true, true},
		{"inbound of the home tenant", fabrikamID, contosoID, "b2bCollaborationInbound", everything(blocked), true, true},
		{"direct connect", contosoID, fabrikamID, "b2bDirectConnectInbound", everything(blocked), true, true},
		{"another partner", contosoID, northwindID, "b2bCollaborationInbound", everything(blocked), true, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			setAccess(tt.tenant, tt.partner, tt.block, tt.value)(t, w)
			for address, may := range map[string]bool{ana: tt.anaMay, other: tt.otherMay} {
				_, err := invitation.Invite(w, contosoID, to(address), inviter)
				if may && err != nil {
					t.Errorf("%s: %v", address, err)
				}
				if !may {
					wantFault(t, err, 403, refusal.CodeInvitationRefused, "cross-tenant access")
				}
			}
		})
	}
}

// US Government and China are no supported pair (graph-cross-tenant §1.3).
func TestUnsupportedPairOfClouds(t *testing.T) {
	t.Parallel()
	w := area.NewWorld(kernel.Options{})
	const chinaID = "44444444-4444-4444-8444-444444444444"
	load(t, w, `{"tenants":[
 {"key":"northwind","tenant_id":"`+northwindID+`","cloud":"usgovernment","authorization_policy":{"allowInvitesFrom":"everyone"},
  "cross_tenant_access_policy":{"allowedCloudEndpoints":["partner.microsoftonline.cn"],"partners":[{"tenantId":"`+chinaID+`"}]}},
 {"key":"tailspin","tenant_id":"`+chinaID+`","cloud":"china","domains":["tailspin.example"],
  "users":[{"userPrincipalName":"li@tailspin.example","mail":"li@tailspin.example"}],
  "cross_tenant_access_policy":{"allowedCloudEndpoints":["microsoftonline.us"],"partners":[{"tenantId":"`+northwindID+`"}]}}]}`)
	_, err := invitation.Invite(w, northwindID, to("li@tailspin.example"), inviter)
	wantFault(t, err, 403, refusal.CodeInvitationRefused, "cross-tenant access")
}

func TestSeededAccess(t *testing.T) {
	t.Parallel()
	w := area.NewWorld(kernel.Options{})
	load(t, w, `{"tenants":[{"key":"contoso","tenant_id":"`+contosoID+`","cross_tenant_access_policy":{"partners":[
 {"tenantId":"`+fabrikamID+`","isServiceProvider":true,"identitySynchronization":{"displayName":"Fabrikam","userSyncInbound":{"isSyncAllowed":true}}}]},
 "conditional_access_policies":[{"displayName":"Compliant devices","grantControls":{"builtInControls":["compliantDevice"]}}]}]}`)
	p, err := crosstenant.Partners.Get(w, contosoID, fabrikamID)
	if err != nil || p.Settings["isServiceProvider"] != true {
		t.Errorf("partner %v, %v", p, err)
	}
	sync, err := crosstenant.SyncPolicies.Get(w, contosoID, fabrikamID)
	if err != nil || sync.Settings["displayName"] != "Fabrikam" {
		t.Errorf("sync policy %v, %v", sync, err)
	}
	policies, err := conditionalaccess.Policies.List(w, contosoID, kernel.Listing{Limit: 2})
	if err != nil || len(policies.Items) != 1 || policies.Items[0].Policy["state"] != "enabled" || policies.Items[0].Policy["id"] == nil {
		t.Errorf("policies %v, %v", policies, err)
	}
}
