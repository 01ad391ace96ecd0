package topology_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

const (
	// estatesInAll is the number of random estates, estatesPerWorld the number of
	// estates in one emulator.
	estatesInAll    = 100
	estatesPerWorld = 20
	// rounds is the number of capabilities that each edge is checked for.
	rounds = 3
)

var capabilities = []string{
	"b2b_collaboration", "trust_mfa", "trust_compliant_device", "trust_hybrid_device", "auto_redeem", "sync", "direct_connect",
}

// verdict is the result of the check for one edge.
type verdict struct {
	findings  []finding
	unchecked []string
}

type finding struct {
	code, side, tenant, severity, remedy string
	settings                             []string
}

func (f finding) String() string {
	return fmt.Sprintf("%s at the %s %v", f.code, f.side, f.settings)
}

// musts are the findings that keep the edge from being ok.
func (v verdict) musts() []finding {
	return slices.DeleteFunc(slices.Clone(v.findings), func(f finding) bool { return f.severity != "error" })
}

// promises reports whether the check claims that the edge has the capability.
// Hidden domain lists are ignored if there are none.
func (v verdict) promises(target *acctest.Tenant) bool {
	return len(v.musts()) == 0 && !slices.ContainsFunc(v.unchecked, func(what string) bool {
		return what != "invitationsAllowedAndBlockedDomainsPolicy" || len(target.B2BManagement) > 0
	})
}

// verdicts groups the results of the data source by edge.
func verdicts(t *testing.T, state map[string]any) map[string]verdict {
	t.Helper()
	var said struct {
		OK       bool
		Findings []struct {
			Code, Edge, Side, Tenant, Severity, Remedy string
			Settings                                   []string
		}
		Unchecked []struct{ Edge, What string }
	}
	text, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &said); err != nil {
		t.Fatal(err)
	}
	all, ok := map[string]verdict{}, true
	for _, f := range said.Findings {
		v := all[f.Edge]
		v.findings = append(v.findings, finding{f.Code, f.Side, f.Tenant, f.Severity, f.Remedy, f.Settings})
		all[f.Edge] = v
		ok = ok && f.Severity != "error"
	}
	for _, u := range said.Unchecked {
		v := all[u.Edge]
		v.unchecked = append(v.unchecked, u.What)
		all[u.Edge] = v
	}
	if said.OK != ok {
		t.Errorf("ok is %v, and the findings are %v", said.OK, said.Findings)
	}
	return all
}

// pair is the two ends of an edge.
type pair struct{ source, target *acctest.Tenant }

func (p pair) key() string { return p.source.Key + "->" + p.target.Key }

func pairs(e *acctest.Estate) []pair {
	var all []pair
	for i := range e.Tenants {
		for j := range e.Tenants {
			if i != j {
				all = append(all, pair{&e.Tenants[i], &e.Tenants[j]})
			}
		}
	}
	return all
}

// together combines estates in one world.
func together(estates ...*acctest.Estate) *acctest.Estate {
	all := &acctest.Estate{}
	for _, e := range estates {
		all.Tenants = append(all.Tenants, e.Tenants...)
	}
	return all
}

// TestCheckAndServiceAgree checks capabilities of every edge in random estates, and
// then uses them: edges that are ok work, and edges with findings do not.
func TestCheckAndServiceAgree(t *testing.T) {
	t.Parallel()
	seen := newTally()
	t.Cleanup(func() { seen.expect(t) })
	for first := 0; first < estatesInAll; first += estatesPerWorld {
		t.Run(fmt.Sprintf("estates from %d", first), func(t *testing.T) {
			t.Parallel()
			agree(t, first, seen)
		})
	}
}

// agree checks the estates of one world. In every round each edge declares another
// capability, and its neighbors declare others.
func agree(t *testing.T, first int, seen *tally) {
	t.Helper()
	var estates []*acctest.Estate
	var edges []pair
	for number := first; number < first+estatesPerWorld; number++ {
		e := randomEstate(number)
		estates, edges = append(estates, e), append(edges, pairs(e)...)
	}
	c, synced := started(t, together(estates...)), ran(t, together(estates...))
	provider := c.configured()
	shift := newDice(askedStream, first).IntN(len(capabilities))
	said := map[string]map[string]verdict{}
	for round := range rounds {
		var list []any
		capability := map[string]string{}
		for i, p := range edges {
			capability[p.key()] = capabilities[(shift+i+round)%len(capabilities)]
			list = append(list, declared(p.source.Key, p.target.Key, capability[p.key()]))
		}
		answer := verdicts(t, c.ask(provider, list...))
		for edge, asked := range capability {
			if said[edge] == nil {
				said[edge] = map[string]verdict{}
			}
			said[edge][asked] = answer[edge]
		}
	}
	for _, p := range edges {
		x := tried(t, c.world.World, synced, p)
		for capability, v := range said[p.key()] {
			seen.add(x.compare(capability, v))
		}
	}
}

// compare compares a verdict with the outcome of using the capability.
func (x trial) compare(capability string, v verdict) observation {
	x.t.Helper()
	seen := observation{capability, v.promises(x.target), len(v.musts()) > 0, x.of(capability)}
	switch {
	case seen.outcome == works && seen.refused:
		x.t.Errorf("seed %d: %s %s works, and the check finds %v", theSeed, x.key(), capability, v.musts())
	case seen.outcome == fails && seen.promised:
		x.t.Errorf("seed %d: %s %s is ok, and does not work: %v", theSeed, x.key(), capability, x.visits)
	}
	return seen
}

// observation is the verdict and the outcome for one capability of one edge.
type observation struct {
	capability        string
	promised, refused bool
	outcome           outcome
}

// tally counts observations, so that the test does not pass without relevant cases.
type tally struct {
	mu     sync.Mutex
	counts map[observation]int
}

func newTally() *tally { return &tally{counts: map[observation]int{}} }

func (c *tally) add(o observation) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.counts[o]++
}

// expect requires every capability to have worked as promised, and to have failed
// as found, a minimum number of times.
func (c *tally) expect(t *testing.T) {
	t.Helper()
	for _, capability := range capabilities {
		for _, o := range []observation{{capability, true, false, works}, {capability, false, true, fails}} {
			if c.counts[o] < 10 {
				t.Errorf("%+v occurs %d times", o, c.counts[o])
			}
		}
	}
}
