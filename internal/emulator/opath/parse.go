package opath

import (
	"slices"
	"strings"
)

// Filter is a parsed filter.
type Filter struct {
	// Operator is -and, -or, -not or a comparison.
	operator string
	// operands are those of -and, -or and -not.
	operands []Filter
	property string
	value    Value
}

// Value is the right side of a comparison.
type Value struct {
	Text string
	// Null is $null.
	Null bool
}

// comparisons are the operators that compare a property with a value.
var comparisons = []string{"-eq", "-ne", "-like", "-notlike"}

// otherComparisons exist in Exchange and are not modeled.
var otherComparisons = []string{"-gt", "-ge", "-lt", "-le", "-match", "-notmatch", "-in", "-notin"}

// maxDepth bounds the nesting of parentheses.
const maxDepth = 50

// Parse parses a filter, with or without braces around it. Errors are of type
// *SyntaxError.
func Parse(source string) (Filter, error) {
	trimmed := strings.TrimSpace(source)
	if strings.HasPrefix(trimmed, "{") && strings.HasSuffix(trimmed, "}") {
		trimmed = trimmed[1 : len(trimmed)-1]
	}
	p := &parser{lexer: lexer{source: trimmed}}
	if err := p.advance(); err != nil {
		return Filter{}, err
	}
	f, err := p.chain(0)
	if err != nil {
		return Filter{}, err
	}
	if p.ahead.kind != end {
		return Filter{}, p.fail(p.ahead.at, "The filter is not complete.")
	}
	return f, nil
}

// Properties lists the properties of a filter.
func (f Filter) Properties() []string {
	if f.property != "" {
		return []string{f.property}
	}
	var names []string
	for _, o := range f.operands {
		names = append(names, o.Properties()...)
	}
	return names
}

type parser struct {
	lexer
	ahead token
}

func (p *parser) advance() (err error) {
	p.ahead, err = p.next()
	return err
}

func (p *parser) isOperator(text string) bool {
	return p.ahead.kind == operator && p.ahead.text == text
}

// chain parses operands that -and or -or joins. Which of the two binds closer is
// not documented, so that a mixture without parentheses is not modeled.
func (p *parser) chain(depth int) (Filter, error) {
	first, err := p.unary(depth)
	if err != nil || !p.isOperator("-and") && !p.isOperator("-or") {
		return first, err
	}
	joined := Filter{operator: p.ahead.text, operands: []Filter{first}}
	for p.isOperator("-and") || p.isOperator("-or") {
		if p.ahead.text != joined.operator {
			e := p.fail(p.ahead.at, "-and and -or without parentheses")
			e.NotModeled = true
			return Filter{}, e
		}
		if err := p.advance(); err != nil {
			return Filter{}, err
		}
		next, err := p.unary(depth)
		if err != nil {
			return Filter{}, err
		}
		joined.operands = append(joined.operands, next)
	}
	return joined, nil
}

func (p *parser) unary(depth int) (Filter, error) {
	switch {
	case depth > maxDepth:
		return Filter{}, p.fail(p.ahead.at, "The filter is nested too deeply.")
	case p.isOperator("-not"):
		if err := p.advance(); err != nil {
			return Filter{}, err
		}
		f, err := p.unary(depth + 1)
		return Filter{operator: "-not", operands: []Filter{f}}, err
	case p.ahead.kind == open:
		if err := p.advance(); err != nil {
			return Filter{}, err
		}
		f, err := p.chain(depth + 1)
		if err != nil {
			return Filter{}, err
		}
		if p.ahead.kind != shut {
			return Filter{}, p.fail(p.ahead.at, "A closing parenthesis is missing.")
		}
		return f, p.advance()
	default:
		return p.comparison()
	}
}

func (p *parser) comparison() (Filter, error) {
	if p.ahead.kind != word {
		return Filter{}, p.fail(p.ahead.at, "The name of a property is missing.")
	}
	f := Filter{property: p.ahead.text}
	if err := p.advance(); err != nil {
		return Filter{}, err
	}
	switch {
	case p.ahead.kind == operator && slices.Contains(comparisons, p.ahead.text):
		f.operator = p.ahead.text
	case p.ahead.kind == operator && slices.Contains(otherComparisons, p.ahead.text):
		e := p.fail(p.ahead.at, "the operator %s", p.ahead.text)
		e.NotModeled = true
		return Filter{}, e
	default:
		return Filter{}, p.fail(p.ahead.at, "A comparison operator is missing.")
	}
	if err := p.advance(); err != nil {
		return Filter{}, err
	}
	switch p.ahead.kind {
	case text, word:
		f.value.Text = p.ahead.text
	case variable:
		switch p.ahead.text {
		case "$true", "$false":
			f.value.Text = p.ahead.text[1:]
		case "$null":
			f.value.Null = true
		default:
			return Filter{}, p.fail(p.ahead.at, "The variable %s is not known.", p.ahead.text)
		}
	default:
		return Filter{}, p.fail(p.ahead.at, "The value of a comparison is missing.")
	}
	return f, p.advance()
}
