package synchronization_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestSyncLife: create, each change in place, import and destroy.
func TestSyncLife(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, reaching(3))
	first := w.Config(synced())
	second := w.Config(synced(`display_name = "Contoso to Fabrikam"`, `scope = "all"`, `notification_email = "idm@contoso.example"`, `delete_threshold = 500`,
		`delete_out_of_scope = false`, `user_mapping = { user_type = { value = "Guest", apply = "always" }, show_in_address_list = false, mail = false,
    attributes = { department = { constant = "Contoso" }, companyName = { expression = "Join(\" \", [companyName], \"group\")" }, city = { absent = true } } }`))
	w.Test(
		resource.TestStep{
			Config: first,
			Check: resource.ComposeTestCheckFunc(jobIs(t, w, "Active", "NotRun"), w.Made(
				"POST /applicationTemplates/518e5f48-1fc8-4c48-9387-9fdf28b0dfe7/instantiate", "PUT /servicePrincipals/{id}/synchronization/secrets",
				"POST /servicePrincipals/{id}/synchronization/jobs", "POST /servicePrincipals/{id}/synchronization/jobs/validateCredentials",
				"POST /servicePrincipals/{id}/synchronization/jobs/Azure2Azure.11111111111141118111111111111111.{id}/start")),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Value(syncAddress, "display_name", knownvalue.StringExact("Synchronization to fabrikam")),
				acctest.Value(syncAddress, "scope", knownvalue.StringExact("assigned")), acctest.Value(syncAddress, "status", knownvalue.StringExact("started")),
				acctest.Value(syncAddress, "state", knownvalue.StringExact("NotRun")), acctest.Value(syncAddress, "quarantine", knownvalue.Null()),
				acctest.Value(syncAddress, "tenant", knownvalue.StringExact("contoso")),
				acctest.Value(syncAddress, "target_tenant_id", knownvalue.StringExact(acctest.FabrikamID)),
				acctest.Value(syncAddress, "delete_out_of_scope", knownvalue.Bool(true)), acctest.Value(syncAddress, "groups", knownvalue.Bool(false)),
				acctest.Value(syncAddress, "delete_threshold", knownvalue.Int64Exact(0)), acctest.Value(syncAddress, "on_destroy", knownvalue.StringExact("delete")),
			},
		},
		acctest.Unchanged(first),
		resource.TestStep{
			Config: second, ConfigPlanChecks: acctest.Planned(syncAddress, plancheck.ResourceActionUpdate),
			Check: acctest.Then(func() error {
				for key, want := range map[string]string{
					"SyncAll": "true", "CompanyId": acctest.FabrikamID, "AuthenticationType": "SyncPolicy",
					"SyncNotificationSettings": `{"Enabled":true,"Recipients":"idm@contoso.example","DeleteThresholdEnabled":true,"DeleteThresholdValue":500}`,
				} {
					if got := secret(t, w, key); got != want {
						return fmt.Errorf("%s is %s", key, got)
					}
				}
				reports := cycle(t, w)
				if got := arrived(t, w); got["Guest"] == 0 || got["Member"] > 0 {
					return fmt.Errorf("arrived are %v after %+v", got, reports)
				}
				return nil
			}),
		},
		acctest.Unchanged(second),
		resource.TestStep{
			Config: first, Check: resource.ComposeTestCheckFunc(jobIs(t, w, "Active", "Active"), acctest.Then(func() error {
				if text := theJob(t, w).Schema; strings.Contains(text, `"Contoso"`) || strings.Contains(text, "companyName") && strings.Contains(text, "group\\\")") {
					return fmt.Errorf("the former rows are not back: %s", text)
				}
				return nil
			})),
		},
		resource.TestStep{
			ResourceName: syncAddress, ImportState: true, ImportStateIdFunc: importID(t, w), ImportStateVerify: true,
			ImportStateVerifyIgnore: []string{"on_destroy"},
		},
		resource.TestStep{Config: w.Config(""), Check: acctest.Then(func() error {
			if left := len(configurations(t, w)) + registrations(t, w); left > 0 {
				return fmt.Errorf("the destroy left %d objects", left)
			}
			if arrived(t, w)["Guest"] == 0 {
				return fmt.Errorf("the destroy deleted users")
			}
			return nil
		})},
	)
}
