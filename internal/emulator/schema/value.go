package schema

import (
	"strings"
	"time"
)

// Of returns an object as its row type T; nil for another type, which only occurs
// in a set of several classes.
func Of[T any](v any) *T {
	object, _ := v.(*T)
	return object
}

// Tick is the time resolution of the services: times that are not in whole seconds
// have at most seven decimals.
const Tick = 100 * time.Nanosecond

// Instant returns a directory time, in whole seconds, or null for the zero time.
func Instant(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Truncate(time.Second)
}

// TextOrNull returns null for the empty string.
func TextOrNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// BoolOrNull returns null for a nil pointer.
func BoolOrNull(b *bool) any {
	if b == nil {
		return nil
	}
	return *b
}

// List returns a list that is never null (graph-identity §0).
func List(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// Objects returns a list of objects that is never null.
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

// IsGUID reports whether s has the form of a GUID, in either case.
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

// IsAnnotation reports whether a member of a body is an OData annotation without a
// value: "@odata.context", or the type of a property such as
// "allowedCloudEndpoints@odata.type". "@odata.bind" is not an annotation in this
// sense.
func IsAnnotation(name string) bool {
	return strings.HasPrefix(name, "@odata.") || strings.HasSuffix(name, "@odata.type")
}

// DeepCopy copies JSON values, so that stored values share nothing with a body or
// a seed.
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
