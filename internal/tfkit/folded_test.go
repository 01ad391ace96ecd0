package tfkit_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/tfkit"
)

func TestFolded(t *testing.T) {
	t.Parallel()
	unknown, null := tfkit.Folded{StringValue: basetypes.NewStringUnknown()}, tfkit.FoldedOrNull("")
	ana := tfkit.FoldedValue("Ana@Contoso.example")
	tests := []struct {
		name string
		a, b tfkit.Folded
		same bool
	}{
		{"case", ana, tfkit.FoldedValue("ana@contoso.EXAMPLE"), true},
		{"another text", ana, tfkit.FoldedValue("ben@contoso.example"), false},
		{"null and text", null, ana, false},
		{"null and empty", null, tfkit.FoldedValue(""), false},
		{"unknown and text", unknown, ana, false},
		{"unknown and null", unknown, null, false},
		{"null twice", null, null, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if test.a.Same(test.b) != test.same || test.b.Same(test.a) != test.same {
				t.Errorf("Same is not %v", test.same)
			}
			equal, diags := test.a.StringSemanticEquals(t.Context(), test.b)
			if equal != test.same || diags.HasError() {
				t.Errorf("StringSemanticEquals is %v, want %v", equal, test.same)
			}
		})
	}
	if ana.Equal(tfkit.FoldedValue("ana@contoso.example")) {
		t.Error("Equal has to tell letters apart, or Terraform would lose changes of case")
	}
}

func TestSameInAnyCase(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ state, config, want types.String }{
		"same":             {types.StringValue("Ana"), types.StringValue("ANA"), types.StringValue("Ana")},
		"another":          {types.StringValue("Ana"), types.StringValue("Ben"), types.StringValue("Ben")},
		"not there before": {types.StringNull(), types.StringValue("Ana"), types.StringValue("Ana")},
		"not known":        {types.StringValue("Ana"), types.StringUnknown(), types.StringUnknown()},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resp := planmodifier.StringResponse{PlanValue: test.config}
			tfkit.SameInAnyCase{}.PlanModifyString(t.Context(), planmodifier.StringRequest{
				StateValue: test.state, ConfigValue: test.config, PlanValue: test.config,
			}, &resp)
			if !resp.PlanValue.Equal(test.want) {
				t.Errorf("planned is %s, want %s", resp.PlanValue, test.want)
			}
		})
	}
}
