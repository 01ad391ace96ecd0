package scenarios_test

import (
	"os"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestRunsSeeEachOther: the runs of terraform test see what the runs before them have
// done, also those that share a provider, which Terraform lets them from 1.13 on: users
// come, go and return, and a setting counts as long as it is there.
func TestRunsSeeEachOther(t *testing.T) {
	t.Parallel()
	acctest.NeedsCLI(t, 11)
	w := acctest.Start(t, unconnectedEstate().Grant("Policy.ReadWrite.Authorization"))
	s := acctest.NewWorkspace(t, acctest.Requirements+`
variable "guests" { type = set(string) }
variable "invites" { type = string }

resource "multitenant_external_collaboration" "fabrikam" {
  tenant             = "fabrikam"
  allow_invites_from = var.invites
}

resource "multitenant_b2b_invitation" "all" {
  for_each = var.guests
  tenant   = "fabrikam"
  email    = each.value
  after    = [multitenant_external_collaboration.fabrikam.id]

  on_soft_deleted = "restore"
  on_destroy      = "delete"
}

data "multitenant_guests" "fabrikam" {
  tenant     = "fabrikam"
  depends_on = [multitenant_b2b_invitation.all]
}

output "guests" { value = toset([for g in data.multitenant_guests.fabrikam.guests : g.email]) }
`)
	run := func(name, invites string, guests ...string) string {
		list := `"` + strings.Join(guests, `", "`) + `"`
		if len(guests) == 0 {
			list = ""
		}
		return `
run "` + name + `" {
  variables {
    guests  = [` + list + `]
    invites = "` + invites + `"
  }
  assert {
    condition     = output.guests == toset([` + list + `])
    error_message = "the guests are ${jsonencode(output.guests)}"
  }
}
`
	}
	const ana, lee = "ana.ruiz@contoso.example", "lee@partner.example"
	tests := w.Provider(acctest.Contoso, acctest.Fabrikam) +
		run("two", "adminsAndGuestInviters", ana, lee) + run("one", "adminsAndGuestInviters", lee) +
		run("none", "none") + run("both_again", "everyone", ana, lee)
	if err := os.WriteFile(s.Path("main.tftest.hcl"), []byte(tests), 0o600); err != nil {
		t.Fatal(err)
	}
	s.MustRun("init")
	if out, err := s.Run("test"); err != nil || !strings.Contains(out, "4 passed, 0 failed") {
		t.Errorf("terraform test says\n%s", acctest.Tail(out))
	}
	if left := w.Guests(acctest.FabrikamID); len(left) > 0 {
		t.Errorf("the tests leave %v", left)
	}
}
