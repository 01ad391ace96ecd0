package synchronization_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/provisioning"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

const syncAddress = "multitenant_cross_tenant_sync.it"

// reaching is an estate in which Contoso may synchronize users to Fabrikam, with
// employees of Contoso and without a configuration.
func reaching(n int) *acctest.Estate {
	e := employing(n).Grant("Application.ReadWrite.All", "Synchronization.ReadWrite.All")
	contoso, fabrikam := e.Tenant(acctest.Contoso), e.Tenant(acctest.Fabrikam)
	contoso.Synchronizations = nil
	contoso.CrossTenantAccess = acctest.Object{"partners": []acctest.Object{{
		"tenantId": acctest.FabrikamID, "automaticUserConsentSettings": acctest.Object{"outboundAllowed": true},
	}}}
	fabrikam.CrossTenantAccess = acctest.Object{"partners": []acctest.Object{{
		"tenantId": acctest.ContosoID, "automaticUserConsentSettings": acctest.Object{"inboundAllowed": true},
		"identitySynchronization": acctest.Object{"userSyncInbound": acctest.Object{"isSyncAllowed": true}},
	}}}
	return e
}

// withSync is an estate with a configuration for Fabrikam.
func withSync(n int, job acctest.Object, secrets acctest.Object) *acctest.Estate {
	e := reaching(n)
	all := acctest.Object{"CompanyId": acctest.FabrikamID, "SyncAll": "false"}
	for key, value := range secrets {
		all[key] = value
	}
	configuration := acctest.Object{"id": principalID, "displayName": "To Fabrikam", "secrets": all}
	if job != nil {
		configuration["job"] = job
	}
	e.Tenant(acctest.Contoso).Synchronizations = []acctest.Object{configuration}
	return e
}

// synced is the resource of these tests.
func synced(arguments ...string) string {
	return fmt.Sprintf(`
resource "multitenant_cross_tenant_sync" "it" {
  source = "contoso"
  target = "fabrikam"
  %s
}
`, strings.Join(arguments, "\n  "))
}

// configurations lists the synchronizations of Contoso.
func configurations(t *testing.T, w *acctest.World) []*provisioning.Synchronization {
	t.Helper()
	var all []*provisioning.Synchronization
	err := w.Read(acctest.ContosoID, func(d *kernel.Directory, _ kernel.Moment) error {
		all = provisioning.Synchronizations.All(d)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// registrations counts the applications of Contoso that come from a template.
func registrations(t *testing.T, w *acctest.World) int {
	t.Helper()
	count := 0
	err := w.Read(acctest.ContosoID, func(d *kernel.Directory, _ kernel.Moment) error {
		for _, r := range application.Registrations.All(d) {
			if r.TemplateID != "" {
				count++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return count
}

// theSync returns the only synchronization of Contoso.
func theSync(t *testing.T, w *acctest.World) *provisioning.Synchronization {
	t.Helper()
	all := configurations(t, w)
	if len(all) != 1 {
		t.Fatalf("contoso has %d configurations", len(all))
	}
	return all[0]
}

// secret returns a secret of the synchronization.
func secret(t *testing.T, w *acctest.World, key string) string {
	t.Helper()
	for _, s := range theSync(t, w).Secrets {
		if s.Key == key {
			return s.Value
		}
	}
	return ""
}

// theJob returns its only job.
func theJob(t *testing.T, w *acctest.World) provisioning.SyncJob {
	t.Helper()
	s := theSync(t, w)
	if len(s.Jobs) != 1 {
		t.Fatalf("the configuration has %d jobs", len(s.Jobs))
	}
	return s.Jobs[0]
}

// outside calls the emulator about the job, as an administrator does.
func outside(t *testing.T, w *acctest.World, do func(w *kernel.World, tenantID, principalID, jobID string) error) func() {
	return func() {
		if err := do(w.World, acctest.ContosoID, theSync(t, w).ServicePrincipalID, theJob(t, w).ID); err != nil {
			t.Fatal(err)
		}
	}
}

// cycle runs the jobs of Contoso once.
func cycle(t *testing.T, w *acctest.World) []provisioning.Report {
	t.Helper()
	reports, err := provisioning.Run(w.World, acctest.ContosoID)
	if err != nil {
		t.Fatal(err)
	}
	return reports
}

// arrived counts the users of Fabrikam that come from Contoso, by user type.
func arrived(t *testing.T, w *acctest.World) map[string]int {
	t.Helper()
	count := map[string]int{}
	err := w.Read(acctest.FabrikamID, func(d *kernel.Directory, _ kernel.Moment) error {
		for _, u := range directory.Users.All(d) {
			if u.External() && u.Account().HomeTenantID == acctest.ContosoID {
				count[u.UserType]++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return count
}

// importID is the import id of the configuration.
func importID(t *testing.T, w *acctest.World) resource.ImportStateIdFunc {
	return func(*terraform.State) (string, error) { return "contoso/" + theSync(t, w).ServicePrincipalID, nil }
}

// jobIs expects a state and a status of the job.
func jobIs(t *testing.T, w *acctest.World, schedule, code string) resource.TestCheckFunc {
	return acctest.Then(func() error {
		if j := theJob(t, w); j.Schedule.State != schedule || j.Status.Code != code {
			return fmt.Errorf("the job is %s and %s", j.Schedule.State, j.Status.Code)
		}
		return nil
	})
}
