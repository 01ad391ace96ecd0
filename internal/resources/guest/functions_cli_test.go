package guest_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

func TestFunctionsInTheCLI(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, acctest.Standard())
	w.Test(
		resource.TestStep{
			Config: acctest.Outputs(map[string]string{
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
			Config: acctest.Outputs(map[string]string{
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
	acctest.Start(t, acctest.Standard()).TestBadCalls(
		[3]string{`guest_upn("ana", "fabrikam.onmicrosoft.com")`, "email", "it has no @"},
		[3]string{`guest_upn("ana@contoso.example", "fabrikam")`, "initial_domain", "is not an initial domain"},
		[3]string{`guest_upn(null, "fabrikam.onmicrosoft.com")`, "email", "argument must not be null"},
		[3]string{`parse_guest_upn("ana@contoso.example")`, "upn", "no #EXT# before the last @"},
		[3]string{`invitation_outcome("nothing", "Guest")`, "existing", "is not one of"},
		[3]string{`invitation_outcome("none", "guest")`, "invited_as", "is not one of"},
	)
}
