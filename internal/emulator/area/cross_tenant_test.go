package area_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

func TestRefusedAccessSettings(t *testing.T) {
	t.Parallel()
	block := func(users, applications map[string]any) map[string]any {
		return map[string]any{"usersAndGroups": users, "applications": applications}
	}
	tests := []struct {
		name  string
		patch map[string]any
		code  string
	}{
		{"R1", map[string]any{"b2bCollaborationInbound": block(target(blocked, allUsers, targetUser), target(allowed, allApplications, targetApplication))}, refusal.CodeBadRequest},
		{"R2", map[string]any{"b2bCollaborationOutbound": block(target(allowed, allUsers, targetUser), target(blocked, allApplications, targetApplication))}, refusal.CodeBadRequest},
		{"R4", map[string]any{"b2bCollaborationInbound": block(target(allowed, "90000000-0000-4000-8000-000000000001", targetGroup), target(allowed, allApplications, targetApplication))}, refusal.CodeBadRequest},
		{"R5", map[string]any{"b2bCollaborationOutbound": block(target(allowed, allUsers, targetApplication), target(allowed, allApplications, targetApplication))}, refusal.CodeBadRequest},
		{"wrong case", map[string]any{"b2BCollaborationInbound": nil}, refusal.CodeBadRequest},
		{"read-only", map[string]any{"automaticUserConsentSettings": map[string]any{"inboundAllowed": true}}, refusal.CodeBadRequest},
		{"no targets", map[string]any{"b2bCollaborationOutbound": block(map[string]any{"accessType": "allowed", "targets": []any{}}, nil)}, refusal.CodeBadRequest},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			wantFault(t, updateDefault(w, contosoID, tt.patch), 400, tt.code, "")
			if p, _ := defaultAccess(w, contosoID); p["isServiceDefault"] != true {
				t.Error("a refused change was kept")
			}
		})
	}
}

func TestPartnerLifecycle(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	body := map[string]any{"tenantId": fabrikamID}
	if _, err := createPartner(w, contosoID, body); err != nil {
		t.Fatal(err)
	}
	_, err := createPartner(w, contosoID, body)
	wantFault(t, err, 409, refusal.CodeSameKey, "tenantId")
	_, err = createPartner(w, contosoID, map[string]any{"tenantId": contosoID})
	wantFault(t, err, 400, refusal.CodeBadRequest, "own partner")
	wantFault(t, updatePartner(w, contosoID, fabrikamID, map[string]any{"isServiceProvider": true}), 403, refusal.CodeDenied, "")

	// Trust merges member by member; null inherits again.
	patches := []map[string]any{
		{"inboundTrust": map[string]any{"isMfaAccepted": true}},
		{"inboundTrust": map[string]any{"isCompliantDeviceAccepted": true}},
	}
	for _, p := range patches {
		if err := updatePartner(w, contosoID, fabrikamID, p); err != nil {
			t.Fatal(err)
		}
	}
	p, err := crosstenant.Partners.Get(w, contosoID, fabrikamID)
	if err != nil {
		t.Fatal(err)
	}
	if trust, _ := p.Settings["inboundTrust"].(map[string]any); trust["isMfaAccepted"] != true || trust["isCompliantDeviceAccepted"] != true {
		t.Errorf("trust %v", trust)
	}
	cleared := map[string]any{"inboundTrust": nil, "automaticUserConsentSettings": nil}
	if err := updatePartner(w, contosoID, fabrikamID, cleared); err != nil {
		t.Fatal(err)
	}
	p, _ = crosstenant.Partners.Get(w, contosoID, fabrikamID)
	if p.Settings["inboundTrust"] != nil || p.Settings["automaticUserConsentSettings"] == nil {
		t.Errorf("cleared to %v", p)
	}

	if err := crosstenant.Partners.Delete(w, contosoID, fabrikamID, kernel.Actor{}); err != nil {
		t.Fatal(err)
	}
	_, err = crosstenant.Partners.Get(w, contosoID, fabrikamID)
	wantFault(t, err, 404, refusal.CodeObjectNotFound, "company information")
	if _, err := createPartner(w, contosoID, body); err != nil {
		t.Errorf("adding again: %v", err)
	}
}

func TestSchemaOfSovereignClouds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	wantFault(t, updateDefault(w, northwindID, map[string]any{"tenantRestrictions": nil}), 400, refusal.CodeBadRequest, "tenantRestrictions")
	p, err := defaultAccess(w, northwindID)
	if err != nil {
		t.Fatal(err)
	}
	if _, has := p["tenantRestrictions"]; has {
		t.Error("US Government shows tenantRestrictions")
	}
	wantFault(t, updateAccess(w, northwindID, map[string]any{"allowedCloudEndpoints": []any{"microsoftonline.us"}}), 400, refusal.CodeBadRequest, "own")
}
