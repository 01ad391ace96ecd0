package acctest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// TestInterruptedPlan sends SIGINT while a service holds its answers back, or asks for
// a long wait. The clock of the service stands still, so that a plan which waited for
// the answer would not end; one that gave up a check by its own limit would say so.
func TestInterruptedPlan(t *testing.T) {
	t.Parallel()
	hour := float64(3600)
	for name, fault := range map[string]wire.Fault{
		"sign-in":  {Service: wire.Login, HoldSeconds: hour},
		"Graph":    {Service: wire.Graph, HoldSeconds: hour},
		"Exchange": {Service: wire.Exchange, HoldSeconds: hour},
		"throttle": {Service: wire.Graph, Status: 429, RetryAfter: json.RawMessage("10")},
		"outage":   {Service: wire.Graph, Status: 503, RetryAfter: json.RawMessage("10")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.Start(t, acctest.Standard().WithExchange("Exchange Administrator"))
			s := acctest.NewWorkspace(t, w.Config(invite("")+`
resource "multitenant_mail_contact" "desk" {
  tenant = "fabrikam"
  email  = "desk@partner.example"
}
`))
			added, err := w.Server().Faults().Add(fault)
			if err != nil {
				t.Fatal(err)
			}
			plan := s.Start("plan")
			if !w.Server().Faults().Await(t.Context(), added.ID) {
				t.Fatal("no request has arrived")
			}
			if err := plan.Interrupt(); err != nil {
				t.Fatal(err)
			}
			out, err := plan.Wait()
			if err == nil || !strings.Contains(out, "Interrupt received") {
				t.Errorf("the plan ends with %v:\n%s", err, out)
			}
			gaveUp := strings.Contains(out, "skipped") && !strings.Contains(out, "context canceled")
			if gaveUp || strings.Contains(out, "no answer") || strings.Contains(out, "Plan:") {
				t.Errorf("the plan has gone on:\n%s", out)
			}
		})
	}
}
