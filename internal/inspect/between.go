package inspect

import (
	"context"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// Between reads the facts about all users of the sources in the targets, each fact
// once. The capabilities of the pairs do not matter.
func (m *Machine) Between(ctx context.Context, pairs []Edge) []rules.ExplainFacts {
	s := &edgeCheck{Machine: m, answers: map[string]*answers{}}
	for _, p := range pairs {
		s.wantBetween(p)
	}
	inquiry := m.begin(edgePatience)
	for _, key := range s.keys() {
		s.answers[key].ask(ctx, inquiry)
	}
	inquiry.Answered()
	facts := make([]rules.ExplainFacts, len(pairs))
	for i, p := range pairs {
		f := s.facts(p)
		facts[i] = rules.ExplainFacts{Home: f.Source, Resource: f.Target, Policies: f.Policies, Application: rules.Office365}
	}
	return facts
}

// wantBetween collects the facts of both directions: users of the source work in the
// target, whose users see their free/busy times.
func (s *edgeCheck) wantBetween(p Edge) {
	source, target := s.of(p.Source), s.of(p.Target)
	if p.apart() {
		source.wants.clouds, target.wants.clouds = true, true
	} else {
		source.wants.license, target.wants.license = true, true
	}
	target.wants.policies = true
	s.wantM365(Edge{Source: p.Target, Target: p.Source, Capabilities: []rules.Capability{rules.SeeAvailability}})
}
