package expression

import "strings"

// plainLetters are the letters with diacritical marks of the reference page, by
// what replaces them.
var plainLetters = map[string]string{
	"a": "äàâãåáąăāǟǡ", "A": "ÄÀÂÃÅÁĄĂĀǞǠ", "ae": "æǣ", "AE": "ÆǢ", "c": "çčć", "C": "ÇČĆ", "d": "ďḏ", "D": "ĎḎ",
	"e": "ëèéêęěėēḗḕ", "E": "ËÈÉÊĘĚĖĒḖḔ", "g": "ğḡ", "G": "ĞḠ", "i": "ïîìíıī", "I": "ÏÎÌÍİĪ", "l": "ľłḹḻ", "L": "ŁĽḸḺ",
	"n": "ñńňṉ", "N": "ÑŃŇṈ", "o": "öòőõôóōṓṑȫǭȭȱ", "O": "ÖÒŐÕÔÓŌṒṐȪǬȬȰ", "oe": "øœ", "OE": "ØŒ", "r": "řṟṝ", "R": "ŘṞṜ",
	"ss": "ß", "s": "šśșş", "S": "ŠŚȘŞ", "t": "ťțṯ", "T": "ŤȚṮ", "u": "üùûúůűūǖṻ", "U": "ÜÙÛÚŮŰŪǕṺ", "y": "ÿýȳ", "Y": "ŸÝȲ",
	"z": "źžżẕ", "Z": "ŹŽŻẔ",
}

var plainLetter = func() map[rune]string {
	all := map[rune]string{}
	for plain, letters := range plainLetters {
		for _, r := range letters {
			all[r] = plain
		}
	}
	return all
}()

// withoutDiacritics replaces letters with marks, and drops combining marks.
func withoutDiacritics(s string) string {
	var out strings.Builder
	for _, r := range s {
		switch plain, marked := plainLetter[r]; {
		case marked:
			out.WriteString(plain)
		case r < 0x300 || r > 0x36f:
			out.WriteRune(r)
		}
	}
	return out.String()
}
