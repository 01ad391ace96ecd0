package area_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/provisioning"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// The policies of both tenants that a synchronization needs: a missing one puts the
// job into quarantine, or fails each user (graph-cross-tenant §4.4, §4.11).
func TestSyncNeedsBothPolicies(t *testing.T) {
	t.Parallel()
	const (
		check      = "AzureActiveDirectoryCrossTenantSyncPolicyCheckFailure"
		inbound    = `,"automaticUserConsentSettings":{"inboundAllowed":true},"identitySynchronization":{"userSyncInbound":{"isSyncAllowed":true}}`
		outbound   = `,"automaticUserConsentSettings":{"outboundAllowed":true}`
		nobodyIn   = `,"b2bCollaborationInbound":{"usersAndGroups":{"accessType":"blocked","targets":[{"target":"AllUsers","targetType":"user"}]},"applications":{"accessType":"blocked","targets":[{"target":"AllApplications","targetType":"application"}]}}`
		nobodyOut  = `,"b2bCollaborationOutbound":{"usersAndGroups":{"accessType":"blocked","targets":[{"target":"AllUsers","targetType":"user"}]},"applications":{"accessType":"blocked","targets":[{"target":"AllApplications","targetType":"application"}]}}`
		noInvites  = `,"authorization_policy":{"allowInvitesFrom":"none"}`
		invitation = "InvitationCreationFailure"
	)
	tests := map[string]struct {
		edge        syncEdge
		code        string
		quarantined bool
	}{
		"all set":          {syncEdge{}, "", false},
		"no outbound":      {syncEdge{outbound: `,"automaticUserConsentSettings":{"inboundAllowed":true}`}, check, true},
		"no inbound":       {syncEdge{inbound: `,"identitySynchronization":{"userSyncInbound":{"isSyncAllowed":true}}`}, check, true},
		"no policy":        {syncEdge{inbound: `,"automaticUserConsentSettings":{"inboundAllowed":true}`}, check, true},
		"not allowed":      {syncEdge{inbound: `,"automaticUserConsentSettings":{"inboundAllowed":true},"identitySynchronization":{"userSyncInbound":{"isSyncAllowed":false}}`}, check, true},
		"no invitations":   {syncEdge{target: noInvites}, "AzureActiveDirectoryForbidden", false},
		"blocked inbound":  {syncEdge{inbound: inbound + nobodyIn}, invitation, false},
		"blocked outbound": {syncEdge{outbound: outbound + nobodyOut}, invitation, false},
		"blocked, ignored": {syncEdge{inbound: inbound + nobodyIn, change: func(s *settings.Settings) { s.SyncIgnoresCollaborationSettings = true }}, "", false},
		"internal user": {
			syncEdge{target: `,"users":[{"userPrincipalName":"kim@fabrikam.example","mail":"ana@contoso.example"},{"userPrincipalName":"lee@fabrikam.example","proxyAddresses":["SMTP:lee@fabrikam.example","smtp:ben@contoso.example"]}]`},
			"InvitationCreationFailureAmbiguousUser", false,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := tt.edge.open(t)
			r := s.run()
			switch {
			case tt.code == "":
				s.wants("cycle", r, 2, 0, 0, 0, 0)
				return
			case len(r.Errors) == 0 || r.Errors[0].Code != tt.code || r.Created != 0:
				t.Fatalf("report %+v", r)
			}
			status := s.status()
			if q := status.Quarantine; (q != nil) != tt.quarantined || tt.quarantined && (q.Reason != "EncounteredQuarantineException" || q.Error.Code != tt.code || status.Failures != 1) {
				t.Errorf("status %+v", status)
			}
			if !tt.quarantined && (status.Code != provisioning.SyncActive || status.Last.State != "EntryLevelErrors" || status.Last.Counts.Escrowed != 2 || !status.SteadyFirst.IsZero() && status.SteadyFirst.After(kernel.SeededAt)) {
				t.Errorf("status %+v", status)
			}
		})
	}
}

// A job in quarantine tries again, and leaves it when the reason is gone.
func TestSyncLeavesQuarantine(t *testing.T) {
	t.Parallel()
	s := syncEdge{inbound: `,"automaticUserConsentSettings":{"inboundAllowed":true},"identitySynchronization":{"userSyncInbound":{"isSyncAllowed":false}}`}.open(t)
	s.run()
	s.run()
	if q := s.status().Quarantine; q == nil || q.Count != 2 || s.status().Failures != 2 {
		t.Errorf("status %+v", s.status())
	}
	change := map[string]any{"userSyncInbound": map[string]any{"isSyncAllowed": true}}
	if err := updateSyncPolicy(s.w, fabrikamID, contosoID, change); err != nil {
		t.Fatal(err)
	}
	s.wants("allowed", s.run(), 2, 0, 0, 0, 0)
	if status := s.status(); status.Quarantine != nil || status.Code != provisioning.SyncActive || status.Failures != 0 {
		t.Errorf("status %+v", status)
	}
	change = map[string]any{"userSyncInbound": map[string]any{"isSyncAllowed": false}}
	if err := updateSyncPolicy(s.w, fabrikamID, contosoID, change); err != nil {
		t.Fatal(err)
	}
	s.setScope()
	s.wants("stopped by the target", s.run(), 0, 0, 0, 0, 0)
	if s.arrived("ana") == nil {
		t.Error("the user is gone")
	}
}

// Deletions above the threshold are held back until they are allowed, or until the
// scope is put right (graph-cross-tenant §4.6).
func TestSyncThreshold(t *testing.T) {
	t.Parallel()
	const one = `,"SyncNotificationSettings":{"Enabled":true,"Recipients":"idm@contoso.example","DeleteThresholdEnabled":true,"DeleteThresholdValue":1}`
	open := func(t *testing.T) *syncSite {
		t.Helper()
		s := syncEdge{users: person("ana", "") + "," + person("ben", "") + "," + person("cem", ""), scope: `"ana@contoso.example","ben@contoso.example","cem@contoso.example"`, secrets: one}.open(t)
		s.run()
		s.setScope("ana")
		s.patch(contosoID, "ana@contoso.example", map[string]any{"displayName": "Ana"})
		r := s.run()
		s.wants("held back", r, 0, 1, 0, 0, 0)
		status := s.status()
		if q := status.Quarantine; r.Staged != 2 || q == nil || q.Reason != "TooManyDeletes" || status.Code != provisioning.SyncQuarantine || s.arrived("ben") == nil {
			t.Fatalf("report %+v, status %+v", r, status)
		}
		return s
	}
	t.Run("allowed", func(t *testing.T) {
		t.Parallel()
		s := open(t)
		s.restart("")
		s.wants("restarted", s.run(), 0, 0, 0, 0, 0)
		s.restart("ForceDeletes")
		s.wants("forced", s.run(), 0, 0, 0, 2, 0)
		if status := s.status(); status.Quarantine != nil || status.Code != provisioning.SyncActive {
			t.Errorf("status %+v", status)
		}
	})
	t.Run("rejected", func(t *testing.T) {
		t.Parallel()
		s := open(t)
		s.setScope("ana", "ben")
		s.restart("")
		s.wants("put right", s.run(), 0, 0, 0, 1, 0)
		if s.status().Quarantine != nil || s.arrived("ben") == nil || s.arrived("cem") != nil {
			t.Errorf("status %+v", s.status())
		}
	})
	t.Run("reached", func(t *testing.T) {
		t.Parallel()
		for inclusive, staged := range map[bool]int{false: 0, true: 1} {
			s := syncEdge{secrets: one, change: func(x *settings.Settings) { x.DeleteThresholdIsInclusive = inclusive }}.open(t)
			s.run()
			s.patch(contosoID, "ana@contoso.example", map[string]any{"accountEnabled": false})
			if r := s.run(); r.Staged != staged || r.Disabled != 1-staged {
				t.Errorf("inclusive %v: %+v", inclusive, r)
			}
		}
	})
}

// An existing external user of the account is taken over, not created twice
// (graph-cross-tenant §4.6).
func TestSyncMatches(t *testing.T) {
	t.Parallel()
	s := syncEdge{users: `{"userPrincipalName":"ana.upn@contoso.example","mail":"ana@contoso.example","displayName":"ana"}`, scope: `"ana.upn@contoso.example"`, target: `,"users":[{"mail":"ana@contoso.example","displayName":"Guest","userType":"Guest"}]`}.open(t)
	s.wants("pending", s.run(), 0, 1, 0, 0, 0)
	u := s.arrived("ana")
	if u == nil || u.DisplayName != "ana" || u.UserType != directory.TypeGuest || u.ExternalUserState != directory.StateAccepted || u.Account().HomeUPN != "ana.upn@contoso.example" {
		t.Fatalf("matched %+v", u)
	}
	s.patch(contosoID, "ana.upn@contoso.example", map[string]any{"jobTitle": "Chief"})
	s.wants("incremental", s.run(), 0, 1, 0, 0, 0)
	if s.arrived("ana.upn") != nil {
		t.Error("the name of a pending user was changed")
	}
	s.restart("")
	s.wants("restarted", s.run(), 0, 1, 0, 0, 0)
	if renamed := s.arrived("ana.upn"); renamed == nil || renamed.ID != u.ID {
		t.Errorf("renamed %+v", renamed)
	}
	s.restart("Full")
	s.wants("matched by the account", s.run(), 0, 0, 0, 0, 0)
}

// A user that was deleted in the target is an error until a restart, or is created
// again (settings).
func TestSyncLostTarget(t *testing.T) {
	t.Parallel()
	for again, created := range map[bool]int{false: 0, true: 1} {
		s := syncEdge{change: func(x *settings.Settings) { x.LostSyncedUsersAreProvisionedAgain = again }}.open(t)
		s.run()
		if err := directory.Users.Delete(s.w, fabrikamID, s.arrived("ana").ID, inviter); err != nil {
			t.Fatal(err)
		}
		s.wants("unnoticed", s.run(), 0, 0, 0, 0, 0)
		s.patch(contosoID, "ana@contoso.example", map[string]any{"jobTitle": "Chief"})
		r := s.run()
		s.wants("changed", r, created, 0, 0, 0, 0)
		if lost := len(r.Errors) == 1 && r.Errors[0].Code == "InvalidAnchor"; lost == again {
			t.Errorf("again %v: %+v", again, r)
		}
		s.restart("")
		s.wants("restarted", s.run(), 1-created, 0, 0, 0, 0)
	}
}

// A synchronized member is not a recipient of Exchange unless a setting says so.
func TestSyncedMembersAndMail(t *testing.T) {
	t.Parallel()
	for enabled, addresses := range map[bool]int{false: 0, true: 1} {
		s := syncEdge{change: func(x *settings.Settings) { x.SyncedMembersAreMailEnabled = enabled }}.open(t)
		s.run()
		if u := s.arrived("ana"); len(u.ProxyAddresses) != addresses || u.Mail != "ana@contoso.example" || u.UserType != directory.TypeMember {
			t.Errorf("enabled %v: %+v", enabled, u)
		}
	}
}

// Between clouds a synchronization needs what no Graph procedure sets: a
// configuration for another cloud, and an authorized application
// (graph-cross-tenant §4.9).
func TestSyncAcrossClouds(t *testing.T) {
	t.Parallel()
	estate := func(crossCloud, application string) string {
		return `{"tenants":[
		{"key":"contoso","tenant_id":"` + contosoID + `","domains":["contoso.example"],"users":[{"userPrincipalName":"ana@contoso.example","mail":"ana@contoso.example"}],
		 "cross_tenant_access_policy":{"allowedCloudEndpoints":["microsoftonline.us"],"partners":[{"tenantId":"` + northwindID + `","automaticUserConsentSettings":{"outboundAllowed":true}}]},
		 "cross_tenant_synchronizations":[{"id":"` + adminID + `"` + crossCloud + `,"secrets":{"CompanyId":"` + northwindID + `","SyncAll":"true"}}]},
		{"key":"northwind","tenant_id":"` + northwindID + `","cloud":"usgovernment","domains":["northwind.example"],"authorization_policy":{"allowInvitesFrom":"everyone"},
		 "cross_tenant_access_policy":{"allowedCloudEndpoints":["microsoftonline.com"],"partners":[{"tenantId":"` + contosoID + `","automaticUserConsentSettings":{"inboundAllowed":true},
		  "identitySynchronization":{"userSyncInbound":{"isSyncAllowed":true}` + application + `}}]}}]}`
	}
	tests := map[string]struct{ crossCloud, application, code string }{
		"all set":           {`,"crossCloud":true`, `,"externalCloudAuthorizedApplicationId":"` + anaID + `"`, ""},
		"same-cloud job":    {"", `,"externalCloudAuthorizedApplicationId":"` + anaID + `"`, "ExternalTenantNotFound"},
		"no authorized app": {`,"crossCloud":true`, "", "AzureActiveDirectoryTokenExpired"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := area.NewWorld(kernel.Options{})
			load(t, w, estate(tt.crossCloud, tt.application))
			reports, err := provisioning.Run(w, contosoID)
			if err != nil || len(reports) != 1 {
				t.Fatal(reports, err)
			}
			r := reports[0]
			if tt.code == "" && (r.Created != 1 || r.State != provisioning.SyncSucceeded) {
				t.Errorf("report %+v", r)
			}
			if tt.code != "" && (len(r.Errors) != 1 || r.Errors[0].Code != tt.code) {
				t.Errorf("report %+v", r)
			}
		})
	}
}
