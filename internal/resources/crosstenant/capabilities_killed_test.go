package crosstenant_test

import (
	"net/http"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	emulated "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// TestKilledUpdateOfCapabilities: the provider or the CLI is killed in an update that
// creates one capability and has yet to delete another. The next apply continues, and
// a destroy deletes both, as they did not exist before.
func TestKilledUpdateOfCapabilities(t *testing.T) {
	t.Parallel()
	for name, cli := range map[string]bool{"provider": false, "CLI": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := withTrust(t)
			config := func(capabilities string) string { return w.Config(sees("capabilities = {\n" + capabilities + "}")) }
			left := func() (keys []string) {
				_ = w.Read(acctest.FabrikamID, func(d *kernel.Directory, _ kernel.Moment) error {
					for _, c := range emulated.Capabilities.All(d) {
						keys = append(keys, c.Key)
					}
					return nil
				})
				return keys
			}
			tips, rooms := "crossTenantMailTipsAll = { allowed = true }\n", "crossTenantPlacesRoomBooking = { allowed = true }\n"
			before := len(left())
			s := acctest.NewWorkspace(t, config(tips))
			s.MustRun("apply", "-auto-approve")
			s.Write(config(rooms))
			at := acctest.Moment{Method: http.MethodDelete, Path: "/policies/crossTenantAccessPolicy/partners/*/m365Capabilities/*", CLI: cli}
			if out, killed := w.Kill(s, at, "apply", "-auto-approve"); !killed {
				t.Fatalf("the apply was not killed:\n%s", acctest.Tail(out))
			}
			if now := left(); len(now) != before+2 {
				t.Fatalf("the kill was at another moment: %v", now)
			}
			s.MustRun("apply", "-auto-approve")
			s.Unchanged()
			s.MustRun("destroy", "-auto-approve")
			if now := left(); len(now) != before {
				t.Errorf("after the destroy there are %v", now)
			}
		})
	}
}
