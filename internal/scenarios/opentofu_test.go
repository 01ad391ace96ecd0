package scenarios_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestImportByIdentityOnOpenTofu: OpenTofu 1.12 imports by identity, and plans no change
// for the configuration that it generates. The test runs where make .bin/tofu has built
// it.
func TestImportByIdentityOnOpenTofu(t *testing.T) {
	t.Parallel()
	tofu, err := filepath.Abs(top + ".bin/tofu")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(tofu); errors.Is(err, fs.ErrNotExist) {
		t.Skip("needs .bin/tofu: run make .bin/tofu")
	}
	w := acctest.Start(t, unconnectedEstate())
	ana := w.Welcome(acctest.FabrikamID, "ana.ruiz@contoso.example")
	imports := ""
	for to, object := range map[string]string{
		"multitenant_b2b_invitation.ana": ana.ID, "multitenant_guest_user_type.ana": ana.ID, "multitenant_cross_tenant_access_default.fabrikam": "default",
		"multitenant_external_collaboration.fabrikam": "collaboration",
	} {
		imports += fmt.Sprintf("\nimport {\n  to = %s\n  identity = { tenant_id = %q, object_id = %q }\n}\n", to, acctest.FabrikamID, object)
	}
	s := acctest.NewWorkspaceOf(t, tofu, w.ConfigFor([]string{acctest.Fabrikam}, imports))
	w.ForgetRequests()
	if out := s.MustRun("plan", "-generate-config-out=generated.tf"); !strings.Contains(out, "4 to import, 0 to add, 0 to change, 0 to destroy") {
		t.Errorf("the plan says\n%s", acctest.Tail(out))
	}
	if out := s.MustRun("apply", "-auto-approve"); !strings.Contains(out, "4 imported, 0 added, 0 changed, 0 destroyed") {
		t.Errorf("the apply says\n%s", acctest.Tail(out))
	}
	s.Unchanged()
	if err := w.Wrote(); err != nil {
		t.Error(err)
	}
}
