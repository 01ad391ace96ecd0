package synchronization_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/provisioning"
)

// TestPoliciesGroupAndSync in one configuration and one apply: after a cycle the members
// of the group are members of the target, and the second plan is empty.
func TestPoliciesGroupAndSync(t *testing.T) {
	t.Parallel()
	e := reaching(4).Grant("Policy.ReadWrite.CrossTenantAccess")
	e.Tenant(acctest.Contoso).CrossTenantAccess, e.Tenant(acctest.Fabrikam).CrossTenantAccess = nil, nil
	w := acctest.Start(t, e)
	config := unguarded(w.Config(fmt.Sprintf(`
resource "multitenant_cross_tenant_access_partner" "fabrikam" {
  tenant                 = "contoso"
  partner_tenant_id      = %q
  automatic_user_consent = { inbound_allowed = false, outbound_allowed = true }
}

resource "multitenant_cross_tenant_access_partner" "contoso" {
  tenant                   = "fabrikam"
  partner_tenant_id        = %q
  automatic_user_consent   = { inbound_allowed = true, outbound_allowed = false }
  identity_synchronization = { user_sync_allowed = true }
}
`, acctest.FabrikamID, acctest.ContosoID) + synced(`delete_threshold = 500`,
		`depends_on = [multitenant_cross_tenant_access_partner.fabrikam, multitenant_cross_tenant_access_partner.contoso]`) +
		group(set("members", members(0, 3)), "service_principal_ids = [multitenant_cross_tenant_sync.it.service_principal_id]")))
	s := acctest.NewWorkspace(t, config)
	if said, ok := s.Diagnostics("plan"); !ok || len(said) > 0 {
		t.Errorf("the plan says %+v", said)
	}
	s.MustRun("apply", "-auto-approve")
	s.Unchanged()
	reports := cycle(t, w)
	if got := arrived(t, w); got["Member"] != 3 || got["Guest"] != 0 {
		t.Errorf("arrived are %v after %+v", got, reports)
	}
	s.Unchanged()
}

// TestNarrowedScope restarts the job, without which nothing changes.
func TestNarrowedScope(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, reaching(3))
	w.Test(
		resource.TestStep{Config: w.Config(synced(`scope = "all"`))},
		resource.TestStep{
			PreConfig: func() {
				cycle(t, w)
				if arrived(t, w)["Member"] == 0 {
					t.Fatal("no user arrived")
				}
				w.ForgetRequests()
			},
			Config: w.Config(synced(`scope = "assigned"`)), ConfigPlanChecks: acctest.Planned(syncAddress, plancheck.ResourceActionUpdate),
			Check: acctest.Then(func() error {
				if err := wroteAbout(w, "secrets", "restart"); err != nil {
					return err
				}
				cycle(t, w)
				if got := arrived(t, w)["Member"]; got > 0 {
					return fmt.Errorf("%d users remain", got)
				}
				return nil
			}),
		},
	)
}

// TestStatusAndRestart: a pause, a restart by its trigger, and a job that is left alone.
func TestStatusAndRestart(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, reaching(1))
	trigger := func(text, more string) string { return fmt.Sprintf("restart = { trigger = %q%s }", text, more) }
	w.Test(
		resource.TestStep{Config: w.Config(synced(`status = "paused"`, `validate = false`)), Check: resource.ComposeTestCheckFunc(jobIs(t, w, "Disabled", "Paused"))},
		resource.TestStep{Config: w.Config(synced(trigger("1", ""))), Check: jobIs(t, w, "Active", "NotRun")},
		resource.TestStep{
			PreConfig: func() { cycle(t, w); w.ForgetRequests() },
			Config:    w.Config(synced(trigger("2", `, scopes = ["Watermark"]`))),
			Check:     resource.ComposeTestCheckFunc(jobIs(t, w, "Active", "NotRun"), acctest.Then(func() error { return wroteAbout(w, "restart") })),
		},
		resource.TestStep{
			PreConfig: w.ForgetRequests,
			Config:    w.Config(synced(`status = "paused"`, trigger("2", ""))),
			Check:     resource.ComposeTestCheckFunc(jobIs(t, w, "Paused", "Paused"), acctest.Then(func() error { return wroteAbout(w, "pause") })),
		},
		resource.TestStep{
			Config: w.Config(synced(`status = "paused"`, trigger("3", ""))), ExpectError: acctest.Message("A restart starts the job"),
		},
		// A job that an administrator starts is paused again.
		resource.TestStep{
			PreConfig: outside(t, w, provisioning.StartSyncJob),
			Config:    w.Config(synced(`status = "paused"`, trigger("2", ""))), Check: jobIs(t, w, "Paused", "Paused"),
		},
	)
}
