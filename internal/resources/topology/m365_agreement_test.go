package topology_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/acctest"
)

// m365Estates is the number of random estates.
const m365Estates = 80

// m365Verdict is what the check says about one capability of one edge.
type m365Verdict struct {
	verdict
	// refused, limited, legacy and exposed report findings; open reports a setting of
	// the policy that is unchecked.
	refused, limited, legacy, exposed, open bool
}

func m365VerdictOf(v verdict) m365Verdict {
	m := m365Verdict{verdict: v}
	for _, f := range v.findings {
		switch f.code {
		case "MT060", "MT061", "MT071", "MT074":
			m.refused = true
		case "MT075":
			m.limited = true
		case "MT072":
			m.legacy = true
		case "MT073":
			m.exposed = true
		}
	}
	for _, what := range v.unchecked {
		m.open = m.open || strings.Contains(what, "m365") || strings.Contains(what, "appService")
	}
	return m
}

// m365Tally counts what was compared, so that the test does not pass without
// relevant cases.
type m365Tally struct {
	mu     sync.Mutex
	counts map[string]int
}

func (c *m365Tally) add(what string, is bool) {
	if is {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.counts[what]++
	}
}

func (c *m365Tally) expect(t *testing.T) {
	t.Helper()
	for _, capability := range m365Capabilities {
		for _, what := range []string{"works for all", "refused"} {
			if n := c.counts[capability+" "+what]; n < 5 {
				t.Errorf("%s %s occurs %d times", capability, what, n)
			}
		}
	}
	for _, what := range []string{"calendar_availability legacy", "mail_tips legacy", "calendar_sharing legacy", "exposed", "limited", "open", "across clouds"} {
		if n := c.counts[what]; n < 5 {
			t.Errorf("%s occurs %d times", what, n)
		}
	}
}

// TestCheckAndOracleAgree compares the check of each capability of Microsoft 365 with
// what the emulator's oracle says that users see, in both directions of random
// estates.
func TestCheckAndOracleAgree(t *testing.T) {
	t.Parallel()
	seen := &m365Tally{counts: map[string]int{}}
	t.Cleanup(func() { seen.expect(t) })
	for first := 0; first < m365Estates; first += estatesPerWorld {
		t.Run(fmt.Sprintf("estates from %d", first), func(t *testing.T) {
			t.Parallel()
			agreeOnM365(t, first, seen)
		})
	}
}

// agreeOnM365 checks the estates of one world. A check that declares one capability
// has the findings about it only, so there are as many rounds as capabilities.
func agreeOnM365(t *testing.T, first int, seen *m365Tally) {
	t.Helper()
	var estates []*acctest.Estate
	for number := first; number < first+estatesPerWorld; number++ {
		estates = append(estates, randomM365Estate(number))
	}
	c := startedM365(t, together(estates...))
	provider := c.configured()
	for _, capability := range m365Capabilities {
		var edges []any
		for _, e := range estates {
			for own := range 2 {
				edges = append(edges, declared(e.Tenants[own].Key, e.Tenants[1-own].Key, capability))
			}
		}
		said := verdicts(t, c.ask(provider, edges...))
		for _, e := range estates {
			for own := range 2 {
				p := pair{&e.Tenants[own], &e.Tenants[1-own]}
				c.compareM365(p, &e.Tenants[2], capability, m365VerdictOf(said[p.key()]), seen)
			}
		}
	}
}

// effect is what the oracle says about a capability of an edge: users of the source
// look at users of the target.
type effect struct {
	// some is set if each feature shows a user something, and all if every feature
	// shows every user something, both by the policy.
	some, all bool
	// legacy is set if legacy sharing decides now, and exposed if a tenant without an
	// entry sees something.
	legacy, exposed bool
}

func (c check) effectOf(p pair, stranger *acctest.Tenant, capability string) effect {
	c.t.Helper()
	e := effect{some: true, all: true}
	sees := func(s sight) bool { return s.policy }
	for _, feature := range m365Features[capability] {
		seen := sights(c.t, c.world.World, p.source, p.target, feature)
		e.some = e.some && slices.ContainsFunc(seen, sees)
		e.all = e.all && !slices.ContainsFunc(seen, func(s sight) bool { return !s.policy })
		e.legacy = e.legacy || slices.ContainsFunc(seen, func(s sight) bool { return s.legacy })
		if stranger.Cloud == p.target.Cloud {
			e.exposed = e.exposed || slices.ContainsFunc(sights(c.t, c.world.World, stranger, p.target, feature), sees)
		}
	}
	return e
}

// compareM365 compares a verdict with the oracle.
func (c check) compareM365(p pair, stranger *acctest.Tenant, capability string, v m365Verdict, seen *m365Tally) {
	c.t.Helper()
	e := c.effectOf(p, stranger, capability)
	disagree := func(what string) {
		c.t.Errorf("seed %d: %s %s: %s: %v, unchecked %q", theSeed, p.key(), capability, what, v.findings, v.unchecked)
	}
	switch {
	case v.refused && e.some:
		disagree("users see it, and the check refuses it")
	case !v.refused && !v.open && !v.limited && !e.all:
		disagree("not all users see it, and the check has no objection")
	case v.legacy != e.legacy:
		disagree(fmt.Sprintf("legacy sharing decides: %t", e.legacy))
	case e.exposed && !v.exposed:
		disagree("a tenant without an entry sees it, and the check does not say so")
	}
	seen.add(capability+" works for all", e.all && !v.refused && !v.open)
	seen.add(capability+" refused", v.refused && !e.some)
	seen.add(capability+" legacy", v.legacy)
	seen.add("exposed", e.exposed && v.exposed)
	seen.add("limited", v.limited && e.some && !e.all)
	seen.add("open", v.open)
	seen.add("across clouds", p.source.Cloud != p.target.Cloud && e.all && !v.refused)
}
