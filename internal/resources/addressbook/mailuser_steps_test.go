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
)

const (
	mailUser = "multitenant_mail_user.it"
	anaAlias = "ana@contoso.example"
	anaOther = "a.ruiz@contoso.example"
)

// mails is the mail user of these tests; user is an expression or a quoted id.
func mails(user string, arguments ...string) string {
	return fmt.Sprintf(`
resource "multitenant_mail_user" "it" {
  tenant  = "fabrikam"
  user_id = %s
  %s
}
`, user, strings.Join(arguments, "\n  "))
}

// guest is Ana as a guest of Fabrikam, with a second address.
func guest(t *testing.T, w *acctest.World) string {
	t.Helper()
	id := w.Welcome(acctest.FabrikamID, anaEmail).ID
	tell(t, w, "Set-MailUser", id, acctest.Object{"EmailAddresses": []any{"SMTP:" + anaEmail, "smtp:" + anaAlias, "X500:/o=First/cn=Ana"}})
	w.ForgetRequests()
	return id
}

// has expects the addresses of the mail user in Exchange, the primary one first and
// the others in any order, with the address of another kind that it always keeps.
func has(w *acctest.World, id string, primary string, others ...string) resource.TestCheckFunc {
	return acctest.Then(func() error {
		found, err := ask(w, "Get-MailUser", id, nil)
		if err != nil {
			return err
		}
		got, _ := found[0].Get("EmailAddresses").([]string)
		want := []string{"SMTP:" + primary, "X500:/o=First/cn=Ana"}
		for _, o := range others {
			want = append(want, "smtp:"+o)
		}
		slices.Sort(want)
		if slices.Sort(got); !slices.Equal(got, want) {
			return fmt.Errorf("the addresses are %v, want %v", got, want)
		}
		return nil
	})
}

// mailUserIs expects values of the mail user in the state.
func mailUserIs(values map[string]knownvalue.Check) []statecheck.StateCheck {
	var checks []statecheck.StateCheck
	for name, want := range values {
		checks = append(checks, acctest.Value(mailUser, name, want))
	}
	return checks
}

// moved is a step that changes the mail user with certain writes, and its empty second
// plan.
func moved(w *acctest.World, config string, check resource.TestCheckFunc, writes ...string) []resource.TestStep {
	return []resource.TestStep{
		{
			PreConfig: w.ForgetRequests, Config: config, ConfigPlanChecks: acctest.Planned(mailUser, plancheck.ResourceActionUpdate),
			Check: resource.ComposeAggregateTestCheckFunc(w.Made(writes...), check),
		},
		acctest.Unchanged(config),
	}
}

// addresses is a set of addresses in HCL.
func addresses(list ...string) string {
	for i := range list {
		list[i] = fmt.Sprintf("%q", list[i])
	}
	return "[" + strings.Join(list, ", ") + "]"
}
