package guest_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestInvitersOnly restricts invitations to inviters: the plan reads the
// application's token, without a request, and the service decides alike.
func TestInvitersOnly(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		permissions []string
		refused     bool
	}{
		"an application that may write users": {[]string{"Policy.Read.All", "User.ReadWrite.All"}, true},
		"an application that may invite":      {[]string{"Policy.Read.All", "User.ReadWrite.All", "User.Invite.All"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := acctest.Standard()
			fabrikam := e.Tenant(acctest.Fabrikam)
			fabrikam.AuthorizationPolicy = acctest.Object{"allowInvitesFrom": "adminsAndGuestInviters"}
			fabrikam.Applications[0].Permissions, fabrikam.Applications[0].DirectoryRoles = c.permissions, nil
			w := acctest.Start(t, e)
			planned := resource.TestStep{Config: w.Config(invite("")), PlanOnly: true, ExpectNonEmptyPlan: true}
			applied := resource.TestStep{Config: acctest.Checking(w.Config(invite("")), "off", "MT020")}
			if c.refused {
				planned.ExpectError = acctest.Message("MT020", "only with User.Invite.All", `Grant the application the permission User.Invite.All in tenant "fabrikam"`)
				applied.ExpectError = acctest.Message("Cannot invite "+anaEmail, "Graph refused POST /invitations", "403")
			}
			w.Test(planned, applied)
		})
	}
}
