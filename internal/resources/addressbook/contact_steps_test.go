package addressbook_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
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

// ask runs a cmdlet in Fabrikam without Terraform, and returns its objects.
func ask(w *acctest.World, cmdlet string, parameters ...command.Sent) ([]command.Record, error) {
	rows := area.Cmdlets()
	row := rows[slices.IndexFunc(rows, func(r command.Row) bool { return r.Name == cmdlet })]
	arguments, err := row.Bind(parameters)
	if err != nil {
		return nil, err
	}
	answer, err := row.Run(&command.Call{World: w.World, Tenant: acctest.FabrikamID, Session: "administrator|", Arguments: arguments})
	return answer.Records, err
}

// named is the parameter Identity.
func named(identity string) command.Sent {
	return command.Sent{Name: command.Identity, Value: identity}
}

// is expects properties of the object that a cmdlet finds by an address.
func is(w *acctest.World, cmdlet, address string, want map[string]any) resource.TestCheckFunc {
	return acctest.Then(func() error {
		found, err := ask(w, cmdlet, named(address))
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
	if found, err := ask(w, "Get-Recipient", named(address)); err == nil {
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
