package guest_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/invitation"
)

func TestCaseIsNoChange(t *testing.T) {
	t.Parallel()
	w := start(t)
	config := w.Config(invite(`
  manager_id = "` + strings.ToUpper(acctest.ManagerID) + `"
  sponsors   = ["` + strings.ToUpper(acctest.AdministratorID) + `"]
`))
	w.Test(
		resource.TestStep{Config: config},
		acctest.Unchanged(strings.Replace(config, anaEmail, "ANA.RUIZ@Contoso.Example", 1)),
		acctest.Unchanged(strings.Replace(config, strings.ToUpper(acctest.ManagerID), acctest.ManagerID, 1)),
		resource.TestStep{
			PreConfig: w.ForgetRequests,
			Config:    strings.Replace(config, strings.ToUpper(acctest.AdministratorID), acctest.AdministratorID, 1),
			Check:     w.Made(),
		},
	)
}

func TestAnotherAddress(t *testing.T) {
	t.Parallel()
	w := start(t)
	config := w.Config(invite(""))
	other := strings.Replace(config, anaEmail, "ben@partner.example", 1)
	third := strings.Replace(config, anaEmail, "carl@partner.example", 1)
	w.Test(
		resource.TestStep{Config: config},
		// Before redemption there is no user data to lose.
		resource.TestStep{
			Config:           other,
			ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate),
			Check: acctest.Then(func() error {
				if people := w.Guests(acctest.FabrikamID); len(people) != 1 || people[0].Mail != "ben@partner.example" {
					return errors.New("the tenant should have Ben only")
				}
				return nil
			}),
		},
		resource.TestStep{
			PreConfig: func() {
				if err := invitation.Redeem(w.World, acctest.Fabrikam, w.Guest(acctest.FabrikamID, "ben@partner.example").ID, "", ""); err != nil {
					t.Fatal(err)
				}
				w.ForgetRequests()
			},
			Config:      third,
			ExpectError: acctest.Message("Cannot change email after redemption", `with multitenant_b2b_invitation.ana`, "email", "ben@partner.example has redeemed"),
		},
		// An address that the directory added to the user belongs to the same user.
		resource.TestStep{
			PreConfig: func() {
				if writes := w.Writes(); len(writes) > 0 {
					t.Errorf("a refused plan wrote: %v", writes)
				}
				w.Change(acctest.FabrikamID, w.Guest(acctest.FabrikamID, "ben@partner.example").ID, map[string]any{"mail": "carl@partner.example"})
			},
			Config:            third,
			ConfigPlanChecks:  planned(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{text("email", "carl@partner.example")},
			Check:             w.Made(),
		},
	)
}
