package area_test

import (
	"os"
	"testing"
	"time"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/crosstenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/area/directory"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
)

// A state that an earlier emulator saved is loaded with its recycle bins, and
// deleted objects expire as before.
func TestStateOfAnEarlierEmulator(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/state.json")
	if err != nil {
		t.Fatal(err)
	}
	w := area.NewWorld(kernel.Options{Now: func() time.Time { return start }})
	if err := w.LoadState(data); err != nil {
		t.Fatal(err)
	}
	if got := w.Now(); !got.Equal(start.Add(time.Hour)) {
		t.Errorf("the clock shows %v", got)
	}
	users, err := directory.Users.List(w, contosoID, kernel.Listing{Limit: 100})
	if err != nil || len(users.Items) != 3 {
		t.Errorf("users %+v, %v", users, err)
	}
	gone, err := directory.Users.Deleted(w, contosoID, kernel.Listing{Limit: 100})
	if err != nil || len(gone.Items) != 1 || gone.Items[0].Mail != "gone@partner.example" {
		t.Fatalf("deleted users %+v, %v", gone, err)
	}
	if _, err := crosstenant.SyncPolicies.Get(w, contosoID, fabrikamID); err != nil {
		t.Error(err)
	}
	if _, err := crosstenant.Partners.GetDeleted(w, contosoID, northwindID); err != nil {
		t.Error(err)
	}
	w.Advance(kernel.Month - 2*time.Hour)
	if _, err := directory.Users.GetDeleted(w, contosoID, gone.Items[0].ID); err != nil {
		t.Error(err)
	}
	w.Advance(time.Hour)
	if _, err := directory.Users.GetDeleted(w, contosoID, gone.Items[0].ID); err == nil {
		t.Error("a deleted user has outlived a restart")
	}
}
