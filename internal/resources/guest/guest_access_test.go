package guest_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const moduleFolder = "../../../examples/modules/guest_access"

// TestGuestAccessModule runs the module's own tests, and those of its example,
// on an emulator.
func TestGuestAccessModule(t *testing.T) {
	t.Parallel()
	for _, folder := range []string{".", "examples/two-subsidiaries"} {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			s := acctest.NewWorkspace(t, acctest.Requirements, "TF_VAR_tenants="+tenantsOf(t, w))
			if err := os.CopyFS(s.Path("module"), os.DirFS(moduleFolder)); err != nil {
				t.Fatal(err)
			}
			chdir := "-chdir=" + filepath.Join("module", folder)
			s.MustRun(chdir, "init")
			if out := s.MustRun(chdir, "test"); !strings.Contains(out, ", 0 failed") {
				t.Errorf("terraform test says\n%s", tail(out))
			}
			for _, id := range []string{acctest.ContosoID, acctest.FabrikamID} {
				for _, u := range w.Guests(id) {
					if u.AccountEnabled {
						t.Errorf("%s is left in %s after the end of the tests", u.Mail, id)
					}
				}
			}
		})
	}
}

// tenantsOf is the provider's tenants argument as JSON.
func tenantsOf(t *testing.T, w *acctest.World) string {
	t.Helper()
	type endpoints struct {
		Authority string `json:"authority"`
		Graph     string `json:"graph"`
		Exchange  string `json:"exchange"`
	}
	tenants := map[string]any{}
	for key, id := range map[string]string{acctest.Contoso: acctest.ContosoID, acctest.Fabrikam: acctest.FabrikamID} {
		tenants[key] = map[string]any{
			"tenant_id": id, "client_id": acctest.ClientID(key), "client_secret": acctest.Secret(key),
			"endpoints": endpoints(w.Server().Clouds()["public"]),
		}
	}
	data, err := json.Marshal(tenants)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
