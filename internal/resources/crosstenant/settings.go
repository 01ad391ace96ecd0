package crosstenant

import (
	"context"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/rules"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// wanted is the configured change: all configured blocks.
func wanted(ctx context.Context, blocks []block) graph.AccessChange {
	var change graph.AccessChange
	for _, b := range blocks {
		if tfkit.Known(*b.value) {
			change.Set(b.Block, b.decode(ctx))
		}
	}
	return change
}

// foreseen is the planned change, as far as it is known. A block with unknown
// values has no halves, so that it decides nothing.
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

// changed is the change from the state to the plan.
func changed(ctx context.Context, plan, state []block) graph.AccessChange {
	var change graph.AccessChange
	for i, b := range plan {
		if tfkit.Known(*b.value) && !b.says(ctx, state[i]) {
			change.Set(b.Block, b.decode(ctx))
		}
	}
	return change
}

// says reports whether the state has the planned values.
func (b block) says(ctx context.Context, state block) bool {
	return !state.value.IsNull() && b.Same(b.decode(ctx), state.decode(ctx))
}

// refresh reads the values of the directory. A block that differs only in the order
// of its targets or the case of an id is kept.
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

// settle replaces planned blocks that differ from the state only in order or case
// by the state.
func settle(ctx context.Context, plan, state []block) {
	for i, b := range plan {
		if tfkit.FullyKnown(ctx, *b.value) && b.says(ctx, state[i]) {
			*b.value = *state[i].value
		}
	}
}
