package opath

import (
	"fmt"
	"strings"
)

// SyntaxError is a filter that cannot be read. NotModeled filters are valid in
// Exchange Online.
type SyntaxError struct {
	Text       string
	Position   int // from 1
	Reason     string
	NotModeled bool
}

// Error returns the reason with the position.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s \"%s\" at position %d.", e.Reason, e.Text, e.Position)
}

// kind is the kind of a token.
type kind int

const (
	end kind = iota
	word
	operator // with a leading -, in lower case
	text
	variable // $true, $false, $null, in lower case
	open
	shut
)

type token struct {
	kind kind
	text string
	at   int
}

// lexer splits a filter into tokens.
type lexer struct {
	source string
	at     int
}

func (l *lexer) fail(at int, format string, args ...any) *SyntaxError {
	return &SyntaxError{Text: l.source, Position: at + 1, Reason: fmt.Sprintf(format, args...)}
}

func (l *lexer) next() (token, error) {
	l.at += len(l.source[l.at:]) - len(strings.TrimLeft(l.source[l.at:], " \t\r\n"))
	at := l.at
	if at == len(l.source) {
		return token{end, "", at}, nil
	}
	switch c := l.source[at]; c {
	case '(':
		l.at++
		return token{open, "(", at}, nil
	case ')':
		l.at++
		return token{shut, ")", at}, nil
	case '!':
		l.at++
		return token{operator, "-not", at}, nil
	case '\'', '"':
		return l.quoted(c)
	case '-':
		l.at++
		return token{operator, "-" + strings.ToLower(l.run()), at}, nil
	case '$':
		l.at++
		return token{variable, "$" + strings.ToLower(l.run()), at}, nil
	}
	run := l.run()
	if run == "" {
		return token{}, l.fail(at, "An unexpected character was found.")
	}
	return token{word, run, at}, nil
}

// run reads the letters, digits and signs of a word or a number.
func (l *lexer) run() string {
	from := l.at
	for l.at < len(l.source) && !strings.ContainsRune(" \t\r\n()'\"$!", rune(l.source[l.at])) {
		l.at++
	}
	return l.source[from:l.at]
}

// quoted reads a text; a doubled quotation mark stands for itself.
func (l *lexer) quoted(mark byte) (token, error) {
	from := l.at
	var value strings.Builder
	for l.at++; l.at < len(l.source); l.at++ {
		if l.source[l.at] != mark {
			value.WriteByte(l.source[l.at])
			continue
		}
		if l.at+1 < len(l.source) && l.source[l.at+1] == mark {
			value.WriteByte(mark)
			l.at++
			continue
		}
		l.at++
		return token{text, value.String(), from}, nil
	}
	return token{}, l.fail(from, "The string has no closing quotation mark.")
}
