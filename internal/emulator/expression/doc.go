// Package expression evaluates the expressions of attribute mappings, by which
// the provisioning service of Microsoft Entra computes the attributes of a target
// object (graph-cross-tenant §4.10).
//
// A value is a list of texts: nil is null, one element is a single value, and an
// empty text differs from null. Truth values are the texts "True" and "False".
package expression

import "errors"

// MaxLength is the maximum number of characters of an expression
// (graph-cross-tenant §4.5).
const MaxLength = 10_000

// maxDepth limits nested calls, so that a hostile text cannot exhaust the stack.
const maxDepth = 100

// ErrNotModeled means that the service has a function or a syntax that this
// package lacks.
var ErrNotModeled = errors.New("not modeled")

// Value is the result of an expression.
type Value []string

// Text is a value with a single text.
func Text(s string) Value { return Value{s} }

// Truth is the value of a condition.
func Truth(b bool) Value {
	if b {
		return Value{"True"}
	}
	return Value{"False"}
}

// Null reports whether there is no value.
func (v Value) Null() bool { return len(v) == 0 }

// Empty reports whether there is no value, or an empty text.
func (v Value) Empty() bool { return len(v) == 0 || len(v) == 1 && v[0] == "" }

// String is the first text; empty for null.
func (v Value) String() string {
	if len(v) == 0 {
		return ""
	}
	return v[0]
}

// Attributes returns the value of an attribute of the source object.
type Attributes func(name string) Value
