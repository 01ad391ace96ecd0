package addressbook_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// becomesMember makes a user a member; user is an expression or a quoted id.
func becomesMember(user string) string {
	return `
resource "multitenant_guest_user_type" "ana" {
  tenant    = "fabrikam"
  user_id   = ` + user + `
  user_type = "Member"
}
`
}

// TestWrongOrderInPlan: what Exchange says of a guest that is to become a member
// counts above Graph's value.
func TestWrongOrderInPlan(t *testing.T) {
	t.Parallel()
	hidden := []string{"MT030", "hidden from the address book", "multitenant_gal_visibility"}
	for name, test := range map[string]struct {
		estate              *acctest.Estate
		inExchange, inGraph bool
		want                []string
	}{
		"hidden in Exchange":                {withRole("Global Reader"), false, true, hidden},
		"hidden in Graph":                   {withRole("Global Reader"), true, false, nil},
		"hidden in both":                    {withRole("Global Reader"), false, false, hidden},
		"Exchange not asked, Graph hidden":  {acctest.Standard(), true, false, hidden},
		"Exchange not asked, Graph visible": {acctest.Standard(), false, true, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, test.estate, apart)
			id := w.Welcome(acctest.FabrikamID, anaEmail).ID
			hideInExchange(t, w, id, !test.inExchange)
			w.Change(acctest.FabrikamID, id, map[string]any{"showInAddressList": test.inGraph})
			w.ForgetRequests()
			step := resource.TestStep{Config: w.Config(becomesMember(quoted(id)))}
			if test.want != nil {
				step.PlanOnly, step.ExpectError = true, acctest.Message(test.want...)
			}
			w.Test(step)
			if err := w.Wrote(); err != nil && test.want != nil {
				t.Error(err)
			}
		})
	}
}

// TestWrongOrderInApply: a guest that is invited in the same apply and not waited for
// has no mail user when it is to become a member.
func TestWrongOrderInApply(t *testing.T) {
	t.Parallel()
	w := lagging(t, withExchange(), oneBackEnd, func(s *settings.Settings) { s.MailUserDelay = 8 })
	w.Test(resource.TestStep{
		Config:      w.Config(invited + becomesMember("multitenant_b2b_invitation.ana.user_id") + shows("multitenant_guest_user_type.ana.user_id", true)),
		ExpectError: acctest.Message("MT030", "not a mail user of Exchange Online", "as multitenant_gal_visibility does"),
	})
}
