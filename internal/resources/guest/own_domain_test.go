package guest_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestOwnDomainHidesNothingButAsAnError invites an internal user of the tenant:
// MT003 replaces all other findings as long as it is an error.
func TestOwnDomainHidesNothingButAsAnError(t *testing.T) {
	t.Parallel()
	const email = "Ada.Admin@fabrikam.example"
	for severity, want := range map[string][]string{
		"error": {email + " MT003 ERROR email"},
		"warn":  {email + " MT003 WARNING email", email + " MT004 ERROR email"},
		"off":   {email + " MT004 ERROR email"},
	} {
		t.Run(severity, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			config := acctest.Checking(w.Config(person("ada", "fabrikam", email, "")), severity, "MT003")
			var ear ear
			listening(t, &ear, resource.TestStep{Config: config, PlanOnly: true, ExpectError: acctest.Message("MT00")})
			if got := ear.findings(); !slices.Equal(got, want) {
				t.Errorf("found %v, want %v", got, want)
			}
		})
	}
}
