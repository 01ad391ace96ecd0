package provider_test

import (
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// TestActionsAfterEvents: an action runs after the events of a resource, also with an id
// that the plan does not know, and not without them. A failed action fails the apply, and
// leaves the resource in the state.
func TestActionsAfterEvents(t *testing.T) {
	t.Parallel()
	acctest.NeedsCLI(t, 14)
	w := acctest.Start(t, acctest.Standard())
	config := func(department, action string) string {
		return w.Config(`
resource "multitenant_b2b_invitation" "ana" {
  tenant     = "fabrikam"
  email      = "` + anaEmail + `"
  department = "` + department + `"

  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.multitenant_` + action + `.ana]
    }
  }
}

action "multitenant_` + action + `" "ana" {
  config {
    tenant  = "fabrikam"
    user_id = multitenant_b2b_invitation.ana.user_id
  }
}
`)
	}
	s := acctest.NewWorkspace(t, config("Finance", "resend_invitation"))
	mails := func(when string, want int) {
		t.Helper()
		if sent := len(w.Mails(acctest.FabrikamID)); sent != want {
			t.Errorf("%s: %d mails were sent, want %d", when, sent, want)
		}
	}
	out := s.MustRun("apply", "-auto-approve")
	if !strings.Contains(out, "sent the invitation mail to "+anaEmail) {
		t.Errorf("the apply says\n%s", out)
	}
	mails("after the creation", 1)
	s.Unchanged()
	mails("after a plan", 1)
	s.Write(config("Sales", "resend_invitation"))
	s.MustRun("apply", "-auto-approve")
	mails("after an update", 2)

	s.Write(config("Legal", "revoke_sessions"))
	if out, err := s.Run("apply", "-auto-approve"); err == nil || !acctest.Message("revokes no sessions of external users").MatchString(out) {
		t.Errorf("an external user: %v\n%s", err, out)
	}
	if ana := w.Guest(acctest.FabrikamID, anaEmail); ana.Department != "Legal" {
		t.Errorf("the department is %s", ana.Department)
	}
	s.Unchanged()
	mails("after the refusal", 2)
}
