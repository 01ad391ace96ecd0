package torture_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/wire"
)

// page is the page of a gateway.
const page = "<html><body>Bad gateway</body></html>"

// effect is what a fault does to a request.
type effect struct {
	name string
	wire.Fault
}

// effects are those of the rules, for any request. The lag of the directory is that of
// the round.
var effects = []effect{
	{"429", wire.Fault{Status: http.StatusTooManyRequests}},
	{"429, Retry-After: 0", wire.Fault{Status: http.StatusTooManyRequests, RetryAfter: json.RawMessage(`0`)}},
	{"429, Retry-After: 0.25", wire.Fault{Status: http.StatusTooManyRequests, RetryAfter: json.RawMessage(`"0.25"`)}},
	{"429, Retry-After: a date", wire.Fault{Status: http.StatusTooManyRequests, RetryAfter: json.RawMessage(`"Thu, 15 Jan 2026 08:00:00 GMT"`)}},
	{"429, Retry-After: a word", wire.Fault{Status: http.StatusTooManyRequests, RetryAfter: json.RawMessage(`"soon"`)}},
	{"500", wire.Fault{Status: http.StatusInternalServerError}},
	{"500 after the write", wire.Fault{Status: http.StatusInternalServerError, Act: true}},
	{"503, Retry-After: 0.1", wire.Fault{Status: http.StatusServiceUnavailable, RetryAfter: json.RawMessage(`"0.1"`)}},
	{"503 after the write", wire.Fault{Status: http.StatusServiceUnavailable, Act: true}},
	{"504", wire.Fault{Status: http.StatusGatewayTimeout}},
	{"504 after the write", wire.Fault{Status: http.StatusGatewayTimeout, Act: true}},
	{"expired token", wire.Fault{Status: http.StatusUnauthorized}},
	{"502 with a page", wire.Fault{Status: http.StatusBadGateway, Body: new(page)}},
	{"404 with a page", wire.Fault{Status: http.StatusNotFound, Body: new(page)}},
	{"200 with a page", wire.Fault{Status: http.StatusOK, Body: new(page)}},
	{"page after the write", wire.Fault{Body: new(page), Act: true}},
	{"empty body after the write", wire.Fault{Body: new(""), Act: true}},
	{"truncated body", wire.Fault{Truncate: true}},
	{"dropped response", wire.Fault{DropResponse: true}},
	{"dropped response", wire.Fault{DropResponse: true}},
	{"connection reset", wire.Fault{Reset: true}},
}

// fault is a random rule for a few requests.
func (r *round) fault() effect {
	f := oneOf(r, effects...)
	f.Service = oneOf(r, wire.Graph, wire.Graph, wire.Graph, wire.Exchange, wire.Exchange, wire.Login)
	f.Times = 1 + r.IntN(3)
	if f.Service == wire.Graph {
		f.Method = oneOf(r, "", "", http.MethodGet, http.MethodPost, http.MethodPatch, http.MethodPut, http.MethodDelete)
	}
	if f.Status == http.StatusUnauthorized && f.Service == wire.Login {
		f.Status, f.name = http.StatusServiceUnavailable, "503" // a refused secret is no disturbance
	}
	return f
}

// place adds a rule, and describes it for the log.
func (r *round) place(f effect) string {
	r.t.Helper()
	added, err := r.world.Server().Faults().Add(f.Fault)
	if err != nil {
		r.t.Fatal(err)
	}
	r.placed[added.ID] = f.name
	return fmt.Sprintf("%s for %d requests to %s %s", f.name, f.Times, f.Service, f.Method)
}

// calm ends all faults, and counts what they have disturbed.
func (r *round) calm() {
	for _, f := range r.world.Server().Faults().List() {
		tally.add(r.placed[f.ID], f.Hits)
	}
	r.world.Server().Faults().Clear()
	clear(r.placed)
}

// manyRounds is a number of rounds in which every fault occurs; 20 were not enough once.
const manyRounds = 60

// tally counts over all rounds.
var tally = counts{numbers: map[string]int{}}

// counts are numbers by name.
type counts struct {
	mu      sync.Mutex
	numbers map[string]int
}

func (c *counts) add(name string, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.numbers[name] += n
}

// report logs what the rounds were disturbed by. Over many rounds, each fault has to
// have disturbed a request.
func (c *counts) report(t *testing.T, rounds int) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(c.numbers)) {
		lines = append(lines, fmt.Sprintf("%6d %s", c.numbers[name], name))
	}
	t.Logf("%d rounds; requests by fault, and disturbed applies:\n%s", rounds, strings.Join(lines, "\n"))
	for _, e := range effects {
		if rounds >= manyRounds && c.numbers[e.name] == 0 {
			t.Errorf("no request had the fault %q", e.name)
		}
	}
}
