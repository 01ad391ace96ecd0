package tfkit

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var (
	_ basetypes.StringTypable                    = FoldedType{}
	_ basetypes.StringValuableWithSemanticEquals = Folded{}
	_ planmodifier.String                        = SameInAnyCase{}
)

// FoldedType is the type of text whose case is ignored: email addresses, user
// principal names, GUIDs.
type FoldedType struct{ basetypes.StringType }

// Folded is a value of FoldedType.
type Folded struct{ basetypes.StringValue }

// FoldedValue returns a known value.
func FoldedValue(s string) Folded { return Folded{basetypes.NewStringValue(s)} }

// FoldedUnknown returns a value that is known after the apply.
func FoldedUnknown() Folded { return Folded{basetypes.NewStringUnknown()} }

// FoldedOrNull returns null for the empty string.
func FoldedOrNull(s string) Folded {
	if s == "" {
		return Folded{basetypes.NewStringNull()}
	}
	return FoldedValue(s)
}

// Equal reports whether the other type is the same.
func (t FoldedType) Equal(o attr.Type) bool {
	other, ok := o.(FoldedType)
	return ok && t.StringType.Equal(other.StringType)
}

// String names the type in diagnostics.
func (FoldedType) String() string { return "tfkit.FoldedType" }

// ValueFromString wraps a string value.
func (FoldedType) ValueFromString(_ context.Context, in basetypes.StringValue) (basetypes.StringValuable, diag.Diagnostics) {
	return Folded{in}, nil
}

// ValueFromTerraform reads a value of Terraform.
func (t FoldedType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	v, err := t.StringType.ValueFromTerraform(ctx, in)
	if err != nil {
		return nil, err
	}
	s, ok := v.(basetypes.StringValue)
	if !ok {
		return nil, fmt.Errorf("expected a string, got %T", v)
	}
	return Folded{s}, nil
}

// ValueType returns the type of the values.
func (FoldedType) ValueType(context.Context) attr.Value { return Folded{} }

// Equal reports whether the other value is identical, including case.
func (v Folded) Equal(o attr.Value) bool {
	other, ok := o.(Folded)
	return ok && v.StringValue.Equal(other.StringValue)
}

// Type returns FoldedType.
func (Folded) Type(context.Context) attr.Type { return FoldedType{} }

// StringSemanticEquals ignores case.
func (v Folded) StringSemanticEquals(_ context.Context, o basetypes.StringValuable) (bool, diag.Diagnostics) {
	other, ok := o.(Folded)
	return ok && v.Same(other), nil
}

// Same reports whether two known values are equal ignoring case.
func (v Folded) Same(o Folded) bool {
	return v.IsNull() == o.IsNull() && v.IsUnknown() == o.IsUnknown() && strings.EqualFold(v.ValueString(), o.ValueString())
}

// SameInAnyCase is the plan modifier for FoldedType: another case in the
// configuration plans no change. The framework compares values from the provider
// semantically, but not the configuration with the state.
type SameInAnyCase struct{}

// Description explains the modifier.
func (SameInAnyCase) Description(context.Context) string { return "Ignores case." }

// MarkdownDescription explains the modifier.
func (SameInAnyCase) MarkdownDescription(context.Context) string { return "Ignores case." }

// PlanModifyString keeps the state's case.
func (SameInAnyCase) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	state, config := Folded{req.StateValue}, Folded{req.ConfigValue}
	if !state.IsNull() && !config.IsNull() && config.Same(state) {
		resp.PlanValue = req.StateValue
	}
}
