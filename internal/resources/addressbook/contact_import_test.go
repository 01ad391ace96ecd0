package addressbook_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestMailContactImport imports a contact by Guid and by address. Attributes that
// are not configured stay as they are.
func TestMailContactImport(t *testing.T) {
	t.Parallel()
	for name, id := range map[string]func(guid string) string{
		"Guid":    func(guid string) string { return acctest.FabrikamID + "/" + strings.ToUpper(guid) },
		"address": func(string) string { return "fabrikam/" + strings.ToUpper(infoMail) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, withExchange())
			newContact(t, w, "Partner", infoMail)
			tell(t, w, "Set-Contact", infoMail, acctest.Object{"FirstName": "Ina"})
			tell(t, w, "Set-MailContact", infoMail, acctest.Object{"MailTip": "Slow"})
			named := id(contactGUID(t, w))
			config := w.Config(contacts(infoMail))
			w.Test(
				resource.TestStep{Config: config, ResourceName: contact, ImportState: true, ImportStateId: named, ImportStatePersist: true},
				acctest.Unchanged(config),
				resource.TestStep{
					ResourceName: contact, ImportState: true, ImportStateId: named, ImportStateVerify: true,
				},
				resource.TestStep{Config: config, Check: resource.ComposeAggregateTestCheckFunc(
					w.Made(), is(w, "Get-MailContact", infoMail, map[string]any{"Name": "Partner"}), is(w, "Get-Contact", infoMail, map[string]any{"FirstName": "Ina"}),
				)},
			)
			isGone(t, w, infoMail)
		})
	}
}

func TestMailContactImportIsRefused(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange())
	var steps []resource.TestStep
	for id, want := range map[string][]string{
		"fabrikam/" + infoMail:                          {"has no mail contact with the address " + infoMail},
		"fabrikam/dddddddd-0000-4000-8000-0000000000ff": {"has no mail contact with the Guid"},
		"fabrikam/Mona.Manager@fabrikam.example":        {"UserMailbox", "which is no mail contact"},
		"tailspin/" + infoMail:                          {"neither the key nor the tenant_id"},
		infoMail:                                        {"is not in the format <tenant key or tenant id>/<object>"},
	} {
		steps = append(steps, resource.TestStep{
			Config: w.Config(contacts(infoMail)), ResourceName: contact, ImportState: true, ImportStateId: id,
			ExpectError: acctest.Message(append([]string{"Cannot import"}, want...)...),
		})
	}
	w.Test(steps...)
}
