package world

import "testing"

func half(access string, names ...targetName) *targets { return &targets{access, names} }

var (
	g1    = targetName{"90000000-0000-4000-8000-000000000001", targetGroup}
	a1    = targetName{"90000000-0000-4000-8000-0000000000a1", targetApplication}
	every = targetName{allUsers, targetUser}
	apps  = targetName{allApplications, targetApplication}
)

// The interpretation table of graph-cross-tenant §1.7, asked for "may this
// person use anything at all".
func TestPermits(t *testing.T) {
	t.Parallel()
	inside, outside := person{id: "x", groups: []string{g1.name}}, person{id: "y"}
	tests := []struct {
		name             string
		s                setting
		inGroup, outside bool
	}{
		{"allowed g1, allowed all", setting{half(accessAllowed, g1), half(accessAllowed, apps)}, true, false},
		{"allowed all, allowed a1", setting{half(accessAllowed, every), half(accessAllowed, a1)}, true, true},
		{"allowed g1, blocked a1", setting{half(accessAllowed, g1), half(accessBlocked, a1)}, true, false},
		{"blocked g1, blocked all", setting{half(accessBlocked, g1), half(accessBlocked, apps)}, false, true},
		{"blocked g1, allowed a1", setting{half(accessBlocked, g1), half(accessAllowed, a1)}, false, true},
		{"blocked g1, blocked a1", setting{half(accessBlocked, g1), half(accessBlocked, a1)}, true, true},
		{"blocked all, blocked all", setting{half(accessBlocked, every), half(accessBlocked, apps)}, false, false},
		{"nothing said", setting{}, true, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.s.permits(inside); got != tt.inGroup {
				t.Errorf("in the group: %v", got)
			}
			if got := tt.s.permits(outside); got != tt.outside {
				t.Errorf("outside: %v", got)
			}
		})
	}
}

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
		{"R1", map[string]any{"b2bCollaborationInbound": block(target(accessBlocked, allUsers, targetUser), target(accessAllowed, allApplications, targetApplication))}, CodeBadRequest},
		{"R2", map[string]any{"b2bCollaborationOutbound": block(target(accessAllowed, allUsers, targetUser), target(accessBlocked, allApplications, targetApplication))}, CodeBadRequest},
		{"R4", map[string]any{"b2bCollaborationInbound": block(target(accessAllowed, g1.name, targetGroup), target(accessAllowed, allApplications, targetApplication))}, CodeBadRequest},
		{"R5", map[string]any{"b2bCollaborationOutbound": block(target(accessAllowed, allUsers, targetApplication), target(accessAllowed, allApplications, targetApplication))}, CodeBadRequest},
		{"wrong case", map[string]any{"b2BCollaborationInbound": nil}, CodeBadRequest},
		{"read-only", map[string]any{"automaticUserConsentSettings": map[string]any{"inboundAllowed": true}}, CodeBadRequest},
		{"no targets", map[string]any{"b2bCollaborationOutbound": block(map[string]any{"accessType": "allowed", "targets": []any{}}, nil)}, CodeBadRequest},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			wantFault(t, w.UpdateDefaultAccess(contosoID, tt.patch), 400, tt.code, "")
			if p, _ := w.DefaultAccess(contosoID); p["isServiceDefault"] != true {
				t.Error("a refused change was kept")
			}
		})
	}
}

func TestPartnerLifecycle(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	body := map[string]any{"tenantId": fabrikamID}
	if _, err := w.AddPartner(contosoID, body); err != nil {
		t.Fatal(err)
	}
	_, err := w.AddPartner(contosoID, body)
	wantFault(t, err, 409, CodeSameKey, "tenantId")
	_, err = w.AddPartner(contosoID, map[string]any{"tenantId": contosoID})
	wantFault(t, err, 400, CodeBadRequest, "own partner")
	wantFault(t, w.UpdatePartner(contosoID, fabrikamID, map[string]any{"isServiceProvider": true}), 403, CodeDenied, "")

	// Trust merges member by member; null goes back to inheriting.
	patches := []map[string]any{
		{"inboundTrust": map[string]any{"isMfaAccepted": true}},
		{"inboundTrust": map[string]any{"isCompliantDeviceAccepted": true}},
	}
	for _, p := range patches {
		if err := w.UpdatePartner(contosoID, fabrikamID, p); err != nil {
			t.Fatal(err)
		}
	}
	p, err := w.Partner(contosoID, fabrikamID)
	if err != nil {
		t.Fatal(err)
	}
	if trust, _ := p["inboundTrust"].(map[string]any); trust["isMfaAccepted"] != true || trust["isCompliantDeviceAccepted"] != true {
		t.Errorf("trust %v", trust)
	}
	cleared := map[string]any{"inboundTrust": nil, "automaticUserConsentSettings": nil}
	if err := w.UpdatePartner(contosoID, fabrikamID, cleared); err != nil {
		t.Fatal(err)
	}
	p, _ = w.Partner(contosoID, fabrikamID)
	if p["inboundTrust"] != nil || p["automaticUserConsentSettings"] == nil {
		t.Errorf("cleared to %v", p)
	}

	if err := w.DeletePartner(contosoID, fabrikamID); err != nil {
		t.Fatal(err)
	}
	_, err = w.Partner(contosoID, fabrikamID)
	wantFault(t, err, 404, CodeObjectNotFound, "company information")
	if _, err := w.AddPartner(contosoID, body); err != nil {
		t.Errorf("adding again: %v", err)
	}
}

func TestSchemaOfSovereignClouds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	wantFault(t, w.UpdateDefaultAccess(northwindID, map[string]any{"tenantRestrictions": nil}), 400, CodeBadRequest, "tenantRestrictions")
	p, err := w.DefaultAccess(northwindID)
	if err != nil {
		t.Fatal(err)
	}
	if _, has := p["tenantRestrictions"]; has {
		t.Error("US Government shows tenantRestrictions")
	}
	wantFault(t, w.UpdateAccessPolicy(northwindID, map[string]any{"allowedCloudEndpoints": []any{"microsoftonline.us"}}), 400, CodeBadRequest, "own")
}
