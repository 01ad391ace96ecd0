package guest_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
)

const (
	ana      = "multitenant_b2b_invitation.ana"
	anaEmail = "Ana.Ruiz@contoso.example"
)

// invite is the resource of most tests: Ana, invited to Fabrikam.
func invite(arguments string) string {
	return fmt.Sprintf(`
resource "multitenant_b2b_invitation" "ana" {
  tenant = "fabrikam"
  email  = %q
%s
}
`, anaEmail, arguments)
}

// start creates a world of the standard estate.
func start(t *testing.T) *acctest.World {
	t.Helper()
	return acctest.Start(t, acctest.Standard())
}

func attribute(name string, want knownvalue.Check) statecheck.StateCheck {
	return acctest.Value(ana, name, want)
}

func text(name, want string) statecheck.StateCheck {
	return attribute(name, knownvalue.StringExact(want))
}

// planned expects a plan's action on Ana.
func planned(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return acctest.Planned(ana, action)
}

// is compares Ana in the directory with the expected values.
func is(w *acctest.World, want func(*directory.User)) resource.TestCheckFunc {
	return acctest.Then(func() error {
		if err := acctest.Same(w.Guest(acctest.FabrikamID, anaEmail), want); err != nil {
			return fmt.Errorf("user %s of Fabrikam: %w", anaEmail, err)
		}
		return nil
	})
}
