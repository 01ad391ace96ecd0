package area_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/provisioning"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// A user in scope arrives as an external member, follows the source, leaves with
// the scope and comes back within a month (graph-cross-tenant §4.6).
func TestSyncLifeOfAUser(t *testing.T) {
	t.Parallel()
	s := syncEdge{users: person("ana", `,"department":"Sales","businessPhones":["+1 555"],"accountEnabled":true`) + "," + person("ben", "")}.open(t)
	s.wants("first", s.run(), 2, 0, 0, 0, 0)
	ana := s.arrived("ana")
	if ana == nil || ana.UserType != directory.TypeMember || ana.ExternalUserState != directory.StateAccepted || ana.ShowInAddressList == nil || !*ana.ShowInAddressList ||
		ana.Mail != "ana@contoso.example" || ana.Department != "Sales" || ana.BusinessPhones[0] != "+1 555" || ana.Account().HomeTenantID != contosoID || !ana.External() {
		t.Fatalf("arrived %+v", ana)
	}
	status := s.status()
	if status.Code != provisioning.SyncActive || status.Last.State != provisioning.SyncSucceeded || status.Last.Counts.Exported != 2 || status.Synced["User"] != 2 ||
		status.SteadyFirst.IsZero() || status.Exported == nil {
		t.Errorf("status %+v", status)
	}
	s.wants("at rest", s.run(), 0, 0, 0, 0, 0)
	if again := s.status(); again.Exported.Activity != status.Exported.Activity || again.Success.Activity == status.Success.Activity {
		t.Errorf("status at rest %+v", again)
	}

	s.patch(fabrikamID, ana.UserPrincipalName, map[string]any{"jobTitle": "Kept", "department": "Changed in the target"})
	s.wants("target changed", s.run(), 0, 0, 0, 0, 0)
	s.patch(contosoID, "ana@contoso.example", map[string]any{"displayName": "Ana Ruiz"})
	s.wants("source changed", s.run(), 0, 1, 0, 0, 0)
	if u := s.arrived("ana"); u.DisplayName != "Ana Ruiz" || u.Department != "Sales" || u.JobTitle != "Kept" {
		t.Errorf("after a change of the source %+v", u)
	}
	s.patch(contosoID, "ana@contoso.example", map[string]any{"department": nil})
	s.wants("cleared in the source", s.run(), 0, 0, 0, 0, 0)
	if u := s.arrived("ana"); u.Department != "Sales" {
		t.Errorf("null has flowed: %+v", u)
	}
	s.patch(contosoID, "ana@contoso.example", map[string]any{"userPrincipalName": "ana.ruiz@contoso.example"})
	s.wants("renamed", s.run(), 0, 1, 0, 0, 0)
	if u := s.arrived("ana.ruiz"); u == nil || u.ID != ana.ID || u.Account().HomeUPN != "ana.ruiz@contoso.example" {
		t.Errorf("renamed %+v", u)
	}

	s.setScope("ben")
	s.wants("out of scope", s.run(), 0, 0, 0, 1, 0)
	if s.arrived("ana.ruiz") != nil || s.status().Synced["User"] != 1 {
		t.Error("the user is still there")
	}
	s.setScope("ben", "ana.ruiz")
	s.wants("back in scope", s.run(), 0, 0, 0, 0, 1)
	if u := s.arrived("ana.ruiz"); u == nil || u.ID != ana.ID {
		t.Errorf("restored %+v", u)
	}
	s.setScope("ben")
	s.run()
	s.w.Advance(kernel.Month + 1)
	s.setScope("ben", "ana.ruiz")
	s.wants("after a month", s.run(), 1, 0, 0, 0, 0)
	if u := s.arrived("ana.ruiz"); u == nil || u.ID == ana.ID {
		t.Errorf("created again %+v", u)
	}
}

// An account that is blocked in the source is blocked in the target, and stays when
// it leaves the scope afterwards. A deleted one is deleted
// (graph-cross-tenant §4.6).
func TestSyncOfBlockedAndDeletedAccounts(t *testing.T) {
	t.Parallel()
	s := syncEdge{}.open(t)
	s.run()
	s.patch(contosoID, "ana@contoso.example", map[string]any{"accountEnabled": false})
	s.wants("blocked", s.run(), 0, 0, 1, 0, 0)
	if u := s.arrived("ana"); u == nil || u.AccountEnabled {
		t.Errorf("blocked %+v", u)
	}
	s.setScope("ben")
	s.wants("blocked out of scope", s.run(), 0, 0, 0, 0, 0)
	if err := directory.Users.Delete(s.w, contosoID, "ben@contoso.example", inviter); err != nil {
		t.Fatal(err)
	}
	s.wants("deleted", s.run(), 0, 0, 0, 1, 0)
	if s.arrived("ana") == nil || s.arrived("ben") != nil {
		t.Error("the wrong user is gone")
	}
	s.wants("at rest", s.run(), 0, 0, 0, 0, 0)
}

// Who is in scope (graph-cross-tenant §4.6).
func TestSyncScope(t *testing.T) {
	t.Parallel()
	everyone := person("ana", `,"department":"Sales"`) + "," + person("ben", `,"department":"IT"`) + "," + person("guest", `,"userType":"Guest"`) + "," + person("off", `,"accountEnabled":false`) +
		`,{"mail":"kim@partner.example","displayName":"Kim","userType":"Member"}`
	assigned := `"ana@contoso.example","ben@contoso.example","guest@contoso.example","off@contoso.example"`
	tests := map[string]struct {
		edge   syncEdge
		change func(*syncSite)
		want   []string
	}{
		"assigned members": {syncEdge{users: everyone, scope: assigned}, nil, []string{"ana", "ben"}},
		"all":              {syncEdge{users: everyone, scope: `"ana@contoso.example"`, secrets: `,"SyncAll":"true"`}, nil, []string{"ana", "ben"}},
		"filter": {syncEdge{users: everyone, scope: assigned}, func(s *syncSite) {
			s.mapping(func(x *provisioning.Schema) {
				x.Rules[0].Mappings[0].Scope.Groups = []provisioning.FilterGroup{{Name: "Sales", Clauses: []provisioning.Clause{
					{Operator: "EQUALS", Source: "department", Target: provisioning.Operand{Values: []string{"Sales"}}}, {Operator: "IS NOT NULL", Source: "mail"},
				}}}
			})
		}, []string{"ana"}},
		"either filter": {syncEdge{users: everyone, scope: assigned}, func(s *syncSite) {
			s.mapping(func(x *provisioning.Schema) {
				x.Rules[0].Mappings[0].Scope.Groups = []provisioning.FilterGroup{
					{Name: "A", Clauses: []provisioning.Clause{{Operator: "REGEX MATCH", Source: "department", Target: provisioning.Operand{Values: []string{"I."}}}}},
					{Name: "B", Clauses: []provisioning.Clause{{Operator: "IS NULL", Source: "mail"}}},
				}
			})
		}, []string{"ben"}},
		"mapping disabled": {syncEdge{users: everyone, scope: assigned}, func(s *syncSite) {
			s.mapping(func(x *provisioning.Schema) { x.Rules[0].Mappings[0].Enabled = false })
		}, nil},
		"no creation": {syncEdge{users: everyone, scope: assigned}, func(s *syncSite) {
			s.mapping(func(x *provisioning.Schema) { x.Rules[0].Mappings[0].FlowTypes = "Update, Delete" })
		}, nil},
		"paused": {syncEdge{users: everyone, scope: assigned}, func(s *syncSite) {
			if err := provisioning.PauseSyncJob(s.w, contosoID, s.principal, s.job); err != nil {
				s.t.Fatal(err)
			}
		}, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := tt.edge.open(t)
			if tt.change != nil {
				tt.change(s)
			}
			if _, err := provisioning.Run(s.w, contosoID); err != nil {
				t.Fatal(err)
			}
			var got []string
			look(t, s.w, fabrikamID, func(d *kernel.Directory) {
				for _, u := range directory.Users.All(d) {
					local, _, _ := strings.Cut(u.UserPrincipalName, "_")
					got = append(got, local)
				}
			})
			slices.Sort(got)
			if !slices.Equal(got, tt.want) {
				t.Errorf("arrived %v, want %v", got, tt.want)
			}
		})
	}
}

// The default access does not entitle, the role of the application does; members of
// nested groups are not in scope.
func TestSyncNeedsTheRole(t *testing.T) {
	t.Parallel()
	s := syncEdge{users: person("ana", "") + "," + person("ben", "") + "," + person("cem", ""), scope: `"ana@contoso.example"`}.open(t)
	var ben, inner string
	err := s.w.Write(contosoID, func(d *kernel.Directory, at kernel.Moment) error {
		ben, _ = d.Find("ben@contoso.example")
		cem, _ := d.Find("cem@contoso.example")
		g := &directory.Group{ID: at.NewID(), DisplayName: "Inner", SecurityEnabled: true, Members: []string{cem}}
		inner = g.ID
		directory.Groups.Put(d, g, at)
		outer := directory.Groups.Clone(directory.Groups.All(d)[0])
		outer.Members = append(outer.Members, inner)
		directory.Groups.Put(d, outer, at)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	const none = "00000000-0000-0000-0000-000000000000"
	if _, err := application.AssignAppRole(s.w, contosoID, s.principal, application.AppRoleAssignment{PrincipalID: ben, AppRoleID: none}); err != nil {
		t.Fatal(err)
	}
	s.wants("default access", s.run(), 1, 0, 0, 0, 0)
	p, err := application.ServicePrincipals.Get(s.w, contosoID, s.principal)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := application.AssignAppRole(s.w, contosoID, s.principal, application.AppRoleAssignment{PrincipalID: ben, AppRoleID: p.AppRoles[0].ID}); err != nil {
		t.Fatal(err)
	}
	s.wants("role", s.run(), 1, 0, 0, 0, 0)
	if s.arrived("cem") != nil {
		t.Error("a member of a nested group has arrived")
	}
}

// Switching from all users to the assigned ones has no effect until a restart
// (graph-cross-tenant §4.4).
func TestSyncAllUntilRestart(t *testing.T) {
	t.Parallel()
	s := syncEdge{scope: `"ana@contoso.example"`, secrets: `,"SyncAll":"true"`}.open(t)
	s.wants("all", s.run(), 2, 0, 0, 0, 0)
	if err := provisioning.SaveSyncSecrets(s.w, contosoID, s.principal, append(credentials(fabrikamID), provisioning.SyncSecret{Key: provisioning.SecretSyncAll, Value: "false"})); err != nil {
		t.Fatal(err)
	}
	s.wants("switched", s.run(), 0, 0, 0, 0, 0)
	s.restart("")
	s.wants("restarted", s.run(), 0, 0, 0, 1, 0)
}
