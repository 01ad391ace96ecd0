package naming_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// No provider block is needed: functions ask no tenant.
func output(calls map[string]string) string {
	var b strings.Builder
	b.WriteString(acctest.Requirements)
	for name, call := range calls {
		fmt.Fprintf(&b, "output %q {\n  value = %s\n}\n", name, call)
	}
	return b.String()
}

func TestFunctionsInTheCLI(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard())
	w.Test(
		resource.TestStep{
			Config: output(map[string]string{
				"upn":      `provider::multitenant::guest_upn("Ana.Ruiz@contoso.example", "fabrikam.onmicrosoft.com")`,
				"parsed":   `provider::multitenant::parse_guest_upn("ana_maria_contoso.example#EXT#@fabrikam.onmicrosoft.com")`,
				"guest":    `provider::multitenant::invitation_outcome("mail_contact", "Guest")`,
				"conflict": `provider::multitenant::invitation_outcome("mail_contact", "Member")`,
			}),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("upn", knownvalue.StringExact("Ana.Ruiz_contoso.example#EXT#@fabrikam.onmicrosoft.com")),
				statecheck.ExpectKnownOutputValue("parsed", knownvalue.ObjectExact(map[string]knownvalue.Check{
					"email": knownvalue.StringExact("ana_maria@contoso.example"), "domain": knownvalue.StringExact("fabrikam.onmicrosoft.com"),
				})),
				statecheck.ExpectKnownOutputValue("guest", knownvalue.ObjectExact(map[string]knownvalue.Check{
					"outcome": knownvalue.StringExact("guest"), "mail_enabled": knownvalue.Bool(false), "error": knownvalue.Null(),
				})),
				statecheck.ExpectKnownOutputValue("conflict", knownvalue.ObjectPartial(map[string]knownvalue.Check{
					"outcome": knownvalue.StringExact("conflict"), "error": knownvalue.StringRegexp(regexp.MustCompile("^Conflict of proxy addresses")),
				})),
			},
		},
		resource.TestStep{
			Config: output(map[string]string{
				"upn": `provider::multitenant::guest_upn(terraform_data.email.output, "fabrikam.onmicrosoft.com")`,
			}) + "resource \"terraform_data\" \"email\" {\n  input = \"ana@contoso.example\"\n}\n",
			ConfigPlanChecks: resource.ConfigPlanChecks{
				PreApply: []plancheck.PlanCheck{plancheck.ExpectUnknownOutputValue("upn")},
			},
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("upn", knownvalue.StringExact("ana_contoso.example#EXT#@fabrikam.onmicrosoft.com")),
			},
		},
	)
	if requests := w.Requests(); len(requests) > 0 {
		t.Errorf("functions asked Graph: %q", requests)
	}
}

func TestFunctionErrorsInTheCLI(t *testing.T) {
	t.Parallel()
	var steps []resource.TestStep
	for _, c := range []struct{ call, parameter, text string }{
		{`guest_upn("ana", "fabrikam.onmicrosoft.com")`, "email", "it has no @"},
		{`guest_upn("ana@contoso.example", "fabrikam")`, "initial_domain", "is not an initial domain"},
		{`guest_upn(null, "fabrikam.onmicrosoft.com")`, "email", "argument must not be null"},
		{`parse_guest_upn("ana@contoso.example")`, "upn", "no #EXT# before the last @"},
		{`invitation_outcome("nothing", "Guest")`, "existing", "is not one of"},
		{`invitation_outcome("none", "guest")`, "invited_as", "is not one of"},
	} {
		// The CLI breaks lines where it likes.
		text := strings.ReplaceAll(regexp.QuoteMeta(c.text), " ", `[\s│]+`)
		steps = append(steps, resource.TestStep{
			Config:      output(map[string]string{"it": "provider::multitenant::" + c.call}),
			PlanOnly:    true,
			ExpectError: regexp.MustCompile(`(?s)Invalid value for "` + c.parameter + `" parameter.*` + text),
		})
	}
	acctest.Start(t, acctest.Standard()).Test(steps...)
}
