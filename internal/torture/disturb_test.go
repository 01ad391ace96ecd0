package torture_test

import "github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"

// mostFaults is the maximum number of fault rules that a disturbance adds.
const mostFaults = 4

// disturb applies the configuration with random faults, and usually kills the
// provider, or the CLI with it, at a random request.
func (r *round) disturb(step int) {
	r.t.Helper()
	r.disturbed = true
	for range r.IntN(mostFaults + 1) {
		r.t.Logf("step %d: fault %s", step, r.place(r.fault()))
	}
	at := acctest.Moment{Any: r.IntN(2) == 0, CarriedOut: r.IntN(2) == 0, CLI: r.IntN(2) == 0}
	if at.Number = 1 + r.IntN(2*len(r.configured)+2); at.Any {
		at.Number *= 3
	}
	switch r.IntN(4) {
	case 0:
		at.Number = never
	case 1:
		at.Cmdlet = oneOf(r, "New-MailContact", "Set-MailContact", "Remove-MailContact", "Set-MailUser")
		at.Number = 1 + r.IntN(3)
	}
	_, killed, err := r.world.TryKill(r.workspace, at, command...)
	r.t.Logf("step %d: apply with %+v: killed %t, %v", step, at, killed, err)
	r.killed = r.killed || killed
	tally.add(kindOfKill(at, killed), 1)
}

// kindOfKill names the end of a disturbed apply in the tally.
func kindOfKill(at acctest.Moment, killed bool) string {
	switch {
	case !killed:
		return "apply that ended by itself"
	case at.CLI:
		return "apply whose CLI and provider were killed"
	}
	return "apply whose provider was killed"
}

// never is the number of a request that does not come.
const never = 1 << 30
