package torture_test

import (
	"fmt"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/provisioning"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

const tenantSyncType = "multitenant_cross_tenant_sync"

// tenantSync is the configuration of cross-tenant synchronization from Contoso to
// Fabrikam. Its job does not run, so that it changes no user.
type tenantSync struct {
	name, title, email string
	all, paused        bool
	threshold          int
}

func newTenantSync(r *round) configured {
	s := &tenantSync{name: r.name()}
	if r.taken(tenantSyncType, s.object()) {
		return nil
	}
	s.change(r)
	return s
}

func (s *tenantSync) address() string { return tenantSyncType + "." + s.name }
func (s *tenantSync) object() string  { return acctest.FabrikamID }

func (s *tenantSync) arguments() []string {
	status, scope := "started", "assigned"
	if s.paused {
		status = "paused"
	}
	if s.all {
		scope = "all"
	}
	return []string{
		`source = "contoso"`, `target = "fabrikam"`, fmt.Sprintf("display_name = %q", s.title), fmt.Sprintf("status = %q", status),
		fmt.Sprintf("scope = %q", scope), fmt.Sprintf("delete_threshold = %d", s.threshold), fmt.Sprintf("notification_email = %q", s.email),
	}
}

func (s *tenantSync) change(r *round) {
	s.title = oneOf(r, "To Fabrikam", "Contoso to Fabrikam") + " " + s.name
	s.email = oneOf(r, "", "idm@contoso.example", "sync@contoso.example")
	s.all, s.paused, s.threshold = r.IntN(2) == 0, r.IntN(3) == 0, oneOf(r, 0, 100, 500)
}

// check expects one configuration for the target with one job. The empty plan has
// compared the settings.
func (s *tenantSync) check(r *round) {
	r.t.Helper()
	var found []*provisioning.Synchronization
	err := r.world.Read(acctest.ContosoID, func(d *kernel.Directory, _ kernel.Moment) error {
		found = provisioning.Synchronizations.All(d)
		return nil
	})
	if err != nil {
		r.t.Fatal(err)
	}
	if len(found) != 1 || len(found[0].Jobs) != 1 {
		r.t.Errorf("there are %d configurations, want one with one job: %+v", len(found), found)
		return
	}
	if active := found[0].Jobs[0].Schedule.State == provisioning.SyncActive; active == s.paused {
		r.t.Errorf("the job is %s, want paused: %t", found[0].Jobs[0].Schedule.State, s.paused)
	}
	for _, secret := range found[0].Secrets {
		if secret.Key == "CompanyId" && secret.Value == acctest.FabrikamID {
			return
		}
	}
	r.t.Errorf("the configuration names no target: %+v", found[0].Secrets)
}
