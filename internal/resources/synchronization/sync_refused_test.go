package synchronization_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// TestSyncPermissions: without the permission to write synchronizations nothing is
// created, and the permission and its tenant are named.
func TestSyncPermissions(t *testing.T) {
	t.Parallel()
	for _, missing := range []string{"Synchronization.ReadWrite.All", "Application.ReadWrite.All"} {
		t.Run(missing, func(t *testing.T) {
			t.Parallel()
			e := reaching(0)
			app := &e.Tenant(acctest.Contoso).Applications[0]
			app.Permissions = slices.DeleteFunc(app.Permissions, func(p string) bool { return p == missing })
			w := acctest.Start(t, e)
			w.Test(resource.TestStep{
				Config: w.Config(synced()), ExpectError: acctest.Message("Cannot create synchronization", missing, `tenant "contoso"`),
			})
			if n := registrations(t, w); n > 0 {
				t.Errorf("%d applications were created", n)
			}
		})
	}
}

// TestSyncUnderLag: the synchronization service knows a new service principal late, and
// refuses calls about it with either status; lists show it later still.
func TestSyncUnderLag(t *testing.T) {
	t.Parallel()
	for name, set := range map[string]func(*settings.Settings){
		"forbidden": func(*settings.Settings) {}, "conflict": func(s *settings.Settings) { s.FreshServicePrincipalConflicts = true },
		"merged secrets": func(s *settings.Settings) { s.SecretsMerge = true }, "masked secrets": func(s *settings.Settings) { s.SecretsAreMasked = true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.StartWith(t, reaching(1), kernel.Options{Lag: acctest.Lag, Settings: settings.With(set)})
			config := w.Config(synced(mapped, `delete_threshold = 5`))
			w.Test(resource.TestStep{Config: config}, acctest.Unchanged(config), resource.TestStep{Config: w.Config(synced(`delete_threshold = 6`))})
		})
	}
}

// TestSyncFaults creates one synchronization under each fault: the result is one
// application with one started job.
func TestSyncFaults(t *testing.T) {
	t.Parallel()
	const create, jobs = "/applicationTemplates/*/instantiate", "/servicePrincipals/*/synchronization/jobs"
	later := wire.Fault{Status: http.StatusTooManyRequests, RetryAfter: json.RawMessage(`0`)}
	for name, fault := range map[string]wire.Fault{
		"throttled":                        on(http.MethodPost, create, later),
		"application is made, answer lost": on(http.MethodPost, create, wire.Fault{DropResponse: true}),
		"job is made, answer lost":         on(http.MethodPost, jobs, wire.Fault{DropResponse: true}),
		"started, answer lost":             on(http.MethodPost, jobs+"/*/start", wire.Fault{DropResponse: true}),
		"schema throttled":                 on(http.MethodPut, jobs+"/*/schema", later),
		"schema is written, answer lost":   on(http.MethodPut, jobs+"/*/schema", wire.Fault{DropResponse: true}),
		"secrets are written, answer lost": on(http.MethodPut, "/servicePrincipals/*/synchronization/secrets", wire.Fault{DropResponse: true}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.Start(t, reaching(1))
			w.Fault(fault)
			edited := w.Config(synced(`user_mapping = { show_in_address_list = false }`))
			w.Test(resource.TestStep{Config: edited, Check: resource.ComposeTestCheckFunc(jobIs(t, w, "Active", "NotRun"), acctest.Then(func() error {
				if n := registrations(t, w); n != 1 {
					return fmt.Errorf("there are %d applications", n)
				}
				return nil
			}))})
			if hits := w.Server().Faults().List()[0].Hits; hits != 1 {
				t.Errorf("the fault was met %d times", hits)
			}
		})
	}
}

// TestUnknownTarget is planned when it is known.
func TestUnknownTarget(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, reaching(1))
	config := w.Config(`
resource "terraform_data" "target" {
  input = "fabrikam"
}

resource "multitenant_cross_tenant_sync" "it" {
  source = "contoso"
  target = terraform_data.target.output

  user_mapping = { attributes = { department = { constant = terraform_data.target.output } } }
}
`)
	w.Test(resource.TestStep{Config: config, Check: jobIs(t, w, "Active", "NotRun")}, acctest.Unchanged(config))
}
