package standalone

import (
	"encoding/json"
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// encode converts arguments, an object or its JSON, to a value of a schema. Missing ones
// are null.
func encode(schema *tfprotov6.Schema, arguments any) (*tfprotov6.DynamicValue, error) {
	data, err := json.Marshal(arguments)
	if err != nil {
		return nil, err
	}
	kind := schema.ValueType()
	value, err := (&tfprotov6.DynamicValue{JSON: data}).Unmarshal(kind)
	if err != nil {
		return nil, err
	}
	encoded, err := tfprotov6.NewDynamicValue(kind, value)
	return &encoded, err
}

// decode converts a value of a schema, without what is sensitive in it. It is nil for
// an object that does not exist.
func decode(schema *tfprotov6.Schema, encoded *tfprotov6.DynamicValue) (object, error) {
	value, err := encoded.Unmarshal(schema.ValueType())
	if err != nil {
		return nil, err
	}
	decoded, err := plain(value)
	if err != nil {
		return nil, err
	}
	attributes, _ := decoded.(object)
	dropSensitive(attributes, schema.Block.Attributes)
	return attributes, nil
}

// plain returns a value as decoded JSON.
func plain(value tftypes.Value) (any, error) {
	if value.IsNull() || !value.IsKnown() {
		return nil, nil
	}
	var (
		text    string
		yes     bool
		number  big.Float
		members map[string]tftypes.Value
		list    []tftypes.Value
	)
	switch {
	case value.As(&text) == nil:
		return text, nil
	case value.As(&yes) == nil:
		return yes, nil
	case value.As(&number) == nil:
		n, _ := number.Float64()
		return n, nil
	case value.As(&members) == nil:
		return plainObject(members)
	case value.As(&list) == nil:
		return plainList(list)
	}
	return nil, fmt.Errorf("a value has the type %s, which no schema of the provider has", value.Type())
}

func plainObject(members map[string]tftypes.Value) (object, error) {
	decoded := object{}
	for name, v := range members {
		member, err := plain(v)
		if err != nil {
			return nil, err
		}
		decoded[name] = member
	}
	return decoded, nil
}

func plainList(list []tftypes.Value) ([]any, error) {
	elements := make([]any, 0, len(list))
	for _, v := range list {
		element, err := plain(v)
		if err != nil {
			return nil, err
		}
		elements = append(elements, element)
	}
	return elements, nil
}

// dropSensitive removes the attributes that a schema marks as sensitive, also those of
// nested objects.
func dropSensitive(value any, attributes []*tfprotov6.SchemaAttribute) {
	switch v := value.(type) {
	case []any:
		for _, element := range v {
			dropSensitive(element, attributes)
		}
	case object:
		for _, a := range attributes {
			switch nested := a.NestedType; {
			case a.Sensitive:
				delete(v, a.Name)
			case nested == nil:
			case nested.Nesting == tfprotov6.SchemaObjectNestingModeMap:
				elements, _ := v[a.Name].(object)
				for _, element := range elements {
					dropSensitive(element, nested.Attributes)
				}
			default:
				dropSensitive(v[a.Name], nested.Attributes)
			}
		}
	}
}
