package crosstenant

import (
	"context"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// wanted is the change that a configuration asks for: all blocks that it has.
func wanted(ctx context.Context, blocks []block) graph.AccessChange {
	var change graph.AccessChange
	for _, b := range blocks {
		if tfkit.Known(*b.value) {
			change.Set(b.Block, b.decode(ctx))
		}
	}
	return change
}

// foreseen is the change that a plan leads to, as far as it tells. A block that is
// configured with something unknown has no halves, so that it decides nothing.
func foreseen(ctx context.Context, plan, config []block) graph.AccessChange {
	var change graph.AccessChange
	for i, b := range plan {
		setting, isSetting := b.Block.(*rules.SettingBlock)
		switch {
		case tfkit.FullyKnown(ctx, *b.value):
			change.Set(b.Block, b.decode(ctx))
		case isSetting && !config[i].value.IsNull():
			change.Set(setting, setting.Only(&rules.B2BSetting{}))
		}
	}
	return change
}

// changed is what a plan changes.
func changed(ctx context.Context, plan, state []block) graph.AccessChange {
	var change graph.AccessChange
	for i, b := range plan {
		if tfkit.Known(*b.value) && !b.says(ctx, state[i]) {
			change.Set(b.Block, b.decode(ctx))
		}
	}
	return change
}

// says reports whether the state says what a plan does.
func (b block) says(ctx context.Context, state block) bool {
	return !state.value.IsNull() && b.Same(b.decode(ctx), state.decode(ctx))
}

// refresh takes over what the directory says. A block that says the same in
// other words, in the order of its targets or the case of an id, stays.
func refresh(ctx context.Context, blocks []block, answer rules.AccessSettings, restrictions bool) {
	for _, b := range blocks {
		switch {
		case b.Block == rules.Restrictions && !restrictions:
			b.clear(ctx)
		case !tfkit.Known(*b.value), !b.Same(answer, b.decode(ctx)):
			*b.value = b.encode(ctx, answer)
		}
	}
}

// settle makes a plan that says the same as the state in other words the state.
func settle(ctx context.Context, plan, state []block) {
	for i, b := range plan {
		if tfkit.FullyKnown(ctx, *b.value) && b.says(ctx, state[i]) {
			*b.value = *state[i].value
		}
	}
}
