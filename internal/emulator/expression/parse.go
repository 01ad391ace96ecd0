package expression

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Expr is a parsed expression: [Attribute], [Constant], [Call], [Comparison] or
// [Omitted].
type Expr interface {
	eval(Attributes) (Value, error)
}

// Attribute is the value of an attribute, such as [displayName].
type Attribute struct{ Name string }

// Constant is a text in double quotes, or a number.
type Constant struct{ Value string }

// Omitted is an argument without a value, as in Replace([mail], "x", , , "y", , ).
type Omitted struct{}

// Call is the call of a function.
type Call struct {
	Name string
	Args []Expr

	function *function
}

// Comparison compares two values in the condition of a function.
type Comparison struct {
	Left  Expr
	Op    string
	Right Expr
}

// SyntaxError is the position, in bytes, and the reason why a text is not an
// expression.
type SyntaxError struct {
	At     int
	Reason string
}

// Error returns position and reason.
func (e *SyntaxError) Error() string { return fmt.Sprintf("position %d: %s", e.At, e.Reason) }

// Parse parses an expression: an attribute, a constant or a call.
func Parse(text string) (Expr, error) {
	if utf8.RuneCountInString(text) > MaxLength {
		return nil, &SyntaxError{0, fmt.Sprintf("an expression has at most %d characters", MaxLength)}
	}
	p := &parser{text: text}
	e, err := p.operand(0)
	if err != nil {
		return nil, err
	}
	if p.blanks(); p.at < len(p.text) {
		return nil, p.fail("unexpected text after the expression")
	}
	return e, nil
}

type parser struct {
	text string
	at   int
}

func (p *parser) fail(format string, args ...any) error {
	return &SyntaxError{p.at, fmt.Sprintf(format, args...)}
}

func (p *parser) blanks() {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
}

// peek is the next character after white space; zero at the end.
func (p *parser) peek() byte {
	if p.blanks(); p.at < len(p.text) {
		return p.text[p.at]
	}
	return 0
}

func (p *parser) operand(depth int) (Expr, error) {
	if depth > maxDepth {
		return nil, p.fail("the calls are nested too deeply")
	}
	switch c := p.peek(); {
	case c == '[':
		return p.attribute()
	case c == '"':
		return p.constant()
	case isDigit(c), c == '-':
		return p.number()
	case isLetter(c):
		return p.call(depth)
	case c == 0:
		return nil, p.fail("an expression is missing")
	default:
		return nil, p.fail("an expression cannot begin with %q", rune(c))
	}
}

func (p *parser) attribute() (Expr, error) {
	end := strings.IndexByte(p.text[p.at:], ']')
	if end < 0 {
		return nil, p.fail("the attribute has no closing bracket")
	}
	name := strings.TrimSpace(p.text[p.at+1 : p.at+end])
	if name == "" || strings.ContainsAny(name, "[\"") {
		return nil, p.fail("%q is not the name of an attribute", name)
	}
	p.at += end + 1
	return Attribute{name}, nil
}

// constant reads a text in which a backslash escapes the next character.
func (p *parser) constant() (Expr, error) {
	var text strings.Builder
	for i := p.at + 1; i < len(p.text); i++ {
		switch c := p.text[i]; {
		case c == '"':
			p.at = i + 1
			return Constant{text.String()}, nil
		case c == '\\' && i+1 < len(p.text) && (p.text[i+1] == '\\' || p.text[i+1] == '"'):
			i++
			text.WriteByte(p.text[i])
		default:
			text.WriteByte(c)
		}
	}
	return nil, p.fail("the text has no closing quotation mark")
}

func (p *parser) number() (Expr, error) {
	start := p.at
	for p.at++; p.at < len(p.text) && isDigit(p.text[p.at]); p.at++ {
	}
	text := p.text[start:p.at]
	if text == "-" {
		return nil, p.fail("a number is missing")
	}
	return Constant{text}, nil
}

func (p *parser) call(depth int) (Expr, error) {
	start := p.at
	for p.at < len(p.text) && (isLetter(p.text[p.at]) || isDigit(p.text[p.at])) {
		p.at++
	}
	name := p.text[start:p.at]
	// The one constant without quotation marks is how InStr compares.
	if name == compareText || name == compareBinary {
		return Constant{name}, nil
	}
	f, err := find(name)
	if err != nil {
		p.at = start
		return nil, p.fail("%v", err)
	}
	if p.peek() != '(' {
		return nil, p.fail("the function %s has no arguments in parentheses", name)
	}
	p.at++
	args, err := p.arguments(depth)
	if err != nil {
		return nil, err
	}
	if err := f.accepts(args); err != nil {
		return nil, p.fail("the function %s %v", name, err)
	}
	return Call{Name: name, Args: args, function: f}, nil
}

func (p *parser) arguments(depth int) ([]Expr, error) {
	var args []Expr
	if p.peek() == ')' {
		p.at++
		return nil, nil
	}
	for {
		arg, err := p.argument(depth)
		if err != nil {
			return nil, err
		}
		args = append(args, arg)
		switch p.peek() {
		case ',':
			p.at++
		case ')':
			p.at++
			return args, nil
		default:
			return nil, p.fail("a comma or a closing parenthesis is missing")
		}
	}
}

func (p *parser) argument(depth int) (Expr, error) {
	if c := p.peek(); c == ',' || c == ')' {
		return Omitted{}, nil
	}
	left, err := p.operand(depth + 1)
	if err != nil {
		return nil, err
	}
	p.blanks()
	for _, op := range []string{"<>", "<=", ">=", "=", "<", ">"} {
		if strings.HasPrefix(p.text[p.at:], op) {
			p.at += len(op)
			right, err := p.operand(depth + 1)
			return Comparison{left, op, right}, err
		}
	}
	return left, nil
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
