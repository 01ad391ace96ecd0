package guest_test

import (
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
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

// TestImportAtScale imports 200 users with one block, without any write. An import
// reads every user twice, the second time with manager and sponsors; a refresh
// reads them once. Package graph tests that these reads are batched.
func TestImportAtScale(t *testing.T) {
	t.Parallel()
	const n = 200
	w := acctest.StartWith(t, crowd(n), kernel.Options{Settings: acctest.WithoutEmptyPages})
	s := acctest.NewWorkspace(t, w.Config(importEverybody))
	apply := s.MustRun("apply", "-auto-approve")
	if !strings.Contains(apply, "200 imported, 0 added, 0 changed, 0 destroyed") {
		t.Errorf("the import ends with\n%s", acctest.Tail(apply))
	}
	spent(t, w, "importing", 4*n+10)
	s.Unchanged()
	spent(t, w, "refreshing", n+10)

	s.Write(w.Config(""))
	s.MustRun("apply", "-auto-approve")
	if here := len(w.Guests(acctest.FabrikamID)); here != n {
		t.Errorf("%d of %d people are left after Terraform forgot them", here, n)
	}
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("forgetting wrote: %v", writes)
	}
}

// spent expects that nothing was written and at most the given number of questions
// was sent since the last call.
func spent(t *testing.T, w *acctest.World, doing string, most int) {
	t.Helper()
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("%s wrote: %v", doing, writes)
	}
	if asked := w.Questions(); asked > most {
		t.Errorf("%s took %d questions, more than %d", doing, asked, most)
	}
	w.ForgetRequests()
}
