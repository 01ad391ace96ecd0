package schema

import (
	"maps"
	"slices"

	"github.com/multitenant-as-code/terraform-provider-multitenant/internal/emulator/refusal"
)

// Policy is one version of a policy object, with Graph's property names. Values
// returned by the world are never modified.
type Policy map[string]any

// Shape describes a member of a policy; bodies are validated against it before
// they are stored.
type Shape struct {
	Kind   Kind
	Null   bool // null is allowed
	Fixed  bool // read-only
	Merge  bool // an object in a body changes only the members that it contains
	Stays  bool // null clears the members instead of the object
	Bare   bool // rejects @odata.type
	Denied bool // a write fails with an authorization error, whatever the value
	Values []string
	Fields map[string]Shape
	// In are the editions that have the member, if the official schema does not
	// define them; Written are the editions in which it is writable, if fewer.
	In, Written Editions
	// Unset is the value in responses when no value is stored.
	Unset any
	// Optional members appear only in objects that have a value.
	Optional bool
	// Leaks means that an object with a value shows it in every edition.
	Leaks bool
	// Unmodelled members are returned, but writes are not implemented.
	Unmodelled bool
}

type Kind int

const (
	KindBool Kind = iota
	KindText
	KindGUID
	KindTexts
	KindObject
	KindObjects // a list of objects, each with the fields
	KindNothing // always null
)

// Accept validates a value and merges it with the current one.
func (s Shape) Accept(name string, current, value any) (any, error) {
	if value == nil {
		if !s.Null {
			return nil, PolicyValue(name)
		}
		return s.Cleared(), nil
	}
	switch {
	case s.Kind == KindObject:
		return s.acceptObject(name, current, value)
	case s.Kind == KindObjects:
		return s.acceptObjects(name, value)
	case !s.Fits(value):
		return nil, PolicyValue(name)
	}
	return value, nil
}

func (s Shape) acceptObjects(name string, value any) (any, error) {
	elements, ok := value.([]any)
	if !ok {
		return nil, PolicyValue(name)
	}
	next := make([]any, 0, len(elements))
	for _, e := range elements {
		accepted, err := s.acceptObject(name, nil, e)
		if err != nil {
			return nil, err
		}
		next = append(next, accepted)
	}
	return next, nil
}

// Cleared is the result of null: some objects remain, with all members empty
// (graph-cross-tenant §1.5, automaticUserConsentSettings).
func (s Shape) Cleared() any {
	if !s.Stays {
		return nil
	}
	empty := map[string]any{}
	for name := range s.Fields {
		empty[name] = nil
	}
	return empty
}

func (s Shape) acceptObject(name string, current, value any) (any, error) {
	object, ok := value.(map[string]any)
	if !ok {
		return nil, PolicyValue(name)
	}
	next := map[string]any{}
	if former, ok := current.(map[string]any); ok && s.Merge {
		maps.Copy(next, former)
	}
	for member, field := range s.Fields {
		if field.Kind == KindNothing {
			next[member] = nil
		}
	}
	for _, member := range slices.Sorted(maps.Keys(object)) {
		field, known := s.Fields[member]
		if member == "@odata.type" && s.Bare {
			return nil, refusal.InvalidProperty(member)
		}
		if IsAnnotation(member) {
			continue
		}
		if !known {
			return nil, refusal.InvalidProperty(member)
		}
		accepted, err := field.Accept(name+"/"+member, next[member], object[member])
		if err != nil {
			return nil, err
		}
		next[member] = accepted
	}
	return next, nil
}

// Fits reports whether a value is of the kind and one of the allowed values.
func (s Shape) Fits(value any) bool {
	switch s.Kind {
	case KindBool:
		_, ok := value.(bool)
		return ok
	case KindText:
		text, ok := value.(string)
		return ok && (s.Values == nil || slices.Contains(s.Values, text))
	case KindGUID:
		text, ok := value.(string)
		return ok && IsGUID(text)
	case KindTexts:
		return s.fitsTexts(value)
	case KindNothing:
		return false
	default:
		return true
	}
}

func (s Shape) fitsTexts(value any) bool {
	elements, ok := value.([]any)
	return ok && !slices.ContainsFunc(elements, func(e any) bool {
		text, ok := e.(string)
		return !ok || s.Values != nil && !slices.Contains(s.Values, text)
	})
}

// PolicyValue returns the error for an invalid member of a policy.
func PolicyValue(name string) *refusal.Error {
	return refusal.BadRequest("Invalid value specified for property '%s' of resource 'Policy'.", name)
}

// Object is a nested Shape.
func Object(fields map[string]Shape) Shape { return Shape{Kind: KindObject, Fields: fields} }

// ListOf is a list of nested shapes.
func ListOf(fields map[string]Shape) Shape { return Shape{Kind: KindObjects, Fields: fields} }

// Nullable allows null for the object.
func (s Shape) Nullable() Shape {
	s.Null = true
	return s
}

// Merging keeps the members that a body omits.
func (s Shape) Merging() Shape {
	s.Merge = true
	return s
}

// Staying makes null clear the members instead of the object.
func (s Shape) Staying() Shape {
	s.Stays = true
	return s
}

// Untyped is an object that the service rejects if the body contains its type
// (graph-cross-tenant §1.6).
func (s Shape) Untyped() Shape {
	s.Bare = true
	return s
}

// Within limits a member to editions that the official schema does not define.
func (s Shape) Within(in Editions) Shape {
	s.In = in
	return s
}

// WrittenIn limits the editions in which a member is writable.
func (s Shape) WrittenIn(in Editions) Shape {
	s.Written = in
	return s
}

// Showing sets the value in responses when no value is stored.
func (s Shape) Showing(unset any) Shape {
	s.Unset = unset
	return s
}
