package acctest_test

import (
	"os"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const letter = "Bring your badge to the Fabrikam gate."

// TestTraceKeepsSecrets runs every command at the most verbose log level and
// searches the log and the output for secrets.
func TestTraceKeepsSecrets(t *testing.T) {
	t.Parallel()
	w := start(t)
	config := w.Config(invite(`
  send_message = true
  message      = { body = "` + letter + `" }
  job_title    = "Controller"
`))
	s := acctest.NewWorkspace(t, config, "TF_LOG=TRACE", "TF_LOG_PATH=trace.log")
	there := w.Welcome(acctest.FabrikamID, "kim@partner.example")
	tickets := []string{there.Account().Ticket}

	// A plan shows the message, which is configuration; the provider's log must
	// not.
	s.MustRun("plan", "-out=plan")
	screen := s.MustRun("apply", "plan")
	tickets = append(tickets, w.Guest(acctest.FabrikamID, anaEmail).Account().Ticket)
	screen += s.MustRun("apply", "-refresh-only", "-auto-approve")
	s.Write(config + "\nresource \"multitenant_b2b_invitation\" \"kim\" {\n  tenant = \"fabrikam\"\n  email = \"kim@partner.example\"\n}\n")
	screen += s.MustRun("import", "multitenant_b2b_invitation.kim", "fabrikam/"+there.ID)
	s.MustRun("destroy", "-auto-approve")

	data, err := os.ReadFile(s.Path("trace.log"))
	if err != nil {
		t.Fatal(err)
	}
	trace := string(data)
	if !strings.Contains(trace, "Request answered") || !strings.Contains(trace, "/invitations") {
		t.Fatal("the log has nothing of the provider, so the test proves nothing")
	}
	forbidden := map[string]string{
		"a token":        "eyJ",
		"a bearer token": "Bearer ",
		"a redeem URL":   "redeem?rd=",
		"a ticket":       "ticket=",
		"the message":    letter,
	}
	for _, key := range w.Keys() {
		forbidden["the secret of "+key] = acctest.Secret(key)
	}
	for i, ticket := range tickets {
		if ticket == "" {
			t.Fatalf("person %d has no ticket to look for", i)
		}
		forbidden["ticket of "+ticket[:4]] = ticket
	}
	for what, text := range forbidden {
		report(t, "log", trace, what, text)
		report(t, "screen", screen, what, text)
	}
}

// report shows what comes before, without what must not be shown.
func report(t *testing.T, where, output, what, text string) {
	t.Helper()
	at := strings.Index(output, text)
	if at >= 0 {
		t.Errorf("the %s has %s, after: %s", where, what, output[max(0, at-200):at])
	}
}
