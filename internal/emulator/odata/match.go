package odata

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrUnknownProperty means that a filter names a property that the type does not
// have.
var ErrUnknownProperty = errors.New("unknown property")

// ErrType means that the compared values have incompatible types, such as a
// boolean and a string, or a collection without a lambda.
var ErrType = errors.New("incompatible types")

// PropertyError names the property that cannot be evaluated; it wraps
// [ErrUnknownProperty] or [ErrType].
type PropertyError struct {
	Path string
	Err  error
}

// Error returns the reason and the property.
func (e *PropertyError) Error() string { return fmt.Sprintf("%v: %s", e.Err, e.Path) }

// Unwrap returns the reason.
func (e *PropertyError) Unwrap() error { return e.Err }

// Lookup returns the value of a property path, and whether the type has the
// property. Values are string, bool, int, int64, float64, [time.Time], []string,
// []map[string]any, or nil for null.
type Lookup = func(path string) (value any, known bool)

// Match evaluates a filter for one object. String comparison ignores case, as in
// the directory (graph-identity §2.4, assumed). A property is only looked up when
// the result depends on it; use [Walk] first to reject every unknown property.
// Errors are of type [*PropertyError].
func Match(e Expr, lookup Lookup) (bool, error) {
	switch e := e.(type) {
	case And:
		left, err := Match(e.Left, lookup)
		if err != nil || !left {
			return false, err
		}
		return Match(e.Right, lookup)
	case Or:
		left, err := Match(e.Left, lookup)
		if err != nil || left {
			return left, err
		}
		return Match(e.Right, lookup)
	case Not:
		matched, err := Match(e.Operand, lookup)
		return !matched && err == nil, err
	case Compare:
		return matchCompare(e, lookup)
	case Any:
		return matchAny(e, lookup)
	default:
		return false, fmt.Errorf("filter node %T cannot be evaluated", e)
	}
}

func matchCompare(c Compare, lookup Lookup) (bool, error) {
	value, known := lookup(c.Path)
	if !known {
		return false, &PropertyError{c.Path, ErrUnknownProperty}
	}
	if c.Count {
		elements, ok := collection(value)
		if !ok {
			return false, &PropertyError{c.Path + countSuffix, ErrType}
		}
		value = int64(len(elements))
	}
	for _, literal := range c.Values {
		matched, ok := compare(value, c.Op, literal)
		if !ok {
			return false, &PropertyError{c.Path, ErrType}
		}
		if matched {
			return true, nil
		}
	}
	return false, nil
}

func matchAny(a Any, lookup Lookup) (bool, error) {
	value, known := lookup(a.Path)
	if !known {
		return false, &PropertyError{a.Path, ErrUnknownProperty}
	}
	elements, ok := collection(value)
	if !ok {
		return false, &PropertyError{a.Path, ErrType}
	}
	if a.Body == nil {
		return len(elements) > 0, nil
	}
	for _, element := range elements {
		matched, err := Match(a.Body, elementLookup(a.Var, element))
		if err != nil {
			return false, qualify(err, a.Path, a.Var)
		}
		if matched != a.All {
			return matched, nil
		}
	}
	return a.All, nil
}

// elementLookup resolves "x" and "x/property" inside a lambda.
func elementLookup(variable string, element any) Lookup {
	return func(path string) (any, bool) {
		if path == variable {
			return element, true
		}
		object, ok := element.(map[string]any)
		if !ok {
			return nil, false
		}
		value, known := object[strings.TrimPrefix(path, variable+"/")]
		return value, known
	}
}

// qualify replaces the range variable with the collection's name.
func qualify(err error, path, variable string) error {
	var p *PropertyError
	if errors.As(err, &p) {
		return &PropertyError{path + strings.TrimPrefix(p.Path, variable), p.Err}
	}
	return err
}

func collection(value any) ([]any, bool) {
	switch value := value.(type) {
	case nil:
		return nil, true
	case []any:
		return value, true
	case []string:
		return boxed(value), true
	case []map[string]any:
		return boxed(value), true
	default:
		return nil, false
	}
}

func boxed[T any](values []T) []any {
	elements := make([]any, len(values))
	for i, v := range values {
		elements[i] = v
	}
	return elements
}

// compare returns the result, and whether the two values are comparable.
func compare(value any, op Op, literal any) (matched, ok bool) {
	if value == nil || literal == nil {
		return compareNull(value, op, literal)
	}
	switch literal := literal.(type) {
	case string:
		s, ok := value.(string)
		return ok && compareStrings(s, op, literal), ok
	case bool:
		b, ok := value.(bool)
		return ok && ordered(op, boolOrder(b, literal)), ok && (op == OpEq || op == OpNe || op == OpIn)
	case time.Time:
		t, ok := timeOf(value)
		return ok && ordered(op, t.Compare(literal)), ok
	default:
		return compareNumbers(value, op, literal)
	}
}
