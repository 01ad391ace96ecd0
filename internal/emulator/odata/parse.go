package odata

import (
	"fmt"
	"slices"
	"strings"
)

const (
	countSegment = "$count"
	countSuffix  = "/" + countSegment
	// maxDepth limits nesting, so that a hostile filter cannot exhaust the stack.
	maxDepth = 100
)

var functions = []Op{OpStartsWith, OpEndsWith, OpContains}

var comparisons = []Op{OpEq, OpNe, OpLt, OpLe, OpGt, OpGe}

// ParseFilter parses the value of $filter. Errors are of type [*SyntaxError].
func ParseFilter(src string) (Expr, error) {
	tokens, err := scan(src)
	if err != nil {
		return nil, err
	}
	p := &parser{tokens: tokens}
	e, err := p.or()
	if err != nil {
		return nil, err
	}
	if t := p.peek(); t.kind != tokenEnd {
		return nil, p.unexpected(t, "the end of the filter")
	}
	return e, nil
}

type parser struct {
	tokens []token
	next   int
	depth  int
	// variable is the lambda's range variable while its body is parsed.
	variable string
}

func (p *parser) peek() token { return p.tokens[p.next] }

func (p *parser) take() token {
	t := p.tokens[p.next]
	if t.kind != tokenEnd {
		p.next++
	}
	return t
}

func (p *parser) accept(text string) bool {
	if !p.peek().is(text) {
		return false
	}
	p.next++
	return true
}

func (p *parser) expect(text string) error {
	if p.accept(text) {
		return nil
	}
	return p.unexpected(p.peek(), "'"+text+"'")
}

func (p *parser) unexpected(t token, want string) error {
	if t.kind == tokenEnd {
		return &SyntaxError{Pos: t.pos, Msg: "expected " + want + ", found the end of the filter"}
	}
	return &SyntaxError{Pos: t.pos, Msg: fmt.Sprintf("expected %s, found %q", want, t.text)}
}

func (p *parser) or() (Expr, error) {
	left, err := p.and()
	for err == nil && p.accept("or") {
		var right Expr
		if right, err = p.and(); err == nil {
			left = Or{left, right}
		}
	}
	return left, err
}

func (p *parser) and() (Expr, error) {
	left, err := p.unary()
	for err == nil && p.accept("and") {
		var right Expr
		if right, err = p.unary(); err == nil {
			left = And{left, right}
		}
	}
	return left, err
}

func (p *parser) unary() (Expr, error) {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxDepth {
		return nil, &SyntaxError{Pos: p.peek().pos, Msg: "the filter is nested too deeply"}
	}
	t := p.peek()
	switch {
	case p.accept("not"):
		operand, err := p.negatable()
		if err != nil {
			return nil, err
		}
		return Not{operand}, nil
	case p.accept("("):
		e, err := p.or()
		if err != nil {
			return nil, err
		}
		return e, p.expect(")")
	case t.kind != tokenName:
		return nil, p.unexpected(t, "a property")
	case p.tokens[p.next+1].is("("):
		return p.function()
	default:
		return p.property()
	}
}

// negatable parses the operand of "not". In OData "not" binds tighter than "eq",
// so "not mail eq 'x'" would negate the property, which is invalid.
func (p *parser) negatable() (Expr, error) {
	pos := p.peek().pos
	bare := !p.peek().is("(")
	e, err := p.unary()
	if err != nil {
		return nil, err
	}
	if c, ok := e.(Compare); ok && bare && !slices.Contains(functions, c.Op) {
		return nil, &SyntaxError{Pos: pos, Msg: "'not' needs parentheses around a comparison"}
	}
	return e, nil
}

func (p *parser) function() (Expr, error) {
	name := p.take()
	i := slices.IndexFunc(functions, func(op Op) bool { return strings.EqualFold(string(op), name.text) })
	if i < 0 {
		return nil, &SyntaxError{Pos: name.pos, Msg: "the function '" + name.text + "' is not modeled", NotModeled: true}
	}
	p.take() // the parenthesis of the function call
	path, err := p.path()
	if err != nil {
		return nil, err
	}
	if err := p.expect(","); err != nil {
		return nil, err
	}
	t := p.take()
	if t.kind != tokenString {
		return nil, p.unexpected(t, "a string literal")
	}
	if err := p.expect(")"); err != nil {
		return nil, err
	}
	return p.truth(Compare{Path: path, Op: functions[i], Values: []any{t.text}})
}

// truth parses the "eq true" that some clients append to a function.
func (p *parser) truth(e Expr) (Expr, error) {
	if !p.accept("eq") {
		return e, nil
	}
	switch t := p.take(); {
	case t.is("true"):
		return e, nil
	case t.is("false"):
		return Not{e}, nil
	default:
		return nil, p.unexpected(t, "true or false")
	}
}

func (p *parser) property() (Expr, error) {
	path, err := p.path()
	if err != nil {
		return nil, err
	}
	if p.accept("/") {
		return p.lambda(path)
	}
	c := Compare{Path: path}
	if collection, ok := strings.CutSuffix(path, countSuffix); ok {
		c.Path, c.Count = collection, true
	}
	op := p.take()
	if op.is(string(OpIn)) {
		c.Op = OpIn
		c.Values, err = p.list()
		return c, err
	}
	i := slices.IndexFunc(comparisons, func(o Op) bool { return op.is(string(o)) })
	if i < 0 {
		return nil, p.unexpected(op, "an operator")
	}
	c.Op = comparisons[i]
	value, err := p.literal()
	c.Values = []any{value}
	return c, err
}

func (p *parser) list() ([]any, error) {
	if err := p.expect("("); err != nil {
		return nil, err
	}
	var values []any
	for {
		v, err := p.literal()
		if err != nil {
			return nil, err
		}
		values = append(values, v)
		if !p.accept(",") {
			return values, p.expect(")")
		}
	}
}
