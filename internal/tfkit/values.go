package tfkit

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Known reports whether a value is neither null nor unknown. A collection or an
// object may contain unknown values.
func Known(v attr.Value) bool { return !v.IsNull() && !v.IsUnknown() }

// FullyKnown reports whether a value is not null and contains no unknown values.
func FullyKnown(ctx context.Context, v attr.Value) bool {
	if !Known(v) {
		return false
	}
	raw, err := v.ToTerraformValue(ctx)
	return err == nil && raw.IsFullyKnown()
}

// StringOrNull returns null for the empty string.
func StringOrNull(s string) types.String {
	if s == "" {
		return types.StringNull()
	}
	return types.StringValue(s)
}

// List returns a known list of strings.
func List(texts []string) types.List { return types.ListValueMust(types.StringType, values(texts)) }

// Set returns a known set of strings, which must differ.
func Set(texts []string) types.Set { return types.SetValueMust(types.StringType, values(texts)) }

func values(texts []string) []attr.Value {
	list := make([]attr.Value, 0, len(texts))
	for _, s := range texts {
		list = append(list, types.StringValue(s))
	}
	return list
}

// Strings returns the elements of a list or set of strings, in its order.
func Strings(v attr.Value) []string {
	var elements []attr.Value
	switch v := v.(type) {
	case types.List:
		elements = v.Elements()
	case types.Set:
		elements = v.Elements()
	}
	texts := make([]string, 0, len(elements))
	for _, e := range elements {
		if s, ok := e.(types.String); ok {
			texts = append(texts, s.ValueString())
		}
	}
	return texts
}

// FoldedStrings returns the elements of a list or set of strings in lower case,
// sorted.
func FoldedStrings(v attr.Value) []string {
	texts := Strings(v)
	for i := range texts {
		texts[i] = strings.ToLower(texts[i])
	}
	slices.Sort(texts)
	return texts
}

// SameStrings reports whether two lists have the same elements, in any order.
func SameStrings(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}
