package memberrule

import "fmt"

// The codes of Graph's errors about a rule (graph-identity §7.7).
const (
	codeParse      = "DynamicGroupQueryParseError"
	codeObjectType = "InvalidObjectTypeException"
)

// Error is the refusal of a rule, with Graph's code and text.
type Error struct {
	Code, Message string
	// Property is the property that rules do not support, if that is the reason.
	Property string
	// NotModeled marks a valid rule that the emulator does not implement; the message
	// then names the feature.
	NotModeled bool
}

// Error returns the message.
func (e *Error) Error() string { return e.Message }

func errParse(format string, args ...any) error {
	return &Error{Code: codeParse, Message: fmt.Sprintf(format, args...)}
}

func errNotModeled(format string, args ...any) error {
	return &Error{Message: fmt.Sprintf(format, args...), NotModeled: true}
}

func errProperty(name string) error {
	return &Error{Code: codeParse, Message: fmt.Sprintf("Unsupported property '%s'", name), Property: name}
}

// errOperands is the refusal of a value or a property that an operator does not
// take.
func errOperands(operator string) error {
	return errParse("Invalid operands found for operator -%s", operator)
}

// errSyntax is the refusal of a text that is not a rule. Its wording is assumed.
func errSyntax(at int, what string) error {
	return errParse("The membership rule is not valid: %s at position %d", what, at)
}
