package guestsync

import (
	"fmt"
	"maps"

	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// settingsAttributes are the arguments that the resource and its preview have in common.
func settingsAttributes() map[string]schema.Attribute {
	all := map[string]schema.Attribute{
		"scope": scopeAttribute(), "attributes": attributesAttribute(), "withhold_if": withholdAttribute(), "on_leave": leaveAttribute(),
	}
	maps.Copy(all, edgeAttributes())
	maps.Copy(all, ruleAttributes())
	return all
}

// mirrored are attributes of a resource as those of a data source, which has no
// defaults: an argument that has one is optional. A type that no setting has is a
// mistake that every test finds.
func mirrored(attributes map[string]schema.Attribute) map[string]datasource.Attribute {
	all := make(map[string]datasource.Attribute, len(attributes))
	for name, a := range attributes {
		all[name] = mirror(a)
	}
	return all
}

func mirror(a schema.Attribute) datasource.Attribute {
	required, optional, computed := a.IsRequired(), a.IsOptional(), a.IsComputed() && !a.IsOptional()
	about := a.GetMarkdownDescription()
	switch a := a.(type) {
	case schema.StringAttribute:
		return datasource.StringAttribute{
			Required: required, Optional: optional, Computed: computed, MarkdownDescription: about, Validators: a.Validators,
		}
	case schema.BoolAttribute:
		return datasource.BoolAttribute{Required: required, Optional: optional, MarkdownDescription: about, Validators: a.Validators}
	case schema.Int64Attribute:
		return datasource.Int64Attribute{Required: required, Optional: optional, MarkdownDescription: about, Validators: a.Validators}
	case schema.SetAttribute:
		return datasource.SetAttribute{
			Required: required, Optional: optional, MarkdownDescription: about, Validators: a.Validators, ElementType: a.ElementType,
		}
	case schema.SingleNestedAttribute:
		return datasource.SingleNestedAttribute{
			Required: required, Optional: optional, MarkdownDescription: about, Validators: a.Validators, Attributes: mirrored(a.Attributes),
		}
	case schema.MapNestedAttribute:
		return datasource.MapNestedAttribute{
			Required: required, Optional: optional, MarkdownDescription: about, Validators: a.Validators,
			NestedObject: datasource.NestedAttributeObject{Attributes: mirrored(a.NestedObject.Attributes)},
		}
	default:
		panic(fmt.Sprintf("no data source has an attribute like %T", a))
	}
}
