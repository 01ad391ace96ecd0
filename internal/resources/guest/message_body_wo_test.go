package guest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/kernel"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/settings"
)

// TestWriteOnlyBody: the text of a mail from an ephemeral value is in the mail, and in
// no state, plan or log. Another text is sent with another reset.
func TestWriteOnlyBody(t *testing.T) {
	t.Parallel()
	acctest.NeedsCLI(t, 11)
	w := acctest.StartWith(t, acctest.Standard(), kernel.Options{Settings: settings.With(func(s *settings.Settings) {
		s.CustomMessagesOfApplicationsAreDropped = false
	})})
	config := func(trigger string) string {
		return w.Config(`
variable "text" {
  type      = string
  ephemeral = true
}

resource "multitenant_b2b_invitation" "ada" {
  tenant       = "fabrikam"
  email        = "ada.admin@contoso.example"
  send_message = true
  message      = { body_wo = var.text, cc_recipient = "mona.manager@fabrikam.example" }

  redemption_reset_trigger = "` + trigger + `"
}
`)
	}
	const first, second = "The code is Alpha-17.", "The code is Omega-23."
	s := acctest.NewWorkspace(t, config("1"), "TF_LOG=TRACE", "TF_LOG_PATH=trace.log")
	// Terraform logs its arguments, so the text is in a file.
	apply := func(text string) string {
		t.Helper()
		put(t, s.Path("text.auto.tfvars"), fmt.Sprintf("text = %q\n", text))
		return s.MustRun("apply", "-auto-approve")
	}
	out := apply(first)
	w.ForgetRequests()
	out += apply(second)
	if err := w.Wrote(); err != nil {
		t.Errorf("another text alone: %v", err)
	}
	s.Write(config("2"))
	out += apply(second)
	mails := w.Mails(acctest.FabrikamID)
	if len(mails) != 2 || mails[0].CustomText != first || mails[1].CustomText != second || mails[0].CC == "" {
		t.Errorf("the mails are %+v", mails)
	}
	for name, text := range map[string]string{"the output": out, "the state": read(t, s.Path("terraform.tfstate")), "the log": read(t, s.Path("trace.log"))} {
		if strings.Contains(text, "Alpha-17") || strings.Contains(text, "Omega-23") {
			t.Errorf("%s has the text", name)
		}
	}
}
