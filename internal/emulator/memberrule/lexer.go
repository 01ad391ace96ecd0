package memberrule

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

type kind int

const (
	tokenEnd kind = iota
	// tokenWord is a property, an operator without its hyphen, or a value without
	// quotes.
	tokenWord
	tokenText
	tokenMark // ( ) [ ] ,
)

// token is one element of a rule, and the number of bytes before it.
type token struct {
	kind
	text string
	at   int
	// hyphen marks a word with a hyphen in front of it, which only operators have.
	hyphen bool
}

// is reports whether the token is a mark, or an operator with or without its
// hyphen, ignoring case.
func (t token) is(text string) bool {
	switch t.kind {
	case tokenWord:
		return strings.EqualFold(t.text, text)
	case tokenMark:
		return t.text == text
	default:
		return false
	}
}

// String describes the token in a message.
func (t token) String() string {
	switch {
	case t.kind == tokenEnd:
		return "the end"
	case t.kind == tokenText:
		return "a text"
	case t.hyphen:
		return "'-" + t.text + "'"
	default:
		return "'" + t.text + "'"
	}
}

func scan(rule string) ([]token, error) {
	var tokens []token
	for at := 0; ; {
		at += len(rule[at:]) - len(strings.TrimLeft(rule[at:], " \t\r\n"))
		t, next, err := next(rule, at)
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, t)
		if t.kind == tokenEnd {
			return tokens, nil
		}
		at = next
	}
}

// next scans the token at a position, and returns the position after it.
func next(rule string, at int) (token, int, error) {
	if at == len(rule) {
		return token{kind: tokenEnd, at: at}, at, nil
	}
	switch c := rule[at]; {
	case strings.IndexByte("()[],", c) >= 0:
		return token{kind: tokenMark, text: rule[at : at+1], at: at}, at + 1, nil
	case c == '"' || c == '\'':
		return text(rule, at)
	case c == '-' && at+1 < len(rule) && isLetter(rule[at+1]):
		end := wordEnd(rule, at+1, isWordByte)
		return token{kind: tokenWord, text: rule[at+1 : end], at: at, hyphen: true}, end, nil
	case isDigit(c):
		end := wordEnd(rule, at, isNumberByte)
		return token{kind: tokenWord, text: rule[at:end], at: at}, end, nil
	case isWordByte(c):
		end := wordEnd(rule, at, isWordByte)
		return token{kind: tokenWord, text: rule[at:end], at: at}, end, nil
	default:
		r, _ := utf8.DecodeRuneInString(rule[at:])
		return token{}, 0, errSyntax(at, fmt.Sprintf("unexpected character %q", r))
	}
}

// text scans a text in quotes. A backtick escapes the character after it, and a
// single quote is doubled.
func text(rule string, at int) (token, int, error) {
	quote := rule[at]
	var b strings.Builder
	for i := at + 1; i < len(rule); i++ {
		c := rule[i]
		doubled := c == '\'' && i+1 < len(rule) && rule[i+1] == '\''
		switch {
		case c == '`' && i+1 < len(rule):
			i++
			b.WriteByte(rule[i])
		case doubled:
			i++
			b.WriteByte(c)
		case c == quote:
			return token{kind: tokenText, text: b.String(), at: at}, i + 1, nil
		default:
			b.WriteByte(c)
		}
	}
	return token{}, 0, errSyntax(at, "a text without its closing quote")
}

func wordEnd(rule string, at int, belongs func(byte) bool) int {
	for at < len(rule) && belongs(rule[at]) {
		at++
	}
	return at
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }

// isWordByte includes the marks of property paths and of $null.
func isWordByte(c byte) bool { return isLetter(c) || isDigit(c) || strings.IndexByte("._$", c) >= 0 }

// isNumberByte includes the marks of times.
func isNumberByte(c byte) bool { return isWordByte(c) || strings.IndexByte(":+-", c) >= 0 }
