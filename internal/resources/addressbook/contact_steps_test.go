package addressbook_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/command"
)

const (
	contact  = "multitenant_mail_contact.it"
	infoMail = "info@partner.example"
)

// contacts is the mail contact of these tests.
func contacts(email string, arguments ...string) string {
	return fmt.Sprintf(`
resource "multitenant_mail_contact" "it" {
  tenant = "fabrikam"
  email  = %q
  %s
}
`, email, strings.Join(arguments, "\n  "))
}

// ask runs a cmdlet about an object in Fabrikam without Terraform, and returns the
// objects of its answer.
func ask(w *acctest.World, cmdlet, identity string, parameters acctest.Object) ([]command.Record, error) {
	all := acctest.Object{command.Identity: identity}
	maps.Copy(all, parameters)
	answer, err := w.Cmdlet(acctest.FabrikamID, cmdlet, all)
	return answer.Records, err
}

// tell is ask for a cmdlet that has to succeed.
func tell(t *testing.T, w *acctest.World, cmdlet, identity string, parameters acctest.Object) {
	t.Helper()
	if _, err := ask(w, cmdlet, identity, parameters); err != nil {
		t.Fatalf("%s: %v", cmdlet, err)
	}
}

// newContact creates a mail contact without Terraform.
func newContact(t *testing.T, w *acctest.World, name, email string) {
	t.Helper()
	if _, err := w.Cmdlet(acctest.FabrikamID, "New-MailContact", acctest.Object{"Name": name, "ExternalEmailAddress": email}); err != nil {
		t.Fatal(err)
	}
}

// is expects properties of the object that a cmdlet finds by an address.
func is(w *acctest.World, cmdlet, address string, want map[string]any) resource.TestCheckFunc {
	return acctest.Then(func() error {
		found, err := ask(w, cmdlet, address, nil)
		if err != nil {
			return err
		}
		got := map[string]any{}
		for name := range want {
			got[name] = found[0].Get(name)
		}
		return acctest.Members(got, want)
	})
}

// contactIs expects values of the contact in the state.
func contactIs(values map[string]knownvalue.Check) []statecheck.StateCheck {
	var checks []statecheck.StateCheck
	for name, want := range values {
		checks = append(checks, acctest.Value(contact, name, want))
	}
	return checks
}

// isGone expects that no recipient has an address.
func isGone(t *testing.T, w *acctest.World, address string) {
	t.Helper()
	if found, err := ask(w, "Get-Recipient", address, nil); err == nil {
		t.Errorf("%s belongs to %v", address, found[0].Get("Name"))
	}
}

// updated is a step that changes the contact with certain writes, and its empty
// second plan.
func updated(w *acctest.World, config string, check resource.TestCheckFunc, writes ...string) []resource.TestStep {
	return []resource.TestStep{
		{
			PreConfig: w.ForgetRequests, Config: config,
			ConfigPlanChecks: acctest.Planned(contact, plancheck.ResourceActionUpdate),
			Check:            resource.ComposeAggregateTestCheckFunc(w.Made(writes...), check),
		},
		acctest.Unchanged(config),
	}
}
