package area_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/provisioning"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// both is a setting whose only target has the given members.
func both(target map[string]any) map[string]any {
	block := everything(allowed)
	block["usersAndGroups"] = map[string]any{"accessType": allowed, "targets": []any{target}}
	return block
}

func TestBodiesOfTheDefault(t *testing.T) {
	t.Parallel()
	everybody := func(name string, value any) map[string]any {
		return map[string]any{"target": allUsers, "targetType": targetUser, name: value}
	}
	restricted := map[string]any{
		"usersAndGroups": target(blocked, allUsers, targetUser), "applications": target(blocked, allApplications, targetApplication),
	}
	tests := []struct {
		name    string
		patch   map[string]any
		refusal string // empty: accepted, and the default is still the service's
	}{
		{"a target with another member", map[string]any{"b2bCollaborationOutbound": both(everybody("shade", "red"))}, "Invalid property 'shade'"},
		{"a miscased target", map[string]any{"b2bCollaborationOutbound": both(map[string]any{"Target": allUsers, "targetType": targetUser})}, "Invalid property 'Target'"},
		{"a target that is no text", map[string]any{"b2bCollaborationOutbound": both(map[string]any{"target": 1.0, "targetType": targetUser})}, "targets/target"},
		{"a target that is no object", map[string]any{"b2bCollaborationOutbound": map[string]any{
			"usersAndGroups": map[string]any{"accessType": allowed, "targets": []any{allUsers}},
		}}, "usersAndGroups/targets"},
		{"targets that are no list", map[string]any{"b2bCollaborationOutbound": map[string]any{
			"usersAndGroups": map[string]any{"accessType": allowed, "targets": "AllUsers"},
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
			err := updateDefault(w, contosoID, tt.patch)
			if tt.refusal != "" {
				wantFault(t, err, 400, refusal.CodeBadRequest, tt.refusal)
			} else if err != nil {
				t.Fatal(err)
			}
			if p, _ := defaultAccess(w, contosoID); p["isServiceDefault"] != true {
				t.Errorf("the default is %v", p)
			}
		})
	}
}

// Null resets a block of the default to the service's value, and leaves the others.
func TestNullInTheDefault(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	steps := []map[string]any{
		{"b2bCollaborationInbound": everything(blocked), "inboundTrust": map[string]any{"isMfaAccepted": true}},
		{"b2bCollaborationInbound": nil},
	}
	for _, patch := range steps {
		if err := updateDefault(w, contosoID, patch); err != nil {
			t.Fatal(err)
		}
	}
	p, err := defaultAccess(w, contosoID)
	if err != nil || !reflect.DeepEqual(p["b2bCollaborationInbound"], any(everything(allowed))) {
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
	if err := updatePartner(w, contosoID, fabrikamID, map[string]any{"tenantId": capitals}); err != nil {
		t.Errorf("the key of the path: %v", err)
	}
	wantFault(t, updatePartner(w, contosoID, fabrikamID, map[string]any{"tenantId": northwindID}), 400, refusal.CodeBadRequest, "read-only")
	if err := createSyncPolicy(w, contosoID, fabrikamID, map[string]any{"tenantId": capitals}); err != nil {
		t.Errorf("the key of the path: %v", err)
	}
	_, err := createPartner(w, contosoID, map[string]any{"TenantId": northwindID})
	wantFault(t, err, 400, refusal.CodeBadRequest, "Invalid property 'TenantId'")
	wantFault(t, updatePartner(w, northwindID, contosoID, map[string]any{"isInMultiTenantOrganization": true}), 400, refusal.CodeBadRequest, "Invalid property")

	const domain = "fabrikam.example"
	for name, do := range map[string]func() error{
		"sync":    func() error { _, err := crosstenant.SyncPolicies.Get(w, contosoID, domain); return err },
		"put":     func() error { return createSyncPolicy(w, contosoID, domain, nil) },
		"patch":   func() error { return updateSyncPolicy(w, contosoID, domain, nil) },
		"delete":  func() error { return crosstenant.SyncPolicies.Delete(w, contosoID, domain, kernel.Actor{}) },
		"deleted": func() error { _, err := crosstenant.Partners.GetDeleted(w, contosoID, domain); return err },
		"restore": func() error {
			_, err := crosstenant.SyncPolicies.Restore(w, contosoID, domain, nil, kernel.Actor{})
			return err
		},
		"purge": func() error { return crosstenant.SyncPolicies.Purge(w, contosoID, domain, kernel.Actor{}) },
	} {
		if err := do(); err == nil {
			t.Errorf("%s accepts a domain", name)
		} else {
			wantFault(t, err, 400, refusal.CodeBadRequest, "tenantId")
		}
	}
}

// Undocumented effects of writes: halves of settings, and a PUT over a
// synchronization policy (graph-cross-tenant §1.5, §2).
func TestSettingsOfPartners(t *testing.T) {
	t.Parallel()
	for _, quirky := range []bool{false, true} {
		w := newWorld(t, func(o *kernel.Options) {
			o.Settings = settings.With(func(s *settings.Settings) { s.HalfBlocksMerge, s.SyncPolicyPutReplaces = quirky, quirky })
		})
		setAccess(contosoID, fabrikamID, "b2bCollaborationInbound", everything(allowed))(t, w)
		users := map[string]any{"usersAndGroups": target(allowed, groupID, targetGroup)}
		if err := updatePartner(w, contosoID, fabrikamID, map[string]any{"b2bCollaborationInbound": users}); err != nil {
			t.Fatal(err)
		}
		p, err := crosstenant.Partners.Get(w, contosoID, fabrikamID)
		if err != nil {
			t.Fatal(err)
		}
		if block, _ := p.Settings["b2bCollaborationInbound"].(map[string]any); (block["applications"] != nil) != quirky {
			t.Errorf("merging %v: %v", quirky, block)
		}
		if err := createSyncPolicy(w, contosoID, fabrikamID, map[string]any{"displayName": "Fabrikam"}); err != nil {
			t.Fatal(err)
		}
		err = createSyncPolicy(w, contosoID, fabrikamID, map[string]any{"userSyncInbound": map[string]any{"isSyncAllowed": true}})
		if !quirky {
			wantFault(t, err, 409, refusal.CodeSameKey, "conflicting object")
			continue
		}
		if sync, readErr := crosstenant.SyncPolicies.Get(w, contosoID, fabrikamID); err != nil || readErr != nil || sync.Settings["displayName"] != "Fabrikam" || sync.Settings["userSyncInbound"] == nil {
			t.Errorf("put over %v: %v, %v", sync, err, readErr)
		}
	}
}

// In US Government all secrets together take one kilobyte (graph-cross-tenant §4.4).
func TestLimitOfSecrets(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for tenantID, limited := range map[string]bool{contosoID: false, northwindID: true} {
		_, p, err := provisioning.Instantiate(w, tenantID, provisioning.Instantiation{TemplateID: provisioning.SyncTemplateID, DisplayName: "Sync"})
		if err != nil {
			t.Fatal(err)
		}
		long := append(credentials(fabrikamID), provisioning.SyncSecret{Key: provisioning.SecretNotifications, Value: strings.Repeat("x", 1000)})
		err = provisioning.SaveSyncSecrets(w, tenantID, p.ID, long)
		if limited {
			wantFault(t, err, 400, refusal.CodeBadRequest, "1024 bytes")
		} else if err != nil {
			t.Error(err)
		}
		if err := provisioning.SaveSyncSecrets(w, tenantID, p.ID, credentials(fabrikamID)); err != nil {
			t.Error(err)
		}
	}
}
