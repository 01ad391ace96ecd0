package area_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/provisioning"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// instantiated creates an application for synchronization in Contoso.
func instantiated(t *testing.T, w *kernel.World) (*application.Registration, *application.ServicePrincipal) {
	t.Helper()
	r, p, err := provisioning.Instantiate(w, contosoID, provisioning.Instantiation{TemplateID: provisioning.SyncTemplateID, DisplayName: "Sync to Fabrikam"})
	if err != nil {
		t.Fatal(err)
	}
	return r, p
}

// credentials are the secrets of a synchronization into a tenant.
func credentials(company string) []provisioning.SyncSecret {
	return []provisioning.SyncSecret{{Key: provisioning.SecretAuthenticates, Value: "SyncPolicy"}, {Key: provisioning.SecretCompany, Value: company}}
}

func configured(t *testing.T, w *kernel.World) (principalID, jobID string) {
	t.Helper()
	_, p := instantiated(t, w)
	if err := provisioning.SaveSyncSecrets(w, contosoID, p.ID, credentials(fabrikamID)); err != nil {
		t.Fatal(err)
	}
	j, err := provisioning.CreateSyncJob(w, contosoID, p.ID, provisioning.SyncJobTemplate)
	if err != nil {
		t.Fatal(err)
	}
	return p.ID, j.ID
}

func job(t *testing.T, w *kernel.World, principalID, jobID string) provisioning.SyncJob {
	t.Helper()
	j, err := provisioning.FindJob(w, contosoID, principalID, jobID)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func TestSyncJobStates(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	principal, id := configured(t, w)
	if !strings.HasPrefix(id, "Azure2Azure.") || strings.ContainsAny(id, "/?# ") {
		t.Errorf("id %q", id)
	}
	steps := []struct {
		name           string
		do             func() error
		schedule, code string
	}{
		{"created", func() error { return nil }, provisioning.SyncDisabled, provisioning.SyncPaused},
		{"start", func() error { return provisioning.StartSyncJob(w, contosoID, principal, id) }, provisioning.SyncActive, provisioning.SyncNotRun},
		{"start again", func() error { return provisioning.StartSyncJob(w, contosoID, principal, id) }, provisioning.SyncActive, provisioning.SyncNotRun},
		{"pause", func() error { return provisioning.PauseSyncJob(w, contosoID, principal, id) }, provisioning.SyncPaused, provisioning.SyncPaused},
		{"restart", func() error { return provisioning.RestartSyncJob(w, contosoID, principal, id, "Full, ForceDeletes") }, provisioning.SyncActive, provisioning.SyncNotRun},
		{"no secrets", func() error { return provisioning.SaveSyncSecrets(w, contosoID, principal, nil) }, provisioning.SyncActive, provisioning.SyncNotRun},
		{"restart without", func() error { return provisioning.RestartSyncJob(w, contosoID, principal, id, "") }, provisioning.SyncActive, provisioning.SyncQuarantine},
		{"start without", func() error { return provisioning.StartSyncJob(w, contosoID, principal, id) }, provisioning.SyncActive, provisioning.SyncQuarantine},
		{"secrets", func() error { return provisioning.SaveSyncSecrets(w, contosoID, principal, credentials(fabrikamID)) }, provisioning.SyncActive, provisioning.SyncQuarantine},
		{"start with", func() error { return provisioning.StartSyncJob(w, contosoID, principal, id) }, provisioning.SyncActive, provisioning.SyncNotRun},
	}
	for _, s := range steps {
		if err := s.do(); err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		j := job(t, w, principal, id)
		if j.Schedule.State != s.schedule || j.Status.Code != s.code || (j.Status.Quarantine != nil) != (s.code == provisioning.SyncQuarantine) {
			t.Errorf("%s: %+v", s.name, j)
		}
		if started := s.name != "created"; (j.Status.Last != nil) != started {
			t.Errorf("%s: last run %+v", s.name, j.Status.Last)
		}
	}
	wantFault(t, provisioning.RestartSyncJob(w, contosoID, principal, id, "Everything"), 400, refusal.CodeBadRequest, "Everything")
	wantFault(t, provisioning.StartSyncJob(w, contosoID, principal, "Azure2Azure.x"), 404, refusal.CodeNotFound, "Azure2Azure.x")
}

func TestRestartLiftsQuarantines(t *testing.T) {
	t.Parallel()
	const seed = `{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `","cross_tenant_synchronizations":[
	 {"secrets":{"CompanyId":"` + fabrikamID + `"},"job":{"status":{"code":"Quarantine","quarantine":{"reason":"%s"}}}}]}]}`
	tests := []struct {
		reason, scope string
		lifted        bool
	}{
		{"TooManyDeletes", "", true},
		{"TooManyDeletes", "Watermark", false},
		{"TooManyDeletes", "ForceDeletes", true},
		{"TooManyDeletes", "Escrows,QuarantineState", true},
		{"EncounteredQuarantineException", "ForceDeletes", false},
		{"EncounteredQuarantineException", "Full", true},
	}
	for _, tt := range tests {
		t.Run(tt.reason+" "+tt.scope, func(t *testing.T) {
			t.Parallel()
			w := area.NewWorld(kernel.Options{})
			load(t, w, fmt.Sprintf(seed, tt.reason))
			page, err := application.ServicePrincipals.List(w, contosoID, kernel.Listing{Limit: 1})
			if err != nil {
				t.Fatal(err)
			}
			principal := page.Items[0].ID
			s, err := provisioning.Find(w, contosoID, principal)
			if err != nil {
				t.Fatal(err)
			}
			if q := s.Jobs[0].Status.Quarantine; q == nil || q.Reason != tt.reason {
				t.Fatalf("seeded %+v", s.Jobs[0])
			}
			if err := provisioning.RestartSyncJob(w, contosoID, principal, s.Jobs[0].ID, tt.scope); err != nil {
				t.Fatal(err)
			}
			if after := job(t, w, principal, s.Jobs[0].ID).Status; (after.Quarantine == nil) != tt.lifted || (after.Code == provisioning.SyncNotRun) != tt.lifted {
				t.Errorf("after %+v", after)
			}
		})
	}
}

func TestSyncSecrets(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*settings.Settings)
		want   []provisioning.SyncSecret
	}{
		{"replaced", func(*settings.Settings) {}, []provisioning.SyncSecret{{Key: "SecretToken", Value: "*"}, {Key: provisioning.SecretSyncAll, Value: "false"}}},
		{"merged", func(s *settings.Settings) { s.SecretsMerge = true }, []provisioning.SyncSecret{{Key: provisioning.SecretAuthenticates, Value: "SyncPolicy"}, {Key: "SecretToken", Value: "*"}, {Key: provisioning.SecretSyncAll, Value: "false"}}},
		{"masked", func(s *settings.Settings) { s.SecretsAreMasked = true }, []provisioning.SyncSecret{{Key: "SecretToken", Value: "*"}, {Key: provisioning.SecretSyncAll, Value: "*"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(o *kernel.Options) { o.Settings = settings.With(tt.change) })
			principal, _ := configured(t, w)
			next := []provisioning.SyncSecret{{Key: provisioning.SecretSyncAll, Value: "false"}, {Key: "SecretToken", Value: "hush"}, {Key: provisioning.SecretCompany, Value: ""}}
			if err := provisioning.SaveSyncSecrets(w, contosoID, principal, next); err != nil {
				t.Fatal(err)
			}
			wantFault(t, provisioning.SaveSyncSecrets(w, contosoID, principal, []provisioning.SyncSecret{{Key: "Shade", Value: "red"}}), 400, refusal.CodeBadRequest, "Shade")
			if got, err := provisioning.SyncSecrets(w, contosoID, principal); err != nil || !slices.Equal(got, tt.want) {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}

// A service principal can be read before it can synchronize, and a new job even
// later (graph-cross-tenant §4.2).
func TestFreshServicePrincipals(t *testing.T) {
	t.Parallel()
	for conflicts, status := range map[bool]int{false: 403, true: 409} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(o *kernel.Options) {
				o.Lag = 10 * time.Second
				o.Settings = settings.With(func(s *settings.Settings) {
					s.FreshServicePrincipalConflicts, s.FlappingReplicas = conflicts, false
				})
			})
			r, p := instantiated(t, w)
			_, err := provisioning.CreateSyncJob(w, contosoID, p.ID, provisioning.SyncJobTemplate)
			wantFault(t, err, 404, refusal.CodeNotFound, p.ID)
			_, err = application.Registrations.Get(w, contosoID, r.ID)
			wantFault(t, err, 404, refusal.CodeNotFound, r.ID)
			w.Advance(10 * time.Second)
			if _, err := application.ServicePrincipals.Get(w, contosoID, p.ID); err != nil {
				t.Error(err)
			}
			code := map[bool]string{false: refusal.CodeDenied, true: refusal.CodeConflict}[conflicts]
			_, err = provisioning.CreateSyncJob(w, contosoID, p.ID, provisioning.SyncJobTemplate)
			wantFault(t, err, status, code, "not ready")
			_, err = provisioning.Find(w, contosoID, p.ID)
			wantFault(t, err, status, code, "not ready")
			w.Advance(10 * time.Second)
			j, err := provisioning.CreateSyncJob(w, contosoID, p.ID, provisioning.SyncJobTemplate)
			if err != nil {
				t.Fatal(err)
			}
			wantFault(t, provisioning.StartSyncJob(w, contosoID, p.ID, j.ID), 404, refusal.CodeNotFound, j.ID)
			w.Advance(10 * time.Second)
			job(t, w, p.ID, j.ID)
		})
	}
}

func TestDeletingAnApplication(t *testing.T) {
	t.Parallel()
	ways := map[string]func(*kernel.World, *application.Registration, *application.ServicePrincipal) error{
		"application": func(w *kernel.World, r *application.Registration, _ *application.ServicePrincipal) error {
			return application.Registrations.Delete(w, contosoID, r.ID, kernel.Actor{})
		},
		"service principal": func(w *kernel.World, _ *application.Registration, p *application.ServicePrincipal) error {
			return application.ServicePrincipals.Delete(w, contosoID, strings.ToUpper(p.ID), kernel.Actor{})
		},
	}
	for name, remove := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			_, other := instantiated(t, w)
			r, p := instantiated(t, w)
			for _, target := range []*application.ServicePrincipal{other, p} {
				a := application.AppRoleAssignment{PrincipalID: adminID, AppRoleID: target.AppRoles[0].ID}
				if _, err := application.AssignAppRole(w, contosoID, target.ID, a); err != nil {
					t.Fatal(err)
				}
			}
			if err := remove(w, r, p); err != nil {
				t.Fatal(err)
			}
			_, err := provisioning.Find(w, contosoID, p.ID)
			wantFault(t, err, 404, refusal.CodeNotFound, p.ID)
			left := 0
			look(t, w, contosoID, func(d *kernel.Directory) {
				left = provisioning.Synchronizations.Count(d) + 10*application.Assignments.Count(d)
			})
			if left != 11 {
				t.Error("what belongs to the service principal stayed, or what belongs to another went")
			}
			if _, err := application.Registrations.Get(w, contosoID, r.ID); (err != nil) != (name == "application") {
				t.Errorf("application: %v", err)
			}
			if name == "service principal" {
				if err := application.Registrations.Delete(w, contosoID, r.ID, kernel.Actor{}); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func TestServicePrincipalsThatSignIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	page, err := application.ServicePrincipals.List(w, contosoID, kernel.Listing{Limit: 10})
	if err != nil || len(page.Items) != 1 {
		t.Fatalf("got %v, %v", page, err)
	}
	p := page.Items[0]
	if s, err := provisioning.Find(w, contosoID, p.ID); err != nil || len(s.Jobs)+len(s.Secrets) != 0 {
		t.Errorf("synchronization %+v, %v", s, err)
	}
	_, err = provisioning.CreateSyncJob(w, contosoID, p.ID, provisioning.SyncJobTemplate)
	wantFault(t, err, 501, refusal.CodeNotImplemented, "other applications")
	wantFault(t, application.ServicePrincipals.Delete(w, contosoID, p.ID, kernel.Actor{}), 501, refusal.CodeNotImplemented, "signs in")
	if _, ok := application.Find(w, contosoID, p.AppID); !ok {
		t.Error("the application is gone")
	}
}

func TestAssignmentsOfDeletedUsers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	_, p := instantiated(t, w)
	u := invited(t, w, contosoID, "kim@partner.example")
	if _, err := application.AssignAppRole(w, contosoID, p.ID, application.AppRoleAssignment{PrincipalID: u.ID, AppRoleID: "00000000-0000-0000-0000-000000000000"}); err != nil {
		t.Fatal(err)
	}
	count := func() int {
		page, err := application.AppRoleAssignments(w, contosoID, p.ID, kernel.Listing{Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		return len(page.Items)
	}
	if err := directory.Users.Delete(w, contosoID, u.ID, inviter); err != nil || count() != 0 {
		t.Errorf("after deletion %d, %v", count(), err)
	}
	if _, err := directory.Users.Restore(w, contosoID, u.ID, nil, inviter); err != nil || count() != 1 {
		t.Errorf("after restoration %d, %v", count(), err)
	}
}
