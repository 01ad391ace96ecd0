package singleton

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// Former is the record of former values, in the attribute former. It contains all
// parts from the beginning: if the provider or the CLI is killed during an update,
// the state from before the update remains, and nothing else tells what a part was
// that this update has changed for the first time.
type Former struct {
	// Values are the parts by key, at the time when the resource was created or
	// imported.
	Values map[string]json.RawMessage `json:"values"`
	// Managed are the keys of the parts that the resource manages or has managed.
	Managed []string `json:"managed"`
}

// version is that of Former; records of earlier versions are in private states.
const version = 2

func (k Kind) record() tfkit.Record[Former] {
	return tfkit.Record[Former]{Key: "former", Version: version, Older: k.Older}
}

// former is the record of a state, completed with the parts of the state that it
// lacks. A part that cannot be read is an error.
func (k Kind) former(ctx context.Context, state Model, private tfkit.PrivateReader, diags *diag.Diagnostics) Former {
	f := k.record().Of(ctx, state.attributes().Former, private, diags)
	if _, err := k.restored(ctx, f); err != nil {
		diags.AddError("Cannot read the former values", fmt.Sprintf("%v. Nothing was changed.\n\nUse the version of the provider that wrote the state.", err))
	}
	return f.complete(ctx, state, diags)
}

// complete adds the parts of a model that the record lacks.
func (f Former) complete(ctx context.Context, m Model, diags *diag.Diagnostics) Former {
	values := map[string]json.RawMessage{}
	for _, p := range m.Parts() {
		if _, has := f.Values[p.Key()]; has {
			continue
		}
		value, err := p.Record(ctx)
		if err != nil {
			diags.AddError("Cannot record the former values", fmt.Sprintf("%s: %v. This is a bug of the provider.", p.Key(), err))
		}
		values[p.Key()] = value
	}
	maps.Copy(values, f.Values)
	return Former{values, f.Managed}
}

// manage adds parts to the managed ones.
func (f Former) manage(keys []string) Former {
	managed := slices.Concat(f.Managed, keys)
	slices.Sort(managed)
	return Former{f.Values, slices.Compact(managed)}
}

// restored is a model with the recorded values, as far as there are any.
func (k Kind) restored(ctx context.Context, f Former) (Model, error) {
	m, parts := k.New(), map[string]Part{}
	for _, p := range m.Parts() {
		parts[p.Key()] = p
	}
	for _, key := range slices.Sorted(maps.Keys(f.Values)) {
		p, is := parts[key]
		if !is {
			return m, fmt.Errorf("%q is not among the %s", key, k.Noun)
		}
		if err := p.Restore(ctx, f.Values[key]); err != nil {
			return m, fmt.Errorf("%s cannot be read: %w", key, err)
		}
	}
	return m, nil
}

// differing are the managed parts of a state that differ from the record.
func (k Kind) differing(ctx context.Context, f Former, state Model) []Part {
	former, err := k.restored(ctx, f)
	if err != nil {
		return nil // reported by former
	}
	var list []Part
	parts := state.Parts()
	for i, p := range former.Parts() {
		if slices.Contains(f.Managed, p.Key()) && !p.Equal(ctx, parts[i]) {
			list = append(list, p)
		}
	}
	return list
}

// next is the record after an update. It becomes unknown with values that decide about
// it. A configured part is managed as soon as the update changes it, or if it has
// changed since the record: an update that was killed may have done that.
func (k Kind) next(ctx context.Context, f Former, config, plan, state Model, diags *diag.Diagnostics) types.String {
	former, err := k.restored(ctx, f)
	if err != nil {
		return types.StringUnknown() // reported by former
	}
	var added []string
	configured, planned, present := config.Parts(), plan.Parts(), state.Parts()
	for i, p := range former.Parts() {
		if configured[i].Attribute().IsNull() || slices.Contains(f.Managed, p.Key()) {
			continue
		}
		if !settled(ctx, planned[i].Attribute()) {
			return types.StringUnknown()
		}
		if !planned[i].Equal(ctx, present[i]) || !p.Equal(ctx, present[i]) {
			added = append(added, p.Key())
		}
	}
	if len(added) == 0 && !state.attributes().Former.IsNull() {
		return state.attributes().Former
	}
	return k.record().Text(f.manage(added), diags)
}

// settled reports whether a planned value has no unknown values.
func settled(ctx context.Context, v attr.Value) bool { return v.IsNull() || tfkit.FullyKnown(ctx, v) }
