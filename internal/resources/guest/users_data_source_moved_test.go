package guest_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const movedExample = "../../../examples/data-sources/multitenant_users/moved.tf"

// TestMovingFromKeysByAddress follows the page of multitenant_users about resources
// whose keys are addresses, with its example. One user was renamed since the last
// apply.
func TestMovingFromKeysByAddress(t *testing.T) {
	t.Parallel()
	w := acctest.Start(t, sales())
	example := w.Config(read(t, movedExample))
	byAddress := strings.Replace(example, "= data.multitenant_users.sales.users\n",
		"= { for user in data.multitenant_users.sales.users : lower(user.user_principal_name) => user }\n", 1)
	s := acctest.NewWorkspace(t, byAddress)
	s.MustRun("apply", "-auto-approve")
	before := guestIDs(w)
	const former, renamed = "Ben@contoso.example", "ben.married@contoso.example"
	w.Change(acctest.ContosoID, personID(2), map[string]any{"userPrincipalName": renamed, "mail": renamed})
	w.ForgetRequests()

	s.Write(example)
	if out, err := s.Run("plan"); err == nil || !acctest.Message("MT018", former, "moved block").MatchString(out) {
		t.Errorf("without moved blocks the plan says\n%s", out)
	}
	s.MustRun("apply", "-refresh-only", "-auto-approve")
	blocks := s.MustRun("output", "-raw", "moved")
	put(t, s.Path("moved.tf"), blocks)
	if out, err := s.Run("plan"); err == nil || !acctest.Message("MT018", former).MatchString(out) {
		t.Errorf("the plan says\n%s", out)
	}
	put(t, s.Path("moved.tf"), strings.Replace(blocks, renamed, strings.ToLower(former), 1))
	says(t, s.MustRun("plan"), "0 to add, 1 to change, 0 to destroy")
	s.MustRun("apply", "-auto-approve")

	if writes := w.Writes(); len(writes) > 0 {
		t.Errorf("the writes are %v", writes)
	}
	if now := guestIDs(w); !slices.Equal(now, before) {
		t.Errorf("the users are %v, were %v", now, before)
	}
	if err := os.Remove(s.Path("moved.tf")); err != nil {
		t.Fatal(err)
	}
	s.Unchanged()
}

// guestIDs are the object ids of Fabrikam's external users.
func guestIDs(w *acctest.World) []string {
	var ids []string
	for _, u := range w.Guests(acctest.FabrikamID) {
		ids = append(ids, u.ID)
	}
	slices.Sort(ids)
	return ids
}
