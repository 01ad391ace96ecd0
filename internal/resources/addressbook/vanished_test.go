package addressbook_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestVanishedBetweenReads deletes an object between the two reads of a refresh: it
// leaves the state without an error.
func TestVanishedBetweenReads(t *testing.T) {
	t.Parallel()
	t.Run("mail contact", func(t *testing.T) {
		t.Parallel()
		w := start(t, withExchange())
		w.Test(
			resource.TestStep{Config: w.Config(contacts(infoMail))},
			resource.TestStep{
				PreConfig: func() {
					w.When(acctest.Moment{Cmdlet: "Get-Contact"}, func() { tell(t, w, "Remove-MailContact", infoMail, nil) })
				},
				RefreshState: true, ExpectNonEmptyPlan: true,
			},
		)
	})
	t.Run("user", func(t *testing.T) {
		t.Parallel()
		w := start(t, withExchange())
		id := hiddenGuest(w)
		w.Test(
			resource.TestStep{Config: w.Config(shows(quoted(id), true))},
			resource.TestStep{
				PreConfig: func() {
					w.When(acctest.Moment{Cmdlet: "Get-MailUser"}, func() { w.Remove(acctest.FabrikamID, id) })
				},
				RefreshState: true, ExpectNonEmptyPlan: true,
			},
		)
	})
}
