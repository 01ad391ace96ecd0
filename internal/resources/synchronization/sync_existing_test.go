package synchronization_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestExistingSync: a configuration for the target stops the plan, with the id to
// import; it is taken, or another one is made, if the configuration says so.
func TestExistingSync(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, withSync(1, nil, acctest.Object{"SyncNotificationSettings": acctest.Object{"Enabled": true, "Recipients": "old@contoso.example", "X": 1}}))
	adopting := w.Config(synced(`on_existing = "adopt"`, `delete_threshold = 9`))
	w.Test(
		resource.TestStep{
			Config:      w.Config(synced()),
			ExpectError: acctest.Message("Existing synchronization configuration", `"To Fabrikam"`, "contoso/"+principalID, `on_existing = "adopt"`),
		},
		resource.TestStep{
			PreConfig: w.ForgetRequests, Config: adopting, Check: resource.ComposeTestCheckFunc(jobIs(t, w, "Active", "Active"), acctest.Then(func() error {
				if got := secret(t, w, "SyncNotificationSettings"); got != `{"Enabled":true,"Recipients":"old@contoso.example","X":1,"DeleteThresholdEnabled":true,"DeleteThresholdValue":9}` {
					return fmt.Errorf("the settings are %s", got)
				}
				return w.Wrote("PUT /servicePrincipals/{id}/synchronization/secrets")
			})),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Value(syncAddress, "service_principal_id", knownvalue.StringExact(principalID)),
				acctest.Value(syncAddress, "display_name", knownvalue.StringExact("To Fabrikam")),
				acctest.Value(syncAddress, "notification_email", knownvalue.StringExact("old@contoso.example")),
				acctest.Value(syncAddress, "on_destroy", knownvalue.StringExact("keep")),
			},
		},
		acctest.Unchanged(adopting),
	)
	// An adopted configuration survives the destroy.
	theSync(t, w)
	w.Test(resource.TestStep{Config: w.Config(synced(`on_existing = "create"`)), Check: acctest.Then(func() error {
		if n := len(configurations(t, w)); n != 2 {
			return fmt.Errorf("there are %d configurations", n)
		}
		return nil
	})})
}

// TestImportedSync: an import by display name with what the configuration has changes
// nothing.
func TestImportedSync(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, withSync(1, nil, nil))
	s := acctest.NewWorkspace(t, w.Config(synced()))
	s.MustRun("import", syncAddress, "contoso/To Fabrikam")
	s.Unchanged()
	s.MustRun("destroy", "-auto-approve")
	theSync(t, w)
	out, err := s.Run("import", syncAddress, "contoso/Nothing")
	if err == nil || !acctest.Message(`no synchronization with the display name "Nothing"`).MatchString(out) {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestKilledCreation continues with the same application, whichever write was the last.
func TestKilledCreation(t *testing.T) {
	t.Parallel()
	for _, at := range []acctest.Moment{
		{Number: 1, CarriedOut: true},
		{Number: 2},
		{Number: 2, CarriedOut: true},
		{Number: 3, CarriedOut: true},
		{Number: 4, CarriedOut: true},
		{Number: 5, CarriedOut: true},
		{Number: 6, CarriedOut: true},
	} {
		t.Run(fmt.Sprintf("write %d %v", at.Number, at.CarriedOut), func(t *testing.T) {
			t.Parallel()
			w := acctest.Start(t, reaching(1))
			s := acctest.NewWorkspace(t, w.Config(synced(mapped)))
			if out, killed := w.Kill(s, at, "apply", "-auto-approve"); !killed {
				t.Fatalf("the apply ended before:\n%s", out)
			}
			if out, err := s.Run("apply", "-auto-approve"); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if n := registrations(t, w); n != 1 {
				t.Errorf("there are %d applications", n)
			}
			if err := jobIs(t, w, "Active", "NotRun")(nil); err != nil {
				t.Error(err)
			}
			s.Unchanged()
		})
	}
}
