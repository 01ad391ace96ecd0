package addressbook_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// fullContact has every argument.
var fullContact = []string{
	`name = "Info Partner"`, `display_name = "Partner: information"`, `alias = "partner.info"`, `first_name = "Ina"`, `last_name = "Fonseca"`,
	`hidden_from_address_lists = true`, `mail_tip = "Outside of Fabrikam & slow"`,
}

// with replaces arguments, and removes those that are replaced by nothing.
func with(arguments []string, replaced ...string) []string {
	next := slices.Clone(arguments)
	for i := 0; i < len(replaced); i += 2 {
		at := slices.Index(next, replaced[i])
		if next[at] = replaced[i+1]; replaced[i+1] == "" {
			next = slices.Delete(next, at, at+1)
		}
	}
	return next
}

// TestMailContactLife creates a contact with every argument, changes each of them,
// removes each of them, and deletes it.
func TestMailContactLife(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange())
	config := func(email string, arguments []string) string { return w.Config(contacts(email, arguments...)) }
	mail := func(want map[string]any) resource.TestCheckFunc { return is(w, "Get-MailContact", infoMail, want) }
	person := func(want map[string]any) resource.TestCheckFunc { return is(w, "Get-Contact", infoMail, want) }
	steps := []resource.TestStep{
		{
			Config: config(infoMail, fullContact),
			ConfigStateChecks: contactIs(map[string]knownvalue.Check{
				"contact_id": knownvalue.NotNull(), "entra_object_id": knownvalue.NotNull(), "primary_smtp_address": knownvalue.StringExact(infoMail),
				"mail_tip": knownvalue.StringExact("Outside of Fabrikam & slow"), "first_name": knownvalue.StringExact("Ina"),
			}),
			Check: resource.ComposeAggregateTestCheckFunc(
				w.Made("New-MailContact", "Set-MailContact"), person(map[string]any{"FirstName": "Ina", "LastName": "Fonseca"}),
				mail(map[string]any{"Name": "Info Partner", "DisplayName": "Partner: information", "Alias": "partner.info", "HiddenFromAddressListsEnabled": true}),
			),
		},
		acctest.Unchanged(config("INFO@Partner.example", fullContact)),
	}
	changes := []struct {
		from, to string
		check    resource.TestCheckFunc
		cmdlet   string
	}{
		{`name = "Info Partner"`, `name = "Partner"`, mail(map[string]any{"Name": "Partner"}), "Set-MailContact"},
		{`display_name = "Partner: information"`, `display_name = "Partner"`, mail(map[string]any{"DisplayName": "Partner"}), "Set-MailContact"},
		{`alias = "partner.info"`, `alias = "partner"`, mail(map[string]any{"Alias": "partner"}), "Set-MailContact"},
		{`first_name = "Ina"`, `first_name = "Ines"`, person(map[string]any{"FirstName": "Ines"}), "Set-Contact"},
		{`last_name = "Fonseca"`, `last_name = "Flores"`, person(map[string]any{"LastName": "Flores"}), "Set-Contact"},
		{`hidden_from_address_lists = true`, `hidden_from_address_lists = false`, mail(map[string]any{"HiddenFromAddressListsEnabled": false}), "Set-MailContact"},
		{`mail_tip = "Outside of Fabrikam & slow"`, `mail_tip = "Slow"`, mail(map[string]any{"MailTip": "<html>\n<body>\nSlow\n</body>\n</html>\n"}), "Set-MailContact"},
	}
	arguments := fullContact
	for _, c := range changes {
		arguments = with(arguments, c.from, c.to)
		steps = append(steps, updated(w, config(infoMail, arguments), c.check, c.cmdlet)...)
	}
	steps = append(steps, updated(w, config(infoMail, with(arguments, `hidden_from_address_lists = false`, `hidden_from_address_lists = true`)),
		mail(map[string]any{"HiddenFromAddressListsEnabled": true}), "Set-MailContact")...)
	arguments = with(arguments, `hidden_from_address_lists = false`, `hidden_from_address_lists = true`)
	removals := []struct {
		argument string
		check    resource.TestCheckFunc
		cmdlet   string
	}{
		{`display_name = "Partner"`, mail(map[string]any{"DisplayName": "Partner", "Name": "Partner"}), ""},
		{`name = "Partner"`, mail(map[string]any{"Name": infoMail, "DisplayName": infoMail}), "Set-MailContact"},
		{`alias = "partner"`, mail(map[string]any{"Alias": "partner"}), ""},
		{`first_name = "Ines"`, person(map[string]any{"FirstName": "", "LastName": "Flores"}), "Set-Contact"},
		{`last_name = "Flores"`, person(map[string]any{"LastName": ""}), "Set-Contact"},
		{`hidden_from_address_lists = true`, mail(map[string]any{"HiddenFromAddressListsEnabled": false}), "Set-MailContact"},
		{`mail_tip = "Slow"`, mail(map[string]any{"MailTip": nil}), "Set-MailContact"},
	}
	for _, r := range removals {
		arguments = with(arguments, r.argument, "")
		if r.cmdlet == "" {
			steps = append(steps, resource.TestStep{Config: config(infoMail, arguments), Check: r.check})
			continue
		}
		steps = append(steps, updated(w, config(infoMail, arguments), r.check, r.cmdlet)...)
	}
	steps = append(steps, resource.TestStep{PreConfig: w.ForgetRequests, Config: config(infoMail, arguments), Destroy: true, Check: w.Made("Remove-MailContact")})
	w.Test(steps...)
	isGone(t, w, infoMail)
}

// TestMailContactByAddressAlone: the name follows the address, and a timeout writes
// nothing.
func TestMailContactByAddressAlone(t *testing.T) {
	t.Parallel()
	const other = "office@partner.example"
	w := start(t, withExchange())
	steps := []resource.TestStep{
		{
			Config: w.Config(contacts(infoMail)),
			ConfigStateChecks: contactIs(map[string]knownvalue.Check{
				"name": knownvalue.StringExact(infoMail), "display_name": knownvalue.StringExact(infoMail), "alias": knownvalue.StringExact("info"),
				"first_name": knownvalue.Null(), "mail_tip": knownvalue.Null(), "hidden_from_address_lists": knownvalue.Bool(false),
			}),
			Check: w.Made("New-MailContact"),
		},
		{PreConfig: w.ForgetRequests, Config: w.Config(contacts(infoMail, `timeouts = { read = "4m" }`)), Check: w.Made()},
	}
	steps = append(steps, updated(w, w.Config(contacts(other)),
		is(w, "Get-MailContact", other, map[string]any{"Name": other, "DisplayName": other, "ExternalEmailAddress": "SMTP:" + other, "PrimarySmtpAddress": other}),
		"Set-MailContact")...)
	w.Test(steps...)
	isGone(t, w, other)
}

// TestMailContactUnknownAtPlan takes the address from another resource.
func TestMailContactUnknownAtPlan(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange())
	config := func(email string) string {
		return w.Config(`
resource "terraform_data" "address" {
  input = "` + email + `"
}

resource "multitenant_mail_contact" "it" {
  tenant = "fabrikam"
  email  = terraform_data.address.output
}
`)
	}
	w.Test(
		resource.TestStep{Config: config(infoMail), Check: is(w, "Get-MailContact", infoMail, map[string]any{"Name": infoMail})},
		acctest.Unchanged(config(infoMail)),
		resource.TestStep{
			Config:           config("office@partner.example"),
			ConfigPlanChecks: acctest.Planned(contact, plancheck.ResourceActionUpdate),
			Check:            is(w, "Get-MailContact", "office@partner.example", map[string]any{"Name": "office@partner.example"}),
		},
		acctest.Unchanged(config("office@partner.example")),
	)
}

// TestMailContactDrift changes and deletes the contact without Terraform.
func TestMailContactDrift(t *testing.T) {
	t.Parallel()
	w := start(t, withExchange())
	config := w.Config(contacts(infoMail, `display_name = "Partner"`, `first_name = "Ina"`))
	sent := func(cmdlet, name string, value any) func() {
		return func() { tell(t, w, cmdlet, infoMail, acctest.Object{name: value}) }
	}
	w.Test(
		resource.TestStep{Config: config},
		resource.TestStep{PreConfig: sent("Set-MailContact", "DisplayName", "Other"), RefreshState: true, ExpectNonEmptyPlan: true},
		resource.TestStep{Config: config, Check: is(w, "Get-MailContact", infoMail, map[string]any{"DisplayName": "Partner"})},
		resource.TestStep{PreConfig: sent("Set-Contact", "FirstName", "Ines"), RefreshState: true, ExpectNonEmptyPlan: true},
		resource.TestStep{Config: config, Check: is(w, "Get-Contact", infoMail, map[string]any{"FirstName": "Ina"})},
		// What is not configured is read, and left alone.
		resource.TestStep{PreConfig: sent("Set-Contact", "LastName", "Flores"), RefreshState: true},
		resource.TestStep{Config: config, ConfigStateChecks: contactIs(map[string]knownvalue.Check{"last_name": knownvalue.StringExact("Flores")})},
		resource.TestStep{
			PreConfig:    func() { tell(t, w, "Remove-MailContact", infoMail, nil) },
			RefreshState: true, ExpectNonEmptyPlan: true,
			RefreshPlanChecks: resource.RefreshPlanChecks{PostRefresh: []plancheck.PlanCheck{plancheck.ExpectResourceAction(contact, plancheck.ResourceActionCreate)}},
		},
		resource.TestStep{Config: config, Check: is(w, "Get-MailContact", infoMail, map[string]any{"DisplayName": "Partner"})},
	)
}
