package collaboration_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestFormerValuesOutliveAKill: the provider or the CLI is killed right after an update
// has changed a property for the first time. The next apply records it, although the
// tenant already has the new value, and a destroy restores the former one.
func TestFormerValuesOutliveAKill(t *testing.T) {
	t.Parallel()
	for name, cli := range map[string]bool{"provider": false, "CLI": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.Start(t, estate())
			s := acctest.NewWorkspace(t, w.Config(external("fabrikam", `allow_invites_from = "everyone"`)))
			s.MustRun("apply", "-auto-approve")
			s.Write(w.Config(external("fabrikam", restrictive)))
			at := acctest.Moment{Method: http.MethodPatch, Path: authorizationPath, CarriedOut: true, CLI: cli}
			if out, killed := w.Kill(s, at, "apply", "-auto-approve"); !killed {
				t.Fatalf("the apply was not killed:\n%s", acctest.Tail(out))
			}
			if err := has(w, restricted)(nil); err != nil {
				t.Fatalf("the kill was too early: %v", err)
			}
			s.MustRun("apply", "-auto-approve")
			s.Unchanged()
			s.MustRun("destroy", "-auto-approve")
			if err := has(w, original)(nil); err != nil {
				t.Errorf("after the destroy: %v", err)
			}
		})
	}
}

// TestFormerValuesOfAnImport: Terraform keeps no state of a create that was killed, so
// that nothing can tell the former values. With an import block there is a state.
func TestFormerValuesOfAnImport(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, estate())
	adopt := "\nimport {\n  to = " + fabrikam + "\n  id = \"fabrikam/collaboration\"\n}\n"
	s := acctest.NewWorkspace(t, w.Config(external("fabrikam", restrictive)+adopt))
	at := acctest.Moment{Method: http.MethodPatch, Path: authorizationPath, CarriedOut: true}
	if out, killed := w.Kill(s, at, "apply", "-auto-approve"); !killed {
		t.Fatalf("the apply was not killed:\n%s", acctest.Tail(out))
	}
	s.MustRun("apply", "-auto-approve")
	s.Unchanged()
	s.MustRun("destroy", "-auto-approve")
	if err := has(w, original)(nil); err != nil {
		t.Errorf("after the destroy: %v", err)
	}
}

// TestSettingsPlannedTwice refuses a second resource for the settings of a tenant.
func TestSettingsPlannedTwice(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, estate())
	for _, one := range []string{external("fabrikam", ""), domains("fabrikam", "blocked_domains = []")} {
		s := acctest.NewWorkspace(t, w.Config(one+strings.Replace(one, `"fabrikam" {`, `"again" {`, 1)))
		if out, err := s.Run("plan"); err == nil || !acctest.Message("MT028", "A new resource of this plan and another both manage", `tenant "fabrikam"`).MatchString(out) {
			t.Errorf("%v\n%s", err, out)
		}
	}
}
