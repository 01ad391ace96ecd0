package guest_test

import (
	"strings"
	"testing"

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
// written to, and reads share their requests: while one is under way, the
// others that Terraform has begun gather, which is why a request takes as long
// here as in life. An import reads everybody twice, and was measured with 166
// requests; a refresh reads everybody once, with 54. The limits leave room for
// slow machines, where less gathers.
func TestImportAtScale(t *testing.T) {
	t.Parallel()
	const n = 200
	w := acctest.Start(t, crowd(n))
	w.Fault(wire.Fault{Service: wire.Graph, LatencyMS: 100})
	s := acctest.NewWorkspace(t, w.Config(importEverybody))
	apply := s.MustRun("apply", "-auto-approve")
	if !strings.Contains(apply, "200 imported, 0 added, 0 changed, 0 destroyed") {
		t.Errorf("the import ends with\n%s", tail(apply))
	}
	spent(t, w, "importing", 300)
	if plan := s.MustRun("plan"); !strings.Contains(plan, "No changes.") {
		t.Errorf("the plan after the import is not empty:\n%s", tail(plan))
	}
	spent(t, w, "refreshing", 120)

	s.Write(w.Config(""))
	s.MustRun("apply", "-auto-approve")
	if here := len(w.Guests(acctest.FabrikamID)); here != n {
		t.Errorf("%d of %d people are left after Terraform forgot them", here, n)
	}
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("forgetting wrote: %v", writes)
	}
}

// spent expects that nothing was written and at most so many requests were sent
// since the last time.
func spent(t *testing.T, w *acctest.World, doing string, most int) {
	t.Helper()
	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("%s wrote: %v", doing, writes)
	}
	entries, _ := w.Server().Journal().Entries(wire.Filter{Service: wire.Graph})
	sent := 0
	for _, e := range entries {
		if !e.Batch {
			sent++
		}
	}
	t.Logf("%s took %d requests", doing, sent)
	if sent > most {
		t.Errorf("%s took %d requests, more than %d", doing, sent, most)
	}
	w.ForgetRequests()
}

// tail is the end of what the CLI printed.
func tail(out string) string {
	const lines = 30
	all := strings.Split(out, "\n")
	return strings.Join(all[max(0, len(all)-lines):], "\n")
}
