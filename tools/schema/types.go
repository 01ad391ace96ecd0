package main

import "github.com/hashicorp/terraform-plugin-go/tftypes"

// exportType returns a type in the JSON notation of cty, for example "string" or
// ["map", "string"].
func exportType(t tftypes.Type) any {
	switch t := t.(type) {
	case tftypes.List:
		return []any{"list", exportType(t.ElementType)}
	case tftypes.Set:
		return []any{"set", exportType(t.ElementType)}
	case tftypes.Map:
		return []any{"map", exportType(t.ElementType)}
	case tftypes.Tuple:
		elements := make([]any, len(t.ElementTypes))
		for i, element := range t.ElementTypes {
			elements[i] = exportType(element)
		}
		return []any{"tuple", elements}
	case tftypes.Object:
		return []any{"object", exportAll(t.AttributeTypes, exportType)}
	default:
		return primitive(t)
	}
}

func primitive(t tftypes.Type) string {
	switch {
	case t.Is(tftypes.Bool):
		return "bool"
	case t.Is(tftypes.Number):
		return "number"
	case t.Is(tftypes.String):
		return "string"
	default:
		return "dynamic"
	}
}
