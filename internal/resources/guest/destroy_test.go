package guest_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

func TestOnDestroy(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		arguments string
		writes    []string
		stays     bool
		enabled   bool
	}{
		"default": {writes: []string{"DELETE /users/{id}"}},
		"delete":  {arguments: `on_destroy = "delete"`, writes: []string{"DELETE /users/{id}"}},
		"disable": {arguments: `on_destroy = "disable"`, writes: []string{"PATCH /users/{id}"}, stays: true},
		"keep":    {arguments: `on_destroy = "keep"`, stays: true, enabled: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := start(t)
			config := w.Config(invite(test.arguments))
			w.Test(
				resource.TestStep{Config: config, Check: then(func() error { w.ForgetRequests(); return nil })},
				resource.TestStep{Config: config, Destroy: true, Check: made(w, test.writes...)},
			)
			people := w.Guests(acctest.FabrikamID)
			if got := len(people) == 1; got != test.stays {
				t.Fatalf("the person stays: %v, want %v", got, test.stays)
			}
			if test.stays && people[0].AccountEnabled != test.enabled {
				t.Errorf("the person may sign in: %v, want %v", people[0].AccountEnabled, test.enabled)
			}
			if bin := w.RecycleBin(acctest.FabrikamID); (len(bin) == 0) != test.stays {
				t.Errorf("the recycle bin has %d people", len(bin))
			}
		})
	}
}

func TestOnDestroyCanBeChangedAlone(t *testing.T) {
	t.Parallel()
	w := start(t)
	w.Test(
		resource.TestStep{Config: w.Config(invite(""))},
		resource.TestStep{
			PreConfig:         w.ForgetRequests,
			Config:            w.Config(invite(`on_destroy = "keep"`)),
			ConfigStateChecks: []statecheck.StateCheck{text("on_destroy", "keep")},
			Check:             made(w),
		},
		resource.TestStep{
			Config:            w.Config(invite("")),
			ConfigStateChecks: []statecheck.StateCheck{text("on_destroy", "delete")},
		},
	)
}

// TestDestroyOfSomebodyWhoIsGone deletes a person between refresh and destroy.
func TestDestroyOfSomebodyWhoIsGone(t *testing.T) {
	t.Parallel()
	w := start(t)
	config := w.Config(invite(`on_soft_deleted = "ignore"`))
	w.Test(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() { w.Remove(acctest.FabrikamID, w.Guest(acctest.FabrikamID, anaEmail).ID) },
			Config:    config, Destroy: true,
		},
	)
}
