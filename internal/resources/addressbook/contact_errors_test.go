package addressbook_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// TestMailContactIsRefused: the message names the role and the tenant, and a reader
// of the address book creates nothing.
func TestMailContactIsRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		estate *acctest.Estate
		lacks  string
	}{
		"no permission": {acctest.Standard(), "Exchange.ManageAsApp"},
		"no role":       {acctest.Standard().Grant("Exchange.ManageAsApp"), "Global Reader"},
		"reader":        {acctest.Standard().WithExchange("Global Reader"), "Exchange Recipient Administrator"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, test.estate)
			w.Test(resource.TestStep{
				Config:      w.Config(contacts(infoMail)),
				ExpectError: acctest.Message("Cannot create mail contact "+infoMail+" in tenant \"fabrikam\"", test.lacks, `tenant "fabrikam"`),
			})
			isGone(t, w, infoMail)
		})
	}
}

// TestMailContactExists: the error about a contact that exists has an import block,
// and the one about another recipient names it.
func TestMailContactExists(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange())
	newContact(t, w, "Partner", infoMail)
	newContact(t, w, "office@partner.example", "other@partner.example")
	w.Test(
		resource.TestStep{
			Config:      w.Config(contacts(infoMail)),
			ExpectError: acctest.Message("Cannot create mail contact", `belongs to "Partner" (MailContact`, "to = multitenant_mail_contact.NAME", `id = "fabrikam/`),
		},
		resource.TestStep{
			Config:      w.Config(contacts("Mona.Manager@fabrikam.example")),
			ExpectError: acctest.Message("Cannot create mail contact", "UserMailbox", "Remove the address from that recipient"),
		},
		resource.TestStep{
			Config:      w.Config(contacts("office@partner.example")),
			ExpectError: acctest.Message("Cannot create mail contact", "already exists", "Set another name"),
		},
		resource.TestStep{Config: w.Config(contacts("free@partner.example"))},
		resource.TestStep{
			Config:      w.Config(contacts(infoMail)),
			ExpectError: acctest.Message("Cannot change mail contact free@partner.example", "already being used by", "Partner"),
		},
	)
}

// TestMailContactSurvivesTheService: lost answers, refusals for a time and back ends
// without the new contact end with one complete contact.
func TestMailContactSurvivesTheService(t *testing.T) {
	t.Parallel()
	now := json.RawMessage("0")
	for name, fault := range map[string]wire.Fault{
		"lost creation":       {Cmdlet: "New-MailContact", Times: 1, DropResponse: true},
		"creation times out":  {Cmdlet: "New-MailContact", Times: 1, Act: true, Status: http.StatusGatewayTimeout},
		"lost change":         {Cmdlet: "Set-MailContact", Times: 1, DropResponse: true},
		"throttled":           {Cmdlet: "New-MailContact", Times: 2, Status: http.StatusTooManyRequests, RetryAfter: now},
		"busy":                {Cmdlet: "Get-Recipient", Times: 2, Status: http.StatusServiceUnavailable, RetryAfter: now},
		"busy after creation": {Cmdlet: "Get-Contact", Times: 2, Status: http.StatusServiceUnavailable, RetryAfter: now},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t, withExchange())
			fault.Service = wire.Exchange
			w.Fault(fault)
			config := w.Config(contacts(infoMail, fullContact...))
			w.Test(
				resource.TestStep{Config: config, Check: is(w, "Get-MailContact", infoMail, map[string]any{"Name": "Info Partner", "HiddenFromAddressListsEnabled": true})},
				acctest.Unchanged(config),
			)
			isGone(t, w, infoMail)
		})
	}
}

// TestMailContactLag: other back ends have a contact and its changes late. It is
// neither lost nor created twice.
func TestMailContactLag(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange())
	w.SetLag(acctest.Lag)
	s := acctest.NewWorkspace(t, w.Config(contacts(infoMail, fullContact...)))
	s.MustRun("apply", "-auto-approve")
	// The refresh reaches another back end, which does not have the contact yet.
	s.MustRun("plan", "-detailed-exitcode")
	s.Write(w.Config(contacts(infoMail, with(fullContact, `first_name = "Ina"`, `first_name = "Ines"`)...)))
	s.MustRun("apply", "-auto-approve")
	if err := w.Wrote("New-MailContact", "Set-MailContact", "Set-Contact"); err != nil {
		t.Error(err)
	}
	w.Advance(acctest.Lag)
	s.MustRun("plan", "-detailed-exitcode")
	s.MustRun("destroy", "-auto-approve")
	isGone(t, w, infoMail)
}

func TestMailContactIsValidated(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange())
	var steps []resource.TestStep
	for arguments, want := range map[string]string{
		`mail_tip = "` + strings.Repeat("x", 176) + `"`: "has 176 characters",
		`mail_tip = "<b>Slow</b>"`:                      "is not plain text",
		`mail_tip = ""`:                                 "use null",
		`first_name = ""`:                               "use null",
		`name = "` + strings.Repeat("n", 65) + `"`:      "at most 64",
	} {
		steps = append(steps, resource.TestStep{Config: w.Config(contacts(infoMail, arguments)), PlanOnly: true, ExpectError: acctest.Message(want)})
	}
	long := strings.Repeat("a", 60) + "@partner.example"
	steps = append(steps,
		resource.TestStep{Config: w.Config(contacts("partner")), PlanOnly: true, ExpectError: acctest.Message("it has no @")},
		resource.TestStep{Config: w.Config(contacts(long)), PlanOnly: true, ExpectError: acctest.Message("Name is too long", "has 76 characters", "Set name")},
		resource.TestStep{Config: w.Config(contacts(long, `name = "Partner"`)), Check: is(w, "Get-MailContact", "Partner", map[string]any{"PrimarySmtpAddress": long})},
	)
	w.Test(steps...)
}
