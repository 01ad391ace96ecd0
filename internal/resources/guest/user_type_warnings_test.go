package guest_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// TestUserTypeWarnings records plans that succeed: each has the expected warnings,
// and no others.
func TestUserTypeWarnings(t *testing.T) {
	t.Parallel()
	w := acctest.StartWith(t, acctest.Standard(), kernel.Options{Settings: settings.With(func(s *settings.Settings) { s.NewGuestsAreHidden = true })})
	hidden := w.Welcome(acctest.FabrikamID, anaEmail)
	member := w.Config(becomes(quoted(hidden.ID), "Member"))
	kept := w.Config(becomes(quoted(hidden.ID), "Member", `on_destroy = "keep"`))
	back := `becomes a Guest again in tenant "fabrikam" (on_destroy = "restore")`
	e := &ear{}
	says := func(want ...string) func() {
		return func() {
			t.Helper()
			heard := e.remarks()
			if len(heard) != len(want) {
				t.Errorf("the plan said %v, want %v", heard, want)
				return
			}
			for i, r := range heard {
				if text := r.severity + " " + r.path + " " + r.summary + ": " + r.detail; !strings.Contains(text, want[i]) {
					t.Errorf("the plan said %q, want %q", text, want[i])
				}
			}
			e.forget()
		}
	}
	after := func(check func(), step resource.TestStep) resource.TestStep {
		step.PreConfig = check
		return step
	}
	listening(t, e,
		resource.TestStep{Config: acctest.Checking(member, "warn", "MT030")},
		after(says("WARNING user_type MT030"), resource.TestStep{Config: member, Destroy: true}),
		after(says(back), resource.TestStep{Config: acctest.Checking(kept, "off", "MT030")}),
		// Keeping the type causes no warning.
		after(says(), resource.TestStep{Config: kept, Destroy: true}),
		after(says(), resource.TestStep{Config: w.Config(becomes(quoted(acctest.ManagerID), "Member"))}),
		resource.TestStep{Config: w.Config(becomes(quoted(acctest.ManagerID), "Member")), Destroy: true},
	)
	says()()
}

// TestUserTypeCheckThatCannotLook warns in the plan; the refusal comes in the
// apply.
func TestUserTypeCheckThatCannotLook(t *testing.T) {
	t.Parallel()
	w := with(t, "User.Invite.All")
	config := w.Config(becomes(quoted(acctest.ManagerID), "Member"))
	e := &ear{}
	listening(t, e,
		resource.TestStep{Config: config, PlanOnly: true, ExpectNonEmptyPlan: true},
		resource.TestStep{Config: config, ExpectError: acctest.Message("Cannot make user", "User.Read.All")},
	)
	heard := e.remarks()
	if len(heard) == 0 {
		t.Error("the plan has to say that it could not look")
	}
	for _, r := range heard {
		if r.severity != "WARNING" || !strings.Contains(r.detail, `MT030, MT031, MT041, MT042 could not be checked in tenant "fabrikam"`) {
			t.Errorf("the plan said %v", r)
		}
	}
}
