package tfkit_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/attr/xattr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

const idA, idB = "aaaaaaaa-0000-4000-8000-000000000001", "bbbbbbbb-0000-4000-8000-000000000002"

func TestIDSetEquality(t *testing.T) {
	t.Parallel()
	known, reversed := tfkit.NewIDSet([]string{idA, idB}), tfkit.NewIDSet([]string{idB, idA})
	capitals := tfkit.NewIDSet([]string{strings.ToUpper(idA), idB})
	partly := tfkit.IDSet{SetValue: types.SetValueMust(types.StringType, []attr.Value{types.StringValue(idA), types.StringUnknown()})}
	for name, test := range map[string]struct {
		a, b        tfkit.IDSet
		equal, same bool
	}{
		"order":          {known, reversed, true, true},
		"case":           {known, capitals, false, true},
		"fewer":          {known, tfkit.NewIDSet([]string{idA}), false, false},
		"null and none":  {tfkit.IDSetNull(), tfkit.NewIDSet(nil), false, false},
		"null":           {tfkit.IDSetNull(), tfkit.IDSetNull(), true, false},
		"unknown":        {tfkit.IDSetUnknown(), tfkit.IDSetNull(), false, false},
		"partly unknown": {partly, known, false, false},
	} {
		if got := test.a.Equal(test.b); got != test.equal {
			t.Errorf("%s: equal is %t", name, got)
		}
		if got, _ := test.a.SetSemanticEquals(t.Context(), test.b); got != test.same {
			t.Errorf("%s: the same is %t", name, got)
		}
	}
	if known.Equal(known.SetValue) {
		t.Error("a set of another type is equal")
	}
}

func TestIDSetSpelling(t *testing.T) {
	t.Parallel()
	capitals := tfkit.NewIDSet([]string{strings.ToUpper(idA)})
	if got := tfkit.Strings(capitals.Spelled([]string{idA, idB}).SetValue); !slices.Equal(got, []string{strings.ToUpper(idA), idB}) {
		t.Errorf("spelled %v", got)
	}
	if got := tfkit.NewIDSet([]string{idB, strings.ToUpper(idA), idA}).IDs(); !slices.Equal(got, []string{idA, idB}) {
		t.Errorf("the ids are %v", got)
	}
}

func TestIDSetRefusesOthers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		elements []attr.Value
		says     string
	}{
		"ids":     {[]attr.Value{types.StringValue(idA), types.StringUnknown()}, ""},
		"a name":  {[]attr.Value{types.StringValue("ana@contoso.example")}, `contains "ana@contoso.example".`},
		"null":    {[]attr.Value{types.StringNull()}, "contains null."},
		"several": {slices.Repeat([]attr.Value{types.StringValue("x")}, 7), "and 2 more"},
	} {
		var resp xattr.ValidateAttributeResponse
		tfkit.IDSet{SetValue: types.SetValueMust(types.StringType, test.elements)}.ValidateAttribute(t.Context(), xattr.ValidateAttributeRequest{Path: path.Root("members")}, &resp)
		if said := fmt.Sprint(resp.Diagnostics); resp.Diagnostics.HasError() != (test.says != "") || !strings.Contains(said, test.says) {
			t.Errorf("%s: %s", name, said)
		}
	}
}

// TestIDSetHidesItsElements: what makes the framework compare all pairs of elements
// gets none. The elements themselves remain.
func TestIDSetHidesItsElements(t *testing.T) {
	t.Parallel()
	known := tfkit.NewIDSet([]string{idA})
	var valuable basetypes.SetValuable = known
	if converted, _ := valuable.ToSetValue(t.Context()); len(converted.Elements()) != 0 || converted.IsNull() {
		t.Errorf("converted to %v", converted)
	}
	raw, err := known.ToTerraformValue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	back, err := tfkit.NewIDSetType().ValueFromTerraform(t.Context(), raw)
	if err != nil || !back.Equal(known) {
		t.Errorf("came back as %v, %v", back, err)
	}
}
