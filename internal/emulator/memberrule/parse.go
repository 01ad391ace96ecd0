package memberrule

import "strings"

// Options are facts about the language that sources leave open.
type Options struct {
	// ExactNames makes the names of properties case-sensitive.
	ExactNames bool
	// NegationsSkipNull makes negated operators false for properties that are null.
	NegationsSkipNull bool
}

// Rule is a parsed membership rule.
type Rule struct{ expression }

// Matches reports whether an object with the properties is a member.
func (r Rule) Matches(of Lookup) bool { return r.holds(of) }

// Parse parses a rule. Errors are of type *[Error].
func Parse(rule string, how Options) (Rule, error) {
	tokens, err := scan(rule)
	if err != nil {
		return Rule{}, err
	}
	p := &parser{tokens: tokens, how: how}
	var parsed expression
	if p.words("Direct", "Reports", "for") {
		parsed, err = p.reports()
	} else {
		parsed, err = p.disjunction()
	}
	if err == nil && p.ahead().kind != tokenEnd {
		err = p.unexpected()
	}
	return Rule{parsed}, err
}

type parser struct {
	tokens []token
	how    Options
	// within is the operator of the list whose elements the parser is at.
	within string
}

func (p *parser) ahead() token { return p.tokens[0] }

// take consumes the next token; the last one, which is the end, remains.
func (p *parser) take() token {
	t := p.tokens[0]
	if t.kind != tokenEnd {
		p.tokens = p.tokens[1:]
	}
	return t
}

// accept consumes the next token if it is the mark or operator.
func (p *parser) accept(text string) bool {
	if !p.ahead().is(text) {
		return false
	}
	p.take()
	return true
}

// words consumes a sequence of words if it is next.
func (p *parser) words(sequence ...string) bool {
	for i, word := range sequence {
		if i >= len(p.tokens) || !p.tokens[i].is(word) {
			return false
		}
	}
	p.tokens = p.tokens[len(sequence):]
	return true
}

func (p *parser) unexpected() error { return errSyntax(p.ahead().at, "unexpected "+p.ahead().String()) }

func (p *parser) expect(mark string) error {
	if !p.accept(mark) {
		return errSyntax(p.ahead().at, "'"+mark+"' expected instead of "+p.ahead().String())
	}
	return nil
}

func (p *parser) disjunction() (expression, error) {
	left, err := p.conjunction()
	for err == nil && p.accept("or") {
		var right expression
		right, err = p.conjunction()
		left = or{left, right}
	}
	return left, err
}

func (p *parser) conjunction() (expression, error) {
	left, err := p.negation()
	for err == nil && p.accept("and") {
		var right expression
		right, err = p.negation()
		left = and{left, right}
	}
	return left, err
}

func (p *parser) negation() (expression, error) {
	switch {
	case p.accept("not"):
		operand, err := p.negation()
		return not{operand}, err
	case p.accept("("):
		inner, err := p.disjunction()
		if err != nil {
			return nil, err
		}
		return inner, p.expect(")")
	default:
		return p.comparison()
	}
}

// subject consumes a property, or the element of the list.
func (p *parser) subject() (property, error) {
	t := p.take()
	switch {
	case t.kind != tokenWord || t.hyphen:
		return property{}, errSyntax(t.at, "a property expected instead of "+t.String())
	case p.within == "":
		return p.named(t.text)
	case t.text == element:
		return property{element, Text}, nil
	default:
		return property{}, errOperands(p.within)
	}
}

func (p *parser) comparison() (expression, error) {
	subject, err := p.subject()
	if err != nil {
		return nil, err
	}
	op := p.take()
	if op.kind != tokenWord {
		return nil, errSyntax(op.at, "an operator expected instead of "+op.String())
	}
	name := strings.ToLower(op.text)
	if name == "any" || name == "all" {
		return p.quantified(subject, name)
	}
	build, known := operators[strings.TrimPrefix(name, "not")]
	if name == "ne" {
		build, known = operators["eq"], true
	}
	if !known || strings.HasPrefix(name, "not") && build.positiveOnly {
		return nil, errSyntax(op.at, "unknown operator "+op.String())
	}
	value, err := p.value()
	if err != nil {
		return nil, err
	}
	test, err := build.of(subject, name, value)
	return comparison{
		property: subject.name, test: test, negated: name == "ne" || strings.HasPrefix(name, "not"), null: value == nil,
		skipsNull: p.how.NegationsSkipNull,
	}, err
}

// quantified parses the condition of -any and -all.
func (p *parser) quantified(list property, operator string) (expression, error) {
	if list.kind != Texts || p.within != "" || !p.accept("(") {
		return nil, errOperands(operator)
	}
	p.within = operator
	body, err := p.disjunction()
	p.within = ""
	if err != nil {
		return nil, err
	}
	return quantified{list.name, operator == "all", body}, p.expect(")")
}

func (p *parser) reports() (expression, error) {
	t := p.take()
	if t.kind != tokenText {
		return nil, errSyntax(t.at, "the object id of a manager expected instead of "+t.String())
	}
	return reports{t.text}, nil
}
