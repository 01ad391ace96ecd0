package world

import (
	"maps"
	"slices"
)

// Policy is one version of a policy object in Graph's own names. Values that the
// world hands out are never changed.
type Policy map[string]any

// shape describes a member of a policy, so that a body is checked before it is
// stored.
type shape struct {
	kind   kind
	null   bool // null is allowed
	fixed  bool // read-only
	merge  bool // an object in a body changes only the members it has
	stays  bool // null empties the members instead of the object
	bare   bool // refuses @odata.type
	global bool // only in the worldwide schema (graph-identity §15)
	values []string
	fields map[string]shape
}

type kind int

const (
	kindBool kind = iota
	kindText
	kindGUID
	kindTexts
	kindObject
	kindObjects // a list of objects, each with the fields
	kindNothing // always null
)

// patched is the policy after a PATCH body: absent members stay, null resets.
func (s shape) patched(current Policy, patch map[string]any, cloud string) (Policy, error) {
	if err := s.refuseUnknown(patch, cloud); err != nil {
		return nil, err
	}
	next := maps.Clone(current)
	for _, name := range slices.Sorted(maps.Keys(patch)) {
		if IsAnnotation(name) {
			continue
		}
		field := s.fields[name]
		if field.fixed {
			return nil, badRequest("Property '%s' is read-only and cannot be set.", name)
		}
		value, err := field.accept(name, current[name], patch[name])
		if err != nil {
			return nil, err
		}
		next[name] = value
	}
	return next, nil
}

// accept checks a value and combines it with the current one.
func (s shape) accept(name string, current, value any) (any, error) {
	if value == nil {
		if !s.null {
			return nil, errPolicyValue(name)
		}
		return s.cleared(), nil
	}
	switch {
	case s.kind == kindObject:
		return s.acceptObject(name, current, value)
	case s.kind == kindObjects:
		return s.acceptObjects(name, value)
	case !s.fits(value):
		return nil, errPolicyValue(name)
	}
	return value, nil
}

func (s shape) acceptObjects(name string, value any) (any, error) {
	elements, ok := value.([]any)
	if !ok {
		return nil, errPolicyValue(name)
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

// cleared is what null leaves behind: some objects stay, with nothing in them
// (graph-cross-tenant §1.5, automaticUserConsentSettings).
func (s shape) cleared() any {
	if !s.stays {
		return nil
	}
	empty := map[string]any{}
	for name := range s.fields {
		empty[name] = nil
	}
	return empty
}

func (s shape) acceptObject(name string, current, value any) (any, error) {
	object, ok := value.(map[string]any)
	if !ok {
		return nil, errPolicyValue(name)
	}
	next := map[string]any{}
	if former, ok := current.(map[string]any); ok && s.merge {
		maps.Copy(next, former)
	}
	for member, field := range s.fields {
		if field.kind == kindNothing {
			next[member] = nil
		}
	}
	for _, member := range slices.Sorted(maps.Keys(object)) {
		field, known := s.fields[member]
		if member == "@odata.type" && s.bare {
			return nil, errInvalidProperty(member)
		}
		if IsAnnotation(member) {
			continue
		}
		if !known {
			return nil, errInvalidProperty(member)
		}
		accepted, err := field.accept(name+"/"+member, next[member], object[member])
		if err != nil {
			return nil, err
		}
		next[member] = accepted
	}
	return next, nil
}

func (s shape) fits(value any) bool {
	switch s.kind {
	case kindBool:
		_, ok := value.(bool)
		return ok
	case kindText:
		text, ok := value.(string)
		return ok && (s.values == nil || slices.Contains(s.values, text))
	case kindGUID:
		text, ok := value.(string)
		return ok && isGUID(text)
	case kindTexts:
		return s.fitsTexts(value)
	case kindNothing:
		return false
	default:
		return true
	}
}

func (s shape) fitsTexts(value any) bool {
	elements, ok := value.([]any)
	return ok && !slices.ContainsFunc(elements, func(e any) bool {
		text, ok := e.(string)
		return !ok || s.values != nil && !slices.Contains(s.values, text)
	})
}

func errPolicyValue(name string) *Fault {
	return badRequest("Invalid value specified for property '%s' of resource 'Policy'.", name)
}

// object is a nested shape.
func object(fields map[string]shape) shape { return shape{kind: kindObject, fields: fields} }

// listOf is a list of nested shapes.
func listOf(fields map[string]shape) shape { return shape{kind: kindObjects, fields: fields} }

func (s shape) nullable() shape {
	s.null = true
	return s
}

func (s shape) merging() shape {
	s.merge = true
	return s
}

func (s shape) staying() shape {
	s.stays = true
	return s
}

// untyped is an object that the service refuses when its type is spelled out
// (graph-cross-tenant §1.6).
func (s shape) untyped() shape {
	s.bare = true
	return s
}

func (s shape) worldwide() shape {
	s.global = true
	return s
}

// deepCopy copies JSON values, so that a stored policy shares nothing with a
// body or with a seed.
func deepCopy(value any) any {
	switch v := value.(type) {
	case map[string]any:
		c := make(map[string]any, len(v))
		for name, member := range v {
			c[name] = deepCopy(member)
		}
		return c
	case []any:
		c := make([]any, len(v))
		for i, element := range v {
			c[i] = deepCopy(element)
		}
		return c
	default:
		return v
	}
}
