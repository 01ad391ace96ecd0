package guest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestGeneratedConfigurationPlansEmpty lets the CLI generate the configuration of
// external users of every kind.
func TestGeneratedConfigurationPlansEmpty(t *testing.T) {
	t.Parallel()
	e := mixed()
	fabrikam := e.Tenant(acctest.Fabrikam)
	fabrikam.Users = append(fabrikam.Users, acctest.Object{
		"id": personID(7), "userPrincipalName": "fay_contoso.example#EXT#@fabrikam.onmicrosoft.com", "mail": "fay@contoso.example",
		"displayName": "Fay \"${x}\" O'Hara", "givenName": "Fay", "surname": "O'Hara", "jobTitle": "Controller", "department": "Finance",
		"companyName": "Contoso", "officeLocation": "B2", "mobilePhone": "+34 600 000 001", "businessPhones": []string{"+34 910 000 001"},
		"employeeId": "C-17", "usageLocation": "ES", "preferredLanguage": "es-ES", "accountEnabled": false, "userType": "Guest",
		"manager": acctest.ManagerID, "sponsors": []string{acctest.AdministratorID},
	})
	w := acctest.Start(t, e)
	var config strings.Builder
	config.WriteString(w.Config(""))
	people := []int{1, 2, 3, 4, 6, 7}
	for _, n := range people {
		fmt.Fprintf(&config, "import {\n  to = multitenant_b2b_invitation.person%d\n  id = \"fabrikam/%s\"\n}\n", n, personID(n))
	}
	s := acctest.NewWorkspace(t, config.String())
	s.MustRun("plan", "-generate-config-out=people.tf")
	says(t, s.MustRun("apply", "-auto-approve"), fmt.Sprintf("%d imported, 0 added, 0 changed, 0 destroyed", len(people)))
	s.Unchanged()
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("importing wrote: %v", writes)
	}
	generated := read(t, s.Path("people.tf"))
	for _, secret := range []string{acctest.Secret(acctest.Fabrikam), "redeem?"} {
		if strings.Contains(generated, secret) {
			t.Errorf("the generated configuration shows %q", secret)
		}
	}
}
