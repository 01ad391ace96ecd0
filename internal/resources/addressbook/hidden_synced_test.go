package addressbook_test

import (
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// synchronized is the standard estate, in which a job of Contoso synchronizes its
// manager to Fabrikam with a mapping of showInAddressList.
func synchronized(flow, expression string) *acctest.Estate {
	schema := acctest.SyncSchema(nil, nil, acctest.SyncMapping("showInAddressList", flow, "Constant", expression))
	return withExchange().Synchronizing(acctest.SyncToFabrikam(schema, acctest.ManagerID))
}

// TestHiddenUserIsSynchronized hides a user, changes it at home and runs the jobs: the
// user stays hidden exactly if the plan has no MT042.
func TestHiddenUserIsSynchronized(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		flow, expression string
		visible, found   bool
	}{
		"shown always":      {"Always", `"True"`, false, true},
		"shown at creation": {"ObjectAddOnly", `"true"`, false, false},
		"hidden always":     {"Always", `"false"`, false, false},
		"to be visible":     {"Always", `"true"`, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, synchronized(test.flow, test.expression))
			mona := w.Welcome(acctest.FabrikamID, "mona.manager@contoso.example")
			w.Synchronize()
			s := acctest.NewWorkspace(t, w.Config(shows(quoted(mona.ID), test.visible)))
			out := s.MustRun("apply", "-auto-approve")
			if found := acctest.Message("Warning: MT042", mona.ID, `tenant "contoso"`, `("To Fabrikam")`).MatchString(out); found != test.found {
				t.Errorf("the apply says\n%s", acctest.Tail(out))
			}
			if strings.Contains(out, "MT042") != test.found {
				t.Errorf("the apply says\n%s", acctest.Tail(out))
			}
			w.Change(acctest.ContosoID, acctest.ManagerID, map[string]any{"department": "Moved"})
			w.Synchronize()
			shown := w.User(acctest.FabrikamID, mona.ID).ShowInAddressList
			if want := test.visible || test.found; (shown != nil && *shown) != want {
				t.Errorf("after the run of the jobs, the user is shown: %t, want %t", !want, want)
			}
		})
	}
}
