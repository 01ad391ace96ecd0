package addressbook_test

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestKilledContact: a create whose process is killed leaves no state, and the next
// apply continues it, whatever the killed one has finished.
func TestKilledContact(t *testing.T) {
	t.Parallel()
	for cmdlet, carriedOut := range map[string]bool{"New-MailContact": true, "Set-MailContact": false} {
		for name, argument := range map[string]string{"short": "", "long": `
  display_name = "Partner desk"
  first_name   = "Desk"
  hidden_from_address_lists = true
  mail_tip     = "Slow"`} {
			if argument == "" && cmdlet == "Set-MailContact" {
				continue // nothing is left to set
			}
			t.Run(name+" "+cmdlet, func(t *testing.T) {
				t.Parallel()
				w := start(t, withExchange())
				s := acctest.NewWorkspace(t, w.Config(contacts(infoMail, argument)))
				at := acctest.Moment{Cmdlet: cmdlet, CarriedOut: carriedOut}
				if out, killed := w.Kill(s, at, "apply", "-auto-approve"); !killed {
					t.Fatalf("the apply was not killed:\n%s", acctest.Tail(out))
				}
				before, err := ask(w, "Get-MailContact", infoMail, nil)
				if err != nil {
					t.Fatal(err)
				}
				s.MustRun("apply", "-auto-approve")
				s.Unchanged()
				if err := is(w, "Get-MailContact", infoMail, map[string]any{"Guid": before[0].Get("Guid")})(nil); err != nil {
					t.Error(err)
				}
				s.MustRun("destroy", "-auto-approve")
				isGone(t, w, infoMail)
			})
		}
	}
}

// TestContactOfOthers: a contact is not taken for that of an interrupted apply if it
// is older, or has anything beyond the configuration.
func TestContactOfOthers(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*testing.T, *acctest.World){
		"older": func(_ *testing.T, w *acctest.World) { w.Advance(61 * time.Minute) },
		"another alias": func(t *testing.T, w *acctest.World) {
			tell(t, w, "Set-MailContact", infoMail, acctest.Object{"Alias": "desk"})
		},
		"a MailTip": func(t *testing.T, w *acctest.World) {
			tell(t, w, "Set-MailContact", infoMail, acctest.Object{"MailTip": "Slow"})
		},
		"hidden": func(t *testing.T, w *acctest.World) {
			tell(t, w, "Set-MailContact", infoMail, acctest.Object{"HiddenFromAddressListsEnabled": true})
		},
		"other name": func(t *testing.T, w *acctest.World) {
			tell(t, w, "Set-MailContact", infoMail, acctest.Object{"DisplayName": "Desk"})
		},
		"second address": func(t *testing.T, w *acctest.World) {
			tell(t, w, "Set-MailContact", infoMail, acctest.Object{"EmailAddresses": []any{"SMTP:" + infoMail, "smtp:desk@partner.example"}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, withExchange())
			newContact(t, w, infoMail, infoMail)
			change(t, w)
			w.Test(resource.TestStep{
				Config:      w.Config(contacts(infoMail, `alias = "info"`)),
				ExpectError: acctest.Message("Cannot create mail contact", "to = multitenant_mail_contact.NAME"),
			})
		})
	}
}
