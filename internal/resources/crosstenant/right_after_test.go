package crosstenant_test

import (
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	emulated "github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
)

// TestRightAfterApply runs commands while some replicas do not have a new entry.
func TestRightAfterApply(t *testing.T) {
	t.Parallel()
	for name, settings := range map[string]string{"one write": "", "two writes": twoWrites} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			w.SetLag(time.Minute)
			s := acctest.NewWorkspace(t, w.Config(about(settings)))
			s.MustRun("apply", "-auto-approve")
			s.Unchanged()
			s.MustRun("destroy", "-auto-approve")
			if _, err := emulated.Partners.Get(w.World, acctest.FabrikamID, acctest.ContosoID); err == nil {
				t.Error("the destroy has left the entry")
			}
			s.MustRun("apply", "-auto-approve")
			s.MustRun("destroy", "-auto-approve", "-refresh=false")
			if _, err := emulated.Partners.Get(w.World, acctest.FabrikamID, acctest.ContosoID); err == nil {
				t.Error("the destroy without a refresh has left the entry")
			}
		})
	}
}
