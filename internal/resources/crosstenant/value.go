package crosstenant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/graph"
)

var (
	targetTypes = map[string]attr.Type{"target": types.StringType, "target_type": types.StringType}
	halfTypes   = map[string]attr.Type{
		"access_type": types.StringType,
		"targets":     types.SetType{ElemType: types.ObjectType{AttrTypes: targetTypes}},
	}
)

// blockTypes are the attributes of a block. Inherit is one of those of a
// partner, except where there is nothing to inherit.
func blockTypes(b graph.Block, inheritable bool) map[string]attr.Type {
	var a map[string]attr.Type
	switch b {
	case graph.Consent:
		return map[string]attr.Type{"inbound_allowed": types.BoolType, "outbound_allowed": types.BoolType}
	case graph.Redemption:
		return map[string]attr.Type{
			"primary_identity_provider_precedence_order": types.ListType{ElemType: types.StringType},
			"fallback_identity_provider":                 types.StringType,
		}
	case graph.Trust:
		a = map[string]attr.Type{
			"is_mfa_accepted":                           types.BoolType,
			"is_compliant_device_accepted":              types.BoolType,
			"is_hybrid_azure_ad_joined_device_accepted": types.BoolType,
		}
	default:
		half := types.ObjectType{AttrTypes: halfTypes}
		a = map[string]attr.Type{"users_and_groups": half, "applications": half}
	}
	if inheritable {
		a["inherit"] = types.BoolType
	}
	return a
}

func null(t attr.Type) attr.Value {
	switch t := t.(type) {
	case types.ObjectType:
		return types.ObjectNull(t.AttrTypes)
	case types.ListType:
		return types.ListNull(t.ElemType)
	}
	if t.Equal(types.BoolType) {
		return types.BoolNull()
	}
	return types.StringNull()
}

func boolOf(v attr.Value) bool {
	b, ok := v.(types.Bool)
	return ok && b.ValueBool()
}

func textOf(v attr.Value) string {
	s, ok := v.(types.String)
	if !ok {
		return ""
	}
	return s.ValueString()
}

func textsOf(v attr.Value) []string {
	var elements []attr.Value
	switch v := v.(type) {
	case types.List:
		elements = v.Elements()
	case types.Set:
		elements = v.Elements()
	}
	texts := make([]string, 0, len(elements))
	for _, e := range elements {
		texts = append(texts, textOf(e))
	}
	return texts
}

func list(texts []string) types.List {
	return types.ListValueMust(types.StringType, values(texts))
}

func set(texts []string) types.Set {
	return types.SetValueMust(types.StringType, values(texts))
}

func values(texts []string) []attr.Value {
	list := make([]attr.Value, 0, len(texts))
	for _, t := range texts {
		list = append(list, types.StringValue(t))
	}
	return list
}

// known reports whether a value is there and holds nothing unknown.
func known(ctx context.Context, v attr.Value) bool {
	if v.IsNull() || v.IsUnknown() {
		return false
	}
	raw, err := v.ToTerraformValue(ctx)
	return err == nil && raw.IsFullyKnown()
}
