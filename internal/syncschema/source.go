package syncschema

import (
	"encoding/json"
	"strings"
)

// Source is what determines the value of a row: an attribute of the source, a
// constant, or an expression.
type Source struct {
	// Expression is the source in the language of expressions (graph-cross-tenant
	// §4.10): [department], "Member" with its quotes, Join(" ", [surname]).
	Expression string
	// Name and Type are those of an attributeMappingSource: Attribute, Constant or
	// Function.
	Name, Type string
	// Text is the JSON of the source where the service has parsed the expression.
	Text json.RawMessage
}

// The types of sources (graph-cross-tenant §4.5).
const (
	typeAttribute = "Attribute"
	typeConstant  = "Constant"
	typeFunction  = "Function"
)

// FromAttribute is a source that copies an attribute.
func FromAttribute(name string) Source {
	return Source{Expression: "[" + name + "]", Name: name, Type: typeAttribute}
}

// Constant is a source with the same value for every user.
func Constant(value string) Source {
	escaped := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(value)
	return Source{Expression: `"` + escaped + `"`, Name: value, Type: typeConstant}
}

// FromExpression is a source that is computed. Its text comes from the service,
// which parses expressions.
func FromExpression(expression string) Source {
	return Source{Expression: expression, Type: typeFunction}
}

// Computed reports whether the source is an expression that the service has to parse.
func (s Source) Computed() bool { return s.Type == typeFunction && len(s.Text) == 0 }

// Attribute returns the name of the attribute that a source copies.
func (s Source) Attribute() (name string, ok bool) {
	text := strings.TrimSpace(s.Expression)
	inner, opened := strings.CutPrefix(text, "[")
	inner, closed := strings.CutSuffix(inner, "]")
	if !opened || !closed || strings.ContainsAny(inner, "[]\"()") {
		return "", false
	}
	return inner, true
}

// Constant returns the value of a constant source.
func (s Source) Constant() (value string, ok bool) {
	text := strings.TrimSpace(s.Expression)
	if len(text) < 2 || text[0] != '"' || closing(text) != len(text)-1 {
		return "", false
	}
	return strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(text[1 : len(text)-1]), true
}

// closing is the index of the quote that closes the text at the beginning, -1 if
// there is none.
func closing(text string) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return -1
}

// Same reports whether two sources have the same effect. The portal writes spaces
// between the parts of an expression that clients omit.
func (s Source) Same(other Source) bool { return s.key() == other.key() }

// key is the expression in one spelling. Constants for flags do not depend on case.
func (s Source) key() string {
	if value, is := s.Constant(); is && (strings.EqualFold(value, "true") || strings.EqualFold(value, "false")) {
		return strings.ToLower(strings.TrimSpace(s.Expression))
	}
	return compact(s.Expression)
}

// compact removes the white space outside of texts.
func compact(expression string) string {
	var b strings.Builder
	for len(expression) > 0 {
		i := strings.IndexAny(expression, "\" \t\r\n")
		if i < 0 {
			break
		}
		b.WriteString(expression[:i])
		expression = expression[i:]
		if expression[0] != '"' {
			expression = expression[1:]
			continue
		}
		end := closing(expression)
		if end < 0 {
			break
		}
		b.WriteString(expression[:end+1])
		expression = expression[end+1:]
	}
	return b.String() + expression
}

// json is the source as a row has it.
func (s Source) json() string {
	if len(s.Text) > 0 {
		return string(s.Text)
	}
	return `{"expression":` + quote(s.Expression) + `,"name":` + quote(s.Name) + `,"parameters":[],"type":` + quote(s.Type) + `}`
}

// sourceJSON are the members of a source that count.
type sourceJSON struct {
	Expression *string `json:"expression"`
	Name       *string `json:"name"`
	Type       *string `json:"type"`
}

// source derives an expression where a row has none.
func (j sourceJSON) source() Source {
	s := Source{Expression: valueOf(j.Expression), Name: valueOf(j.Name), Type: valueOf(j.Type)}
	switch {
	case s.Expression != "" || s.Name == "":
	case s.Type == typeConstant:
		s.Expression = Constant(s.Name).Expression
	case s.Type == typeAttribute:
		s.Expression = FromAttribute(s.Name).Expression
	}
	return s
}

func valueOf(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}
