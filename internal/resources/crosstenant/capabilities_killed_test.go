package crosstenant_test

import (
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestKilledUpdateOfCapabilities: if the provider is killed during an update, Terraform
// drops the record of former values, and the plan says which capabilities stay.
func TestKilledUpdateOfCapabilities(t *testing.T) {
	t.Parallel()
	w := withTrust(t)
	config := func(capabilities string) string { return w.Config(sees("capabilities = {\n" + capabilities + "}")) }
	tips, rooms := "crossTenantMailTipsAll = { allowed = true }\n", "crossTenantPlacesRoomBooking = { allowed = true }\n"
	s := acctest.NewWorkspace(t, config(tips+rooms))
	s.MustRun("apply", "-auto-approve")
	s.Write(config(tips))
	if out, killed := w.Kill(s, acctest.Moment{}, "apply", "-auto-approve"); !killed {
		t.Fatalf("the apply was not killed:\n%s", acctest.Tail(out))
	}
	for _, command := range [][]string{{"plan"}, {"plan", "-destroy"}} {
		if out := s.MustRun(command...); !strings.Contains(out, "Capabilities will stay") || !strings.Contains(out, "crossTenantPlacesRoomBooking") {
			t.Errorf("%s does not say what stays:\n%s", command, acctest.Tail(out))
		}
	}
}
