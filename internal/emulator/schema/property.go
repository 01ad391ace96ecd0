package schema

import (
	"reflect"
	"strings"
	"time"
	"unicode/utf8"
)

// Property is one row of a type: the definition of one property. The functions
// take the object as a pointer to the row's type.
type Property struct {
	Name string
	// Get returns string, bool, int, []string, []map[string]any, map[string]any,
	// [time.Time] or nil.
	Get func(v any) any
	// Text returns the value of a text property, empty for null; nil for other
	// properties. It avoids the allocation of Get, which matters in pages of 999
	// objects.
	Text func(v any) string
	// Set validates and stores a JSON value; nil when the property is read-only in
	// Graph.
	Set func(v, value any) error
	// Always and Advanced are the operators that $filter and $orderby support in any
	// query, or only in an advanced query (graph-identity §2.4). Besides the
	// comparison operators: "not" for any negation, "null" for a comparison with
	// null, "$count" for the length of a collection, and "$orderby".
	Always, Advanced string
	// Protected properties of administrators require more than a permission
	// (graph-identity §2.2).
	Protected bool
	// Basic properties are visible with a permission for basic profiles.
	Basic bool
	// Untracked properties never appear in delta responses.
	Untracked bool
	// Searched is how $search compares the property.
	Searched Searching
	// Nested properties support filters on their members.
	Nested bool
	// In are the editions that have the property, Written those in which it is
	// writable; zero means all.
	In, Written Editions

	shape *Shape
	// official is the type of the value if it has no shape.
	official  *Type
	seed      func(v, value any) error
	isDefault bool
	onRequest bool
	denied    bool
}

// Searching is how $search compares a property.
type Searching int

// The kinds of search: not modeled, by word prefix, or by prefix of the text.
const (
	Unsearched Searching = iota
	ByWords
	ByStart
)

// ValueError means that a value is not valid for a property.
type ValueError struct{ Property string }

// Error names the property.
func (e *ValueError) Error() string { return "invalid value for property " + e.Property }

// Read is a read-only row.
func Read[T any](name string, get func(*T) any) Property {
	return Property{Name: name, Get: func(v any) any { return get(Of[T](v)) }}
}

// Null is a row that is always null in the emulator.
func Null(name string) Property { return Property{Name: name, Get: func(any) any { return nil }} }

// Empty is a row for a collection that is always empty in the emulator.
func Empty(name string) Property { return Property{Name: name, Get: func(any) any { return []any{} }} }

// Nulls are rows that are always null in the emulator.
func Nulls(names ...string) []Property {
	rows := make([]Property, 0, len(names))
	for _, name := range names {
		rows = append(rows, Null(name))
	}
	return rows
}

// ReadText is a read-only text.
func ReadText[T any](name string, field func(*T) *string) Property {
	p := Read(name, func(v *T) any { return TextOrNull(*field(v)) })
	p.Text = func(v any) string { return *field(Of[T](v)) }
	return p.Seeded(setText(name, 0, field))
}

// Text is a nullable string of limited length. Graph rejects the empty string;
// null clears the property.
func Text[T any](name string, limit int, field func(*T) *string) Property {
	p := ReadText(name, field)
	p.seed, p.Set = nil, setText(name, limit, field)
	return p
}

func setText[T any](name string, limit int, field func(*T) *string) func(v, value any) error {
	return func(v, value any) error {
		s, ok := value.(string)
		if value != nil && (!ok || s == "" || limit > 0 && utf8.RuneCountInString(s) > limit) {
			return &ValueError{name}
		}
		*field(Of[T](v)) = s
		return nil
	}
}

// Required is a text that cannot be cleared.
func (p Property) Required() Property {
	set := p.Set
	p.Set = func(v, value any) error {
		if value == nil {
			return &ValueError{p.Name}
		}
		return set(v, value)
	}
	return p
}

// Bool is a non-nullable flag.
func Bool[T any](name string, field func(*T) *bool) Property {
	p := ReadBool(name, field)
	p.Set = p.seed
	return p
}

// ReadBool is a read-only flag.
func ReadBool[T any](name string, field func(*T) *bool) Property {
	return Read(name, func(v *T) any { return *field(v) }).Seeded(func(v, value any) error {
		b, ok := value.(bool)
		if !ok {
			return &ValueError{name}
		}
		*field(Of[T](v)) = b
		return nil
	})
}

// Texts is a read-only collection.
func Texts[T any](name string, field func(*T) *[]string) Property {
	return Read(name, func(v *T) any { return List(*field(v)) }).Seeded(func(v, value any) error {
		texts, ok := StringList(value)
		if !ok {
			return &ValueError{name}
		}
		if texts == nil {
			texts = []string{} // an empty list, which differs from null
		}
		*field(Of[T](v)) = texts
		return nil
	})
}

// Moment is a read-only time; the directory stores whole seconds.
func Moment[T any](name string, field func(*T) *time.Time) Property {
	return Read(name, func(v *T) any { return Instant(*field(v)) }).Seeded(func(v, value any) error {
		s, _ := value.(string)
		at, err := time.Parse(time.RFC3339, s)
		if err != nil {
			return &TimeError{s}
		}
		*field(Of[T](v)) = at
		return nil
	})
}

// TimeError means that a text is not a valid time.
type TimeError struct{ Text string }

// Error shows the text and a valid example.
func (e *TimeError) Error() string {
	return "\"" + e.Text + "\" is not a time such as 2026-01-15T09:12:44Z"
}

// Writes sets the function that stores the property, for requests and for seeds.
func Writes[T any](p Property, set func(*T, any) error) Property {
	p.seed = nil
	p.Set = func(v, value any) error { return set(Of[T](v), value) }
	return p
}

// Seeded sets the function that stores the property from a seed.
func (p Property) Seeded(set func(v, value any) error) Property {
	p.seed = set
	return p
}

// Filter sets the supported operators.
func (p Property) Filter(always, advanced string) Property {
	p.Always, p.Advanced = always, advanced
	return p
}

// Within limits the property to editions.
func (p Property) Within(in Editions) Property {
	p.In = in
	return p
}

// Default includes the property in responses without $select.
func (p Property) Default() Property {
	p.isDefault = true
	return p
}

// OnRequest excludes the property from responses without $select.
func (p Property) OnRequest() Property {
	p.onRequest = true
	return p
}

// Basics includes the property in basic profiles.
func (p Property) Basics() Property {
	p.Basic = true
	return p
}

// Guarded marks a property that requires a privileged role on administrators.
func (p Property) Guarded() Property {
	p.Protected = true
	return p
}

// Denied rejects every write with an authorization error.
func (p Property) Denied() Property {
	p.denied = true
	return p
}

// Search sets how $search compares the property.
func (p Property) Search(how Searching) Property {
	p.Searched = how
	return p
}

// Hidden excludes the property from delta queries.
func (p Property) Hidden() Property {
	p.Untracked = true
	return p
}

// Filtered allows filters on members of the property.
func (p Property) Filtered() Property {
	p.Nested = true
	return p
}

func same(a, b any) bool {
	switch a := a.(type) {
	case nil:
		return b == nil
	case string:
		s, ok := b.(string)
		return ok && a == s
	case bool:
		t, ok := b.(bool)
		return ok && a == t
	}
	return reflect.DeepEqual(a, b)
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }
