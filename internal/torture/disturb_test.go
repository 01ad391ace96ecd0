package torture_test

import (
	"encoding/json"
	"net/http"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// mostFaults is the maximum number of fault rules that a disturbance adds.
const mostFaults = 4

// disturb applies the configuration with random faults, and usually kills the
// provider, or the CLI with it, at a random request.
func (r *round) disturb(step int) {
	r.t.Helper()
	r.disturbed = true
	for range r.IntN(mostFaults + 1) {
		f := r.fault()
		r.world.Fault(f)
		r.t.Logf("step %d: fault %s", step, described(f))
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
}

// never is the number of a request that does not come.
const never = 1 << 30

// fault is a random rule for a few requests.
func (r *round) fault() wire.Fault {
	f := oneOf(r, faults...)
	f.Service = oneOf(r, wire.Graph, wire.Graph, wire.Graph, wire.Exchange, wire.Exchange, wire.Login)
	f.Times = 1 + r.IntN(3)
	if f.Service == wire.Graph {
		f.Method = oneOf(r, "", "", http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodPut, http.MethodDelete)
	}
	if f.Status == http.StatusUnauthorized && f.Service == wire.Login {
		f.Status = http.StatusServiceUnavailable // a refused secret is no disturbance
	}
	return f
}

// described is a fault in a log.
func described(f wire.Fault) string {
	data, err := json.Marshal(f)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// page is the page of a gateway.
const page = "<html><body>Bad gateway</body></html>"

// faults are the effects of rules, for any request.
var faults = []wire.Fault{
	{Status: http.StatusTooManyRequests},
	{Status: http.StatusTooManyRequests, RetryAfter: json.RawMessage(`0`)},
	{Status: http.StatusTooManyRequests, RetryAfter: json.RawMessage(`"0.25"`)},
	{Status: http.StatusTooManyRequests, RetryAfter: json.RawMessage(`"soon"`)},
	{Status: http.StatusInternalServerError},
	{Status: http.StatusInternalServerError, Act: true},
	{Status: http.StatusServiceUnavailable, RetryAfter: json.RawMessage(`"0.1"`)},
	{Status: http.StatusServiceUnavailable, Act: true},
	{Status: http.StatusGatewayTimeout},
	{Status: http.StatusGatewayTimeout, Act: true},
	// A token that expires during the run.
	{Status: http.StatusUnauthorized},
	// The page of a gateway in place of the service, and of its response.
	{Status: http.StatusBadGateway, Body: new(page)},
	{Status: http.StatusNotFound, Body: new(page)},
	{Status: http.StatusOK, Body: new(page)},
	{Body: new(page), Act: true},
	{Body: new(""), Act: true},
	{Truncate: true},
	{DropResponse: true},
	{DropResponse: true},
	{Reset: true},
}
