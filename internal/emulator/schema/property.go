package schema

import (
	"reflect"
	"strings"
	"time"
	"unicode/utf8"
)

// Property is one row of a type: everything that is known about one property.
// The functions take the object as a pointer to the type that the row is made for.
type Property struct {
	Name string
	// Get gives string, bool, int, []string, []map[string]any, map[string]any,
	// [time.Time] or nil.
	Get func(v any) any
	// Text gives the value of a text, empty for null; nil for other properties. A
	// value of Get is an allocation, which pages of 999 objects are full of.
	Text func(v any) string
	// Set checks a JSON value and stores it; nil when Graph does not write it.
	Set func(v, value any) error
	// Always and Advanced are the operators that $filter and $orderby take, in any
	// query or only in an advanced one (graph-identity §2.4). Besides the operators
	// there are "not" for anything negated, "null" for a comparison with null,
	// "$count" for the length of a collection and "$orderby".
	Always, Advanced string
	// Protected properties of administrators need more than a permission
	// (graph-identity §2.2).
	Protected bool
	// Basic properties are those that a permission for basic profiles shows.
	Basic bool
	// Untracked properties are in no answer of a delta query.
	Untracked bool
	// Searched says how $search compares the property.
	Searched Searching
	// Nested properties may be filtered by their members.
	Nested bool
	// In are the editions that have the property, and Written those that write it;
	// all of them when zero.
	In, Written Editions

	shape *Shape
	// official is the type of the value where the shape does not describe it.
	official  *Type
	seed      func(v, value any) error
	isDefault bool
	denied    bool
}

// Searching is how $search compares a property.
type Searching int

// The ways to search: not modelled, by the beginning of words, or by the
// beginning of the text.
const (
	Unsearched Searching = iota
	ByWords
	ByStart
)

// ValueError says that a value does not fit a property.
type ValueError struct{ Property string }

// Error names the property.
func (e *ValueError) Error() string { return "invalid value for property " + e.Property }

// Read is a row that requests only read.
func Read[T any](name string, get func(*T) any) Property {
	return Property{Name: name, Get: func(v any) any { return get(Of[T](v)) }}
}

// Null is a row of what is never set here.
func Null(name string) Property { return Property{Name: name, Get: func(any) any { return nil }} }

// Empty is a row of a collection that never holds anything here.
func Empty(name string) Property { return Property{Name: name, Get: func(any) any { return []any{} }} }

// Nulls are rows of what is never set here.
func Nulls(names ...string) []Property {
	rows := make([]Property, 0, len(names))
	for _, name := range names {
		rows = append(rows, Null(name))
	}
	return rows
}

// ReadText is a text that requests only read.
func ReadText[T any](name string, field func(*T) *string) Property {
	p := Read(name, func(v *T) any { return TextOrNull(*field(v)) })
	p.Text = func(v any) string { return *field(Of[T](v)) }
	return p.Seeded(setText(name, 0, field))
}

// Text is a nullable string of limited length. Graph refuses the empty string:
// clearing is done with null.
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

// Bool is a flag that is never null.
func Bool[T any](name string, field func(*T) *bool) Property {
	p := ReadBool(name, field)
	p.Set = p.seed
	return p
}

// ReadBool is a flag that requests only read.
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

// Texts is a collection that requests only read.
func Texts[T any](name string, field func(*T) *[]string) Property {
	return Read(name, func(v *T) any { return List(*field(v)) }).Seeded(func(v, value any) error {
		texts, ok := StringList(value)
		if !ok {
			return &ValueError{name}
		}
		if texts == nil {
			texts = []string{} // none, which is not the same as saying nothing
		}
		*field(Of[T](v)) = texts
		return nil
	})
}

// Moment is a time that requests only read; the directory counts in whole
// seconds.
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

// TimeError says that a text is no time.
type TimeError struct{ Text string }

// Error shows the text and a time.
func (e *TimeError) Error() string {
	return "\"" + e.Text + "\" is not a time such as 2026-01-15T09:12:44Z"
}

// Writes gives a row the function that sets it, in requests and in seeds.
func Writes[T any](p Property, set func(*T, any) error) Property {
	p.seed = nil
	p.Set = func(v, value any) error { return set(Of[T](v), value) }
	return p
}

// Seeded gives a row what sets it in a seed.
func (p Property) Seeded(set func(v, value any) error) Property {
	p.seed = set
	return p
}

// Filter gives the operators.
func (p Property) Filter(always, advanced string) Property {
	p.Always, p.Advanced = always, advanced
	return p
}

// Within limits the property to editions.
func (p Property) Within(in Editions) Property {
	p.In = in
	return p
}

// Default puts the property into answers without $select.
func (p Property) Default() Property {
	p.isDefault = true
	return p
}

// Basics puts the property into basic profiles.
func (p Property) Basics() Property {
	p.Basic = true
	return p
}

// Guarded marks what only administrators of administrators change.
func (p Property) Guarded() Property {
	p.Protected = true
	return p
}

// Denied answers a write as a matter of privilege.
func (p Property) Denied() Property {
	p.denied = true
	return p
}

// Search gives the way in which $search compares the property.
func (p Property) Search(how Searching) Property {
	p.Searched = how
	return p
}

// Hidden leaves the property out of delta queries.
func (p Property) Hidden() Property {
	p.Untracked = true
	return p
}

// Filtered lets filters name members of the property.
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
