package memberrule

import "strings"

// operator is an operator in its positive form. All but eq have a negated form
// whose name begins with "not"; that of eq is ne.
type operator struct {
	// positiveOnly operators have no such form.
	positiveOnly bool
	// of returns the test for a value; name is the operator as written.
	of func(subject property, name string, value any) (func(any) bool, error)
}

var operators = map[string]operator{
	"eq":         {true, equality},
	"startswith": {false, texts(strings.HasPrefix)},
	"endswith":   {false, texts(strings.HasSuffix)},
	"contains":   {false, texts(strings.Contains)},
	"match":      {false, match},
	"in":         {false, inList},
}

// texts is an operator that compares texts.
func texts(compare func(value, with string) bool) func(property, string, any) (func(any) bool, error) {
	return func(subject property, name string, value any) (func(any) bool, error) {
		with, isText := value.(string)
		if !isText || subject.kind == Flag {
			return nil, errOperands(name)
		}
		return folded(compare, with), nil
	}
}

func equality(subject property, name string, value any) (func(any) bool, error) {
	_, isText := value.(string)
	_, isFlag := value.(bool)
	switch {
	case value == nil:
		return isNull, nil
	case isFlag && subject.kind == Flag, isText && subject.kind != Flag:
		return equals(value), nil
	default:
		return nil, errOperands(name)
	}
}

func match(subject property, name string, value any) (func(any) bool, error) {
	pattern, isText := value.(string)
	if !isText || subject.kind == Flag {
		return nil, errOperands(name)
	}
	return matches(pattern)
}

func inList(subject property, name string, value any) (func(any) bool, error) {
	list, isList := value.([]string)
	if !isList || subject.kind != Text {
		return nil, errOperands(name)
	}
	return oneOf(list), nil
}

// number is a value that no modeled property takes.
type number string

// value parses the right side of a comparison: a text, true or false, null, a
// number, or a list of texts.
func (p *parser) value() (any, error) {
	if p.accept("[") {
		return p.list()
	}
	t := p.take()
	switch {
	case t.kind == tokenText:
		return t.text, nil
	case t.kind != tokenWord || t.hyphen:
	case t.is("true"), t.is("false"):
		return t.is("true"), nil
	case t.is("null"), t.is("$null"):
		return nil, nil
	case isDigit(t.text[0]):
		return number(t.text), nil
	}
	return nil, errSyntax(t.at, "a value expected instead of "+t.String())
}

func (p *parser) list() (any, error) {
	var list []string
	for {
		t := p.take()
		if t.kind != tokenText {
			return nil, errSyntax(t.at, "a text expected instead of "+t.String())
		}
		list = append(list, t.text)
		if p.accept("]") {
			return list, nil
		}
		if err := p.expect(","); err != nil {
			return nil, err
		}
	}
}
