package memberrule

import (
	"regexp"
	"strings"
)

// Lookup returns the value of a property: a text, a flag, a list of texts, or nil
// for null.
type Lookup func(property string) any

// ManagerProperty is the name with which a rule for direct reports looks up the
// object id of the manager.
const ManagerProperty = "manager"

// expression is a part of a rule that is true or false.
type expression interface {
	holds(of Lookup) bool
}

type and struct{ left, right expression }

func (e and) holds(of Lookup) bool { return e.left.holds(of) && e.right.holds(of) }

type or struct{ left, right expression }

func (e or) holds(of Lookup) bool { return e.left.holds(of) || e.right.holds(of) }

type not struct{ operand expression }

func (e not) holds(of Lookup) bool { return !e.operand.holds(of) }

// reports selects the direct reports of a manager.
type reports struct{ manager string }

func (e reports) holds(of Lookup) bool {
	id, _ := of(ManagerProperty).(string)
	return strings.EqualFold(id, e.manager)
}

// element is the name of the current element within -any and -all.
const element = "_"

// quantified applies an expression to the elements of a list: to each of them, or
// to one at least.
type quantified struct {
	property string
	all      bool
	body     expression
}

func (e quantified) holds(of Lookup) bool {
	texts, _ := of(e.property).([]string)
	for _, text := range texts {
		if e.body.holds(func(string) any { return text }) != e.all {
			return !e.all
		}
	}
	return e.all
}

// comparison compares a property with a value.
type comparison struct {
	property string
	// test is the positive form of the operator.
	test func(value any) bool
	// negated operators such as -ne are true if the positive form is false.
	negated bool
	// null marks a comparison with null.
	null bool
	// skipsNull makes a negated operator false for null.
	skipsNull bool
}

func (e comparison) holds(of Lookup) bool {
	value := of(e.property)
	if texts, isList := value.([]string); isList {
		value = nil
		for _, text := range texts {
			if e.test(text) {
				return !e.negated
			}
			value = text
		}
		if value != nil {
			return e.negated
		}
	}
	if value == nil && e.negated && e.skipsNull && !e.null {
		return false
	}
	return e.test(value) != e.negated
}

// isNull accepts null and empty lists.
func isNull(value any) bool { return value == nil }

func equals(to any) func(any) bool {
	text, isText := to.(string)
	if !isText {
		return func(value any) bool { return value == to }
	}
	return textual(func(value string) bool { return strings.EqualFold(value, text) })
}

// textual applies a test to texts; it is false for null.
func textual(test func(string) bool) func(any) bool {
	return func(value any) bool {
		text, isText := value.(string)
		return isText && test(text)
	}
}

// folded compares two texts ignoring case.
func folded(compare func(value, with string) bool, with string) func(any) bool {
	with = strings.ToLower(with)
	return textual(func(value string) bool { return compare(strings.ToLower(value), with) })
}

func oneOf(texts []string) func(any) bool {
	return textual(func(value string) bool {
		for _, text := range texts {
			if strings.EqualFold(value, text) {
				return true
			}
		}
		return false
	})
}

// matches compiles a regular expression. The service has those of .NET; one that
// Go does not compile is not modeled.
func matches(pattern string) (func(any) bool, error) {
	compiled, err := regexp.Compile("(?i)" + pattern)
	if err != nil {
		return nil, errNotModeled("the regular expression '%s' of a membershipRule", pattern)
	}
	return textual(compiled.MatchString), nil
}
