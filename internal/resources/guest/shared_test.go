package guest_test

import (
	"fmt"
	"maps"
	"regexp"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

var foundCode = regexp.MustCompile(`(Error|Warning): (MT\d{3})`)

// crowdTo invites users of Contoso to several tenants; where is an expression.
func crowdTo(people int, where string) string {
	return fmt.Sprintf(`
resource "terraform_data" "closed" {
  input = %q
}

resource "multitenant_b2b_invitation" "each" {
  for_each = { for pair in setproduct(%s, range(%d)) : "${pair[0]}/${pair[1]}" => pair }

  tenant = each.value[0] == "late" ? terraform_data.closed.output : each.value[0]
  email  = "person${each.value[1]}@contoso.example"
}
`, closed, where, people)
}

// TestWhatPeopleShareIsFoundOnce plans many users that the same settings block, in
// any order of Terraform's plan.
func TestWhatPeopleShareIsFoundOnce(t *testing.T) {
	t.Parallel()
	e := obstacles()
	contoso := e.Tenant(acctest.Contoso)
	for i := range 2 {
		contoso.Users = append(contoso.Users, acctest.Object{
			"id": fmt.Sprintf("dddddddd-0000-4000-8000-00000000000%d", i), "displayName": "Person",
			"userPrincipalName": fmt.Sprintf("person%d@contoso.example", i),
		})
	}
	// Fabrikam blocks two users by their ids.
	e.Tenant(acctest.Fabrikam).CrossTenantAccess = acctest.Object{"partners": []acctest.Object{{
		"tenantId": acctest.ContosoID, "b2bCollaborationInbound": acctest.Object{
			"usersAndGroups": acctest.Object{"accessType": "blocked", "targets": []acctest.Object{
				{"target": "dddddddd-0000-4000-8000-000000000000", "targetType": "user"},
				{"target": "dddddddd-0000-4000-8000-000000000001", "targetType": "user"},
			}},
			"applications": acctest.Object{"accessType": "blocked", "targets": []acctest.Object{{"target": "AllApplications", "targetType": "application"}}},
		},
	}}}
	w := acctest.Start(t, e)
	config := acctest.Checking(w.Config(crowdTo(15, fmt.Sprintf("[%q, %q, %q, %q, \"fabrikam\"]", shut, listed, closed, distant))), "off", "MT002")
	s := acctest.NewWorkspace(t, config)
	// Two of MT022 are about users. The two about tenants are warnings, as is
	// MT023: a default that blocks all users, and across clouds a missing entry of
	// Contoso.
	want := map[string]int{"Error MT020": 1, "Error MT021": 1, "Error MT022": 2, "Warning MT022": 2, "Warning MT023": 1}
	for _, parallelism := range []string{"1", "7", "60"} {
		out, err := s.Run("plan", "-parallelism="+parallelism)
		if got := count(out); err == nil || !maps.Equal(got, want) {
			t.Errorf("%s at a time: found %v, want %v", parallelism, got, want)
		}
	}

	// An invitation whose tenant is known only in the apply fails there, and so do
	// all others.
	s.Write(acctest.Checking(w.Config(crowdTo(4, `["late"]`)), "off", "MT002"))
	out, err := s.Run("apply", "-auto-approve")
	if got := count(out); err == nil || !maps.Equal(got, map[string]int{"Error MT022": 4, "Warning MT022": 1}) {
		t.Errorf("the apply found %v\n%s", got, out)
	}
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("the apply wrote %v", writes)
	}
}

// count counts the findings of each severity and code.
func count(out string) map[string]int {
	codes := map[string]int{}
	for _, found := range foundCode.FindAllStringSubmatch(out, -1) {
		codes[found[1]+" "+found[2]]++
	}
	return codes
}
