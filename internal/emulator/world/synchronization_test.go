package world

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// instantiated makes an application for synchronization in Contoso.
func instantiated(t *testing.T, w *World) (*Registration, *ServicePrincipal) {
	t.Helper()
	r, p, err := w.Instantiate(contosoID, Instantiation{TemplateID: SyncTemplateID, DisplayName: "Sync to Fabrikam"})
	if err != nil {
		t.Fatal(err)
	}
	return r, p
}

// credentials are the secrets of a synchronization into a tenant.
func credentials(company string) []SyncSecret {
	return []SyncSecret{{SecretAuthenticates, byPolicy}, {SecretCompany, company}}
}

func configured(t *testing.T, w *World) (principalID, jobID string) {
	t.Helper()
	_, p := instantiated(t, w)
	if err := w.SaveSyncSecrets(contosoID, p.ID, credentials(fabrikamID)); err != nil {
		t.Fatal(err)
	}
	j, err := w.CreateSyncJob(contosoID, p.ID, SyncJobTemplate)
	if err != nil {
		t.Fatal(err)
	}
	return p.ID, j.ID
}

func job(t *testing.T, w *World, principalID, jobID string) SyncJob {
	t.Helper()
	j, err := w.SyncJob(contosoID, principalID, jobID)
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
		{"created", func() error { return nil }, SyncDisabled, SyncPaused},
		{"start", func() error { return w.StartSyncJob(contosoID, principal, id) }, SyncActive, SyncNotRun},
		{"start again", func() error { return w.StartSyncJob(contosoID, principal, id) }, SyncActive, SyncNotRun},
		{"pause", func() error { return w.PauseSyncJob(contosoID, principal, id) }, SyncPaused, SyncPaused},
		{"restart", func() error { return w.RestartSyncJob(contosoID, principal, id, "Full, ForceDeletes") }, SyncActive, SyncNotRun},
		{"no secrets", func() error { return w.SaveSyncSecrets(contosoID, principal, nil) }, SyncActive, SyncNotRun},
		{"restart without", func() error { return w.RestartSyncJob(contosoID, principal, id, "") }, SyncActive, SyncQuarantine},
		{"start without", func() error { return w.StartSyncJob(contosoID, principal, id) }, SyncActive, SyncQuarantine},
		{"secrets", func() error { return w.SaveSyncSecrets(contosoID, principal, credentials(fabrikamID)) }, SyncActive, SyncQuarantine},
		{"start with", func() error { return w.StartSyncJob(contosoID, principal, id) }, SyncActive, SyncNotRun},
	}
	for _, s := range steps {
		if err := s.do(); err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		j := job(t, w, principal, id)
		if j.Schedule.State != s.schedule || j.Status.Code != s.code || (j.Status.Quarantine != nil) != (s.code == SyncQuarantine) {
			t.Errorf("%s: %+v", s.name, j)
		}
		if started := s.name != "created"; (j.Status.Last != nil) != started {
			t.Errorf("%s: last run %+v", s.name, j.Status.Last)
		}
	}
	wantFault(t, w.RestartSyncJob(contosoID, principal, id, "Everything"), 400, CodeBadRequest, "Everything")
	wantFault(t, w.StartSyncJob(contosoID, principal, "Azure2Azure.x"), 404, CodeNotFound, "Azure2Azure.x")
}

func TestRestartLiftsQuarantines(t *testing.T) {
	t.Parallel()
	const seed = `{"tenants":[{"key":"contoso","tenant_id":"` + contosoID + `","cross_tenant_synchronizations":[
	 {"secrets":{"CompanyId":"` + fabrikamID + `"},"job":{"status":{"code":"Quarantine","quarantine":{"reason":"%s"}}}}]}]}`
	tests := []struct {
		reason, scope string
		lifted        bool
	}{
		{reasonDeletes, "", true},
		{reasonDeletes, "Watermark", false},
		{reasonDeletes, "ForceDeletes", true},
		{reasonDeletes, "Escrows,QuarantineState", true},
		{reasonException, "ForceDeletes", false},
		{reasonException, "Full", true},
	}
	for _, tt := range tests {
		t.Run(tt.reason+" "+tt.scope, func(t *testing.T) {
			t.Parallel()
			w := New(Options{})
			load(t, w, fmt.Sprintf(seed, tt.reason))
			page, err := w.ServicePrincipals(contosoID, Listing[ServicePrincipal]{Limit: 1})
			if err != nil {
				t.Fatal(err)
			}
			principal := page.Items[0].ID
			s, err := w.Synchronization(contosoID, principal)
			if err != nil {
				t.Fatal(err)
			}
			if q := s.Jobs[0].Status.Quarantine; q == nil || q.Reason != tt.reason {
				t.Fatalf("seeded %+v", s.Jobs[0])
			}
			if err := w.RestartSyncJob(contosoID, principal, s.Jobs[0].ID, tt.scope); err != nil {
				t.Fatal(err)
			}
			if after := job(t, w, principal, s.Jobs[0].ID).Status; (after.Quarantine == nil) != tt.lifted || (after.Code == SyncNotRun) != tt.lifted {
				t.Errorf("after %+v", after)
			}
		})
	}
}

func TestSyncSecrets(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*Settings)
		want   []SyncSecret
	}{
		{"replaced", func(*Settings) {}, []SyncSecret{{"SecretToken", masked}, {SecretSyncAll, "false"}}},
		{"merged", func(s *Settings) { s.SecretsMerge = true }, []SyncSecret{{SecretAuthenticates, byPolicy}, {"SecretToken", masked}, {SecretSyncAll, "false"}}},
		{"masked", func(s *Settings) { s.SecretsAreMasked = true }, []SyncSecret{{"SecretToken", masked}, {SecretSyncAll, masked}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(o *Options) { o.Settings = SettingsWith(tt.change) })
			principal, _ := configured(t, w)
			next := []SyncSecret{{SecretSyncAll, "false"}, {"SecretToken", "hush"}, {SecretCompany, ""}}
			if err := w.SaveSyncSecrets(contosoID, principal, next); err != nil {
				t.Fatal(err)
			}
			wantFault(t, w.SaveSyncSecrets(contosoID, principal, []SyncSecret{{"Colour", "red"}}), 400, CodeBadRequest, "Colour")
			if got, err := w.SyncSecrets(contosoID, principal); err != nil || !slices.Equal(got, tt.want) {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}

// The service principal can be read before it can be synchronized with, and a
// new job later still (graph-cross-tenant §4.2).
func TestFreshServicePrincipals(t *testing.T) {
	t.Parallel()
	for conflicts, status := range map[bool]int{false: 403, true: 409} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(o *Options) {
				o.Lag = 10 * time.Second
				o.Settings = SettingsWith(func(s *Settings) {
					s.FreshServicePrincipalConflicts, s.FlappingReplicas = conflicts, false
				})
			})
			r, p := instantiated(t, w)
			_, err := w.CreateSyncJob(contosoID, p.ID, SyncJobTemplate)
			wantFault(t, err, 404, CodeNotFound, p.ID)
			_, err = w.Registration(contosoID, r.ID)
			wantFault(t, err, 404, CodeNotFound, r.ID)
			w.Advance(10 * time.Second)
			if _, err := w.ServicePrincipal(contosoID, p.ID); err != nil {
				t.Error(err)
			}
			code := map[bool]string{false: CodeDenied, true: CodeConflict}[conflicts]
			_, err = w.CreateSyncJob(contosoID, p.ID, SyncJobTemplate)
			wantFault(t, err, status, code, "not ready")
			_, err = w.Synchronization(contosoID, p.ID)
			wantFault(t, err, status, code, "not ready")
			w.Advance(10 * time.Second)
			j, err := w.CreateSyncJob(contosoID, p.ID, SyncJobTemplate)
			if err != nil {
				t.Fatal(err)
			}
			wantFault(t, w.StartSyncJob(contosoID, p.ID, j.ID), 404, CodeNotFound, j.ID)
			w.Advance(10 * time.Second)
			job(t, w, p.ID, j.ID)
		})
	}
}

func TestDeletingAnApplication(t *testing.T) {
	t.Parallel()
	ways := map[string]func(*World, *Registration, *ServicePrincipal) error{
		"application": func(w *World, r *Registration, _ *ServicePrincipal) error {
			return w.DeleteRegistration(contosoID, r.ID)
		},
		"service principal": func(w *World, _ *Registration, p *ServicePrincipal) error {
			return w.DeleteServicePrincipal(contosoID, strings.ToUpper(p.ID))
		},
	}
	for name, remove := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, nil)
			_, other := instantiated(t, w)
			r, p := instantiated(t, w)
			for _, target := range []*ServicePrincipal{other, p} {
				a := AppRoleAssignment{PrincipalID: adminID, AppRoleID: target.AppRoles[0].ID}
				if _, err := w.AssignAppRole(contosoID, target.ID, a); err != nil {
					t.Fatal(err)
				}
			}
			if err := remove(w, r, p); err != nil {
				t.Fatal(err)
			}
			_, err := w.Synchronization(contosoID, p.ID)
			wantFault(t, err, 404, CodeNotFound, p.ID)
			if d := w.byID[contosoID]; len(d.synchronizations.truths()) != 1 || len(d.assignments.truths()) != 1 {
				t.Error("what belongs to the service principal stayed, or what belongs to another went")
			}
			if _, err := w.Registration(contosoID, r.ID); (err != nil) != (name == "application") {
				t.Errorf("application: %v", err)
			}
			if name == "service principal" {
				if err := w.DeleteRegistration(contosoID, r.ID); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func TestServicePrincipalsThatSignIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	page, err := w.ServicePrincipals(contosoID, Listing[ServicePrincipal]{Limit: 10})
	if err != nil || len(page.Items) != 1 {
		t.Fatalf("got %v, %v", page, err)
	}
	p := page.Items[0]
	if s, err := w.Synchronization(contosoID, p.ID); err != nil || len(s.Jobs)+len(s.Secrets) != 0 {
		t.Errorf("synchronization %+v, %v", s, err)
	}
	_, err = w.CreateSyncJob(contosoID, p.ID, SyncJobTemplate)
	wantFault(t, err, 501, CodeNotImplemented, "other applications")
	wantFault(t, w.DeleteServicePrincipal(contosoID, p.ID), 501, CodeNotImplemented, "signs in")
	if _, ok := w.Application(contosoID, p.AppID); !ok {
		t.Error("the application is gone")
	}
}

func TestAssignmentsOfDeletedUsers(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	_, p := instantiated(t, w)
	u := invited(t, w, contosoID, "kim@partner.example")
	if _, err := w.AssignAppRole(contosoID, p.ID, AppRoleAssignment{PrincipalID: u.ID, AppRoleID: noRole}); err != nil {
		t.Fatal(err)
	}
	count := func() int {
		page, err := w.AppRoleAssignments(contosoID, p.ID, Listing[AppRoleAssignment]{Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		return len(page.Items)
	}
	if err := w.DeleteUser(contosoID, u.ID, inviter); err != nil || count() != 0 {
		t.Errorf("after deletion %d, %v", count(), err)
	}
	if _, err := w.RestoreUser(contosoID, u.ID, Restoration{}, inviter); err != nil || count() != 1 {
		t.Errorf("after restoration %d, %v", count(), err)
	}
}
