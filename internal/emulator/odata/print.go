package odata

import "strings"

// String formats the conjunction; a disjunction inside it gets parentheses.
func (e And) String() string {
	return operand(e.Left, isOr) + " and " + operand(e.Right, isAndOr)
}

// String formats the disjunction.
func (e Or) String() string {
	return e.Left.String() + " or " + operand(e.Right, isOr)
}

// String formats the negation, always with parentheses.
func (e Not) String() string { return "not (" + e.Operand.String() + ")" }

// String formats the comparison or the function call.
func (e Compare) String() string {
	path := e.Path
	if e.Count {
		path += countSuffix
	}
	values := make([]string, len(e.Values))
	for i, v := range e.Values {
		values[i] = formatLiteral(v)
	}
	list := strings.Join(values, ",")
	switch e.Op {
	case OpIn:
		return path + " in (" + list + ")"
	case OpStartsWith, OpEndsWith, OpContains:
		return string(e.Op) + "(" + path + "," + list + ")"
	default:
		return path + " " + string(e.Op) + " " + list
	}
}

// String formats the lambda.
func (e Any) String() string {
	name := "any"
	if e.All {
		name = "all"
	}
	if e.Body == nil {
		return e.Path + "/" + name + "()"
	}
	return e.Path + "/" + name + "(" + e.Var + ":" + e.Body.String() + ")"
}

func operand(e Expr, wrap func(Expr) bool) string {
	if wrap(e) {
		return "(" + e.String() + ")"
	}
	return e.String()
}

func isOr(e Expr) bool {
	_, ok := e.(Or)
	return ok
}

// isAndOr wraps a right operand, because both operators are left-associative.
func isAndOr(e Expr) bool {
	_, ok := e.(And)
	return ok || isOr(e)
}
