package tfkit

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

var (
	_ basetypes.SetTypable                    = IDSetType{}
	_ basetypes.SetValuableWithSemanticEquals = IDSet{}
	_ xattr.ValidateableAttribute             = IDSet{}
)

// IDSetType is the type of a set of object ids with tens of thousands of elements.
// The framework compares every element of a set with every other one, when it looks
// for duplicates, when it compares sets and when it looks for elements that differ in
// their spelling only: minutes for 20,000 ids. This type sorts them instead. An
// attribute of this type has neither validators nor plan modifiers; see ToSetValue.
type IDSetType struct{ basetypes.SetType }

// NewIDSetType returns the type.
func NewIDSetType() IDSetType { return IDSetType{basetypes.SetType{ElemType: types.StringType}} }

// Equal reports whether the other type is the same.
func (IDSetType) Equal(o attr.Type) bool {
	_, ok := o.(IDSetType)
	return ok
}

// String names the type in diagnostics.
func (IDSetType) String() string { return "tfkit.IDSetType" }

// ValueFromSet wraps a set.
func (IDSetType) ValueFromSet(_ context.Context, in basetypes.SetValue) (basetypes.SetValuable, diag.Diagnostics) {
	return IDSet{in}, nil
}

// ValueFromTerraform reads a value of Terraform.
func (t IDSetType) ValueFromTerraform(ctx context.Context, in tftypes.Value) (attr.Value, error) {
	v, err := t.SetType.ValueFromTerraform(ctx, in)
	if err != nil {
		return nil, err
	}
	set, ok := v.(basetypes.SetValue)
	if !ok {
		return nil, fmt.Errorf("expected a set, got %T", v)
	}
	return IDSet{set}, nil
}

// ValueType returns the type of the values.
func (IDSetType) ValueType(context.Context) attr.Value { return IDSet{} }

// IDSet is a set of object ids, whose case is ignored.
type IDSet struct{ basetypes.SetValue }

// NewIDSet returns a known set of ids, which must differ.
func NewIDSet(ids []string) IDSet { return IDSet{Set(ids)} }

// IDSetNull returns no set, and IDSetUnknown one that is known after the apply.
func IDSetNull() IDSet { return IDSet{basetypes.NewSetNull(types.StringType)} }

// IDSetUnknown returns a set that is known after the apply.
func IDSetUnknown() IDSet { return IDSet{basetypes.NewSetUnknown(types.StringType)} }

// Type returns IDSetType.
func (IDSet) Type(context.Context) attr.Type { return NewIDSetType() }

// IDs returns the known ids in lower case, sorted and without duplicates.
func (v IDSet) IDs() []string { return slices.Compact(FoldedStrings(v.SetValue)) }

// Spelled returns a set of ids, given in lower case, with the spelling that this set
// has for them.
func (v IDSet) Spelled(ids []string) IDSet {
	mine := map[string]string{}
	for _, id := range Strings(v.SetValue) {
		mine[strings.ToLower(id)] = id
	}
	spelled := make([]string, len(ids))
	for i, id := range ids {
		spelled[i] = id
		if as, ok := mine[id]; ok {
			spelled[i] = as
		}
	}
	return NewIDSet(spelled)
}

// Equal reports whether the other value is identical, including case.
func (v IDSet) Equal(o attr.Value) bool {
	other, ok := o.(IDSet)
	if !ok || v.IsNull() != other.IsNull() || v.IsUnknown() != other.IsUnknown() {
		return false
	}
	return SameStrings(spellings(v), spellings(other))
}

// spellings lists the elements as text that tells unknown elements from known ones.
func spellings(v IDSet) []string {
	elements := v.Elements()
	texts := make([]string, len(elements))
	for i, e := range elements {
		texts[i] = e.String()
	}
	return texts
}

// SameIDs reports whether two sets are known and have the same ids in any case.
func (v IDSet) SameIDs(o IDSet) bool {
	return Known(v) && Known(o) && slices.Equal(v.IDs(), o.IDs())
}

// SetSemanticEquals ignores case.
func (v IDSet) SetSemanticEquals(_ context.Context, o basetypes.SetValuable) (bool, diag.Diagnostics) {
	other, ok := o.(IDSet)
	return ok && v.SameIDs(other), nil
}

// ToSetValue returns a set without the elements. The framework converts a set to
// compare each of its elements with each prior one after SetSemanticEquals has found
// a difference, and to pass it to validators and plan modifiers, of which an IDSet
// has none.
func (v IDSet) ToSetValue(context.Context) (basetypes.SetValue, diag.Diagnostics) {
	return types.SetValueMust(types.StringType, nil), nil
}

// mostWrong bounds the wrong ids in an error.
const mostWrong = 5

// ValidateAttribute refuses elements that are no GUIDs.
func (v IDSet) ValidateAttribute(_ context.Context, req xattr.ValidateAttributeRequest, resp *xattr.ValidateAttributeResponse) {
	var wrong []string
	for _, e := range v.Elements() {
		id, ok := e.(types.String)
		switch {
		case !ok || id.IsUnknown():
		case id.IsNull():
			wrong = append(wrong, "null")
		case !IsGUID(id.ValueString()):
			wrong = append(wrong, fmt.Sprintf("%q", shortened(id.ValueString())))
		}
	}
	if len(wrong) == 0 {
		return
	}
	more := ""
	if len(wrong) > mostWrong {
		more = fmt.Sprintf(" and %d more", len(wrong)-mostWrong)
		wrong = wrong[:mostWrong]
	}
	resp.Diagnostics.AddAttributeError(req.Path, "Not a GUID", fmt.Sprintf(
		"Attribute %s contains %s%s. Each element must be an object id.", req.Path, strings.Join(wrong, ", "), more))
}
