package guest_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// argumentChanges are two values of every argument, the initial one and another
// one; absent is the empty text. Email and tenant, which identify the user, have
// their own tests.
var argumentChanges = map[string][2]string{
	"after":                    {"", `["` + acctest.FabrikamID + `/default"]`},
	"redirect_url":             {"", `"https://portal.fabrikam.example"`},
	"invited_user_type":        {`"Guest"`, `"Member"`},
	"send_message":             {"", "true"},
	"invited_user_id":          {"", `"bbbbbbbb-0000-4000-8000-000000000009"`},
	"home_tenant":              {"", `"contoso"`},
	"display_name":             {"", `"Ana"`},
	"given_name":               {`"Ana"`, ""},
	"surname":                  {`"Ruiz"`, `"Ruiz Gil"`},
	"job_title":                {`"Controller"`, ""},
	"department":               {"", `"Finance"`},
	"company_name":             {"", `"Contoso"`},
	"office_location":          {"", `"Madrid"`},
	"mobile_phone":             {"", `"+34 600 000 000"`},
	"business_phone":           {`"+34 910 000 000"`, ""},
	"employee_id":              {"", `"1234"`},
	"usage_location":           {`"ES"`, `"PT"`},
	"preferred_language":       {"", `"es-ES"`},
	"account_enabled":          {"", "false"},
	"manager_id":               {"", `"` + acctest.ManagerID + `"`},
	"sponsors":                 {`["` + acctest.ManagerID + `"]`, `["` + acctest.AdministratorID + `"]`},
	"on_existing":              {"", `"adopt"`},
	"on_soft_deleted":          {"", `"ignore"`},
	"on_destroy":               {"", `"keep"`},
	"redemption_reset_trigger": {`"1"`, `"2"`},
	"timeouts":                 {"", `{ create = "5m" }`},
}

// TestNoUserIsReplaced changes every argument of a redeemed user, one by one, and
// expects that no plan replaces the user.
func TestNoUserIsReplaced(t *testing.T) {
	t.Parallel()
	for _, name := range arguments(t) {
		if _, ok := argumentChanges[name]; !ok && name != "email" && name != "tenant" && name != "message" {
			t.Errorf("the argument %s is not changed", name)
		}
	}
	w := start(t)
	names := slices.Sorted(maps.Keys(argumentChanges))
	config := func(which int) string {
		var b strings.Builder
		for _, name := range names {
			argument := ""
			if value := argumentChanges[name][which]; value != "" {
				argument = name + " = " + value
			}
			b.WriteString(person(name, "fabrikam", name+"@partner.example", argument))
		}
		// A message requires send_message.
		texts := [2]string{"Welcome.", "Hello."}
		b.WriteString(person("message", "fabrikam", "message@partner.example", fmt.Sprintf("send_message = true\n message = { body = %q }", texts[which])))
		return w.Config(b.String())
	}
	ids := map[string]string{}
	w.Test(
		resource.TestStep{Config: config(0)},
		resource.TestStep{
			PreConfig: func() {
				for _, u := range w.Guests(acctest.FabrikamID) {
					accepted(t, w, u.ID)
					ids[u.Mail] = u.ID
				}
			},
			Config:           config(1),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{nothingGoes{}}},
			Check: acctest.Then(func() error {
				for _, u := range w.Guests(acctest.FabrikamID) {
					if ids[u.Mail] != u.ID {
						return fmt.Errorf("%s is another user now", u.Mail)
					}
				}
				if bin := w.RecycleBin(acctest.FabrikamID); len(bin) > 0 {
					return fmt.Errorf("%d people are in the recycle bin", len(bin))
				}
				return nil
			}),
		},
	)
}

// nothingGoes expects a plan that neither deletes nor replaces.
type nothingGoes struct{}

func (nothingGoes) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	for _, change := range req.Plan.ResourceChanges {
		if a := change.Change.Actions; a.Delete() || a.Replace() || a.Create() {
			resp.Error = fmt.Errorf("%s: the plan is %v", change.Address, a)
		}
	}
}

// arguments lists the arguments of the resource.
func arguments(t *testing.T) []string {
	t.Helper()
	server, err := acctest.NewProvider()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, a := range schemas.ResourceSchemas["multitenant_b2b_invitation"].Block.Attributes {
		if a.Optional || a.Required {
			names = append(names, a.Name)
		}
	}
	return names
}
