package odata

import (
	"strings"
)

// path parses "a/b/c". It stops before "/any(" and "/all(", which begin a lambda.
func (p *parser) path() (string, error) {
	first := p.take()
	if first.kind != tokenName {
		return "", p.unexpected(first, "a property")
	}
	segments := []string{first.text}
	for p.peek().is("/") && !p.atLambda() {
		p.take()
		t := p.take()
		if t.kind != tokenName {
			return "", p.unexpected(t, "a property")
		}
		segments = append(segments, t.text)
	}
	if err := p.checkSegments(segments, first.pos); err != nil {
		return "", err
	}
	return strings.Join(segments, "/"), nil
}

func (p *parser) atLambda() bool {
	if p.next+2 >= len(p.tokens) {
		return false
	}
	name := p.tokens[p.next+1]
	return (name.is("any") || name.is("all")) && p.tokens[p.next+2].is("(")
}

func (p *parser) checkSegments(segments []string, pos int) error {
	for i, s := range segments {
		switch {
		case s == countSegment && i > 0 && i == len(segments)-1 && p.variable == "":
		case strings.Contains(s, "$"):
			return &SyntaxError{Pos: pos, Msg: "'" + s + "' cannot be used here"}
		case strings.ContainsAny(s, ".@"):
			return &SyntaxError{Pos: pos, Msg: "'" + s + "' in a filter is not modeled", NotModeled: true}
		case isDigit(s[0]):
			return &SyntaxError{Pos: pos, Msg: "'" + s + "' is not a property name"}
		}
	}
	if p.variable != "" && segments[0] != p.variable {
		return &SyntaxError{Pos: pos, Msg: "only the range variable '" + p.variable + "' is modeled inside any and all", NotModeled: true}
	}
	return nil
}

// lambda parses "any(x:…)" after the collection's path.
func (p *parser) lambda(path string) (Expr, error) {
	name := p.take()
	if p.variable != "" {
		return nil, &SyntaxError{Pos: name.pos, Msg: "nested any and all are not modeled", NotModeled: true}
	}
	if strings.HasSuffix(path, countSuffix) {
		return nil, &SyntaxError{Pos: name.pos, Msg: "$count is not a collection"}
	}
	p.take() // the parenthesis, see atLambda
	a := Any{Path: path, All: name.is("all")}
	if !a.All && p.accept(")") {
		return a, nil
	}
	v := p.take()
	if v.kind != tokenName || strings.ContainsAny(v.text, "$.@") {
		return nil, p.unexpected(v, "a range variable")
	}
	if err := p.expect(":"); err != nil {
		return nil, err
	}
	a.Var, p.variable = v.text, v.text
	defer func() { p.variable = "" }()
	body, err := p.or()
	if err != nil {
		return nil, err
	}
	a.Body = body
	return a, p.expect(")")
}
