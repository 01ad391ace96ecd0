package guestsync_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// invite is an invitation to Fabrikam.
func invite(email string, arguments ...string) string {
	return fmt.Sprintf(`
resource "multitenant_b2b_invitation" "it" {
  tenant = "fabrikam"
  email  = %s
  %s
}
`, email, strings.Join(arguments, "\n  "))
}

// TestWriters finds a user with two writers in one configuration, by name, whichever is
// planned first; and makes no claim about others, nor about unknown values.
func TestWriters(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, populated(3).Grant("Synchronization.ReadWrite.All"))
	expel(t, w, 3, 3)
	one, three := fmt.Sprintf("%q", upn(1)), fmt.Sprintf("%q", upn(3))
	const (
		afterInvitation = "depends_on = [multitenant_b2b_invitation.it]"
		afterSync       = "depends_on = [multitenant_guest_sync.contoso]"
	)
	unknown := "terraform_data.email.output\n}\nresource \"terraform_data\" \"email\" {\n  input = \"mona@example.org\""
	twice := acctest.Message("MT081", "The user "+upn(1)+" is invited", `of "contoso" to "fabrikam"`)
	refused := func(config string, message *regexp.Regexp) resource.TestStep {
		return resource.TestStep{Config: w.Config(config), PlanOnly: true, ExpectError: message}
	}
	both := guestSync() + invite(three)
	another := strings.Replace(guestSync(`source_anchor = "extensionAttribute14"`), `"multitenant_guest_sync" "contoso"`, `"multitenant_guest_sync" "again"`, 1)
	w.Test(
		refused(guestSync(afterInvitation)+invite(one), twice),
		refused(guestSync()+invite(one, afterSync), twice),
		refused(guestSync()+another, acctest.Message("MT081", "Two guest syncs", "the same 2 external users", upn(1))),
		refused(guestSync()+"resource \"multitenant_cross_tenant_sync\" \"it\" {\n  source = \"contoso\"\n  target = \"fabrikam\"\n}\n",
			acctest.Message("MT081", "starts the job", `of "contoso" to "fabrikam"`)),
		resource.TestStep{PreConfig: func() { wrote(t, w) }, Config: w.Config(guestSync() + invite(unknown)), PlanOnly: true, ExpectNonEmptyPlan: true},
		resource.TestStep{Config: w.Config(both)},
		acctest.Unchanged(w.Config(both)),
		// The invited user gets into the scope, and the guest exists.
		resource.TestStep{
			PreConfig: func() { join(t, w, groupID, 3) },
			Config:    w.Config(both), PlanOnly: true, ExpectError: acctest.Message("MT081", "The user "+upn(3)+" is invited"),
		},
		// A user that the sync has created is invited.
		resource.TestStep{
			PreConfig: func() { expel(t, w, 3, 3) },
			Config:    w.Config(guestSync() + invite(one, `on_existing = "adopt"`)), PlanOnly: true, ExpectError: twice,
		},
		resource.TestStep{Config: w.Config(guestSync())},
	)
}
