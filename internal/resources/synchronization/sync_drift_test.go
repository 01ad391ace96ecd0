package synchronization_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/application"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/provisioning"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

const mapped = `user_mapping = { user_type = { value = "Member", apply = "always" }, attributes = { department = { from = "department" } } }`

// TestDriftIsSeenAndPutRight: what an administrator does, or what happens to the job,
// is in the plan, said in words, and undone.
func TestDriftIsSeenAndPutRight(t *testing.T) {
	t.Parallel()
	quarantined := func(w *kernel.World, tenantID, principalID, jobID string) error {
		if err := provisioning.SaveSyncSecrets(w, tenantID, principalID, nil); err != nil {
			return err
		}
		return provisioning.RestartSyncJob(w, tenantID, principalID, jobID, "")
	}
	for name, test := range map[string]struct {
		happens func(w *kernel.World, tenantID, principalID, jobID string) error
		said    []string
		wrote   []string
	}{
		"paused": {provisioning.PauseSyncJob, []string{"Job is paused"}, []string{"validate", "start"}},
		"quarantine and lost secrets": {
			quarantined, []string{"Job is in quarantine", "EncounteredQuarantineException"}, []string{"secrets", "validate", "start"},
		},
		"lost secrets": {
			func(w *kernel.World, tenantID, principalID, _ string) error {
				return provisioning.SaveSyncSecrets(w, tenantID, principalID, nil)
			},
			[]string{"Secrets do not name the target", "has lost the secrets"},
			[]string{"secrets", "validate"},
		},
		"edited mapping": {
			func(w *kernel.World, tenantID, principalID, jobID string) error {
				j, err := provisioning.FindJob(w, tenantID, principalID, jobID)
				if err != nil {
					return err
				}
				text := strings.Replace(j.Schema, `"targetAttributeName":"userType","source":{"expression":"\"Member\"","name":"Member"`,
					`"targetAttributeName":"userType","source":{"expression":"\"Guest\"","name":"Guest"`, 1)
				return provisioning.SaveSchema(w, tenantID, principalID, jobID, text)
			},
			[]string{"Mapping was changed outside of Terraform", "userType"},
			[]string{"schema"},
		},
		"deleted job": {provisioning.DeleteSyncJob, []string{"Job was deleted"}, []string{"jobs", "validate", "schema", "start"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.Start(t, reaching(1))
			s := acctest.NewWorkspace(t, w.Config(synced(mapped)))
			s.MustRun("apply", "-auto-approve")
			outside(t, w, test.happens)()
			w.ForgetRequests()
			warned(t, s, test.said...)
			if err := w.Wrote(); err != nil {
				t.Errorf("the plan: %v", err)
			}
			s.MustRun("apply", "-auto-approve")
			if err := wroteAbout(w, test.wrote...); err != nil {
				t.Error(err)
			}
			if err := jobIs(t, w, "Active", "NotRun")(nil); err != nil {
				t.Error(err)
			}
			if got := secret(t, w, "CompanyId"); got != acctest.FabrikamID {
				t.Errorf("the target is %s", got)
			}
			s.Unchanged()
			if said, _ := s.Diagnostics("plan"); len(said) > 0 {
				t.Errorf("afterwards the plan still says %+v", said)
			}
		})
	}
}

// warned expects warnings of a plan: each text in one of them.
func warned(t *testing.T, s *acctest.Workspace, texts ...string) {
	t.Helper()
	said, ok := s.Diagnostics("plan")
	for _, text := range texts {
		if !ok || !slices.ContainsFunc(said, func(d acctest.Said) bool {
			return d.Severity == "warning" && strings.Contains(d.Summary+" "+d.Detail, text)
		}) {
			t.Errorf("no warning says %q: %+v", text, said)
		}
	}
}

// wroteAbout expects writes whose paths end in these parts.
func wroteAbout(w *acctest.World, parts ...string) error {
	writes := w.Writes()
	ok := len(writes) == len(parts)
	for i := range parts {
		ok = ok && strings.Contains(writes[i][strings.LastIndex(writes[i], "/"):], parts[i])
	}
	if !ok {
		return fmt.Errorf("writes are %q, want %q", writes, parts)
	}
	return nil
}

// TestDeletedServicePrincipal: the remaining application is deleted, and a new one made.
func TestDeletedServicePrincipal(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, reaching(1))
	config := w.Config(synced())
	var first string
	w.Test(
		resource.TestStep{Config: config, Check: acctest.Then(func() error { first = theSync(t, w).ServicePrincipalID; return nil })},
		resource.TestStep{
			PreConfig: func() {
				// Some replicas still show it.
				w.SetLag(acctest.Lag)
				defer w.SetLag(0)
				if err := application.ServicePrincipals.Delete(w.World, acctest.ContosoID, first, kernel.Actor{}); err != nil {
					t.Fatal(err)
				}
			},
			Config: config, ConfigPlanChecks: acctest.Planned(syncAddress, plancheck.ResourceActionDestroyBeforeCreate),
			Check: resource.ComposeTestCheckFunc(jobIs(t, w, "Active", "NotRun"), acctest.Then(func() error {
				if n := registrations(t, w); n != 1 || theSync(t, w).ServicePrincipalID == first {
					return fmt.Errorf("there are %d applications", n)
				}
				return nil
			})),
		},
	)
}

// TestHeldDeletions: a quarantine that holds deletions back is reported, and ends by
// the trigger only.
func TestHeldDeletions(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, reaching(4))
	scoped := func(ids []string, more ...string) string {
		// MT054 stops such a plan, unless it is off.
		return acctest.PlanChecks(w.Config(synced(append(more, "delete_threshold = 1")...)+group(set("members", ids),
			"service_principal_ids = [multitenant_cross_tenant_sync.it.service_principal_id]")), `MT051 = "off"`, `MT054 = "off"`)
	}
	held := func() {
		runs(t, w)
		if got := arrived(t, w)["Member"]; got != 4 {
			t.Fatalf("%d users arrived", got)
		}
	}
	w.Test(
		resource.TestStep{Config: scoped(members(0, 4), `restart = { trigger = "1" }`)},
		resource.TestStep{PreConfig: held, Config: scoped(members(0, 1), `restart = { trigger = "1" }`)},
		// The next cycle would delete three users.
		resource.TestStep{
			PreConfig:        func() { runs(t, w); w.ForgetRequests() },
			Config:           scoped(members(0, 1), `restart = { trigger = "1" }`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
			Check:            resource.ComposeTestCheckFunc(w.Made(), jobIs(t, w, "Active", "Quarantine")),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Value(syncAddress, "status", knownvalue.StringExact("quarantined")),
				acctest.Value(syncAddress, "quarantine", knownvalue.ObjectPartial(map[string]knownvalue.Check{"reason": knownvalue.StringExact("TooManyDeletes")})),
			},
		},
		resource.TestStep{
			Config:           scoped(members(0, 1), `restart = { trigger = "2", scopes = ["ForceDeletes"] }`),
			ConfigPlanChecks: acctest.Planned(syncAddress, plancheck.ResourceActionUpdate),
			Check: resource.ComposeTestCheckFunc(jobIs(t, w, "Active", "NotRun"), acctest.Then(func() error {
				runs(t, w)
				if got := arrived(t, w)["Member"]; got != 1 {
					return fmt.Errorf("%d users remain", got)
				}
				return nil
			})),
		},
		acctest.Unchanged(scoped(members(0, 1), `restart = { trigger = "2", scopes = ["ForceDeletes"] }`)),
	)
}
