package area_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/provisioning"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// syncSite is one edge: Contoso synchronizes the members of its group Scope to
// Fabrikam.
type syncSite struct {
	t         *testing.T
	w         *kernel.World
	principal string
	job       string
}

// syncEdge is the estate of a synchronization. The parts are members of the seed:
// users of Contoso, members of the scope, additions to the two policies and to
// Fabrikam.
type syncEdge struct {
	users, scope, secrets, target string
	outbound, inbound             string
	change                        func(*settings.Settings)
}

func (e syncEdge) open(t *testing.T) *syncSite {
	t.Helper()
	or := func(text, otherwise string) string {
		if text == "" {
			return otherwise
		}
		return text
	}
	seed := `{"tenants":[
	 {"key":"contoso","tenant_id":"` + contosoID + `","domains":["contoso.example"],
	  "users":[` + or(e.users, person("ana", "")+","+person("ben", "")) + `],
	  "groups":[{"displayName":"Scope","members":[` + or(e.scope, `"ana@contoso.example","ben@contoso.example"`) + `]}],
	  "cross_tenant_access_policy":{"partners":[{"tenantId":"` + fabrikamID + `"` + or(e.outbound, `,"automaticUserConsentSettings":{"outboundAllowed":true}`) + `}]},
	  "cross_tenant_synchronizations":[{"id":"` + adminID + `","displayName":"Sync","secrets":{"CompanyId":"` + fabrikamID + `"` + e.secrets + `},"assignedTo":["Scope"]}]},
	 {"key":"fabrikam","tenant_id":"` + fabrikamID + `","domains":["fabrikam.example"]` + e.target + `,
	  "cross_tenant_access_policy":{"partners":[{"tenantId":"` + contosoID + `"` +
		or(e.inbound, `,"automaticUserConsentSettings":{"inboundAllowed":true},"identitySynchronization":{"userSyncInbound":{"isSyncAllowed":true},"groupSyncInbound":{"isSyncAllowed":true}}`) + `}]}}]}`
	n := 0
	options := kernel.Options{NewID: func() string { n++; return fmt.Sprintf("e0000000-0000-4000-8000-%012d", n) }}
	if e.change != nil {
		options.Settings = settings.With(e.change)
	}
	w := area.NewWorld(options)
	load(t, w, seed)
	s, err := provisioning.Find(w, contosoID, adminID)
	if err != nil {
		t.Fatal(err)
	}
	return &syncSite{t, w, adminID, s.Jobs[0].ID}
}

// person is a user of Contoso in a seed.
func person(name, more string) string {
	return `{"userPrincipalName":"` + name + `@contoso.example","mail":"` + name + `@contoso.example","displayName":"` + name + `"` + more + `}`
}

// run runs a cycle of the job.
func (s *syncSite) run() provisioning.Report {
	s.t.Helper()
	reports, err := provisioning.Run(s.w, contosoID)
	if err != nil || len(reports) != 1 {
		s.t.Fatalf("reports %v, %v", reports, err)
	}
	return reports[0]
}

// wants compares the changes of a cycle: created, updated, disabled, deleted,
// restored.
func (s *syncSite) wants(what string, r provisioning.Report, want ...int) {
	s.t.Helper()
	if got := []int{r.Created, r.Updated, r.Disabled, r.Deleted, r.Restored}; !slices.Equal(got, want) {
		s.t.Errorf("%s: created, updated, disabled, deleted, restored %v, want %v: %+v", what, got, want, r)
	}
}

func (s *syncSite) status() provisioning.SyncStatus {
	s.t.Helper()
	return job(s.t, s.w, s.principal, s.job).Status
}

// arrived finds the external user of an account in Fabrikam.
func (s *syncSite) arrived(name string) *directory.User {
	s.t.Helper()
	var found *directory.User
	look(s.t, s.w, fabrikamID, func(d *kernel.Directory) {
		for _, u := range directory.Users.All(d) {
			if strings.HasPrefix(u.UserPrincipalName, name+"_contoso.example#EXT#@") {
				found = u
			}
		}
	})
	return found
}

// patch changes a user of a tenant, given by its name.
func (s *syncSite) patch(tenantID, upn string, properties map[string]any) {
	s.t.Helper()
	if err := directory.UpdateUser(s.w, tenantID, upn, properties, kernel.Actor{Permissions: []string{"User.ReadWrite.All"}}); err != nil {
		s.t.Fatal(err)
	}
}

// setScope replaces the members of the group Scope.
func (s *syncSite) setScope(names ...string) {
	s.t.Helper()
	err := s.w.Write(contosoID, func(d *kernel.Directory, at kernel.Moment) error {
		g := directory.Groups.Clone(directory.Groups.All(d)[0])
		g.Members = nil
		for _, name := range names {
			id, err := d.Find(name + "@contoso.example")
			if err != nil {
				return err
			}
			g.Members = append(g.Members, id)
		}
		directory.Groups.Put(d, g, at)
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// mapping changes the schema of the job.
func (s *syncSite) mapping(change func(*provisioning.Schema)) {
	s.t.Helper()
	var schema provisioning.Schema
	if err := json.Unmarshal([]byte(job(s.t, s.w, s.principal, s.job).Schema), &schema); err != nil {
		s.t.Fatal(err)
	}
	change(&schema)
	text, err := json.Marshal(schema)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := provisioning.SaveSchema(s.w, contosoID, s.principal, s.job, string(text)); err != nil {
		s.t.Fatal(err)
	}
}

func (s *syncSite) restart(scope string) {
	s.t.Helper()
	if err := provisioning.RestartSyncJob(s.w, contosoID, s.principal, s.job, scope); err != nil {
		s.t.Fatal(err)
	}
}
