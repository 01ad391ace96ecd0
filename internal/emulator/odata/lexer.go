package odata

import (
	"fmt"
	"strings"
)

// SyntaxError is the position and the reason of a parse error.
type SyntaxError struct {
	// Pos is the zero-based byte offset in the filter.
	Pos int
	Msg string
	// NotModeled marks valid OData that the emulator does not implement; the
	// answer is 501 instead of 400.
	NotModeled bool
}

// Error has the form of Graph's message, with the position.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s at position %d", e.Msg, e.Pos)
}

type tokenKind int

const (
	tokenEnd tokenKind = iota
	tokenName
	tokenString
	tokenLiteral // number, time or guid without quotes
	tokenPunct   // ( ) , : / $count's dollar belongs to a name
)

type token struct {
	kind tokenKind
	text string
	pos  int
}

// is reports whether the token is a keyword or punctuation mark; keywords ignore
// case.
func (t token) is(text string) bool {
	switch t.kind {
	case tokenName:
		return strings.EqualFold(t.text, text)
	case tokenPunct:
		return t.text == text
	default:
		return false
	}
}

func scan(src string) ([]token, error) {
	var tokens []token
	for pos := 0; ; {
		for pos < len(src) && isSpace(src[pos]) {
			pos++
		}
		t, next, err := scanToken(src, pos)
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, t)
		if t.kind == tokenEnd {
			return tokens, nil
		}
		pos = next
	}
}

func scanToken(src string, pos int) (token, int, error) {
	if pos == len(src) {
		return token{kind: tokenEnd, pos: pos}, pos, nil
	}
	c := src[pos]
	switch {
	case strings.IndexByte("(),:/", c) >= 0:
		return token{tokenPunct, src[pos : pos+1], pos}, pos + 1, nil
	case c == '\'':
		return scanString(src, pos)
	case isGUID(src[pos:min(pos+guidLength, len(src))]):
		return run(src, pos, tokenLiteral, isLiteralByte)
	case isDigit(c) || c == '-':
		return run(src, pos, tokenLiteral, isLiteralByte)
	case isNameByte(c):
		return run(src, pos, tokenName, isNameByte)
	default:
		return token{}, 0, &SyntaxError{Pos: pos, Msg: fmt.Sprintf("unexpected character %q", rune(c))}
	}
}

func run(src string, pos int, kind tokenKind, belongs func(byte) bool) (token, int, error) {
	end := pos
	for end < len(src) && belongs(src[end]) {
		end++
	}
	return token{kind, src[pos:end], pos}, end, nil
}

// scanString scans a quoted string, in which a quote is doubled.
func scanString(src string, pos int) (token, int, error) {
	var b strings.Builder
	for i := pos + 1; i < len(src); i++ {
		if src[i] != '\'' {
			b.WriteByte(src[i])
			continue
		}
		if i+1 < len(src) && src[i+1] == '\'' {
			b.WriteByte('\'')
			i++
			continue
		}
		return token{tokenString, b.String(), pos}, i + 1, nil
	}
	return token{}, 0, &SyntaxError{Pos: pos, Msg: "unterminated string literal"}
}

const guidLength = 36

func isGUID(s string) bool {
	if len(s) != guidLength {
		return false
	}
	for i := range len(s) {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		if dash != (s[i] == '-') || !dash && !isHex(s[i]) {
			return false
		}
	}
	return true
}

func isSpace(c byte) bool  { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isHex(c byte) bool    { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'f' }

// isNameByte includes "$", for $count, and ".", for type casts.
func isNameByte(c byte) bool {
	return isLetter(c) || isDigit(c) || c == '_' || c == '$' || c == '.' || c == '@'
}

func isLiteralByte(c byte) bool {
	return isLetter(c) || isDigit(c) || strings.IndexByte(".:+-_", c) >= 0
}
