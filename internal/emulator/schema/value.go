package schema

import (
	"strings"
	"time"
)

// Of is an object as the type that its rows are made for; nil when it is of
// another, which only a set that mixes classes can bring about.
func Of[T any](v any) *T {
	object, _ := v.(*T)
	return object
}

// Tick is the unit of time of the services: what does not count in whole seconds
// has at most seven decimals.
const Tick = 100 * time.Nanosecond

// Instant gives a time of the directory, which counts in whole seconds, or null.
func Instant(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Truncate(time.Second)
}

// TextOrNull gives null for the empty string.
func TextOrNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// BoolOrNull gives null for a nil pointer.
func BoolOrNull(b *bool) any {
	if b == nil {
		return nil
	}
	return *b
}

// List is never null (graph-identity §0).
func List(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// Objects is never null.
func Objects(o []map[string]any) []map[string]any {
	if o == nil {
		return []map[string]any{}
	}
	return o
}

// StringList converts a JSON array of non-empty strings.
func StringList(value any) ([]string, bool) {
	elements, ok := value.([]any)
	if !ok {
		return nil, false
	}
	var values []string
	for _, e := range elements {
		s, ok := e.(string)
		if !ok || s == "" {
			return nil, false
		}
		values = append(values, s)
	}
	return values, true
}

// IsGUID says whether s has the shape of a GUID, in either case.
func IsGUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i, c := range []byte(s) {
		switch {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return false
			}
		case !isHex(c):
			return false
		}
	}
	return true
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// IsAnnotation says whether a member of a body is OData's own and carries no
// value: "@odata.context", or the type of a property, as in
// "allowedCloudEndpoints@odata.type". What binds a property to other objects is
// not one of them.
func IsAnnotation(name string) bool {
	return strings.HasPrefix(name, "@odata.") || strings.HasSuffix(name, "@odata.type")
}

// DeepCopy copies JSON values, so that what is stored shares nothing with a body
// or with a seed.
func DeepCopy(value any) any {
	switch v := value.(type) {
	case map[string]any:
		c := make(map[string]any, len(v))
		for name, member := range v {
			c[name] = DeepCopy(member)
		}
		return c
	case []any:
		c := make([]any, len(v))
		for i, element := range v {
			c[i] = DeepCopy(element)
		}
		return c
	default:
		return v
	}
}
