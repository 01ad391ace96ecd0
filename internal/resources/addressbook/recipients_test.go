package addressbook_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

const listed = "data.multitenant_recipients.all"

func lists(arguments string) string {
	return fmt.Sprintf(`
data "multitenant_recipients" "all" {
  tenant = "fabrikam"
  %s
}
`, arguments)
}

// TestRecipients lists the address book by type and by visibility. A role that reads
// is enough.
func TestRecipients(t *testing.T) {
	t.Parallel()
	w := start(t, acctest.Standard().WithExchange("Global Reader"))
	id := guest(t, w)
	newContact(t, w, "Partner", infoMail)
	contactID := contactGUID(t, w)
	text := knownvalue.StringExact
	ana := knownvalue.ObjectExact(map[string]knownvalue.Check{
		"display_name": knownvalue.NotNull(), "primary_smtp_address": text(anaEmail), "external_email_address": text(anaEmail), "type": text("GuestMailUser"),
		"email_addresses": knownvalue.ListExact([]knownvalue.Check{text(anaEmail), text(anaAlias)}), "hidden": knownvalue.Bool(true), "user_id": text(id),
	})
	partner := knownvalue.ObjectExact(map[string]knownvalue.Check{
		"display_name": text("Partner"), "primary_smtp_address": text(infoMail), "external_email_address": text(infoMail), "type": text("MailContact"),
		"email_addresses": knownvalue.ListExact([]knownvalue.Check{text(infoMail)}), "hidden": knownvalue.Bool(false), "user_id": knownvalue.Null(),
	})
	mona := knownvalue.ObjectPartial(map[string]knownvalue.Check{
		"type": text("UserMailbox"), "user_id": text(acctest.ManagerID), "external_email_address": knownvalue.Null(), "hidden": knownvalue.Bool(false),
	})
	are := func(want map[string]knownvalue.Check) []statecheck.StateCheck {
		return []statecheck.StateCheck{statecheck.ExpectKnownValue(listed, tfjsonpath.New("recipients"), knownvalue.MapExact(want))}
	}
	w.Test(
		resource.TestStep{Config: w.Config(lists(`types = ["Guest"]`)), PlanOnly: true, ExpectError: acctest.Message("value must be one of")},
		resource.TestStep{Config: w.Config(lists("")), ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue(listed, tfjsonpath.New("recipients"), knownvalue.MapPartial(map[string]knownvalue.Check{id: ana, contactID: partner, acctest.ManagerID: mona})),
			statecheck.ExpectKnownValue(listed, tfjsonpath.New("tenant_id"), text(acctest.FabrikamID)),
		}},
		resource.TestStep{Config: w.Config(lists(`types = ["GuestMailUser", "MailContact"]`)), ConfigStateChecks: are(map[string]knownvalue.Check{id: ana, contactID: partner})},
		resource.TestStep{
			Config:            w.Config(lists("types = [\"GuestMailUser\", \"MailContact\"]\n  visible_only = true")),
			ConfigStateChecks: are(map[string]knownvalue.Check{contactID: partner}),
		},
		resource.TestStep{Config: w.Config(lists(`types = ["SharedMailbox"]`)), ConfigStateChecks: are(map[string]knownvalue.Check{})},
	)
}

// contactGUID is the Guid of the contact of these tests.
func contactGUID(t *testing.T, w *acctest.World) string {
	t.Helper()
	found, err := ask(w, "Get-MailContact", infoMail, nil)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(found[0].Get("Guid"))
}

// TestRecipientsInPages lists more recipients than a page has.
func TestRecipientsInPages(t *testing.T) {
	t.Parallel()
	const guests, pageSize = 1050, 1000
	e := acctest.Standard().WithExchange("Global Reader")
	fabrikam := e.Tenant(acctest.Fabrikam)
	for i := range guests {
		fabrikam.Users = append(fabrikam.Users, acctest.Object{
			"id": fmt.Sprintf("dddddddd-0000-4000-8000-%012d", i), "displayName": fmt.Sprintf("Guest %d", i),
			"mail": fmt.Sprintf("guest%d@contoso.example", i), "userType": "Guest",
		})
	}
	w := start(t, e)
	s := acctest.NewWorkspace(t, w.Config(lists(`types = ["GuestMailUser"]`)+"\noutput \"number\" {\n  value = length(data.multitenant_recipients.all.recipients)\n}\n"))
	s.MustRun("apply", "-auto-approve")
	if number := s.MustRun("output", "-raw", "number"); number != fmt.Sprint(guests) {
		t.Errorf("listed %s recipients, want %d", number, guests)
	}
	// Pages, and an empty one at the end.
	if got, most := len(w.Requests(wire.Exchange)), guests/pageSize+2; got > most {
		t.Errorf("a list took %d requests, want at most %d", got, most)
	}
}

// TestRecipientsAreRefused names the role and the tenant.
func TestRecipientsAreRefused(t *testing.T) {
	t.Parallel()
	w := start(t, acctest.Standard().Grant("Exchange.ManageAsApp"))
	w.Test(resource.TestStep{
		Config:      w.Config(lists("")),
		ExpectError: acctest.Message(`Cannot list the recipients of tenant "fabrikam"`, "Global Reader", `tenant "fabrikam"`),
	})
}
