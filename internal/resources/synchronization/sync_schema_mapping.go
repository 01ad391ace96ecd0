package synchronization

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/boolvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// longestExpression is the limit of the service (graph-cross-tenant §4.5).
const longestExpression = 10000

func mappingAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"user_mapping": schema.SingleNestedAttribute{
			Optional: true,
			MarkdownDescription: "Attribute mappings of users. Mappings that are not configured are left alone, byte for byte. A mapping that is removed from the" +
				" configuration becomes what it was before this resource changed it.",
			Attributes: map[string]schema.Attribute{
				"user_type": schema.SingleNestedAttribute{
					Optional: true,
					MarkdownDescription: "User type in the target. Without it a new configuration creates members, and does not convert existing" +
						" guests.",
					Attributes: map[string]schema.Attribute{
						"value": schema.StringAttribute{
							Required: true, Validators: []validator.String{stringvalidator.OneOf("Member", "Guest")},
							MarkdownDescription: "`Member` or `Guest`.",
						},
						"apply": applyAttribute("With `always`, existing users are converted."),
					},
				},
				"show_in_address_list": schema.BoolAttribute{
					Optional: true, MarkdownDescription: "Whether users are shown in the address lists of the target. A new configuration shows them.",
				},
				"mail": schema.BoolAttribute{
					Optional: true, MarkdownDescription: "Whether `mail` is synchronized. A new configuration does.",
				},
				"manager": schema.BoolAttribute{
					Optional: true, MarkdownDescription: "Whether `manager` is synchronized: in the public cloud only, and not between clouds.",
				},
				"attributes": schema.MapNestedAttribute{
					Optional: true, Validators: []validator.Map{mapvalidator.SizeAtLeast(1), mapvalidator.KeysAre(stringvalidator.LengthAtLeast(1))},
					MarkdownDescription: "Mappings of further attributes, by their names in the target, such as `department`.",
					NestedObject:        schema.NestedAttributeObject{Attributes: rowAttributes()},
				},
			},
		},
	}
}

func rowAttributes() map[string]schema.Attribute {
	filled := stringvalidator.LengthBetween(1, longestExpression)
	siblings := func(names ...string) []path.Expression {
		var all []path.Expression
		for _, n := range names {
			all = append(all, path.MatchRelative().AtParent().AtName(n))
		}
		return all
	}
	return map[string]schema.Attribute{
		"from": schema.StringAttribute{
			Optional:            true,
			Validators:          []validator.String{filled, stringvalidator.ExactlyOneOf(siblings("constant", "expression", "absent")...)},
			MarkdownDescription: "Name of the attribute of the source that is copied. Exactly one of `from`, `constant`, `expression` and `absent` is set.",
		},
		"constant":   schema.StringAttribute{Optional: true, Validators: []validator.String{filled}, MarkdownDescription: "Value for every user."},
		"expression": schema.StringAttribute{Optional: true, Validators: []validator.String{filled}, MarkdownDescription: "Expression, such as `Join(\" \", [surname], [givenName])`."},
		"absent": schema.BoolAttribute{
			Optional: true, Validators: []validator.Bool{boolvalidator.Equals(true)},
			MarkdownDescription: "`true` removes the mapping: the attribute is not synchronized.",
		},
		"apply": applyAttribute("A mapping that exists keeps its setting if it is not configured."),
	}
}

func applyAttribute(more string) schema.Attribute {
	return schema.StringAttribute{
		Optional: true, Validators: []validator.String{stringvalidator.OneOf(applyAlways, applyCreation)},
		MarkdownDescription: "When the value is applied: `always`, or `creation` only. " + more,
	}
}
