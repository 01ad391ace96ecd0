package guest_test

import (
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestUndecidedFindingsSayWhatToDo plans and applies invitations that other
// resources of a configuration might still allow: no user is invited.
func TestUndecidedFindingsSayWhatToDo(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, obstacles())
	for tenant, parts := range map[string][]string{
		closed:  {"MT022", `the default b2bCollaborationInbound of tenant "wingtip" blocks it`, "This is the current setting", "after"},
		distant: {"MT023", "This is the current setting", `"microsoftonline.com" in tenant "adatum"`, "after"},
	} {
		s := acctest.NewWorkspace(t, w.Config(person("guest", tenant, "good@contoso.example", "")))
		if out, err := s.Run("plan"); err != nil || !acctest.Message(append([]string{"Warning: "}, parts...)...).MatchString(out) {
			t.Errorf("%s: the plan says\n%s", tenant, out)
		}
		if out, err := s.Run("apply", "-auto-approve"); err == nil || !acctest.Message(append([]string{"Error: "}, parts...)...).MatchString(out) {
			t.Errorf("%s: the apply says\n%s", tenant, out)
		}
	}
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("the apply wrote %v", writes)
	}
}
