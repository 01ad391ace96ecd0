package odata

import (
	"cmp"
	"strings"
	"time"
	"unicode/utf8"
)

// compareNull follows OData: null equals null, differs from everything else, and
// is neither above nor below anything.
func compareNull(value any, op Op, literal any) (matched, ok bool) {
	if _, isCollection := collection(value); isCollection && value != nil {
		return false, false
	}
	same := value == nil && literal == nil
	switch op {
	case OpEq, OpIn:
		return same, true
	case OpNe:
		return !same, true
	default:
		return false, true
	}
}

func compareStrings(s string, op Op, literal string) bool {
	switch op {
	case OpEq, OpIn:
		return strings.EqualFold(s, literal)
	case OpNe:
		return !strings.EqualFold(s, literal)
	}
	if op == OpStartsWith && plain(s) && plain(literal) {
		// A scan of a directory asks this of every user; lower case is two allocations.
		return len(s) >= len(literal) && strings.EqualFold(s[:len(literal)], literal)
	}
	s, literal = strings.ToLower(s), strings.ToLower(literal)
	switch op {
	case OpStartsWith:
		return strings.HasPrefix(s, literal)
	case OpEndsWith:
		return strings.HasSuffix(s, literal)
	case OpContains:
		return strings.Contains(s, literal)
	default:
		return ordered(op, strings.Compare(s, literal))
	}
}

// plain says whether a character of a text is a byte of it, in either case.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func compareNumbers(value any, op Op, literal any) (matched, ok bool) {
	if a, isInt := integer(value); isInt {
		if b, isInt := literal.(int64); isInt {
			return ordered(op, cmp.Compare(a, b)), true
		}
	}
	a, okA := float(value)
	b, okB := float(literal)
	if !okA || !okB {
		return false, false
	}
	return ordered(op, cmp.Compare(a, b)), true
}

// ordered turns the sign of a comparison into the operator's answer.
func ordered(op Op, sign int) bool {
	switch op {
	case OpEq, OpIn:
		return sign == 0
	case OpNe:
		return sign != 0
	case OpLt:
		return sign < 0
	case OpLe:
		return sign <= 0
	case OpGt:
		return sign > 0
	case OpGe:
		return sign >= 0
	default:
		return false
	}
}

func boolOrder(a, b bool) int {
	if a == b {
		return 0
	}
	return 1
}

// timeOf also reads a time that is kept as the string which Graph prints.
func timeOf(value any) (time.Time, bool) {
	switch value := value.(type) {
	case time.Time:
		return value, true
	case string:
		return parseTime(value)
	default:
		return time.Time{}, false
	}
}

func integer(value any) (int64, bool) {
	switch value := value.(type) {
	case int:
		return int64(value), true
	case int64:
		return value, true
	default:
		return 0, false
	}
}

func float(value any) (float64, bool) {
	if n, ok := integer(value); ok {
		return float64(n), true
	}
	f, ok := value.(float64)
	return f, ok
}
