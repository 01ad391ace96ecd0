package guest_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

const importEverybody = `
data "multitenant_guests" "all" {
  tenant = "fabrikam"
}

import {
  for_each = data.multitenant_guests.all.guests
  to       = multitenant_b2b_invitation.guest[each.key]
  id       = each.value.id
}

resource "multitenant_b2b_invitation" "guest" {
  for_each = data.multitenant_guests.all.guests

  tenant = "fabrikam"
  email  = each.value.email
}
`

// TestImportAtScale brings 200 people under Terraform with one block. Nobody is
// written to, and reads share their requests: Terraform asks about ten people
// at a time.
func TestImportAtScale(t *testing.T) {
	t.Parallel()
	const n = 200
	w := acctest.Start(t, crowd(n))
	importing := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(
		`multitenant_b2b_invitation.guest["person7@contoso.example"]`, plancheck.ResourceActionNoop)}}
	w.Test(
		resource.TestStep{Config: w.Config(importEverybody), ConfigPlanChecks: importing},
		resource.TestStep{
			PreConfig: func() {
				report(t, w, "import, and plans that show nothing left to do")
				w.ForgetRequests()
			},
			Config: w.Config(importEverybody), PlanOnly: true,
		},
		resource.TestStep{PreConfig: func() { report(t, w, "refresh"); w.ForgetRequests() }, Config: w.Config("")},
	)
	if here := len(w.Guests(acctest.FabrikamID)); here != n {
		t.Errorf("%d of %d people are left after Terraform forgot them", here, n)
	}
}

func report(t *testing.T, w *acctest.World, what string) {
	t.Helper()
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("%s wrote: %v", what, writes)
	}
	entries, _ := w.Server().Journal().Entries(wire.Filter{Service: wire.Graph})
	sent := map[string]int{}
	for _, e := range entries {
		if !e.Batch {
			sent[e.Method]++
		}
	}
	t.Logf("%s: %v, %d with items", what, sent, len(entries))
}
