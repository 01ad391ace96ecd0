package crosstenant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
)

// settings are the blocks of one resource. Each block has one of three states in
// a configuration: absent, which leaves it alone; inherit, for a partner; or set.
type settings interface {
	blocks() []block
	inheritable() bool
	at(graph.Block) *types.Object
}

// wanted is the change that a configuration asks for: all blocks that it has.
func wanted(s settings) graph.AccessChange {
	var change graph.AccessChange
	for _, b := range s.blocks() {
		if value := s.at(b.graph); !value.IsNull() && !value.IsUnknown() {
			change.Set(b.graph, decoded(b.graph, *value))
		}
	}
	return change
}

// foreseen is the change that a plan leads to, as far as it tells.
func foreseen(ctx context.Context, plan, config settings) graph.AccessChange {
	var change graph.AccessChange
	for _, b := range plan.blocks() {
		value := plan.at(b.graph)
		switch {
		case known(ctx, *value):
			change.Set(b.graph, decoded(b.graph, *value))
		case !config.at(b.graph).IsNull() && undecided.Setting(b.graph) != nil:
			change.Set(b.graph, undecided)
		}
	}
	return change
}

// undecided stands for blocks that are configured with something unknown: without
// their halves no verdict can be made of them.
var undecided = graph.AccessSettings{AccessSettings: rules.AccessSettings{
	B2BCollaborationInbound: &rules.B2BSetting{}, B2BCollaborationOutbound: &rules.B2BSetting{},
	B2BDirectConnectInbound: &rules.B2BSetting{}, B2BDirectConnectOutbound: &rules.B2BSetting{},
}}

// changed is what a plan changes.
func changed(plan, state settings) graph.AccessChange {
	var change graph.AccessChange
	for _, b := range wanted(plan).Blocks {
		if value := decoded(b, *plan.at(b)); state.at(b).IsNull() || !value.Same(b, decoded(b, *state.at(b))) {
			change.Set(b, value)
		}
	}
	return change
}

// refresh takes over what the directory says. A block that says the same in
// other words, in the order of its targets or the case of an id, stays.
func refresh(s settings, answer graph.AccessSettings, restrictions bool) {
	for _, b := range s.blocks() {
		value := s.at(b.graph)
		switch {
		case b.graph == graph.Restrictions && !restrictions:
			*value = types.ObjectNull(blockTypes(b.graph, s.inheritable()))
		case value.IsNull(), value.IsUnknown(), !answer.Same(b.graph, decoded(b.graph, *value)):
			*value = encode(b.graph, answer, s.inheritable())
		}
	}
}

// settle makes a plan that says the same as the state in other words the state.
func settle(ctx context.Context, plan, state settings) {
	for _, b := range plan.blocks() {
		p, s := plan.at(b.graph), state.at(b.graph)
		if known(ctx, *p) && !s.IsNull() && decoded(b.graph, *p).Same(b.graph, decoded(b.graph, *s)) {
			*p = *s
		}
	}
}

func decoded(b graph.Block, value types.Object) graph.AccessSettings {
	var s graph.AccessSettings
	decode(b, value, &s)
	return s
}
