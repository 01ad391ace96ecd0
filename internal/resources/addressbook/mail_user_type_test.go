package addressbook_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestMailUserBecomesMember: the type of the recipient changes in the apply that
// changes the mail user.
func TestMailUserBecomesMember(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange())
	id := guest(t, w)
	w.Change(acctest.FabrikamID, id, acctest.Object{"showInAddressList": true})
	config := func(kind, tip string) string {
		return w.Config(`
resource "multitenant_guest_user_type" "it" {
  tenant    = "fabrikam"
  user_id   = "` + id + `"
  user_type = "` + kind + `"
}
` + mails(quoted(id), `mail_tip = "`+tip+`"`, "depends_on = [multitenant_guest_user_type.it]"))
	}
	w.Test(
		resource.TestStep{
			Config:            config("Guest", "External"),
			ConfigStateChecks: []statecheck.StateCheck{acctest.Value(mailUser, "recipient_type", knownvalue.StringExact("GuestMailUser"))},
		},
		resource.TestStep{
			Config:            config("Member", "On leave"),
			ConfigStateChecks: []statecheck.StateCheck{acctest.Value(mailUser, "recipient_type", knownvalue.StringExact("MailUser"))},
		},
		acctest.Unchanged(config("Member", "On leave")),
	)
}
