package world

import (
	"testing"
	"time"
)

// The flag follows what was customised, later than the change itself
// (graph-cross-tenant §1.4).
func TestServiceDefaultFlipsLate(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	w.SetLag(10 * time.Second)
	state := func() (trusted, isDefault bool) {
		p, err := w.DefaultAccess(contosoID)
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
	if err := w.UpdateDefaultAccess(contosoID, map[string]any{"inboundTrust": map[string]any{"isMfaAccepted": true}}); err != nil {
		t.Fatal(err)
	}
	want("at once", false, true)
	w.Advance(10 * time.Second)
	want("after the lag", true, true)
	w.Advance(10 * time.Second)
	want("after twice the lag", true, false)
	if err := w.ResetDefaultAccess(contosoID); err != nil {
		t.Fatal(err)
	}
	w.Advance(10 * time.Second)
	want("after the reset", false, false)
	w.Advance(10 * time.Second)
	want("long after the reset", false, true)
}

func TestRefusedPartnerSettings(t *testing.T) {
	t.Parallel()
	typed := everything(accessBlocked)
	typed["@odata.type"] = "#microsoft.graph.crossTenantAccessPolicyTenantRestrictions"
	devices := everything(accessBlocked)
	devices["devices"] = map[string]any{"mode": "allowed", "rule": "x"}
	mixed := everything(accessAllowed)
	mixed["usersAndGroups"] = map[string]any{"accessType": accessAllowed, "targets": []any{
		map[string]any{"target": allUsers, "targetType": targetUser}, map[string]any{"target": g1.name, "targetType": targetGroup},
	}}
	tests := []struct {
		name, tenant string
		patch        map[string]any
		status       int
		code, part   string
	}{
		{"spelled out type", contosoID, map[string]any{"tenantRestrictions": typed}, 400, CodeBadRequest, "@odata.type"},
		{"devices", contosoID, map[string]any{"tenantRestrictions": devices}, 400, CodeBadRequest, "devices"},
		{"R3", contosoID, map[string]any{"b2bCollaborationInbound": mixed}, 400, CodeBadRequest, "AllUsers"},
		{"read-only", contosoID, map[string]any{"isInMultiTenantOrganization": true}, 400, CodeBadRequest, "read-only"},
		{"key", contosoID, map[string]any{"tenantId": northwindID}, 400, CodeBadRequest, "read-only"},
		{"service provider", contosoID, map[string]any{"isServiceProvider": false}, 403, CodeDenied, ""},
		{"tenant restrictions in US Government", northwindID, map[string]any{"tenantRestrictions": everything(accessBlocked)}, 400, CodeBadRequest, "Invalid property 'tenantRestrictions'"},
		{"Microsoft 365 in US Government", northwindID, map[string]any{"m365CollaborationInbound": nil}, 400, CodeBadRequest, "Invalid property"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			addPartner(t, w, tt.tenant, fabrikamID)
			before, _ := w.Partner(tt.tenant, fabrikamID)
			wantFault(t, w.UpdatePartner(tt.tenant, fabrikamID, tt.patch), tt.status, tt.code, tt.part)
			if after, _ := w.Partner(tt.tenant, fabrikamID); len(after) != len(before) || after["tenantRestrictions"] != nil {
				t.Errorf("a refused change was kept: %v", after)
			}
		})
	}
}

// The skeleton of nulls is as wide as the schema of the cloud.
func TestPartnerSkeleton(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for tenantID, worldwide := range map[string]bool{contosoID: true, northwindID: false} {
		p, err := w.AddPartner(tenantID, map[string]any{"tenantId": "F0000000-0000-4000-8000-00000000000F"})
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
	_, err := w.Partner(contosoID, "fabrikam.example")
	wantFault(t, err, 400, CodeBadRequest, "tenantId")
}

func TestSettingsThatNeedALicence(t *testing.T) {
	t.Parallel()
	w := New(Options{})
	load(t, w, `{"tenants":[{"key":"contoso","tenant_id":"`+contosoID+`","entra_id_p1":false}]}`)
	addPartner(t, w, contosoID, fabrikamID)
	someone := everything(accessAllowed)
	someone["usersAndGroups"] = target(accessAllowed, g1.name, targetGroup)
	for name, patch := range map[string]map[string]any{
		"trust":   {"inboundTrust": map[string]any{"isMfaAccepted": true}},
		"targets": {"b2bCollaborationInbound": someone},
	} {
		err := w.UpdatePartner(contosoID, fabrikamID, patch)
		if err == nil {
			t.Errorf("%s was accepted", name)
			continue
		}
		wantFault(t, err, 403, CodeDenied, "P1")
	}
	channels := everything(accessAllowed)
	channels["applications"] = target(accessAllowed, "Office365", targetApplication)
	if err := w.UpdatePartner(contosoID, fabrikamID, map[string]any{"b2bDirectConnectInbound": channels}); err != nil {
		t.Errorf("a keyword names nothing: %v", err)
	}
	if err := w.UpdatePartner(contosoID, fabrikamID, map[string]any{"b2bCollaborationInbound": everything(accessBlocked)}); err != nil {
		t.Error(err)
	}
}

// TestLicenceSettings has both positions of what sources leave open.
func TestLicenceSettings(t *testing.T) {
	t.Parallel()
	for _, refuses := range []bool{true, false} {
		w := New(Options{Settings: SettingsWith(func(s *Settings) { s.PolicyNeedsP1, s.SyncNeedsP1InTarget = refuses, refuses })})
		load(t, w, `{"tenants":[{"key":"contoso","tenant_id":"`+contosoID+`","entra_id_p1":false}]}`)
		addPartner(t, w, contosoID, fabrikamID)
		for name, err := range map[string]error{
			"trust": w.UpdatePartner(contosoID, fabrikamID, map[string]any{"inboundTrust": map[string]any{"isMfaAccepted": true}}),
			"sync":  w.CreateSyncPolicy(contosoID, fabrikamID, map[string]any{"userSyncInbound": map[string]any{"isSyncAllowed": true}}),
		} {
			switch {
			case refuses:
				wantFault(t, err, 403, CodeDenied, "P1")
			case err != nil:
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// TestLicenceOfASource has both positions of what a job without Entra ID P1 does
// (field-audit §2.1).
func TestLicenceOfASource(t *testing.T) {
	t.Parallel()
	for _, refuses := range []bool{true, false} {
		w := newWorld(t, func(o *Options) {
			o.Settings = SettingsWith(func(s *Settings) { s.SyncNeedsP1InSource = refuses })
		})
		principal, id := configured(t, w)
		start := func() error { return w.StartSyncJob(contosoID, principal, id) }
		if err := start(); err != nil {
			t.Errorf("with the licence: %v", err)
		}
		w.byID[contosoID].WithoutP1 = true
		for name, err := range map[string]error{"start": start(), "restart": w.RestartSyncJob(contosoID, principal, id, "")} {
			switch {
			case refuses:
				wantFault(t, err, 403, CodeDenied, "P1")
			case err != nil:
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// Who may be invited depends on the settings of both tenants, as far as they
// name people (graph-cross-tenant §1.7).
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
		{"inbound allows Ana", contosoID, fabrikamID, "b2bCollaborationInbound", only(accessAllowed, anaID, targetUser, accessAllowed), true, false},
		{"inbound blocks Ana", contosoID, fabrikamID, "b2bCollaborationInbound", only(accessBlocked, anaID, targetUser, accessBlocked), false, true},
		{"outbound allows Ana", fabrikamID, contosoID, "b2bCollaborationOutbound", only(accessAllowed, anaID, targetUser, accessAllowed), true, false},
		{"outbound of the resource tenant", contosoID, fabrikamID, "b2bCollaborationOutbound", everything(accessBlocked), true, true},
		{"inbound of the home tenant", fabrikamID, contosoID, "b2bCollaborationInbound", everything(accessBlocked), true, true},
		{"direct connect", contosoID, fabrikamID, "b2bDirectConnectInbound", everything(accessBlocked), true, true},
		{"another partner", contosoID, northwindID, "b2bCollaborationInbound", everything(accessBlocked), true, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			settings(tt.tenant, tt.partner, tt.block, tt.value)(t, w)
			for address, may := range map[string]bool{ana: tt.anaMay, other: tt.otherMay} {
				_, err := w.Invite(contosoID, invitation(address), inviter)
				if may && err != nil {
					t.Errorf("%s: %v", address, err)
				}
				if !may {
					wantFault(t, err, 403, CodeInvitationRefused, "cross-tenant access")
				}
			}
		})
	}
}

// US Government and China are no supported pair (graph-cross-tenant §1.3).
func TestUnsupportedPairOfClouds(t *testing.T) {
	t.Parallel()
	w := New(Options{})
	const chinaID = "44444444-4444-4444-8444-444444444444"
	load(t, w, `{"tenants":[
 {"key":"northwind","tenant_id":"`+northwindID+`","cloud":"usgovernment","authorization_policy":{"allowInvitesFrom":"everyone"},
  "cross_tenant_access_policy":{"allowedCloudEndpoints":["partner.microsoftonline.cn"],"partners":[{"tenantId":"`+chinaID+`"}]}},
 {"key":"tailspin","tenant_id":"`+chinaID+`","cloud":"china","domains":["tailspin.example"],
  "users":[{"userPrincipalName":"li@tailspin.example","mail":"li@tailspin.example"}],
  "cross_tenant_access_policy":{"allowedCloudEndpoints":["microsoftonline.us"],"partners":[{"tenantId":"`+northwindID+`"}]}}]}`)
	_, err := w.Invite(northwindID, invitation("li@tailspin.example"), inviter)
	wantFault(t, err, 403, CodeInvitationRefused, "cross-tenant access")
}

func TestSeededAccess(t *testing.T) {
	t.Parallel()
	w := New(Options{})
	load(t, w, `{"tenants":[{"key":"contoso","tenant_id":"`+contosoID+`","cross_tenant_access_policy":{"partners":[
 {"tenantId":"`+fabrikamID+`","isServiceProvider":true,"identitySynchronization":{"displayName":"Fabrikam","userSyncInbound":{"isSyncAllowed":true}}}]},
 "conditional_access_policies":[{"displayName":"Compliant devices","grantControls":{"builtInControls":["compliantDevice"]}}]}]}`)
	p, err := w.Partner(contosoID, fabrikamID)
	if err != nil || p["isServiceProvider"] != true {
		t.Errorf("partner %v, %v", p, err)
	}
	sync, err := w.SyncPolicy(contosoID, fabrikamID)
	if err != nil || sync["displayName"] != "Fabrikam" {
		t.Errorf("sync policy %v, %v", sync, err)
	}
	policies, err := w.ConditionalAccessPolicies(contosoID)
	if err != nil || len(policies) != 1 || policies[0]["state"] != "enabled" || policies[0]["id"] == nil {
		t.Errorf("policies %v, %v", policies, err)
	}
}
