package rules

import (
	"cmp"
	"strings"
	"unicode/utf8"
)

// CompareNatural orders names as people do: case is ignored, and digits are compared
// as numbers, so that t2 is before t10. Different names are never equal.
func CompareNatural(a, b string) int {
	x, y := strings.ToLower(a), strings.ToLower(b)
	for x != "" && y != "" {
		var p, q string
		p, x = chunk(x)
		q, y = chunk(y)
		if c := compareChunks(p, q); c != 0 {
			return c
		}
	}
	return cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(a, b))
}

// chunk splits off the digits at the beginning of a text, or its first character.
func chunk(text string) (first, rest string) {
	digits := len(text) - len(strings.TrimLeft(text, "0123456789"))
	if digits == 0 {
		_, digits = utf8.DecodeRuneInString(text)
	}
	return text[:digits], text[digits:]
}

func compareChunks(a, b string) int {
	if isNumber(a) && isNumber(b) {
		x, y := strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
		return cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y))
	}
	return strings.Compare(a, b)
}

func isNumber(chunk string) bool { return chunk[0] >= '0' && chunk[0] <= '9' }
