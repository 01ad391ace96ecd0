package report

import (
	"encoding/json"
	"maps"
	"slices"
)

// condition is what is known of a value.
type condition int

const (
	null condition = iota
	known
	// unknown is a value that the apply decides.
	unknown
	// hidden is a value that Terraform marks as sensitive.
	hidden
)

// value is an attribute. Decoding never fails: a value of another type than
// expected is unknown, because other versions of the provider may have it.
type value[T any] struct {
	condition
	v T
}

// The marks of unknown and sensitive values in decoded objects.
const (
	unknownMark = "\x00unknown"
	hiddenMark  = "\x00sensitive"
)

// UnmarshalJSON decodes the value, or its mark.
func (v *value[T]) UnmarshalJSON(data []byte) error {
	*v = value[T]{}
	var mark string
	if err := json.Unmarshal(data, &mark); err == nil {
		switch mark {
		case unknownMark:
			v.condition = unknown
			return nil
		case hiddenMark:
			v.condition = hidden
			return nil
		}
	}
	if string(data) == "null" {
		return nil
	}
	v.condition = known
	if json.Unmarshal(data, &v.v) != nil {
		*v = value[T]{condition: unknown}
	}
	return nil
}

// shown is the value, or why there is none. It is empty for null.
func shown(v value[string]) string {
	switch v.condition {
	case unknown:
		return "known after apply"
	case hidden:
		return "sensitive"
	default:
		return v.v
	}
}

// overlay marks the unknown and the sensitive parts of a value, which Terraform
// describes by values of the same shape. A sensitive value does not survive it.
func overlay(v, unknowns, sensitive any) any {
	switch {
	case sensitive == true:
		return hiddenMark
	case unknowns == true:
		return unknownMark
	}
	switch v := v.(type) {
	case []any:
		marked := make([]any, len(v))
		for i, element := range v {
			marked[i] = overlay(element, at(unknowns, i), at(sensitive, i))
		}
		return marked
	default:
		object, isObject := v.(map[string]any)
		missing, someUnknown := unknowns.(map[string]any)
		if !isObject && (v != nil || !someUnknown) {
			return v
		}
		return overlayObject(object, missing, sensitive)
	}
}

// overlayObject includes the attributes that are unknown, which the object lacks.
func overlayObject(object, unknowns map[string]any, sensitive any) map[string]any {
	marks, _ := sensitive.(map[string]any)
	marked := make(map[string]any, len(object))
	for _, name := range slices.Concat(slices.Collect(maps.Keys(object)), slices.Collect(maps.Keys(unknowns))) {
		marked[name] = overlay(object[name], unknowns[name], marks[name])
	}
	return marked
}

func at(list any, i int) any {
	if elements, ok := list.([]any); ok && i < len(elements) {
		return elements[i]
	}
	return nil
}

// decodeAs decodes a marked object. It is nil for an object that does not exist.
func decodeAs[T any](marked any) *T {
	if marked == nil {
		return nil
	}
	var into T
	data, err := json.Marshal(marked)
	if err != nil || json.Unmarshal(data, &into) != nil {
		return nil
	}
	return &into
}
