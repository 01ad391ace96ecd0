package world

import (
	"reflect"
	"strings"
	"testing"
)

// both is a setting with any members in its only target.
func both(target map[string]any) map[string]any {
	block := everything(accessAllowed)
	block["usersAndGroups"] = map[string]any{"accessType": accessAllowed, "targets": []any{target}}
	return block
}

func TestBodiesOfTheDefault(t *testing.T) {
	t.Parallel()
	everybody := func(name string, value any) map[string]any {
		return map[string]any{"target": allUsers, "targetType": targetUser, name: value}
	}
	restricted := map[string]any{
		"usersAndGroups": target(accessBlocked, allUsers, targetUser), "applications": target(accessBlocked, allApplications, targetApplication),
	}
	tests := []struct {
		name    string
		patch   map[string]any
		refusal string // empty: accepted, and the default is still the service's
	}{
		{"a target with another member", map[string]any{"b2bCollaborationOutbound": both(everybody("colour", "red"))}, "Invalid property 'colour'"},
		{"a miscased target", map[string]any{"b2bCollaborationOutbound": both(map[string]any{"Target": allUsers, "targetType": targetUser})}, "Invalid property 'Target'"},
		{"a target that is no text", map[string]any{"b2bCollaborationOutbound": both(map[string]any{"target": 1.0, "targetType": targetUser})}, "targets/target"},
		{"a target that is no object", map[string]any{"b2bCollaborationOutbound": map[string]any{
			"usersAndGroups": map[string]any{"accessType": accessAllowed, "targets": []any{allUsers}},
		}}, "usersAndGroups/targets"},
		{"targets that are no list", map[string]any{"b2bCollaborationOutbound": map[string]any{
			"usersAndGroups": map[string]any{"accessType": accessAllowed, "targets": "AllUsers"},
		}}, "usersAndGroups/targets"},
		{"a typed target", map[string]any{"b2bCollaborationOutbound": both(everybody("@odata.type", "#microsoft.graph.crossTenantAccessPolicyTarget"))}, ""},
		{"a typed property", map[string]any{"inboundTrust@odata.type": "#microsoft.graph.crossTenantAccessPolicyInboundTrust"}, ""},
		{"a bound property", map[string]any{"inboundTrust@odata.bind": "x"}, "Invalid property 'inboundTrust@odata.bind'"},
		{"restrictions without devices", map[string]any{"tenantRestrictions": restricted}, ""},
		{"the claim of beta", map[string]any{"inboundTrust": map[string]any{trustsNetwork: false}}, ""},
		{"null", map[string]any{"inboundTrust": nil, "b2bCollaborationInbound": nil, "tenantRestrictions": nil, "crossCloudMeetingConfiguration": nil}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			err := w.UpdateDefaultAccess(contosoID, tt.patch)
			if tt.refusal != "" {
				wantFault(t, err, 400, CodeBadRequest, tt.refusal)
			} else if err != nil {
				t.Fatal(err)
			}
			if p, _ := w.DefaultAccess(contosoID); p["isServiceDefault"] != true {
				t.Errorf("the default is %v", p)
			}
		})
	}
}

// Null gives a block of the default back to the service, and leaves the others.
func TestNullInTheDefault(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	steps := []map[string]any{
		{"b2bCollaborationInbound": everything(accessBlocked), "inboundTrust": map[string]any{"isMfaAccepted": true}},
		{"b2bCollaborationInbound": nil},
	}
	for _, patch := range steps {
		if err := w.UpdateDefaultAccess(contosoID, patch); err != nil {
			t.Fatal(err)
		}
	}
	p, err := w.DefaultAccess(contosoID)
	if err != nil || !reflect.DeepEqual(p["b2bCollaborationInbound"], any(everything(accessAllowed))) {
		t.Errorf("inbound %v, %v", p["b2bCollaborationInbound"], err)
	}
	if trust, _ := p["inboundTrust"].(map[string]any); trust["isMfaAccepted"] != true || p["isServiceDefault"] != false {
		t.Errorf("default %v", p)
	}
	invited(t, w, contosoID, "ana@fabrikam.example")
}

func TestKeysOfPartners(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	addPartner(t, w, contosoID, fabrikamID)
	addPartner(t, w, northwindID, contosoID)
	capitals := strings.ToUpper(fabrikamID)
	if err := w.UpdatePartner(contosoID, fabrikamID, map[string]any{"tenantId": capitals}); err != nil {
		t.Errorf("the key of the path: %v", err)
	}
	wantFault(t, w.UpdatePartner(contosoID, fabrikamID, map[string]any{"tenantId": northwindID}), 400, CodeBadRequest, "read-only")
	if err := w.CreateSyncPolicy(contosoID, fabrikamID, map[string]any{"tenantId": capitals}); err != nil {
		t.Errorf("the key of the path: %v", err)
	}
	_, err := w.AddPartner(contosoID, map[string]any{"TenantId": northwindID})
	wantFault(t, err, 400, CodeBadRequest, "Invalid property 'TenantId'")
	wantFault(t, w.UpdatePartner(northwindID, contosoID, map[string]any{"isInMultiTenantOrganization": true}), 400, CodeBadRequest, "Invalid property")

	const domain = "fabrikam.example"
	for name, do := range map[string]func() error{
		"sync":    func() error { _, err := w.SyncPolicy(contosoID, domain); return err },
		"put":     func() error { return w.CreateSyncPolicy(contosoID, domain, nil) },
		"patch":   func() error { return w.UpdateSyncPolicy(contosoID, domain, nil) },
		"delete":  func() error { return w.DeleteSyncPolicy(contosoID, domain) },
		"deleted": func() error { _, err := w.DeletedPartner(contosoID, PartnerSettings, domain); return err },
		"restore": func() error { _, err := w.RestorePartner(contosoID, PartnerSync, domain); return err },
		"purge":   func() error { return w.PurgePartner(contosoID, PartnerSync, domain) },
	} {
		if err := do(); err == nil {
			t.Errorf("%s accepts a domain", name)
		} else {
			wantFault(t, err, 400, CodeBadRequest, "tenantId")
		}
	}
}

// What the reference leaves open about writing: halves of settings, and a PUT
// over a synchronization policy (graph-cross-tenant §1.5, §2).
func TestSettingsOfPartners(t *testing.T) {
	t.Parallel()
	for _, quirky := range []bool{false, true} {
		w := newWorld(t, func(o *Options) {
			o.Settings = SettingsWith(func(s *Settings) { s.HalfBlocksMerge, s.SyncPolicyPutReplaces = quirky, quirky })
		})
		settings(contosoID, fabrikamID, "b2bCollaborationInbound", everything(accessAllowed))(t, w)
		users := map[string]any{"usersAndGroups": target(accessAllowed, g1.name, targetGroup)}
		if err := w.UpdatePartner(contosoID, fabrikamID, map[string]any{"b2bCollaborationInbound": users}); err != nil {
			t.Fatal(err)
		}
		p, err := w.Partner(contosoID, fabrikamID)
		if err != nil {
			t.Fatal(err)
		}
		if block, _ := p["b2bCollaborationInbound"].(map[string]any); (block["applications"] != nil) != quirky {
			t.Errorf("merging %v: %v", quirky, block)
		}
		if err := w.CreateSyncPolicy(contosoID, fabrikamID, map[string]any{"displayName": "Fabrikam"}); err != nil {
			t.Fatal(err)
		}
		err = w.CreateSyncPolicy(contosoID, fabrikamID, map[string]any{"userSyncInbound": map[string]any{"isSyncAllowed": true}})
		if !quirky {
			wantFault(t, err, 409, CodeSameKey, "conflicting object")
			continue
		}
		if sync, readErr := w.SyncPolicy(contosoID, fabrikamID); err != nil || readErr != nil || sync["displayName"] != "Fabrikam" || sync["userSyncInbound"] == nil {
			t.Errorf("put over %v: %v, %v", sync, err, readErr)
		}
	}
}

// In US Government all secrets together take one kilobyte (graph-cross-tenant §4.4).
func TestLimitOfSecrets(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for tenantID, limited := range map[string]bool{contosoID: false, northwindID: true} {
		_, p, err := w.Instantiate(tenantID, Instantiation{TemplateID: SyncTemplateID, DisplayName: "Sync"})
		if err != nil {
			t.Fatal(err)
		}
		long := append(credentials(fabrikamID), SyncSecret{SecretNotifications, strings.Repeat("x", 1000)})
		err = w.SaveSyncSecrets(tenantID, p.ID, long)
		if limited {
			wantFault(t, err, 400, CodeBadRequest, "1024 bytes")
		} else if err != nil {
			t.Error(err)
		}
		if err := w.SaveSyncSecrets(tenantID, p.ID, credentials(fabrikamID)); err != nil {
			t.Error(err)
		}
	}
}
