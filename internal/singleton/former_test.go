package singleton

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tenant"
	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

// pair is a model with two texts.
type pair struct {
	tfkit.Model
	Attributes
	a, b types.String
}

func (p *pair) Parts() []Part { return []Part{text{"a", &p.a}, text{"b", &p.b}} }

func (p *pair) Read(context.Context, *tenant.Tenant) (bool, error) { return true, nil }

func (p *pair) Write(context.Context, *tenant.Tenant, Model) (func(context.Context) error, error) {
	return nil, nil
}

type text struct {
	key   string
	value *types.String
}

func (t text) Key() string           { return t.key }
func (t text) Attribute() attr.Value { return *t.value }
func (t text) Describe() string      { return t.key }

func (t text) Record(context.Context) (json.RawMessage, error) {
	return json.Marshal(t.value.ValueStringPointer())
}

func (t text) Restore(_ context.Context, recorded json.RawMessage) error {
	var value *string
	err := json.Unmarshal(recorded, &value)
	*t.value = types.StringPointerValue(value)
	return err
}

func (t text) Equal(_ context.Context, other Part) bool {
	o, is := other.(text)
	return is && strings.EqualFold(t.value.ValueString(), o.value.ValueString()) && t.value.IsUnknown() == o.value.IsUnknown()
}

func pairOf(a, b string) *pair {
	one := func(s string) types.String {
		if s == "?" {
			return types.StringUnknown()
		}
		return tfkit.StringOrNull(s)
	}
	return &pair{a: one(a), b: one(b)}
}

var kind = Kind{Noun: "pair", New: func() Model { return &pair{} }}

// TestManagedParts: after an update the record manages the configured parts that the
// update changes, or that have changed since the record; their values stay.
func TestManagedParts(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		config, plan, state *pair
		managed             []string
		// same means that the attribute does not change.
		same, unknown bool
	}{
		"no change":                      {pairOf("1", ""), pairOf("1", "2"), pairOf("1", "2"), nil, true, false},
		"a case":                         {pairOf("X", ""), pairOf("X", "2"), pairOf("x", "2"), nil, false, false},
		"a change":                       {pairOf("", "3"), pairOf("1", "3"), pairOf("1", "2"), []string{"b"}, false, false},
		"an update that was killed":      {pairOf("", "3"), pairOf("1", "3"), pairOf("1", "3"), []string{"b"}, false, false},
		"a drift of what is not managed": {pairOf("1", ""), pairOf("1", "3"), pairOf("1", "3"), nil, true, false},
		"a value known later":            {pairOf("", "?"), pairOf("1", "?"), pairOf("1", "2"), nil, false, true},
	} {
		var diags diag.Diagnostics
		first := Former{}.complete(t.Context(), pairOf("1", "2"), &diags)
		if name == "a case" {
			first = Former{}.complete(t.Context(), pairOf("x", "2"), &diags)
		}
		c.state.Former = kind.record().Text(first, &diags)
		next := kind.next(t.Context(), first, c.config, c.plan, c.state, &diags)
		if next.IsUnknown() != c.unknown || c.same && !next.Equal(c.state.Former) {
			t.Errorf("%s leads to %s", name, next)
		}
		if c.unknown {
			continue
		}
		got := kind.record().Of(t.Context(), next, nil, &diags)
		if !slices.Equal(got.Managed, c.managed) || string(got.Values["b"]) != `"2"` || diags.HasError() {
			t.Errorf("%s leads to %s, %v", name, next, diags)
		}
	}
}

// TestDifferingParts: a destroy restores the managed parts that differ.
func TestDifferingParts(t *testing.T) {
	t.Parallel()
	var diags diag.Diagnostics
	first := Former{}.complete(t.Context(), pairOf("1", "2"), &diags)
	for name, c := range map[string]struct {
		managed []string
		state   *pair
		want    int
	}{
		"not managed":    {nil, pairOf("3", "4"), 0},
		"as before":      {[]string{"a"}, pairOf("1", "4"), 0},
		"both":           {[]string{"a", "b"}, pairOf("3", "4"), 2},
		"cleared by now": {[]string{"a"}, pairOf("", "4"), 1},
	} {
		if got := kind.differing(t.Context(), first.manage(c.managed), c.state); len(got) != c.want {
			t.Errorf("%s restores %v", name, got)
		}
	}
	// A part that this provider does not know is an error, not a loss.
	state := pairOf("1", "2")
	state.Former = types.StringValue(`{"version":2,"value":{"values":{"c":null},"managed":["c"]}}`)
	if kind.former(t.Context(), state, nil, &diags); !diags.HasError() || !strings.Contains(diags[0].Detail(), `"c" is not among the pair`) {
		t.Errorf("an unknown part: %v", diags)
	}
}
