package acctest_test

import (
	"fmt"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

func TestMain(m *testing.M) { acctest.Main(m) }

const anaEmail = "Ana.Ruiz@contoso.example"

// invite is the resource of these tests: Ana, invited to Fabrikam.
func invite(arguments string) string {
	return fmt.Sprintf(`
resource "multitenant_b2b_invitation" "ana" {
  tenant = "fabrikam"
  email  = %q
%s
}
`, anaEmail, arguments)
}

func start(t *testing.T) *acctest.World {
	t.Helper()
	return acctest.Start(t, acctest.Standard())
}
