package synchronization_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// requests counts the requests to members.
func requests(w *acctest.World, suffix string) int {
	return len(slices.DeleteFunc(w.Requests(), func(r string) bool { return !strings.HasSuffix(r, suffix) }))
}

// TestLargeGroupBudget: with 5,000 members a plan reads them once, page by page, and
// changing forty of them is two writes.
func TestLargeGroupBudget(t *testing.T) {
	t.Parallel()
	const size, change, page, perWrite = 5000, 40, 999, 20
	e := employing(size + change)
	e.Tenant(acctest.Contoso).Groups = []acctest.Object{{
		"id": groupID, "displayName": name, "mailNickname": name, "mailEnabled": false, "securityEnabled": true, "members": members(0, size),
	}}
	w := acctest.StartWith(t, e, kernel.Options{Settings: settings.With(acctest.WithoutEmptyPages)})
	s := acctest.NewWorkspace(t, unguarded(w.Config(group(set("members", members(0, size))))))
	s.MustRun("import", address, "contoso/"+groupID)
	w.ForgetRequests()
	s.Unchanged()
	if got, want := requests(w, "/members"), (size+page-1)/page; got != want {
		t.Errorf("a plan took %d requests for %d members, want %d", got, size, want)
	}
	if err := w.Wrote(); err != nil {
		t.Error(err)
	}
	s.Write(unguarded(w.Config(group(set("members", members(0, size+change))))))
	w.ForgetRequests()
	s.MustRun("apply", "-auto-approve")
	if err := w.Wrote(slices.Repeat([]string{"PATCH /groups/{id}"}, change/perWrite)...); err != nil {
		t.Error(err)
	}
	// MT054 would read the synchronizations of the group, once.
	s.Write(off(w.Config(group(set("members", members(change, size+change))))))
	w.ForgetRequests()
	s.MustRun("apply", "-auto-approve")
	if got := requests(w, "POST /$batch"); got != change/perWrite || len(w.Writes()) != change {
		t.Errorf("removing %d members took %d batches with %d writes", change, got, len(w.Writes()))
	}
}
